import { describe, expect, it } from 'vitest'
import { antitheticMean } from './antithetic.ts'
import { controlledMean } from './control-variates.ts'
import { holm } from './holm.ts'
import { meanInterval } from './mean-interval.ts'
import { pairedDifference } from './paired-difference.ts'
import { proportionInterval } from './proportion.ts'
import { ratioOfTotals } from './ratio-of-totals.ts'
import { referenceSequence } from './reference-sequence.ts'

describe('proportionInterval', () => {
  it.each([
    [0, 10, 0, 0.27753],
    [5, 10, 0.23659, 0.76341],
    [10, 10, 0.72247, 1],
    [1, 1000, 0.0001765, 0.0056426],
  ])("is Wilson's for %d of %d", (happened, trials, low, high) => {
    const interval = proportionInterval(happened, trials, 0.95)
    expect(interval.low).toBeCloseTo(low, trials === 1000 ? 7 : 5)
    expect(interval.high).toBeCloseTo(high, trials === 1000 ? 7 : 5)
  })

  it('has nothing to say of no trials', () => {
    expect(proportionInterval(0, 0, 0.95)).toEqual({ count: 0, estimate: NaN, low: NaN, high: NaN })
  })
})

describe('holm', () => {
  it.each([
    [
      [0.001, 0.012, 0.02, 0.041],
      [0.004, 0.036, 0.04, 0.041],
    ],
    [
      [0.041, 0.001, NaN, 0.02, 0.012],
      [0.041, 0.004, NaN, 0.04, 0.036],
    ],
    [
      [0.9, 0.8],
      [1, 1],
    ],
  ])('adjusts %j', (given, expected) => {
    holm(given).forEach((p, i) =>
      Number.isNaN(p) ? expect(expected[i]).toBeNaN() : expect(p).toBeCloseTo(expected[i]!, 12),
    )
  })
})

describe('pairedDifference', () => {
  const first = [5.4, 16.6, 0.6, 1.4, 0.6, 7.3]
  const second = [19.1, 3.5, 3.4, 2.5, 3.6, 1.7]

  it("has Jain's interval for his six pairs at 90 %", () => {
    const { mean, halfWidth, count } = pairedDifference(first, second, 0.9)
    expect(count).toBe(6)
    expect(mean).toBeCloseTo(-0.3167, 4)
    expect(mean - halfWidth).toBeCloseTo(-7.749, 3)
    expect(mean + halfWidth).toBeCloseTo(7.115, 3)
  })

  it('has a p that is 1 less the confidence of the interval that just touches 0', () => {
    const { p } = pairedDifference(first, second, 0.9)
    const { mean, halfWidth } = pairedDifference(first, second, 1 - p)
    expect(halfWidth).toBeCloseTo(Math.abs(mean), 9)
  })

  it('tells how far common numbers helped: these pairs have correlation 1 and a difference without spread', () => {
    const { correlation, varianceReduction, halfWidth, p } = pairedDifference([1, 2, 3], [2, 3, 4], 0.95)
    expect({ correlation, varianceReduction, halfWidth, p }).toEqual({
      correlation: 1,
      varianceReduction: Infinity,
      halfWidth: 0,
      p: 0,
    })
  })

  it('tells harm: opposite responses have correlation -1 and need half as many independent runs', () => {
    const { correlation, varianceReduction } = pairedDifference([1, 2, 3], [3, 2, 1], 0.95)
    expect(correlation).toBeCloseTo(-1, 12)
    expect(varianceReduction).toBeCloseTo(0.5, 12)
  })

  it('wants pairs', () => {
    expect(() => pairedDifference([1], [1, 2], 0.95)).toThrow('There are 1 values against 2; expected pairs.')
  })
})

