import { exp, ln } from './elementary.ts'
import { math } from './math.ts'
import type { RandomStream } from './stream.ts'

/**
 * Draws ranks 1..n with P(rank) proportional to rank^-exponent by rejection-inversion: no table, about 1.1 uniforms
 * per variate. With h(x) = x^-exponent and its integral H, u is drawn uniformly over the area under the histogram
 * cover and inverted; a rank is kept if u falls in its bar.
 * @source Hörmann and Derflinger, Rejection-inversion to generate variates from monotone discrete distributions,
 *   ACM TOMACS 6 (1996), 169-184.
 */
export class ZipfSampler {
  readonly n: number
  readonly exponent: number
  private readonly areaLow: number
  private readonly areaHigh: number
  private readonly sureAccept: number

  constructor(n: number, exponent: number) {
    this.n = n
    this.exponent = exponent
    // The first bar is [H(1.5) - 1, H(1.5)]: it needs no rejection.
    this.areaLow = this.integral(1.5) - 1
    this.areaHigh = this.integral(n + 0.5)
    this.sureAccept = 2 - this.inverseIntegral(this.integral(2.5) - this.density(2))
  }

  sample(stream: RandomStream): number {
    for (;;) {
      const u = this.areaHigh - stream.uniform01() * (this.areaHigh - this.areaLow)
      const x = this.inverseIntegral(u)
      const rank = Math.min(this.n, Math.max(1, Math.floor(x + 0.5)))
      if (rank - x <= this.sureAccept || u >= this.integral(rank + 0.5) - this.density(rank)) return rank
    }
  }

  private density(x: number): number {
    return exp(-this.exponent * ln(x))
  }

  /** (x^(1-s) - 1) / (1 - s), continuous through s = 1, where it is ln x. */
  private integral(x: number): number {
    const logarithm = ln(x)
    const t = (1 - this.exponent) * logarithm
    return Math.abs(t) < 1e-300 ? logarithm : (math.expm1(t) / t) * logarithm
  }

  private inverseIntegral(area: number): number {
    const t = (1 - this.exponent) * area
    if (Math.abs(t) < 1e-300) return exp(area)
    // Rounding can take t just below -1, where the integral has no inverse.
    return exp((math.log1p(Math.max(t, -1)) / t) * area)
  }
}
