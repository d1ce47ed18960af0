import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Tally } from './tally.ts'

function tallyOf(xs: readonly number[]): Tally {
  const tally = new Tally('wait')
  for (const x of xs) tally.record(x)
  return tally
}

describe('a tally', () => {
  it('has exact statistics of a small sample', () => {
    const tally = tallyOf([2, 4, 4, 4, 5, 5, 7, 9])
    expect(tally).toMatchObject({ name: 'wait', count: 8, mean: 5, variance: 32 / 7, min: 2, max: 9, sum: 40 })
    expect(tally.sd).toBe(Math.sqrt(32 / 7))
  })

  it('has no mean without observations and no variance below two', () => {
    expect(tallyOf([])).toMatchObject({ count: 0, mean: NaN, variance: NaN, sd: NaN, min: NaN, max: NaN, sum: 0 })
    expect(tallyOf([3])).toMatchObject({ count: 1, mean: 3, variance: NaN, sd: NaN, min: 3, max: 3, sum: 3 })
  })

  // NIST Statistical Reference Datasets, univariate: numbers whose variance a sum of squares loses entirely.
  it.each([
    ['NumAcc3', 1_000_000, 9],
    ['NumAcc4', 10_000_000, 8],
  ])('passes the accuracy test NIST %s', (_, offset, digits) => {
    const xs = [offset + 0.2]
    for (let i = 0; i < 500; i++) xs.push(offset + 0.1, offset + 0.3)
    const tally = tallyOf(xs)
    expect(tally.mean / (offset + 0.2)).toBeCloseTo(1, 14)
    expect(tally.sd).toBeCloseTo(0.1, digits)
  })

  it('merges as if one tally had seen both samples', () => {
    const sample = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { maxLength: 30 })
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const merged = tallyOf(first)
        merged.merge(tallyOf(second))
        const whole = tallyOf([...first, ...second])
        expect(merged.count).toBe(whole.count)
        expect([merged.min, merged.max]).toEqual([whole.min, whole.max])
        for (const statistic of ['mean', 'variance', 'sum'] as const) {
          if (Number.isNaN(whole[statistic])) expect(merged[statistic]).toBeNaN()
          else
            expect(Math.abs(merged[statistic] - whole[statistic])).toBeLessThan(1e-9 * (1 + Math.abs(whole[statistic])))
        }
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  it('forgets everything on reset', () => {
    const tally = tallyOf([1, 2])
    tally.reset()
    tally.record(7)
    expect(tally).toMatchObject({ count: 1, mean: 7, min: 7, max: 7, sum: 7 })
  })

  it('refuses what is not a finite number, and keeps its state', () => {
    const tally = tallyOf([1])
    for (const x of [NaN, Infinity, -Infinity]) {
      expect(() => tally.record(x)).toThrow(new RangeError(`Tally "wait": record(${x}): expected a finite number.`))
    }
    expect(tally).toMatchObject({ count: 1, mean: 1 })
  })
})
