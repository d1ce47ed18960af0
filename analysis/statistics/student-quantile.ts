import exp from '@stdlib/math-base-special-exp'
import gammaln from '@stdlib/math-base-special-gammaln'
import log1p from '@stdlib/math-base-special-log1p'
import { incompleteBeta } from './incomplete-beta.ts'
import { normalQuantile } from './normal-quantile.ts'

/** From here on the expansion is exact to the last bits, while the log-gamma difference loses them. */
const manyDegrees = 100_000

/**
 * Quantile of Student's t law, absolute error below 1e-9 for probabilities of use in an interval. The same bits on
 * every machine: no `Math.pow`, `Math.log` or `Math.exp`.
 * @param p Probability, above 0 and below 1; NaN outside.
 * @param degrees Degrees of freedom, above 0; NaN otherwise. `Infinity` gives the normal quantile.
 * @source Abramowitz & Stegun 26.7.1 and 26.5.27: P(T > t) = I_x(degrees / 2, 1 / 2) / 2 with
 *   x = degrees / (degrees + t^2), solved for t.
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1) || !(degrees > 0)) return NaN
  if (p === 0.5) return 0
  if (p < 0.5) return -upperQuantile(p, degrees)
  return upperQuantile(1 - p, degrees)
}

/** The t > 0 that is exceeded with probability `tail` (below 1/2). */
function upperQuantile(tail: number, degrees: number): number {
  if (degrees >= manyDegrees) return expansion(-normalQuantile(tail), degrees)
  let low = 0
  let high = 1
  while (upperTail(high, degrees) > tail) {
    low = high
    high *= 2
  }
  let t = (low + high) / 2
  for (let step = 0; step < 200; step++) {
    const excess = upperTail(t, degrees) - tail
    if (excess === 0) return t
    if (excess > 0) low = t
    else high = t
    const newton = t + excess / density(t, degrees)
    // Newton's step is kept only inside the bracket: far in a heavy tail it overshoots.
    const next = newton > low && newton < high ? newton : (low + high) / 2
    if (Math.abs(next - t) <= 1e-15 * next) return next
    t = next
  }
  return t
}

function upperTail(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
}

function density(t: number, degrees: number): number {
  const logScale = gammaln((degrees + 1) / 2) - gammaln(degrees / 2)
  return exp(logScale - ((degrees + 1) / 2) * log1p((t * t) / degrees)) / Math.sqrt(degrees * Math.PI)
}

/** @source Abramowitz & Stegun 26.7.5: the expansion of the t quantile around the normal one. */
function expansion(z: number, degrees: number): number {
  if (degrees === Infinity) return z
  const z2 = z * z
  const first = (z * (z2 + 1)) / 4
  const second = (z * ((5 * z2 + 16) * z2 + 3)) / 96
  return z + first / degrees + second / (degrees * degrees)
}
