import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Quantiles } from './quantiles.ts'

function quantilesOf(xs: readonly number[], significantDigits?: number): Quantiles {
  const quantiles = new Quantiles('delay', significantDigits === undefined ? {} : { significantDigits })
  for (const x of xs) quantiles.record(x)
  return quantiles
}

/** Smallest observation with at least a fraction k / parts of the sample at or below it. */
function exactQuantile(xs: readonly number[], k: number, parts: number): number {
  const sorted = xs.toSorted((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil((k * xs.length) / parts)) - 1] as number
}

describe('quantiles', () => {
  const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true })
  it.each([1, 2, 3, 4, 5])('differ from the exact ones by at most 10^-%i relative', (digits) => {
    fc.assert(
      fc.property(fc.array(fc.oneof(positive, fc.constant(0)), { minLength: 1, maxLength: 60 }), (xs) => {
        const quantiles = quantilesOf(xs, digits)
        for (const k of [0, 1, 10, 50, 90, 95, 99, 100]) {
          const exact = exactQuantile(xs, k, 100)
          expect(Math.abs(quantiles.quantile(k / 100) - exact)).toBeLessThanOrEqual(exact * 10 ** -digits)
        }
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  it('hold the bound at the edges of the buckets and for subnormal and huge numbers', () => {
    const edges = [1, 1 - 2 ** -53, 1 + 2 ** -9, 1 + 2 ** -9 - 2 ** -52, 2 ** -1022, 2 ** 1023, Number.MAX_VALUE]
    for (const x of edges) {
      const middle = quantilesOf([x, x, 0]).quantile(0.5)
      expect(Math.abs(middle - x) / x).toBeLessThanOrEqual(0.001)
    }
    expect(quantilesOf([5e-324, 5e-324]).quantile(0.3)).toBe(5e-324)
  })

  it('are exact for zeros, the extremes and constants', () => {
    const quantiles = quantilesOf([0, 0, 0, Math.PI, 7.7])
    expect([0, 0.5, 0.6, 1].map((p) => quantiles.quantile(p))).toEqual([0, 0, 0, 7.7])
    expect(quantilesOf([0.123456789, 0.123456789]).quantile(0.5)).toBe(0.123456789)
  })

  it('take the rank from the decimal fraction, not from its rounding: 7 % of 100 is the 7th', () => {
    // Whole numbers up to 100 fall into buckets of their own.
    const quantiles = quantilesOf(Array.from({ length: 100 }, (_, i) => i + 1))
    for (let k = 1; k <= 100; k++) expect(Math.floor(quantiles.quantile(k / 100))).toBe(k)
  })

  it('are NaN without observations, and again after the warm-up', () => {
    const quantiles = quantilesOf([1, 2, 0])
    quantiles.reset()
    expect([quantiles.count, quantiles.quantile(0.5), quantiles.buckets()]).toEqual([0, NaN, []])
    quantiles.record(5)
    expect([quantiles.count, quantiles.quantile(0.5)]).toEqual([1, 5])
  })

  it('merge as if all observations had been recorded in one', () => {
    fc.assert(
      fc.property(fc.array(positive, { maxLength: 20 }), fc.array(positive, { maxLength: 20 }), (first, second) => {
        const merged = quantilesOf([...first, 0])
        merged.merge(quantilesOf(second))
        const whole = quantilesOf([...first, 0, ...second])
        expect(merged.buckets()).toEqual(whole.buckets())
        expect([0, 0.3, 0.99, 1].map((p) => merged.quantile(p))).toEqual(
          [0, 0.3, 0.99, 1].map((p) => whole.quantile(p)),
        )
      }),
      { seed: 1, numRuns: 100 },
    )
    expect(() => quantilesOf([1]).merge(quantilesOf([1], 2))).toThrow('expected equal numbers')
  })

  it('show their buckets: ascending, disjoint, with every observation counted', () => {
    const buckets = quantilesOf([3, 0, 1e-6, 3.0001, 1e6, 0]).buckets()
    expect(buckets.map((bucket) => bucket.count)).toEqual([2, 1, 2, 1])
    expect(buckets[0]).toEqual({ low: 0, high: 0, count: 2 })
    expect(buckets[2]).toEqual({ low: 3, high: 3 + 2 ** -8, count: 2 })
  })

  it('refuse negative and non-finite observations, fractions outside [0, 1] and impossible precisions', () => {
    const quantiles = quantilesOf([])
    for (const x of [-1, NaN, Infinity]) {
      expect(() => quantiles.record(x)).toThrow(
        new RangeError(`Quantiles "delay": record(${x}): expected a finite number >= 0.`),
      )
    }
    for (const p of [-0.1, 1.1, NaN, 99]) expect(() => quantiles.quantile(p)).toThrow(RangeError)
    for (const digits of [0, 6, 2.5, NaN])
      expect(() => quantilesOf([], digits)).toThrow('expected an integer from 1 to 5')
    expect(quantiles.count).toBe(0)
  })
})
