import { describe, expect, it } from 'vitest'
import { math } from './math.ts'
import { normalQuantile } from './normal-quantile.ts'
import { RandomStream } from './stream.ts'

describe('normalQuantile', () => {
  it('agrees with an independent implementation to 2e-15, in the middle and in both tails', () => {
    const stream = new RandomStream('test', 'normal quantile')
    let worst = 0
    for (let i = 0; i < 200_000; i++) {
      // Half uniform, half spread evenly over the orders of magnitude of the tail down to 1e-170.
      const p = i % 2 === 0 ? stream.uniform01() : math.exp(-stream.uniform(1, 390))
      const expected = -Math.SQRT2 * math.erfcinv(2 * p)
      worst = Math.max(worst, Math.abs(normalQuantile(p) - expected) / Math.abs(expected))
    }
    expect(worst).toBeLessThan(2e-15)
  })

  it('gives the tabulated percentage points', () => {
    // Abramowitz and Stegun, table 26.5 and the paper's own test values for PPND16.
    expect(normalQuantile(0.25)).toBeCloseTo(-0.6744897501960817, 15)
    expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167814, 14)
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.26234008979841, 13)
    expect(normalQuantile(0.5)).toBe(0)
  })

  it('is odd about 1/2 and never falls, across the seams of its pieces too', () => {
    for (const seam of [0.075, 0.925, 0.5, math.exp(-25)]) {
      let last = -Infinity
      for (let k = -200; k <= 200; k++) {
        const p = seam * (1 + k * 1e-13)
        const z = normalQuantile(p)
        expect(z - last).toBeGreaterThanOrEqual(-2e-15 * Math.abs(z))
        last = z
      }
    }
    for (const p of [1 / 4, 1 / 16, 1 / 1024, 2 ** -40]) expect(normalQuantile(1 - p)).toBe(-normalQuantile(p))
  })

  it('has the limits of the quantile function', () => {
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(NaN)]).toEqual([-Infinity, Infinity, NaN])
  })
})
