/**
 * Elementary functions for everything that can change a trajectory: same bits in every JavaScript engine.
 *
 * `Math.sqrt`, `Math.abs`, `Math.floor` and their like are exact by the standard and may be used directly;
 * `Math.pow`, `**`, `Math.log`, `Math.exp`, `Math.sin`... are not: use these.
 */
import erfcinv from '@stdlib/math-base-special-erfcinv'
import expm1 from '@stdlib/math-base-special-expm1'
import gamma from '@stdlib/math-base-special-gamma'
import gammaln from '@stdlib/math-base-special-gammaln'
import log1p from '@stdlib/math-base-special-log1p'
import pow from '@stdlib/math-base-special-pow'
import sincos from '@stdlib/math-base-special-sincos'
import { exp, ln, log10, log2 } from './elementary.ts'

/** Deterministic elementary functions; arguments and special values as in `Math`, angles in radians. */
export const math = {
  /** Natural logarithm, within 1 ulp. */
  ln,
  /** e^x, within 1 ulp. */
  exp,
  /** Base-2 logarithm, exact for powers of two. */
  log2,
  /** Base-10 logarithm, exact for powers of ten. */
  log10,
  /** x^y. Slow (150 ns): in a hot loop prefer products, or `exp(ln(x) * y)`. */
  pow: (x: number, y: number): number => pow(x, y),
  /** ln(1 + x), accurate for small x. */
  log1p: (x: number): number => log1p(x),
  /** e^x - 1, accurate for small x. */
  expm1: (x: number): number => expm1(x),
  /** Sine of an angle in radians. */
  sin: (x: number): number => sincos(x)[0] as number,
  /** Cosine of an angle in radians. */
  cos: (x: number): number => sincos(x)[1] as number,
  /** Gamma function. */
  gamma: (x: number): number => gamma(x),
  /** Natural logarithm of the absolute value of the gamma function. */
  gammaln: (x: number): number => gammaln(x),
  /** Inverse of the complementary error function, for x in [0, 2]. */
  erfcinv: (x: number): number => erfcinv(x),
} as const
