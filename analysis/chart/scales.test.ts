import { describe, expect, it } from 'vitest'
import { linearRange, logRange, tickFormat, xRange } from './scales.ts'

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

describe('a log value axis', () => {
  it('goes from and to 1, 2 or 5 times a power of ten', () => {
    expect(logRange([0.0034, 19])).toEqual({ low: 0.002, high: 20, ticks: [0.01, 0.1, 1, 10] })
    expect(logRange([1, 100])).toEqual({ low: 1, high: 100, ticks: [1, 2, 5, 10, 20, 50, 100] })
    expect(logRange([3, 3])).toEqual({ low: 2, high: 5, ticks: [2, 5] })
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

describe('the tick format', () => {
  it('keeps labels short at every size', () => {
    expect(tickFormat({ low: 0, high: 20_000 })).toBe(',~f')
    expect(tickFormat({ low: 0, high: 3e6 })).toBe('~s')
    expect(tickFormat({ low: 1e-9, high: 1 })).toBe('~e')
  })
})
