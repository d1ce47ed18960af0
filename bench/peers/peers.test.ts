import { describe, expect, it } from 'vitest'
import { parseLine, type Line } from './line.ts'
import { Mulberry32 } from './mulberry32.ts'
import { disagreeing, ratio, type Measured } from './verdict.ts'
import { works } from './works.ts'

const line = (rate: number, check = 1): Line => ({
  engine: 'e',
  work: 'w',
  ops: 1000,
  user_s: 1000 / rate,
  wall_s: 1,
  peak_mb: 1,
  check,
})

const measured = (runs: Record<string, Line[]>): Measured => ({ work: works[0]!, runs: new Map(Object.entries(runs)) })

describe('the comparison with peers', () => {
  it('draws the numbers that the C++ programs draw', () => {
    const random = new Mulberry32(1)
    // Printed by a program with common.hpp, seed 1.
    expect([random.uniform01(), random.uniform01()]).toEqual([0.6270739405881613, 0.002735721180215478])
  })

  it('takes ratios within a round, which a machine that slows down between rounds leaves alone', () => {
    const runs = { Meanwhile: [20, 10, 2].map((rate) => line(rate)), peer: [10, 5, 1].map((rate) => line(rate)) }
    const found = ratio(measured(runs), 'peer')!
    expect(found.median).toBeCloseTo(2, 12)
    expect(found.high - found.low).toBeCloseTo(0, 12)
  })

  it('compares compiled code, and the first run of a process where it is asked to', () => {
    const runs = { Meanwhile: [{ ...line(10), compiled_user_s: 50 }], peer: [line(10)] }
    expect(ratio(measured(runs), 'peer')!.median).toBeCloseTo(2, 12)
    expect(ratio(measured(runs), 'peer', ({ ops, user_s }) => ops / user_s)!.median).toBeCloseTo(1, 12)
  })

  it('notices an engine that came to another result from the same work', () => {
    const runs = { Meanwhile: [line(1, 10)], same: [line(1, 10.0001)], other: [line(1, 10.1)] }
    expect(disagreeing(measured(runs))).toEqual(['other'])
  })

  it('does not hold a smaller run of a slow engine against it', () => {
    const runs = { Meanwhile: [line(1, 10)], slow: [{ ...line(1, 3), ops: 10 }] }
    expect(disagreeing(measured(runs))).toEqual([])
  })

  it('finds the result behind the greetings of an engine, and says so when there is none', () => {
    expect(parseLine(`[0.00] hello\n${JSON.stringify(line(5))}\n`).ops).toBe(1000)
    expect(() => parseLine('[0.00] hello')).toThrow('printed no result')
    expect(() => parseLine('{"ops":1,"user_s":null,"check":1}')).toThrow('user_s')
  })
})
