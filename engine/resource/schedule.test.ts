import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Resource, Schedule, Simulation, sumSchedules, type Change } from '../index.ts'

describe('a schedule', () => {
  const night: readonly Change[] = [
    [6, 2],
    [22, 1],
  ]

  it('knows its value at every time and what comes next', () => {
    const schedule = new Schedule(night, { period: 24 })
    expect([0, 6, 21, 22, 29, 30].map((time) => schedule.at(time))).toEqual([1, 2, 2, 1, 1, 2])
    expect([0, 6, 22].map((time) => schedule.next(time))).toEqual([
      [6, 2],
      [22, 1],
      [30, 2],
    ])
    expect([new Schedule(night).at(5), new Schedule(night).next(22)]).toEqual([0, undefined])
  })

  it('has at any time the value of the change before, and sums are the sums of values', () => {
    const schedules = fc
      .uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 5 })
      .chain((times) =>
        fc.record({
          times: fc.constant(times.toSorted((a, b) => a - b)),
          values: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 5, maxLength: 5 }),
          period: fc.constantFrom(12, 18, 24),
        }),
      )
      .map(
        ({ times, values, period }) =>
          new Schedule(
            times.map((time, i): Change => [time, values[i]!]),
            { period },
          ),
      )
    fc.assert(
      fc.property(schedules, schedules, fc.integer({ min: 0, max: 200 }), (a, b, time) => {
        const next = a.next(time)!
        expect(next[0]).toBeGreaterThan(time)
        expect(a.at(next[0])).toBe(next[1])
        expect(a.at((time + next[0]) / 2)).toBe(a.at(time))
        expect(a.at(time + a.period * 3)).toBe(a.at(time + a.period))
        const sum = sumSchedules(a, b)
        expect(sum.at(time + sum.period)).toBe(a.at(time + sum.period) + b.at(time + sum.period))
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  it('says what is wrong with it', () => {
    expect(() => new Schedule([])).toThrow('at least one [time, value]')
    expect(() => new Schedule([night[1]!, night[0]!])).toThrow('change at 6 s after one at 22 s')
    expect(() => new Schedule(night, { period: 20 })).toThrow('period = 20: expected at least 22 s')
    expect(() => new Schedule([[0, -1]])).toThrow('value -1 at 0 s')
    const sim = new Simulation({ seed: 'test' })
    const half = new Resource(sim, { name: 'half', capacity: new Schedule([[1, 0.5]]) })
    expect(() => sim.run(2)).toThrow('Resource "half", capacity = 0.5')
    expect(half.capacity).toBe(0)
    expect(() => sumSchedules(new Schedule(night), new Schedule(night, { period: 24 }))).toThrow('both repeat')
  })
})
