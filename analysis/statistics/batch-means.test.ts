import { describe, expect, it } from 'vitest'
import { batchMeans, isAutocorrelated, lagStatistic, longRunInterval } from './batch-means.ts'
import { referenceSequence } from './reference-sequence.ts'

describe('batchMeans', () => {
  it('makes 2..6 of ten numbers in five batches, with half-width 1.963243 at 95 %', () => {
    const { means, size, mean, halfWidth, count } = batchMeans([1, 3, 2, 4, 3, 5, 4, 6, 5, 7], 5, 0.95)
    expect({ means, size, mean, count }).toEqual({ means: [2, 3, 4, 5, 6], size: 2, mean: 4, count: 5 })
    expect(halfWidth).toBeCloseTo(1.963243, 6)
  })

  it('leaves out at the front what does not fill a batch', () => {
    expect(batchMeans([99, 99, 1, 1, 2, 2, 3, 3], 3, 0.95).means).toEqual([1, 2, 3])
  })

  it('says when there are fewer values than batches', () => {
    expect(() => batchMeans([1, 2], 3, 0.95)).toThrow('There are 2 values for 3 batches; expected more.')
  })
})

describe('lagStatistic', () => {
  // By hand: squares around the mean 2.5 sum to 5, steps to 3; C = 1 - 3 / 10 = 0.7, variance 2 / 15.
  it('is 0.7 / sqrt(2 / 15) for 1, 2, 3, 4', () => {
    expect(lagStatistic([1, 2, 3, 4])).toBeCloseTo(0.7 / Math.sqrt(2 / 15), 12)
  })

  it('is below zero when neighbours differ more than others, and 0 when nothing differs', () => {
    // Squares sum to 96, steps to 320: C = 1 - 320 / 192, variance 4 / 35.
    expect(lagStatistic([1, 9, 1, 9, 1, 9])).toBeCloseTo(-2 / 3 / Math.sqrt(4 / 35), 12)
    expect(lagStatistic([5, 5, 5, 5])).toBe(0)
  })

  it('rejects about one independent sequence in ten, as its level says', () => {
    const numbers = referenceSequence(32_000)
    const sequences = Array.from({ length: 1000 }, (_, i) => numbers.slice(32 * i, 32 * i + 32))
    const rejected = sequences.filter(isAutocorrelated).length
    // Three standard errors of a binomial(1000, 0.1) count.
    expect(Math.abs(rejected - 100)).toBeLessThan(3 * Math.sqrt(90))
  })
})

describe('longRunInterval', () => {
  // The second half: the first is one of those sequences in ten that the test rejects.
  const noise = referenceSequence(12_800).slice(6400)

  it('gives an interval where batches do not depend on one another', () => {
    const { halfWidth, autocorrelated, count } = longRunInterval(noise, 0.95)
    expect({ autocorrelated, count }).toEqual({ autocorrelated: false, count: 32 })
    // 2.04 * sqrt(1 / 12 / 6400), give or take the chance of 31 degrees of freedom.
    expect(halfWidth).toBeGreaterThan(0.0045)
    expect(halfWidth).toBeLessThan(0.0115)
  })

  it('refuses one where they do: a random walk never forgets', () => {
    let place = 0
    const walk = noise.map((u) => (place += u - 0.5))
    expect(longRunInterval(walk, 0.95)).toMatchObject({ autocorrelated: true, halfWidth: NaN })
  })
})
