import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, compare, formatDecimal, multiply, parseDecimal } from './decimal.ts'
import { fullFactorial } from './factorial.ts'
import { logLevels, rangeLevels } from './levels.ts'

describe('a decimal number', () => {
  it.each(['0', '0.5', '-2.25', '120', '0.000001'])('is written as it was read: %s', (text) => {
    expect(formatDecimal(parseDecimal(text)!)).toBe(text)
  })

  it.each([
    ['1e-3', '0.001'],
    ['2.50', '2.5'],
    ['.5', '0.5'],
    ['3e2', '300'],
    ['+7', '7'],
  ])('reads %s as %s', (text, shortest) => {
    expect(formatDecimal(parseDecimal(text)!)).toBe(shortest)
  })

  it.each(['', 'one', '1.2.3', '0x10', 'Infinity', '1e9999'])('is not "%s"', (text) => {
    expect(parseDecimal(text)).toBeUndefined()
  })

  it('adds, multiplies and compares exactly', () => {
    const decimal = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 6 }))
    fc.assert(
      fc.property(decimal, decimal, ([a, s], [b, t]) => {
        const [x, y] = [
          { digits: BigInt(a), scale: s },
          { digits: BigInt(b), scale: t },
        ]
        // Scaled to integers below 2^53, ordinary arithmetic is exact too.
        const [u, v] = [a * 10 ** (6 - s), b * 10 ** (6 - t)]
        expect(Number(formatDecimal(add(x, y)))).toBe((u + v) / 1e6)
        expect(compare(x, y)).toBe(Math.sign(u - v))
        expect(Number(formatDecimal(multiply(x, { digits: BigInt(3), scale: 1 })))).toBe((a * 3) / 10 ** (s + 1))
      }),
    )
  })
})

describe('a range', () => {
  it('ends in its last level exactly, where binary fractions would miss it', () => {
    const levels = rangeLevels({ range: '0.5..0.95', step: 0.05 })
    expect(levels).toEqual(['0.5', '0.55', '0.6', '0.65', '0.7', '0.75', '0.8', '0.85', '0.9', '0.95'])
  })

  it('stops before its end when the steps do not hit it', () => {
    expect(rangeLevels({ range: '1..2', step: 0.3 })).toEqual(['1', '1.3', '1.6', '1.9'])
  })

  it('keeps the unit of its ends', () => {
    expect(rangeLevels({ range: '1ms..2ms', step: '0.5ms' })).toEqual(['1ms', '1.5ms', '2ms'])
  })

  it('may be one level long and may be negative', () => {
    expect(rangeLevels({ range: '4..4', step: 1 })).toEqual(['4'])
    expect(rangeLevels({ range: '-1..1', step: 1 })).toEqual(['-1', '0', '1'])
  })
})

describe('a logarithmic range', () => {
  it('multiplies exactly', () => {
    expect(logLevels({ log: '1..1024', factor: 4 }, false)).toEqual(['1', '4', '16', '64', '256', '1024'])
    expect(logLevels({ log: '0.1..10', factor: 10 }, false)).toEqual(['0.1', '1', '10'])
    expect(logLevels({ log: '1ms..5ms', factor: 2 }, false)).toEqual(['1ms', '2ms', '4ms'])
  })

  it('spaces points by equal ratios, six digits each, with both ends as given', () => {
    expect(logLevels({ log: '1..1000', points: 7 }, false)).toEqual([
      '1',
      '3.16228',
      '10',
      '31.6228',
      '100',
      '316.228',
      '1000',
    ])
  })

  it('has whole numbers for an integer parameter, each once', () => {
    expect(logLevels({ log: '1..1000', points: 7 }, true)).toEqual(['1', '3', '10', '32', '100', '316', '1000'])
    expect(logLevels({ log: '1..4', points: 6 }, true)).toEqual(['1', '2', '3', '4'])
  })
})

describe('a full factorial design', () => {
  it('varies the last factor fastest', () => {
    const points = fullFactorial([
      [{ a: 1 }, { a: 2 }],
      [{ b: 3 }, { b: 4 }, { b: 5 }],
    ])
    expect(points.map(({ a, b }) => [a, b])).toEqual([
      [1, 3],
      [1, 4],
      [1, 5],
      [2, 3],
      [2, 4],
      [2, 5],
    ])
  })

  it('has one point when nothing varies', () => {
    expect(fullFactorial([])).toEqual([{}])
  })
})
