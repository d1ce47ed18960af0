import type { PlainValue } from '../models/definition.ts'
import { didYouMean } from '../models/suggest.ts'
import type { TwoLevelDesign } from './design/two-level.ts'
import { parseDesignShape, type DesignContent, type StudyContent } from './study-schema.ts'
import { explainIssue } from './study-shape.ts'
import type { StudySource } from './study-text.ts'

/** Kinds of designs. */
export type DesignKind = DesignContent['kind']

/** How the design points of a study came about; what an analysis of effects needs to know. */
export interface StudyDesign {
  readonly kind: DesignKind
  /** Names of the factors of each axis; factors in lockstep share one. */
  readonly axes: readonly (readonly string[])[]
  /** Points of the design before `where`, `skip` and `also`. */
  readonly candidates: number
  /** Points that `where` excluded. */
  readonly excluded: number
  /** Points that `skip` removed. */
  readonly skipped: number
  /** Points that `also` added. */
  readonly added: number
  /** Rows of the design that fell on a point that was there already. */
  readonly repeated: number
  /** Rows of a Morris design: coordinates in [0, 1] and which design point they fell on. */
  readonly rows?: readonly { readonly coordinates: readonly number[]; readonly point: number }[]
  /** Sign table of a two-level design; its runs are the first design points, in order. */
  readonly twoLevel?: TwoLevelDesign
  /** Generators of a fraction in words, such as `cache = servers * load`. */
  readonly generators?: readonly string[]
}

/** One assignment of levels to factors, before the model completes it. */
export type Assignment = Readonly<Record<string, PlainValue>>

const forms =
  'full, one-at-a-time, 2k, 2k-p(P), lhs(POINTS), sobol(POINTS), morris(TRAJECTORIES), or the path of a CSV file (points.csv)'
const kinds = ['full', 'one-at-a-time', '2k', '2k-p', 'lhs', 'sobol', 'morris']

/**
 * Reads the design of a study; full factorial when it names none.
 * @throws {StudyError} for a design that there is not, or one that lacks a number
 */
export function readDesign(source: StudySource, { design = 'full' }: StudyContent): DesignContent {
  if (typeof design !== 'string') return evenLevels(source, design)
  const text = design.trim()
  if (/\.csv$/i.test(text)) return { kind: 'file', file: text }
  const [, kind = '', , number] = /^([\w-]+)\s*(\(\s*([^)]*?)\s*\))?$/.exec(text) ?? []
  const wrong = (message: string): Error => source.error(['design'], `design is "${text}"; ${message}`)
  if (!kinds.includes(kind)) throw wrong(`expected one of ${forms}.${didYouMean(kind, kinds)}`)
  const countKey = { '2k-p': 'p', lhs: 'points', sobol: 'points', morris: 'trajectories' }[kind]
  if (countKey === undefined) {
    if (number !== undefined) throw wrong(`"${kind}" takes no number`)
    return { kind } as DesignContent
  }
  if (number === undefined) {
    const example = { p: 'the number of halvings, such as 2k-p(1)', points: `a number of points, such as ${kind}(64)` }
    throw wrong(`expected ${example[countKey as 'p'] ?? 'a number of trajectories, such as morris(10)'}`)
  }
  const result = parseDesignShape({ kind, [countKey]: /^\d+$/.test(number) ? Number(number) : number })
  if (!result.success) throw wrong(`expected ${result.error.issues[0]!.message}`)
  return result.data
}

/** Also checks what the schema can not say. */
function evenLevels(source: StudySource, design: DesignContent): DesignContent {
  const result = parseDesignShape(design)
  if (!result.success) throw explainIssue(source, ['design'], result.error.issues[0]!, source.content)
  if (design.kind === 'morris' && (design.levels ?? 4) % 2 === 1)
    throw source.error(
      ['design', 'levels'],
      `design.levels is ${design.levels}; expected an even number of grid levels, such as 4`,
    )
  if (design.kind === '2k-p' && design.p === undefined && design.generators === undefined)
    throw source.error(
      ['design'],
      'design has neither "p" nor "generators"; expected one of them, such as { kind: 2k-p, p: 1 }',
    )
  return design
}
