import { moments } from './moments.ts'
import { studentQuantile } from './student-quantile.ts'

/** Fewest replications that get an interval: with two, the half-width is itself almost pure chance. */
export const fewestForInterval = 3

/** A mean over independent replications, with its confidence interval where there are enough of them. */
export interface MeanInterval {
  readonly count: number
  /** NaN without replications. */
  readonly mean: number
  /** Half of the width of the interval, >= 0; NaN below `fewestForInterval` replications. */
  readonly halfWidth: number
}

/**
 * Mean of independent replications and the half-width of its Student t interval, t * S / sqrt(n). Equal values give a
 * half-width of 0. The values must be one number from each replication: observations inside one run depend on one
 * another, and their interval would be far too narrow.
 * @param values One finite number from each replication.
 * @param confidence Above 0 and below 1.
 * @throws RangeError when the confidence is outside that range.
 * @source Law, Simulation Modeling and Analysis, section 4.5 (fixed-sample-size interval for a mean).
 */
export function meanInterval(values: readonly number[], confidence: number): MeanInterval {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`The confidence is ${confidence}; expected a number between 0 and 1, such as 0.95.`)
  }
  const { count, mean, variance } = moments(values)
  if (count < fewestForInterval) return { count, mean, halfWidth: NaN }
  return { count, mean, halfWidth: studentQuantile((1 + confidence) / 2, count - 1) * Math.sqrt(variance / count) }
}

/**
 * Half-width as a fraction of the mean's size; 0 when the half-width is 0, `Infinity` around a mean of 0, NaN without
 * an interval.
 */
export function relativeHalfWidth(interval: Pick<MeanInterval, 'mean' | 'halfWidth'>): number {
  return interval.halfWidth === 0 ? 0 : interval.halfWidth / Math.abs(interval.mean)
}
