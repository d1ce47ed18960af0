import { neededReplications } from '../compare/needed-replications.ts'
import { fewestForInterval } from '../statistics/mean-interval.ts'
import { moments } from '../statistics/moments.ts'
import { studentQuantile } from '../statistics/student-quantile.ts'
import type { Relation } from './expression.ts'

/** `PASS`: shown. `FAIL`: the opposite is shown. `UNDECIDED`: too few replications to tell. */
export type ClaimVerdict = 'PASS' | 'FAIL' | 'UNDECIDED'

/** A relation judged at one place. */
export interface Judgement {
  readonly verdict: ClaimVerdict
  /** Replications that would probably decide; only of UNDECIDED. */
  readonly needed?: number
}

/** How near two sides have to be for `==`. */
export interface Nearness {
  /** Above 0. */
  readonly size: number
  /** Whether it is a fraction of the right side. */
  readonly relative: boolean
}

/**
 * Judges `left op right` from one pair of values for each replication, by Student's interval of their difference.
 * @param confidence Of the interval; a FAIL needs more, for there are `places` chances of one.
 */
export function judge(
  left: readonly number[],
  right: readonly number[],
  operator: Relation['operator'],
  { confidence, places, near }: { confidence: number; places: number; near: Nearness | undefined },
): Judgement {
  if (left.length < fewestForInterval) return { verdict: 'UNDECIDED', needed: fewestForInterval }
  if (operator === '==') {
    const size = near?.size ?? 0
    const edge = (sign: number): number[] =>
      left.map(
        (x, i) =>
          x - (near?.relative === true ? right[i]! + sign * size * Math.abs(right[i]!) : right[i]! + sign * size),
      )
    return both([below(edge(1), true, confidence, places), below(negated(edge(-1)), true, confidence, places)])
  }
  const rising = operator === '>' || operator === '>='
  const gaps = left.map((x, i) => (rising ? right[i]! - x : x - right[i]!))
  return below(gaps, operator === '<=' || operator === '>=', confidence, places)
}

/** Whether the mean of some values is below 0 (or at most 0). */
function below(values: readonly number[], orEqual: boolean, confidence: number, places: number): Judgement {
  const { count, mean, variance } = moments(values)
  const spread = Math.sqrt(variance)
  if (spread === 0) return { verdict: mean < 0 || (orEqual && mean === 0) ? 'PASS' : 'FAIL' }
  const half = (level: number): number => (studentQuantile((1 + level) / 2, count - 1) * spread) / Math.sqrt(count)
  if (mean + half(confidence) < 0) return { verdict: 'PASS' }
  if (mean - half(1 - (1 - confidence) / Math.max(1, places)) > 0) return { verdict: 'FAIL' }
  const tail = (1 - confidence) / 2 / (mean > 0 ? Math.max(1, places) : 1)
  const needed = neededReplications(spread, Math.abs(mean), tail)
  return { verdict: 'UNDECIDED', ...(needed !== undefined && { needed }) }
}

/** All have to hold. */
export function both(judgements: readonly Judgement[]): Judgement {
  if (judgements.some(({ verdict }) => verdict === 'FAIL')) return { verdict: 'FAIL' }
  const open = judgements.filter(({ verdict }) => verdict === 'UNDECIDED')
  if (open.length === 0) return { verdict: 'PASS' }
  const needed = open.flatMap((one) => (one.needed === undefined ? [] : [one.needed]))
  return { verdict: 'UNDECIDED', ...(needed.length === open.length && { needed: Math.max(...needed) }) }
}

function negated(values: readonly number[]): number[] {
  return values.map((value) => -value)
}
