import { incompleteBeta } from './incomplete-beta.ts'

/**
 * Quantile of a sample, by linear interpolation between order statistics (type 7, the default of R and NumPy); NaN
 * without values.
 * @param p From 0 to 1.
 * @source Hyndman and Fan, Sample quantiles in statistical packages, The American Statistician 50 (1996).
 */
export function sampleQuantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  if (sorted.length === 0) return NaN
  const place = (sorted.length - 1) * p
  const below = Math.floor(place)
  const low = sorted[below]!
  return low + (place - below) * ((sorted[below + 1] ?? low) - low)
}

/** Between which order statistics a quantile lies. */
export interface QuantileRanks {
  /** Ranks counted from 1. */
  readonly low: number
  readonly high: number
  /** Probability that the quantile lies between them, at least the one asked for. */
  readonly coverage: number
}

/**
 * Ranks between which the quantile lies with at least the confidence asked for, each tail getting at most half of the
 * rest; undefined when there are too few values. Only for independent values, one from each replication.
 * @source David and Nagaraja, Order Statistics (3rd ed. 2003), section 7.1: P(X(r) <= quantile) is a binomial tail.
 */
export function quantileRanks(count: number, p: number, confidence: number): QuantileRanks | undefined {
  const tail = (1 - confidence) / 2
  // P(B <= k) for B binomial(count, p).
  const below = (k: number): number => (k < 0 ? 0 : k >= count ? 1 : incompleteBeta(1 - p, count - k, k + 1))
  let low = 0
  while (low < count && below(low) <= tail) low++
  let high = count + 1
  while (high > 0 && 1 - below(high - 2) <= tail) high--
  if (low < 1 || high > count) return undefined
  return { low, high, coverage: below(high - 1) - below(low - 1) }
}

/**
 * Fewest independent observations of which the largest is beyond the quantile with probability `(1 + confidence) / 2`:
 * below it no upper limit exists.
 */
export function fewestForQuantile(p: number, confidence: number): number {
  let count = 1
  let allBelow = p
  const tail = (1 - confidence) / 2
  // Products instead of a logarithm: p^n <= tail.
  while (allBelow > tail) {
    allBelow *= p
    count++
  }
  return count
}
