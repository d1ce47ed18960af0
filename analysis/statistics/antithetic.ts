import { meanInterval, type MeanInterval } from './mean-interval.ts'
import { moments } from './moments.ts'

/** A mean over pairs of runs of which one mirrors the random numbers of the other. */
export interface AntitheticMean extends MeanInterval {
  /** Variance of the mean of as many independent runs over that of the pairs; below 1 the mirroring did harm. */
  readonly varianceReduction: number
}

/**
 * Mean of antithetic pairs: the average of a pair is one independent number, and `count` is the number of pairs.
 * @param plain Response of each run, finite; `mirrored` that of the run with 1 - u for each of its random numbers u.
 * @throws RangeError when the lengths differ.
 * @source Law, Simulation Modeling and Analysis, section 11.3.
 */
export function antitheticMean(
  plain: readonly number[],
  mirrored: readonly number[],
  confidence: number,
): AntitheticMean {
  if (plain.length !== mirrored.length) {
    throw new RangeError(`There are ${plain.length} runs and ${mirrored.length} mirrored ones; expected pairs.`)
  }
  const averages = plain.map((value, i) => (value + mirrored[i]!) / 2)
  const independent = (moments(plain).variance + moments(mirrored).variance) / 4
  return { ...meanInterval(averages, confidence), varianceReduction: independent / moments(averages).variance }
}
