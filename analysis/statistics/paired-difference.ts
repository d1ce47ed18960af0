import { meanInterval, type MeanInterval } from './mean-interval.ts'
import { moments } from './moments.ts'
import { studentTail } from './student-tail.ts'

/** A difference of means between two systems that were given the same random numbers. */
export interface PairedDifference extends MeanInterval {
  /** Correlation of the pairs, from -1 to 1; NaN when one side has no spread. Below 0, common numbers did harm. */
  readonly correlation: number
  /** Variance that independent runs would have over that of the pairs: how many times more runs they would need. */
  readonly varianceReduction: number
  /** Two-sided probability of so large a difference if there were none; NaN under three pairs. */
  readonly p: number
}

/**
 * Mean of `first - second` over replications that share their random numbers, with the paired-t interval.
 * @param first Response of each replication of one system, finite; `second` those of the other, replication by replication.
 * @throws RangeError when the lengths differ.
 * @source Law, Simulation Modeling and Analysis, sections 10.2.1 (paired-t) and 11.2 (common random numbers).
 */
export function pairedDifference(
  first: readonly number[],
  second: readonly number[],
  confidence: number,
): PairedDifference {
  if (first.length !== second.length) {
    throw new RangeError(`There are ${first.length} values against ${second.length}; expected pairs.`)
  }
  const differences = first.map((value, i) => value - second[i]!)
  const interval = meanInterval(differences, confidence)
  const a = moments(first)
  const b = moments(second)
  const d = moments(differences)
  // Var(a - b) = Var a + Var b - 2 Cov.
  const correlation = (a.variance + b.variance - d.variance) / (2 * Math.sqrt(a.variance * b.variance))
  const varianceReduction =
    d.variance === 0 ? (a.variance === 0 ? 1 : Infinity) : (a.variance + b.variance) / d.variance
  return { ...interval, correlation, varianceReduction, p: twoSided(interval, d.variance) }
}

function twoSided({ count, mean, halfWidth }: MeanInterval, variance: number): number {
  if (Number.isNaN(halfWidth)) return NaN
  if (variance === 0) return mean === 0 ? 1 : 0
  return 2 * studentTail(Math.abs(mean) / Math.sqrt(variance / count), count - 1)
}
