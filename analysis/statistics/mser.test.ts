import { describe, expect, it } from 'vitest'
import { mser } from './mser.ts'
import { referenceSequence } from './reference-sequence.ts'
import { ensembleMean, movingAverage } from './welch.ts'

const noise = referenceSequence(500)

describe('mser', () => {
  it('has the criterion of the published example, and cuts where it is smallest', () => {
    const { criterion, cut, mean, short } = mser([20, 10, 4, 2, 1, 3, 2, 2, 1, 3, 2, 2], 1)
    const printed = [2.296296, 0.51991, 0.076, 0.049383, 0.0625, 0.058309]
    expect(criterion).toHaveLength(6)
    criterion.forEach((value, d) => expect(value).toBeCloseTo(printed[d]!, 6))
    expect({ cut, mean, short }).toEqual({ cut: 3, mean: 2, short: false })
  })

  it('deletes an exponential start: 90 of 500', () => {
    const { cut, mean, short } = mser(noise.map((u, i) => 5 * Math.exp(-i / 20) + u))
    expect({ cut, short }).toEqual({ cut: 90, short: false })
    expect(mean).toBeCloseTo(0.4935003, 7)
  })

  it('deletes nothing where there is no start', () => {
    const { cut, mean } = mser(noise)
    expect(cut).toBe(0)
    expect(mean).toBeCloseTo(0.4965189, 7)
  })

  it.each([
    ['a ramp', noise.map((_, i) => i / 500)],
    ['a slow start', noise.map((_, i) => Math.exp(-i / 100))],
  ])('calls %s too short to tell', (_, series) => {
    expect(mser(series)).toMatchObject({ cut: 245, short: true })
  })

  it('looks no further than it may: a start that is over later makes the series too short', () => {
    const start = noise.map((u, i) => 5 * Math.exp(-i / 20) + u)
    expect(mser(start, 5, 0.2)).toMatchObject({ cut: 90, short: false })
    expect(mser(start, 5, 0.1)).toMatchObject({ cut: 45, short: true })
  })

  it('deletes as little as possible among equals', () => {
    expect(mser(Array.from({ length: 40 }, () => 3)).cut).toBe(0)
  })

  it('says how many values it needs', () => {
    expect(() => mser([1, 2, 3])).toThrow('There are 3 values; MSER needs at least 20.')
  })
})

describe('the curves of a Welch plot', () => {
  it('average over replications, without those that have no value', () => {
    const mean = ensembleMean([
      [1, null, null],
      [3, 4, null],
    ])
    expect(mean).toEqual([2, 4, NaN])
  })

  it('are smoothed over fewer places near the start', () => {
    expect(movingAverage([3, 0, 3, 6, 9, 0], 2)).toEqual([3, 2, 4.2, 3.6])
    expect(movingAverage([1, 2], 0)).toEqual([1, 2])
  })
})
