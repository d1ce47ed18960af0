/** Count, mean and sample variance of some numbers. */
export interface Moments {
  readonly count: number
  /** NaN when there are no numbers. */
  readonly mean: number
  /** Divided by count - 1; NaN for fewer than two numbers. Never negative. */
  readonly variance: number
}

/**
 * Moments in one pass without cancellation, however large the mean is against the spread.
 * @source Welford, Note on a method for calculating corrected sums of squares and products, Technometrics 4 (1962).
 */
export function moments(values: Iterable<number>): Moments {
  let count = 0
  let mean = 0
  let squares = 0
  for (const value of values) {
    count++
    const gap = value - mean
    mean += gap / count
    squares += gap * (value - mean)
  }
  return { count, mean: count > 0 ? mean : NaN, variance: count > 1 ? squares / (count - 1) : NaN }
}
