import exp from '@stdlib/math-base-special-exp'
import gammaln from '@stdlib/math-base-special-gammaln'
import ln from '@stdlib/math-base-special-ln'
import log1p from '@stdlib/math-base-special-log1p'

const relativeStep = 1e-16
const mostTerms = 20_000
/** Keeps the continued fraction away from a division by zero; far below every value that matters. */
const smallest = 1e-300

/**
 * Regularised incomplete beta function I_x(a, b): the probability that a beta(a, b) variate is at most x.
 * @param x From 0 to 1.
 * @param a Above 0.
 * @param b Above 0.
 * @source DLMF 8.17.22 (continued fraction), evaluated by the modified Lentz method; 8.17.4 (symmetry).
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * ln(x) + b * log1p(-x))
  // The fraction converges fast only on this side of the mean.
  if (x < (a + 1) / (a + b + 2)) return (front * continuedFraction(x, a, b)) / a
  return 1 - (front * continuedFraction(1 - x, b, a)) / b
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) <= relativeStep) return fraction
  }
  return fraction
}

function awayFromZero(x: number): number {
  return Math.abs(x) < smallest ? smallest : x
}
