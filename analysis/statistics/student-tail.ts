import { incompleteBeta } from './incomplete-beta.ts'

/**
 * Probability that a Student t variate is at least `t`; NaN for a NaN. `Infinity` degrees are not served.
 * @param degrees Degrees of freedom, above 0 and finite.
 * @source Abramowitz & Stegun 26.7.1 and 26.5.27, as in `studentQuantile`.
 */
export function studentTail(t: number, degrees: number): number {
  if (t === Infinity) return 0
  if (t === -Infinity) return 1
  const tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
  return t < 0 ? 1 - tail : tail
}
