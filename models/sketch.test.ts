import { describe, expect, it } from 'vitest'
import { parseSketch, pooledQuantile } from '../analysis/statistics/sketch.ts'
import { Quantiles, Simulation } from '../engine/index.ts'
import { sketchText } from './sketch.ts'

function observed(values: Iterable<number>): Quantiles {
  const quantiles = new Quantiles('test')
  for (const value of values) quantiles.record(value)
  return quantiles
}

describe('the text of a sketch', () => {
  it('counts zeros, then buckets by their distance in base 36', () => {
    // 1 is in bucket 1023 * 128 = 130944, which is 2t1c in base 36; 1.5 is 64 buckets on, and the next 1/128 after it.
    expect(sketchText(observed([0, 0, 1, 1, 1, 1.5, 1.51]))).toBe('2;2t1c:3 1s:1 1')
    expect(sketchText(observed([]))).toBe('0;')
  })

  it('is read back by analysis: every observation in its bucket', () => {
    const stream = new Simulation({ seed: 'sketch' }).stream('values')
    const values = Array.from({ length: 5000 }, () => stream.exponential(1) * stream.exponential(1000))
    const sketch = parseSketch(sketchText(observed(values)))
    expect(sketch.count).toBe(5000)
    const sorted = values.toSorted((a, b) => a - b)
    for (const p of [0.01, 0.5, 0.9, 0.99]) {
      const exact = sorted[Math.ceil(p * 5000) - 1]!
      expect(Math.abs(pooledQuantile([sketch], p, 0.5).estimate / exact - 1)).toBeLessThan(1 / 128)
    }
  })

  it('is refused for observations that were recorded too coarsely', () => {
    expect(() => sketchText(new Quantiles('coarse', { significantDigits: 2 }))).toThrow(
      'Quantiles "coarse" have 2 significant digits; pooling needs 3.',
    )
  })
})
