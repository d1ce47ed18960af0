import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalQuantile } from './normal-quantile.ts'
import { studentQuantile } from './student-quantile.ts'

/**
 * Abramowitz & Stegun 26.7.3 and 26.7.4: P(|T| <= t) as a finite sum of cosines for whole degrees of freedom. Nothing
 * of the incomplete beta function is in it.
 */
function centralProbability(t: number, degrees: number): number {
  const theta = Math.atan(t / Math.sqrt(degrees))
  const cosine = Math.cos(theta)
  let term = degrees % 2 === 1 ? cosine : 1
  let sum = degrees === 1 ? 0 : term
  for (let k = degrees % 2 === 1 ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine
    sum += term
  }
  return degrees % 2 === 1 ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum
}

describe('studentQuantile', () => {
  it.each([
    [0.975, 1, 12.7062],
    [0.975, 2, 4.30265],
    [0.975, 4, 2.77645],
    [0.975, 9, 2.26216],
    [0.975, 19, 2.09302],
    [0.975, 29, 2.04523],
    [0.975, 99, 1.98422],
    [0.975, Infinity, 1.95996],
    [0.95, 4, 2.13185],
    [0.95, 9, 1.83311],
    [0.95, 19, 1.72913],
    [0.995, 9, 3.24984],
  ])('agrees with the printed table at p = %d, %d degrees', (p, degrees, printed) => {
    expect(Math.abs(studentQuantile(p, degrees) - printed)).toBeLessThan(degrees === 1 ? 5e-5 : 5e-6)
  })

  it('is within 1e-9 of the closed forms for 1, 2 and 4 degrees', () => {
    for (const p of [0.51, 0.6, 0.9, 0.95, 0.975, 0.995, 0.9995, 0.99995]) {
      const u = 4 * p * (1 - p)
      const one = Math.tan(Math.PI * (p - 0.5))
      const two = (2 * p - 1) * Math.sqrt(2 / u)
      const four = 2 * Math.sqrt(Math.cos(Math.acos(Math.sqrt(u)) / 3) / Math.sqrt(u) - 1)
      // The tangent itself is known to 1 part in 1e15 only, and is 6366 for the last p.
      expect(Math.abs(studentQuantile(p, 1) - one)).toBeLessThan(1e-9 * Math.max(1, one / 100))
      expect(Math.abs(studentQuantile(p, 2) - two)).toBeLessThan(1e-9)
      expect(Math.abs(studentQuantile(p, 4) - four)).toBeLessThan(1e-9)
    }
  })

  it('is within 1e-9 of the root of the finite sum of Abramowitz & Stegun, up to 2000 degrees', () => {
    for (const degrees of [1, 2, 3, 4, 5, 7, 9, 10, 19, 20, 29, 49, 50, 99, 100, 499, 1999, 2000]) {
      for (const p of [0.75, 0.9, 0.95, 0.975, 0.99, 0.995, 0.9995]) {
        const t = studentQuantile(p, degrees)
        const excess = (1 + centralProbability(t, degrees)) / 2 - p
        const rise = centralProbability(t * 1.0001, degrees) - centralProbability(t * 0.9999, degrees)
        const density = rise / (4 * 0.0001 * t)
        expect(Math.abs(excess / density)).toBeLessThan(1e-9)
      }
    }
  })

  it('joins its expansion for many degrees without a step', () => {
    for (const p of [0.9, 0.975, 0.9995]) {
      const below = studentQuantile(p, 99_999)
      const above = studentQuantile(p, 100_000)
      const slope = (below - normalQuantile(p)) / 99_999
      expect(Math.abs(below - above - slope)).toBeLessThan(1e-9)
    }
  })

  it('is odd around one half and rises with the probability', () => {
    const probability = fc.double({ min: 1e-6, max: 0.499, noNaN: true })
    fc.assert(
      fc.property(probability, probability, fc.integer({ min: 1, max: 300 }), (p, q, degrees) => {
        const at = studentQuantile(p, degrees)
        expect(Math.abs(at + studentQuantile(1 - p, degrees))).toBeLessThan(1e-9 * Math.abs(at) + 1e-9)
        // Beyond the rounding of neighbouring probabilities.
        if (q > p * (1 + 1e-9)) expect(at).toBeLessThan(studentQuantile(q, degrees))
      }),
      { numRuns: 200 },
    )
  })

  it('is NaN where the law has no quantile', () => {
    expect(studentQuantile(0.5, 3)).toBe(0)
    expect(studentQuantile(0, 3)).toBeNaN()
    expect(studentQuantile(1, 3)).toBeNaN()
    expect(studentQuantile(0.9, 0)).toBeNaN()
  })
})
