import type { Latency } from '../shared/underlay.ts'
import type { Tables } from './tables.ts'

/** How one lookup went. */
export interface Outcome {
  /** Where it ended: the node closest to the key as far as was found. */
  end: number
  /** Hops from the origin to that node. */
  hops: number
  /** Time until the origin knows, s. */
  latency: number
  /** Requests, replies, and requests to dead nodes. */
  messages: number
  /** Dead nodes contacted. */
  timeouts: number
}

/**
 * A lookup that each node forwards to its contact closest to the key; the last one replies to the origin. Nothing changes
 * on the way, so that the whole path is walked at once.
 */
export function forwarded(
  tables: Tables,
  dead: Uint8Array,
  between: Latency,
  timeout: number,
  origin: number,
  key: number,
): Outcome {
  const outcome = { end: origin, hops: 0, latency: 0, messages: 0, timeouts: 0 }
  for (let next = origin; next >= 0;) {
    const known = tables.nearest(outcome.end, key, Infinity, true)
    next = -1
    for (let i = 0; i < known && next < 0; i++) {
      const contact = tables.found[i]!
      if (dead[contact] === 0) next = contact
      else outcome.timeouts++
    }
    if (next < 0) break
    outcome.latency += between(outcome.end, next)
    outcome.hops++
    outcome.end = next
  }
  outcome.latency += outcome.timeouts * timeout + between(outcome.end, origin)
  outcome.messages = outcome.hops + outcome.timeouts + (outcome.end === origin ? 0 : 1)
  return outcome
}
