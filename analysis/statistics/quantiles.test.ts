import { describe, expect, it } from 'vitest'
import { isPrecise } from './precision.ts'
import { referenceSequence } from './reference-sequence.ts'
import { fewestForQuantile, quantileRanks, sampleQuantile } from './sample-quantile.ts'
import { parseSketch, pooledQuantile } from './sketch.ts'
import { studentQuantile } from './student-quantile.ts'
import { studentTail } from './student-tail.ts'

describe('sampleQuantile', () => {
  it('interpolates between order statistics (type 7) as printed for the first 1000 of the reference sequence', () => {
    const numbers = referenceSequence(1000)
    expect(sampleQuantile(numbers, 0.5)).toBeCloseTo(0.50033121, 8)
    expect(sampleQuantile(numbers, 0.9)).toBeCloseTo(0.88480125, 8)
    expect(sampleQuantile(numbers, 0.99)).toBeCloseTo(0.98688561, 8)
  })

  it('is the value itself of one, and NaN of none', () => {
    expect(sampleQuantile([7], 0.3)).toBe(7)
    expect(sampleQuantile([], 0.3)).toBeNaN()
  })
})

describe('the reference sequence', () => {
  it('is that of Park and Miller: x10000 = 1043618065', () => {
    expect(Math.round(referenceSequence(10_000).at(-1)! * 2147483647)).toBe(1043618065)
  })
})

describe('quantileRanks', () => {
  it.each([
    [10, 0.5, 2, 9, 0.9785],
    [100, 0.9, 84, 96, 0.9557],
    [1000, 0.99, 983, 997, 0.9761],
  ])('of %d values and p = %d are those of the binomial law', (count, p, low, high, coverage) => {
    const ranks = quantileRanks(count, p, 0.95)!
    expect([ranks.low, ranks.high]).toEqual([low, high])
    expect(ranks.coverage).toBeCloseTo(coverage, 4)
  })

  it('do not exist for too few values', () => {
    expect(quantileRanks(367, 0.99, 0.95)).toBeUndefined()
    expect(quantileRanks(368, 0.99, 0.95)).toBeDefined()
  })
})

describe('fewestForQuantile', () => {
  it('is the first integer from ln 0.025 / ln p on: 367.04 for p99, 3687.04 for p99.9', () => {
    expect(fewestForQuantile(0.99, 0.95)).toBe(368)
    expect(fewestForQuantile(0.999, 0.95)).toBe(3688)
  })
})

describe('studentTail', () => {
  it('undoes the quantile', () => {
    for (const degrees of [1, 4, 29])
      for (const p of [0.01, 0.3, 0.5, 0.975])
        expect(studentTail(studentQuantile(1 - p, degrees), degrees)).toBeCloseTo(p, 9)
  })
})

describe('isPrecise', () => {
  it('corrects a relative target for the error of the mean: g / (1 + g)', () => {
    expect(isPrecise({ count: 10, mean: -11, halfWidth: 1 }, { relative: 0.1 })).toBe(true)
    expect(isPrecise({ count: 10, mean: -10.9, halfWidth: 1 }, { relative: 0.1 })).toBe(false)
  })

  it('takes the wider of two targets, and never a missing interval', () => {
    expect(isPrecise({ count: 10, mean: 0, halfWidth: 0.5 }, { relative: 0.1, absolute: 0.5 })).toBe(true)
    expect(isPrecise({ count: 2, mean: 0, halfWidth: 0 }, { absolute: 1 })).toBe(false)
    expect(isPrecise({ count: 9, mean: 1, halfWidth: NaN }, { absolute: 1 })).toBe(false)
  })
})

/** Sketch with one observation in each of the buckets from 1 upwards: 130944 is the bucket of the double 1. */
const flat = (count: number): string => `0;${(130944).toString(36)}:1${' 1'.repeat(count - 1)}`

describe('a sketch', () => {
  it('is read from its text', () => {
    expect(parseSketch('3;2s:a 1 5:2')).toEqual({
      count: 16,
      zeros: 3,
      buckets: [
        [100, 10],
        [101, 1],
        [106, 2],
      ],
    })
    expect(parseSketch('4;').count).toBe(4)
  })

  it('is told from other text', () => {
    for (const text of ['', 'abc', '3;x:', '3;1:1 !']) expect(() => parseSketch(text)).toThrow('is not a sketch')
  })

  it('says that there is not enough data, and how much is needed', () => {
    const pooled = pooledQuantile([parseSketch(flat(100)), parseSketch(flat(100))], 0.99, 0.95)
    expect(pooled).toMatchObject({ estimate: NaN, halfWidth: NaN, needed: 368, effective: 200 })
  })

  it('pools: the quantile is that of all observations, within 1/256', () => {
    const runs = [1, 2, 3, 4].map(() => parseSketch(flat(128)))
    const { estimate, halfWidth, count } = pooledQuantile(runs, 0.5, 0.95)
    // Buckets of one octave have equal widths, so that the median of [1, 2) is 1.5.
    expect(Math.abs(estimate - 1.5)).toBeLessThan(1.5 / 256)
    expect({ halfWidth, count }).toEqual({ halfWidth: 0, count: 4 })
  })

  it('interpolates within the bucket, so that what differs between runs is seen however little it is', () => {
    // The median of [1, 2) is 1.5; another one in 128 observations below it moves it by half a bucket of 1/128.
    const even = parseSketch(flat(128))
    const more = parseSketch(`0;${(130944).toString(36)}:2${' 1'.repeat(127)}`)
    expect(pooledQuantile([even, even], 0.5, 0.95).estimate).toBeCloseTo(1.5, 12)
    expect(pooledQuantile([more, more], 0.5, 0.95).estimate).toBeCloseTo(1.5 - 1 / 256, 12)
    expect(pooledQuantile([even, more, even, more], 0.5, 0.95).halfWidth).toBeGreaterThan(0)
  })

  it('has the jackknife interval: pseudo-values R q - (R - 1) q without the run', () => {
    // Three runs at the buckets from 1, from 2 and from 4: the pooled median is 3, and without each run 4, 2 and 2: pseudo-values
    // 1, 5 and 5 with standard error 4 / 3, times t(0.75, 2) = 0.8165.
    const runs = [0, 1, 2].map((octave) =>
      parseSketch(`0;${(130944 + 128 * octave).toString(36)}:1${' 1'.repeat(127)}`),
    )
    const { estimate, halfWidth } = pooledQuantile(runs, 0.5, 0.5)
    expect(estimate).toBeCloseTo(3, 1)
    expect(halfWidth).toBeCloseTo((0.8165 * 4) / 3, 2)
  })

  it('counts dependent observations for less', () => {
    // All of one run are low, all of another high: each run is worth about one observation.
    const low = `0;${(130944).toString(36)}:${(1000).toString(36)}`
    const high = `0;${(131200).toString(36)}:${(1000).toString(36)}`
    const { effective } = pooledQuantile([low, high, low, high].map(parseSketch), 0.6, 0.95)
    expect(effective).toBeLessThan(5)
  })
})
