import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Histogram } from './histogram.ts'

describe('a histogram', () => {
  it('counts x in bin i if edges[i] <= x < edges[i + 1]', () => {
    const sizes = new Histogram('sizes', { edges: [0, 1, 10, 100] })
    for (const x of [-1, 0, 0.5, 1, 9.9, 10, 99, 100, 1e9, Infinity]) sizes.record(x)
    expect(sizes).toMatchObject({ counts: [2, 2, 2], below: 1, above: 3, count: 10 })
  })

  it('makes equal bins whose edges decide, whatever the rounding', () => {
    const sizes = new Histogram('sizes', { low: 0, high: 1, bins: 10 })
    expect(sizes.edges).toHaveLength(11)
    sizes.edges.forEach((edge, i) => i < 10 && sizes.record(edge))
    expect(sizes.counts).toEqual(Array.from({ length: 10 }, () => 1))
  })

  it('puts every number into the bin that holds it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -100, max: 100, noNaN: true }),
        fc.double({ min: 1e-3, max: 100, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (low, width, bins, fraction) => {
          const histogram = new Histogram('any', { low, high: low + width, bins })
          const x = low + fraction * width
          histogram.record(x)
          const bin = histogram.counts.indexOf(1)
          if (bin < 0) return histogram.above === 1 && x >= low + width
          return (histogram.edges[bin] as number) <= x && x < (histogram.edges[bin + 1] as number)
        },
      ),
      { seed: 1, numRuns: 300 },
    )
  })

  it('sums weights where observations have them, and refuses what is none', () => {
    const sizes = new Histogram('sizes', { edges: [0, 1] })
    sizes.record(0.5, 0.25)
    sizes.record(0.5)
    sizes.record(-1, 2)
    sizes.record(1, 0)
    expect(sizes).toMatchObject({ counts: [1.25], below: 2, above: 0, count: 3.25 })
    for (const weight of [-1, NaN, Infinity]) expect(() => sizes.record(0, weight)).toThrow('a finite weight >= 0')
  })

  it('sets every count to 0 on reset', () => {
    const sizes = new Histogram('sizes', { edges: [0, 1] })
    for (const x of [-1, 0, 1]) sizes.record(x)
    sizes.reset()
    expect(sizes).toMatchObject({ counts: [0], below: 0, above: 0, count: 0 })
  })

  it('refuses NaN and edges that do not ascend', () => {
    expect(() => new Histogram('sizes', { edges: [0, 1] }).record(NaN)).toThrow(
      'Histogram "sizes": record(NaN): expected a number.',
    )
    for (const edges of [[], [1], [1, 1], [2, 1], [0, NaN], [0, Infinity]]) {
      expect(() => new Histogram('sizes', { edges })).toThrow('expected at least two finite, ascending edges')
    }
    for (const bins of [0, 1.5]) {
      expect(() => new Histogram('sizes', { low: 0, high: 1, bins })).toThrow(
        'expected finite low < high and an integer bins >= 1',
      )
    }
    expect(() => new Histogram('sizes', { low: 1, high: 1, bins: 3 })).toThrow(RangeError)
  })
})
