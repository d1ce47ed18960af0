import { describe, expect, it } from 'vitest'
import { studentQuantile } from '../statistics/student-quantile.ts'
import { MeanRatio } from './mean-ratio.ts'
import { neededReplications } from './needed-replications.ts'

// Jain, The Art of Computer Systems Performance Analysis (1991), example 13.2: six pairs of execution times.
const first = [5.4, 16.6, 0.6, 1.4, 0.6, 7.3]
const second = [19.1, 3.5, 3.4, 2.5, 3.6, 1.7]

describe('two paired samples', () => {
  it('have the interval of their mean difference that the textbook gives', () => {
    const [low, high] = new MeanRatio(second, first, true).differenceInterval(0.9)
    expect(low).toBeCloseTo(-7.749, 3)
    expect(high).toBeCloseTo(7.115, 3)
  })

  it('have a relative interval whose ends the t-test just does not reject', () => {
    const a = [10, 12, 11, 13, 9]
    const b = [10.7, 12.3, 11.9, 13.1, 9.8]
    const ratio = new MeanRatio(a, b, true)
    for (const end of ratio.relativeInterval(0.95)) {
      const scaled = a.map((x) => x * (1 + end))
      expect(new MeanRatio(scaled, b, true).p).toBeCloseTo(0.05, 9)
    }
  })

  it('that are proportional have no spread about their ratio, however much they vary', () => {
    const a = [10, 20, 15, 12]
    const [low, high] = new MeanRatio(
      a,
      a.map((x) => x * 1.05),
      true,
    ).relativeInterval(0.95)
    expect([low, high]).toEqual([expect.closeTo(0.05, 9), expect.closeTo(0.05, 9)])
  })

  it('have no relative interval when the first mean may be 0', () => {
    expect(new MeanRatio([-1, 1, 0.5], [2, 3, 4], true).relativeInterval(0.95)).toEqual([-Infinity, Infinity])
    expect(new MeanRatio([0, 0, 0], [2, 3, 4], true).relativeInterval(0.95)).toEqual([-Infinity, Infinity])
  })

  it('are equivalent at 5 % exactly when the 90 % interval of their difference is within the margin', () => {
    const a = [10, 12, 11, 13, 9]
    const b = [10.3, 12.1, 11.2, 12.8, 9.3]
    const ratio = new MeanRatio(a, b, true)
    const [low, high] = ratio.differenceInterval(0.9)
    const widest = Math.max(Math.abs(low), Math.abs(high))
    expect(ratio.equivalenceP(widest * 1.000001, false)).toBeLessThan(0.05)
    expect(ratio.equivalenceP(widest * 0.999999, false)).toBeGreaterThan(0.05)
  })

  it('of negative numbers are judged by the size of their mean', () => {
    const a = [-10, -12, -11, -13]
    expect(
      new MeanRatio(
        a,
        a.map((x) => x * 1.001),
        true,
      ).equivalenceP(0.02, true),
    ).toBeLessThan(0.001)
    expect(
      new MeanRatio(
        a,
        a.map((x) => x * 1.03),
        true,
      ).equivalenceP(0.02, true),
    ).toBeGreaterThan(0.999)
  })
})

describe('two independent samples', () => {
  it('of equal spread and size have the degrees of freedom of the pooled test', () => {
    const a = [1, 2, 3, 4]
    const b = [6, 7, 8, 9]
    const [low, high] = new MeanRatio(a, b, false).differenceInterval(0.95)
    const half = studentQuantile(0.975, 6) * Math.sqrt((2 * (5 / 3)) / 4)
    expect([low, high]).toEqual([expect.closeTo(5 - half, 9), expect.closeTo(5 + half, 9)])
  })

  it('have a p-value of 0 or 1 when neither varies', () => {
    expect(new MeanRatio([2, 2, 2], [3, 3, 3], false).p).toBe(0)
    expect(new MeanRatio([2, 2, 2], [2, 2, 2], false).p).toBe(1)
  })
})

describe('the replications needed', () => {
  it('are the fewest for which quantile and power fit into the distance', () => {
    const n = neededReplications(3, 1, 0.025)!
    const half = (count: number): number =>
      ((studentQuantile(0.975, count - 1) + studentQuantile(0.8, count - 1)) * 3) / Math.sqrt(count)
    expect(half(n)).toBeLessThanOrEqual(1)
    expect(half(n - 1)).toBeGreaterThan(1)
  })

  it('are not told when there is nothing to find, or no end of it', () => {
    expect(neededReplications(1, 0, 0.025)).toBeUndefined()
    expect(neededReplications(1, 1e-9, 0.025)).toBeUndefined()
    expect(neededReplications(0, 1, 0.025)).toBe(3)
  })
})
