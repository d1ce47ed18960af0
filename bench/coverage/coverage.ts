/** A confidence interval; NaN where the method gave none. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** How often intervals held what they are about. */
export interface Coverage {
  /** Of the intervals that were given. */
  readonly fraction: number
  /** Standard error of the fraction. */
  readonly error: number
  readonly given: number
  /** Repetitions in which the method refused an interval. */
  readonly refused: number
}

/** Counts the intervals that hold the true value. */
export function coverageOf(intervals: readonly Interval[], truth: number): Coverage {
  const given = intervals.filter(({ low, high }) => !Number.isNaN(low) && !Number.isNaN(high))
  const fraction = given.filter(({ low, high }) => low <= truth && truth <= high).length / given.length
  const error = Math.sqrt((fraction * (1 - fraction)) / given.length)
  return { fraction, error, given: given.length, refused: intervals.length - given.length }
}

/** The interval of a mean and a half-width. */
export function around({ mean, halfWidth }: { mean: number; halfWidth: number }): Interval {
  return { low: mean - halfWidth, high: mean + halfWidth }
}
