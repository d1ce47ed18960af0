import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meanInterval, relativeHalfWidth } from './mean-interval.ts'
import { moments } from './moments.ts'

describe('moments', () => {
  it('keep the spread of NIST NumAcc3, where the mean is ten million spreads away', () => {
    const values = [1_000_000.2]
    for (let pair = 0; pair < 500; pair++) values.push(1_000_000.1, 1_000_000.3)
    const { mean, variance } = moments(values)
    expect(mean).toBeCloseTo(1_000_000.2, 9)
    expect(Math.sqrt(variance)).toBeCloseTo(0.1, 9)
  })

  it('are exact for 2, 4, 6', () => {
    expect(moments([2, 4, 6])).toEqual({ count: 3, mean: 4, variance: 4 })
  })

  it('of nothing have no mean, and of one number no variance', () => {
    expect(moments([])).toEqual({ count: 0, mean: NaN, variance: NaN })
    expect(moments([7])).toEqual({ count: 1, mean: 7, variance: NaN })
  })
})

describe('meanInterval', () => {
  it('is t * S / sqrt(n) for the batch means 2..6 (half-width 1.963243 at 95 %)', () => {
    const { count, mean, halfWidth } = meanInterval([2, 3, 4, 5, 6], 0.95)
    expect([count, mean]).toEqual([5, 4])
    expect(halfWidth).toBeCloseTo(1.963243, 6)
  })

  it("holds Jain's six paired differences at 90 %", () => {
    const pairs: [number, number][] = [
      [5.4, 19.1],
      [16.6, 3.5],
      [0.6, 3.4],
      [1.4, 2.5],
      [0.6, 3.6],
      [7.3, 1.7],
    ]
    const { mean, halfWidth } = meanInterval(
      pairs.map(([a, b]) => a - b),
      0.9,
    )
    expect(mean).toBeCloseTo(-0.3167, 4)
    expect(mean - halfWidth).toBeCloseTo(-7.749, 3)
    expect(mean + halfWidth).toBeCloseTo(7.115, 3)
  })

  it('has half-width 0 for equal values', () => {
    expect(meanInterval([0.1, 0.1, 0.1, 0.1], 0.95).halfWidth).toBe(0)
  })

  it('refuses an interval under three replications but still gives the mean', () => {
    expect(meanInterval([1, 3], 0.95)).toEqual({ count: 2, mean: 2, halfWidth: NaN })
    expect(meanInterval([], 0.95)).toEqual({ count: 0, mean: NaN, halfWidth: NaN })
  })

  it('says what a confidence must be', () => {
    expect(() => meanInterval([1, 2, 3], 95)).toThrow('The confidence is 95; expected a number between 0 and 1')
  })

  it('moves with a shift of the values and keeps its width', () => {
    const value = fc.double({ min: -1e3, max: 1e3, noNaN: true })
    fc.assert(
      fc.property(fc.array(value, { minLength: 3, maxLength: 30 }), value, (values, shift) => {
        const here = meanInterval(values, 0.95)
        const there = meanInterval(
          values.map((x) => x + shift),
          0.95,
        )
        expect(there.mean - here.mean).toBeCloseTo(shift, 8)
        expect(there.halfWidth).toBeCloseTo(here.halfWidth, 8)
      }),
    )
  })
})

describe('relativeHalfWidth', () => {
  it('is a fraction of the size of the mean', () => {
    expect(relativeHalfWidth({ mean: -4, halfWidth: 1 })).toBe(0.25)
    expect(relativeHalfWidth({ mean: 0, halfWidth: 0 })).toBe(0)
    expect(relativeHalfWidth({ mean: 0, halfWidth: 1 })).toBe(Infinity)
    expect(relativeHalfWidth({ mean: 4, halfWidth: NaN })).toBeNaN()
  })
})
