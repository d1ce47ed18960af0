import { describe, expect, it } from 'vitest'
import { RandomStream } from '../random/stream.ts'
import { P2Quantile } from './p2-quantile.ts'

describe('a P2 quantile', () => {
  it('is exact up to five observations, and nothing without any', () => {
    const median = new P2Quantile('x', 0.5)
    const read = [5, 1, 4, 2, 3].map((x) => (median.record(x), median.value))
    expect(read).toEqual([5, 1, 4, 2, 3])
    median.reset()
    expect([median.value, median.count, median.markers]).toEqual([NaN, 0, []])
  })

  it('gives the same after a reset as when it was new', () => {
    const [fresh, used] = [new P2Quantile('x', 0.9), new P2Quantile('x', 0.9)]
    for (let i = 0; i < 50; i++) used.record(i * i)
    used.reset()
    for (const median of [fresh, used]) for (let i = 0; i < 50; i++) median.record((i * 37) % 50)
    expect(used.markers).toEqual(fresh.markers)
  })

  it('comes near the quantiles of a law that it sees much of', () => {
    const stream = new RandomStream('P2', 'exponential')
    const quantiles = [0.1, 0.5, 0.95].map((p) => new P2Quantile('x', p))
    for (let i = 0; i < 100_000; i++) {
      const x = stream.exponential(1)
      for (const quantile of quantiles) quantile.record(x)
    }
    // -ln(1 - p); the standard error of the sample quantile itself, sqrt(p / (1 - p) / n), is 0.3 % to 1.4 % of 1.
    const expected = [0.1053605, 0.6931472, 2.9957323]
    for (const [i, { value }] of quantiles.entries()) expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(0.03)
  })

  it('keeps its markers in order, with the extremes exact', () => {
    const stream = new RandomStream('P2', 'lattice')
    const quantile = new P2Quantile('x', 0.75)
    let [low, high] = [Infinity, -Infinity]
    for (let i = 0; i < 2000; i++) {
      const x = stream.integer(0, 3) * (i % 7)
      low = Math.min(low, x)
      high = Math.max(high, x)
      quantile.record(x)
      const { markers } = quantile
      if (markers.length === 0) continue
      expect(markers.toSorted((a, b) => a - b)).toEqual(markers)
      expect([markers[0], markers[4]]).toEqual([low, high])
    }
  })

  it('refuses what is no probability and no number', () => {
    for (const p of [0, 1, NaN, 50]) expect(() => new P2Quantile('x', p)).toThrow('above 0 and below 1')
    for (const x of [NaN, Infinity]) expect(() => new P2Quantile('x', 0.5).record(x)).toThrow('a finite number')
  })
})
