import { describe, expect, it } from 'vitest'
import { linearRange, logRange, niceRange, powerTexts, tickFormat, xRange } from './scales.ts'

describe('a linear value axis', () => {
  it('starts at 0 unless that would squeeze the values into less than half of it', () => {
    expect(linearRange([1, 10], false)).toEqual({ low: 0, high: 10 })
    expect(linearRange([95, 100], false)).toEqual({ low: 95, high: 100 })
    expect(linearRange([95, 100], true)).toEqual({ low: 0, high: 100 })
    expect(linearRange([-5, 10], false)).toEqual({ low: -5, high: 10 })
    expect(linearRange([-5, -4], true)).toEqual({ low: -5, high: 0 })
  })

  it('has room for a single value, and a range without any', () => {
    expect(linearRange([0, 0], false)).toEqual({ low: 0, high: 1 })
    expect(linearRange([4, 4], false)).toEqual({ low: 2, high: 6 })
    expect(linearRange([-4, -4], false)).toEqual({ low: -6, high: -2 })
    expect(linearRange([NaN], false)).toEqual({ low: 0, high: 1 })
  })
})

describe('a linear axis that is rounded', () => {
  it('starts and ends at a tick', () => {
    expect(niceRange({ low: 0, high: 12.5 }, 4)).toEqual({ low: 0, high: 15, ticks: [0, 5, 10, 15] })
    expect(niceRange({ low: 0.81, high: 0.98 }, 4)).toEqual({ low: 0.8, high: 1, ticks: [0.8, 0.85, 0.9, 0.95, 1] })
    expect(niceRange({ low: -3, high: 4 }, 4)).toEqual({ low: -4, high: 4, ticks: [-4, -2, 0, 2, 4] })
  })

  it('starts and ends at a tick wherever its values are', () => {
    for (let value = 1; value < 1000; value *= 1.07) {
      const { low, high, ticks = [] } = niceRange({ low: 0, high: value }, 5)
      expect([ticks[0], ticks.at(-1)]).toEqual([low, high])
      expect(high).toBeGreaterThanOrEqual(value)
      expect(ticks.length).toBeLessThan(10)
    }
  })
})

describe('a log value axis', () => {
  it('goes from and to 1, 2 or 5 times a power of ten', () => {
    expect(logRange([0.0034, 19])).toEqual({ low: 0.002, high: 20, ticks: [0.01, 0.1, 1, 10] })
    expect(logRange([1, 100])).toEqual({ low: 1, high: 100, ticks: [1, 2, 5, 10, 20, 50, 100] })
    expect(logRange([3, 3])).toEqual({ low: 2, high: 5, ticks: [2, 5] })
  })

  it('has more ticks where there is room for them', () => {
    expect(logRange([0.3, 40], 8).ticks).toEqual([0.2, 0.5, 1, 2, 5, 10, 20, 50])
    expect(logRange([0.3, 40], 5).ticks).toEqual([1, 10])
  })

  it('skips powers on a wide range, and ignores what has no logarithm', () => {
    expect(logRange([1e-12, 1]).ticks).toEqual([1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1])
    expect(logRange([0, -3])).toEqual({ low: 1, high: 10, ticks: [1, 10] })
  })
})

describe('an x axis', () => {
  it('leaves a little room at both ends but never goes below 0 for it', () => {
    expect(xRange([1, 2], false)).toEqual({ low: 0.96, high: 2.04 })
    expect(xRange([0, 100], false)).toEqual({ low: 0, high: 104 })
    expect(xRange([5], false)).toEqual({ low: 2.5, high: 7.5 })
  })
})

describe('ticks that are far apart or tiny', () => {
  it('are powers of ten', () => {
    expect([...(powerTexts([1e-18, 1e-5, 1], true) ?? [])]).toEqual([
      [1e-18, '10⁻¹⁸'],
      [1e-5, '10⁻⁵'],
      [1, '10⁰'],
    ])
    expect([...(powerTexts([0, 2e-4, 4e-4], false) ?? []).values()]).toEqual(['0', '2×10⁻⁴', '4×10⁻⁴'])
    expect([...(powerTexts([1, 1e3, 1e6], true) ?? []).values()]).toEqual(['10⁰', '10³', '10⁶'])
  })

  it('are numbers where those are shorter', () => {
    expect(powerTexts([1e-4, 1], true)).toBeUndefined()
    expect(powerTexts([0, 5e6], false)).toBeUndefined()
    expect(powerTexts([1024, 1_048_576], true)).toBeUndefined()
    expect(powerTexts([0], true)).toBeUndefined()
  })
})

describe('the tick format', () => {
  it('keeps labels short at every size', () => {
    expect(tickFormat({ low: 0, high: 20_000 })).toBe('~f')
    expect(tickFormat({ low: 0, high: 3e6 })).toBe('~s')
    expect(tickFormat({ low: 1e-9, high: 1 })).toBe('~e')
  })
})
