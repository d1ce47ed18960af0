import { meanInterval, type MeanInterval } from './mean-interval.ts'
import { moments } from './moments.ts'
import { normalQuantile } from './normal-quantile.ts'

/** Number of batches that one long run is cut into: enough for the test of their independence to notice anything. */
export const usualBatches = 32

/** Probability with which the test of the batches rejects batches that are independent. */
const testLevel = 0.1

/** The mean of one long run with its interval from batches. */
export interface BatchMeans extends MeanInterval {
  /** Mean of each batch, in the order of time; `count` is their number. */
  readonly means: readonly number[]
  /** Observations in a batch. */
  readonly size: number
}

/**
 * Non-overlapping batch means: the mean of dependent observations with Student's interval over the means of `batches`
 * successive batches, at least 3. What does not fill a batch is left out at the front, where a start-up effect would be.
 * The interval is honest only where the batches are independent: see `longRunInterval`.
 * @param values Observations of one run in the order of time.
 * @throws RangeError when there are fewer values than batches.
 * @source Law, Simulation Modeling and Analysis, section 9.5.3.
 */
export function batchMeans(values: readonly number[], batches: number, confidence: number): BatchMeans {
  const size = Math.floor(values.length / batches)
  if (!(size >= 1)) throw new RangeError(`There are ${values.length} values for ${batches} batches; expected more.`)
  const start = values.length - size * batches
  const means = Array.from({ length: batches }, (_, batch) => {
    const first = start + batch * size
    return moments(values.slice(first, first + size)).mean
  })
  return { ...meanInterval(means, confidence), means, size }
}

/**
 * Lag-1 statistic of a sequence, standard normal when its members are independent: large where neighbours resemble one
 * another. NaN for fewer than 3 values, 0 for equal ones.
 * @source von Neumann, Annals of Mathematical Statistics 12 (1941); Fishman, Grouping observations in digital simulation,
 *   Management Science 24 (1978): C = 1 - sum (y[i+1] - y[i])^2 / (2 sum (y[i] - mean)^2), variance (b - 2) / (b^2 - 1).
 */
export function lagStatistic(values: readonly number[]): number {
  const { count, variance } = moments(values)
  if (count < 3) return NaN
  if (variance === 0) return 0
  let steps = 0
  for (let i = 1; i < count; i++) {
    const step = values[i]! - values[i - 1]!
    steps += step * step
  }
  const c = 1 - steps / (2 * variance * (count - 1))
  return c / Math.sqrt((count - 2) / (count * count - 1))
}

/** Whether neighbours in the sequence resemble one another more than chance explains at the 10 % level, one-sided. */
export function isAutocorrelated(values: readonly number[]): boolean {
  return lagStatistic(values) > normalQuantile(1 - testLevel)
}

/** What one long run says of its mean. */
export interface LongRun extends BatchMeans {
  /** The batches are dependent: there is no interval, and the run must be longer. */
  readonly autocorrelated: boolean
}

/**
 * The mean of one long run with an interval from 32 batches, or without one: when the batches fail the test of their
 * independence, `halfWidth` is NaN, for an interval would be too narrow. Lengthen the run then; with the number of
 * batches kept, each becomes longer and depends less on the one before.
 * @param values Observations of one run in the order of time, the warm-up deleted, at least 64.
 */
export function longRunInterval(values: readonly number[], confidence: number): LongRun {
  const batches = batchMeans(values, usualBatches, confidence)
  const autocorrelated = batches.size < 2 || isAutocorrelated(batches.means)
  return { ...batches, halfWidth: autocorrelated ? NaN : batches.halfWidth, autocorrelated }
}
