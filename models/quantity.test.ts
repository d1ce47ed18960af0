import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseUnitInsteadOf, formatQuantity, parseQuantity } from './quantity.ts'

const cases: readonly [text: string, base: string, value: number][] = [
  ['10us', 's', 1e-5],
  ['10 µs', 's', 1e-5],
  ['3ns', 's', 3e-9],
  ['1.1h', 's', 3960],
  ['0.1min', 's', 6],
  ['2d', 's', 172_800],
  ['-5ms', 's', -0.005],
  ['0.25', 's', 0.25],
  ['1.5e3ms', 's', 1.5],
  ['1Gbps', 'bit/s', 1e9],
  ['64kbit/s', 'bit/s', 64_000],
  ['4 Mb/s', 'bit/s', 4e6],
  ['1.5MB/s', 'bit/s', 12e6],
  ['1KiB/s', 'bit/s', 8192],
  ['64KiB', 'B', 65_536],
  ['1.5MB', 'B', 1_500_000],
  ['12bit', 'B', 1.5],
  ['40/h', '1/s', 40 / 3600],
  ['3 req/s', '1/s', 3],
  ['8 1/s', '1/s', 8],
  ['1/s', '1/s', 1],
  ['2 per ms', '1/s', 2000],
  ['5 kHz', '1/s', 5000],
  ['6/min', '1/s', 0.1],
  ['50%', '1', 0.5],
  ['7%', '1', 0.07],
  ['3 servers', 'servers', 3],
  ['1 server', 'servers', 1],
]

const wrong: readonly [text: string, base: string, message: string][] = [
  ['10MB', 's', '"10MB" is a size; expected a duration in s, such as 10ms'],
  ['10ms', 'B', '"10ms" is a duration; expected a size in B, such as 64KiB'],
  ['10MB/s', '1/s', '"10MB/s" is a data rate; expected a rate in 1/s, such as 5/s'],
  ['10/s', 'bit/s', '"10/s" is a rate; expected a data rate in bit/s, such as 10Mbps'],
  ['10ms', 'servers', '"10ms" is a duration; expected a number (unit servers)'],
  ['10KB', 'B', '"10KB" has the unknown unit "KB" (did you mean "kB"?); expected a size in B, such as 64KiB'],
  ['1e400s', 's', '"1e400s" is too large; expected a duration in s, such as 10ms'],
  ['soon', 's', '"soon": expected a duration in s, such as 10ms'],
  ['', '1', '"": expected a ratio, such as 0.5 or 50%'],
]

describe('parseQuantity', () => {
  it.each(cases)('reads %s in %s as exactly %d', (text, base, value) => {
    expect(parseQuantity(text, base)).toBe(value)
  })

  it.each(wrong)('rejects %s for %s and says what was expected', (text, base, message) => {
    expect(() => parseQuantity(text, base)).toThrow(message)
  })

  it('gives the number that a literal with the shifted exponent has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 6 }), (digits, decimals) => {
        const text = (digits / Number(`1e${decimals}`)).toFixed(decimals)
        expect(parseQuantity(`${text}us`, 's')).toBe(Number(`${text}e-6`))
      }),
    )
  })
})

describe('formatQuantity', () => {
  it.each([
    [0.01, 's', '10ms'],
    [1e-5, 's', '10us'],
    [0.0125, 's', '12.5ms'],
    [90, 's', '90s'],
    [7200, 's', '2h'],
    [0, 's', '0'],
    [65_536, 'B', '64KiB'],
    [1_500_000, 'B', '1.5MB'],
    [1e9, 'bit/s', '1Gbps'],
    [8, '1/s', '8/s'],
    [0.5, '1', '0.5'],
    [10, 'servers', '10'],
  ])('writes %d %s as %s', (value, base, text) => {
    expect(formatQuantity(value, base)).toBe(text)
  })

  it.each(['s', 'B', 'bit/s', '1/s', '1', 'servers'])('reads back in %s the very number it wrote', (base) => {
    const numbers = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.integer({ min: 1, max: 99 }),
    )
    fc.assert(fc.property(numbers, (value) => parseQuantity(formatQuantity(value, base), base) === value))
  })
})

describe('baseUnitInsteadOf', () => {
  it('names the base unit for a unit that parameters may not use, and nothing for base units and counts', () => {
    expect(['ms', 'Mbps', 'KiB', '%', 's', 'servers'].map(baseUnitInsteadOf)).toEqual([
      's',
      'bit/s',
      'B',
      '1',
      undefined,
      undefined,
    ])
  })
})
