import type { RandomStream } from '../../../engine/index.ts'
import { Newscast } from '../shared/newscast.ts'
import type { Views } from '../shared/views.ts'
import { Cyclon } from './cyclon.ts'
import { HalfViews, type HalfViewRules } from './half-views.ts'
import { WholeViews, type WholeViewRules } from './whole-views.ts'

/** Names of the protocols. */
export const protocolNames = ['newscast', 'cyclon', 'framework-2004', 'framework-2007', 'none'] as const

/** What all protocols have in common. */
export interface Protocol {
  /** The exchange that a living node begins in a cycle. */
  exchange(node: number, cycle: number): void
}

export interface ProtocolRules extends WholeViewRules, HalfViewRules {
  readonly protocol: (typeof protocolNames)[number]
  /** Entries that Cyclon swaps. */
  readonly shuffle: number
}

/** The protocol that is asked for; undefined for none, which leaves views as they are. */
export function protocolOf(rules: ProtocolRules, views: Views, stream: RandomStream): Protocol | undefined {
  if (rules.protocol === 'newscast') return new Newscast(views, stream)
  if (rules.protocol === 'cyclon') return new Cyclon(views, stream, rules.shuffle)
  if (rules.protocol === 'framework-2004') return new WholeViews(views, stream, rules)
  return rules.protocol === 'framework-2007' ? new HalfViews(views, stream, rules) : undefined
}
