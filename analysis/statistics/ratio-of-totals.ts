import { fewestForInterval, type MeanInterval } from './mean-interval.ts'
import { moments } from './moments.ts'
import { studentQuantile } from './student-quantile.ts'

/**
 * Total of one quantity over the total of another, over replications, with its interval. Unlike the mean of the ratios
 * of the runs it gives a run the weight of what happened in it. NaN when the second total is 0.
 * @param over One finite number from each replication, such as failed calls; `under` such as calls made.
 * @throws RangeError when the lengths differ.
 * @source Cochran, Sampling Techniques (3rd ed. 1977), section 6.4: variance of y - R x over n times the squared mean of x.
 */
export function ratioOfTotals(over: readonly number[], under: readonly number[], confidence: number): MeanInterval {
  if (over.length !== under.length) {
    throw new RangeError(`There are ${over.length} values over ${under.length}; expected pairs.`)
  }
  const { count, mean: per } = moments(under)
  const mean = moments(over).mean / per
  if (count < fewestForInterval || !Number.isFinite(mean)) {
    return { count, mean: Number.isFinite(mean) ? mean : NaN, halfWidth: NaN }
  }
  const { variance } = moments(over.map((value, i) => value - mean * under[i]!))
  const halfWidth = (studentQuantile((1 + confidence) / 2, count - 1) * Math.sqrt(variance / count)) / Math.abs(per)
  return { count, mean, halfWidth }
}
