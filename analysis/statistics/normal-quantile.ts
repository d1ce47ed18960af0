import erfcinv from '@stdlib/math-base-special-erfcinv'

/**
 * Quantile of the standard normal law.
 * @param p Probability, above 0 and below 1; NaN outside.
 * @source z = -sqrt(2) erfc^-1(2 p), from the definition of erfc.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return NaN
  return -Math.SQRT2 * erfcinv(2 * p)
}
