import { describe, expect, it } from 'vitest'
import { Tally } from './tally.ts'
import { WeightedTally } from './weighted-tally.ts'

function tally(...observations: [x: number, weight: number][]): WeightedTally {
  const result = new WeightedTally('x')
  for (const [x, weight] of observations) result.record(x, weight)
  return result
}

describe('a weighted tally', () => {
  it('counts every observation as often as its weight says', () => {
    const whole = new Tally('x')
    for (const x of [1, 4, 4, 4, 6, 6]) whole.record(x)
    const weighted = tally([1, 1], [4, 3], [6, 2])
    expect(weighted.mean).toBeCloseTo(whole.mean, 14)
    expect(weighted.variance).toBeCloseTo((whole.variance * 5) / 6, 14)
    expect(weighted).toMatchObject({ count: 3, weight: 6, min: 1, max: 6 })
    expect([weighted.sum, weighted.sumOfSquares]).toEqual([25, 121])
  })

  it('has an unbiased variance that is the usual one for equal weights, whatever their size', () => {
    for (const weight of [0.01, 1, 1000])
      expect(tally([1, weight], [2, weight], [6, weight]).unbiasedVariance).toBeCloseTo(7, 12)
  })

  it('does not change its variance when an observation is split', () => {
    const [whole, split] = [tally([1, 2], [5, 6]), tally([1, 2], [5, 4], [5, 2])]
    for (const { variance } of [whole, split]) expect(variance).toBeCloseTo(3, 14)
    expect(whole.unbiasedVariance).toBeCloseTo(24 / (8 - 40 / 8), 14)
    expect(split.unbiasedVariance).toBeCloseTo(24 / (8 - 24 / 8), 14)
  })

  it('notes observations without weight as extremes alone', () => {
    const weighted = tally([9, 0], [2, 1])
    expect(weighted).toMatchObject({ count: 2, weight: 1, mean: 2, variance: 0, min: 2, max: 9 })
    expect(weighted.unbiasedVariance).toBeNaN()
  })

  it('has no mean and no extremes without observations, at first and after a reset', () => {
    const weighted = tally([3, 1])
    weighted.reset()
    for (const empty of [weighted, tally()]) {
      const { count, weight, mean, variance, unbiasedVariance, min, max } = empty
      expect([count, weight, mean, variance, unbiasedVariance, min, max]).toEqual([0, 0, NaN, NaN, NaN, NaN, NaN])
    }
  })

  it('keeps its copies apart', () => {
    const weighted = tally([3, 1])
    const copy = weighted.copy()
    weighted.record(5, 1)
    expect([copy.mean, weighted.mean]).toEqual([3, 4])
  })

  it('refuses what is no number and weights below 0', () => {
    for (const [x, weight] of [
      [NaN, 1],
      [Infinity, 1],
      [1, NaN],
      [1, -1],
      [1, Infinity],
    ] as const) {
      expect(() => tally([x, weight])).toThrow('expected finite numbers and a weight >= 0')
    }
  })
})