describe('ratioOfTotals', () => {
  it('is the total over the total, not the mean of the ratios', () => {
    expect(ratioOfTotals([1, 0, 30], [1, 1, 98], 0.95).mean).toBeCloseTo(0.31, 12)
  })

  it('is the interval of a mean where the runs are equally large', () => {
    const plain = meanInterval([1, 2, 4], 0.95)
    const { mean, halfWidth } = ratioOfTotals([1, 2, 4], [10, 10, 10], 0.95)
    expect(mean).toBeCloseTo(plain.mean / 10, 12)
    expect(halfWidth).toBeCloseTo(plain.halfWidth / 10, 12)
  })

  it('has the half-width t S / (sqrt(n) mean x) of the residuals y - R x', () => {
    // R = 6 / 12 = 1/2; residuals 0, -1/2, 1/2, variance 1/4; mean x = 4; t(0.975, 2) = 4.30265.
    expect(ratioOfTotals([1, 2, 3], [2, 5, 5], 0.95).halfWidth).toBeCloseTo((4.30265 * Math.sqrt(1 / 12)) / 4, 5)
  })

  it('has no value over nothing', () => {
    expect(ratioOfTotals([1, 2, 3], [0, 0, 0], 0.95).mean).toBeNaN()
  })
})

describe('antitheticMean', () => {
  it('counts pairs, and is exact where mirroring takes out all there is', () => {
    expect(antitheticMean([1, 2, 3], [3, 2, 1], 0.95)).toEqual({
      count: 3,
      mean: 2,
      halfWidth: 0,
      varianceReduction: Infinity,
    })
  })

  it('reduces the variance of the mean of u^2 by the factor 16 that follows from the moments', () => {
    // Var(u^2) = 4/45, Cov(u^2, (1-u)^2) = -7/90, so that (Var + Var) / (Var + Var + 2 Cov) = (8/45) / (1/45) = 8.
    const u = referenceSequence(20_000)
    const { mean, varianceReduction } = antitheticMean(
      u.map((x) => x * x),
      u.map((x) => (1 - x) * (1 - x)),
      0.95,
    )
    expect(mean).toBeCloseTo(1 / 3, 2)
    expect(varianceReduction).toBeGreaterThan(7.5)
    expect(varianceReduction).toBeLessThan(8.5)
  })
})

describe('controlledMean', () => {
  it('is exact where the control explains everything', () => {
    const values = [1, 2, 4, 7]
    const { mean, halfWidth, weights } = controlledMean(
      values.map((x) => 3 + 2 * x),
      [{ values, expected: 5 }],
      0.95,
    )
    expect(mean).toBeCloseTo(13, 12)
    expect(halfWidth).toBeCloseTo(0, 6)
    expect(weights[0]).toBeCloseTo(2, 12)
  })

  it('is the intercept of the textbook regression, by hand', () => {
    // y on x - 3 for x = 1..5: slope 0.6, intercept 4 - 0 = 4; residuals -0.8, 0.6, 1, -0.6, -0.2; variance 2.4 / 3 / 5.
    const { mean, halfWidth, weights } = controlledMean(
      [2, 4, 5, 4, 5],
      [{ values: [1, 2, 3, 4, 5], expected: 3 }],
      0.95,
    )
    expect(weights[0]).toBeCloseTo(0.6, 12)
    expect(mean).toBeCloseTo(4, 12)
    expect(halfWidth).toBeCloseTo(3.18245 * Math.sqrt(2.4 / 15), 4)
  })

  it('takes several controls', () => {
    const [u, v, w] = [0, 1, 2].map((i) => referenceSequence(300).slice(100 * i, 100 * i + 100)) as [
      number[],
      number[],
      number[],
    ]
    const values = u.map((x, i) => 5 + x - 2 * v[i]! + 0.01 * w[i]!)
    const { mean, weights, varianceReduction } = controlledMean(
      values,
      [
        { values: u, expected: 0.5 },
        { values: v, expected: 0.5 },
      ],
      0.95,
    )
    expect(weights[0]).toBeCloseTo(1, 2)
    expect(weights[1]).toBeCloseTo(-2, 2)
    expect(mean).toBeCloseTo(4.505, 2)
    expect(varianceReduction).toBeGreaterThan(1e4)
  })

  it('refuses controls that say the same, and too few runs', () => {
    const control = { values: [1, 2, 3, 4, 6], expected: 3 }
    expect(() => controlledMean([1, 2, 2, 4, 5], [control, control], 0.95)).toThrow('depend on one another')
    expect(() => controlledMean([1, 2], [{ values: [1, 2], expected: 1 }], 0.95)).toThrow('expected 3 more')
  })
})
