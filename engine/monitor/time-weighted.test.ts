import { describe, expect, it } from 'vitest'
import { TimeWeighted } from './time-weighted.ts'

describe('a time-weighted statistic', () => {
  it('averages the level over the time that it lasted', () => {
    const clock = { now: 0 }
    const queue = new TimeWeighted('queue', clock)
    clock.now = 2
    queue.set(3)
    clock.now = 3
    queue.add(-2)
    clock.now = 7
    // 0 for 2 s, 3 for 1 s, 1 for 4 s.
    expect(queue).toMatchObject({ name: 'queue', level: 1, mean: 1, integral: 7, min: 0, max: 3 })
  })

  it('counts from its creation, at the level it was given', () => {
    const clock = { now: 10 }
    const busy = new TimeWeighted('busy', clock, 4)
    clock.now = 12
    expect(busy).toMatchObject({ level: 4, mean: 4, integral: 8, min: 4, max: 4 })
  })

  it('has no mean while no time has passed', () => {
    const clock = { now: 1 }
    expect(new TimeWeighted('queue', clock, 5).mean).toBeNaN()
  })

  it('notes the extremes of levels that last no time', () => {
    const clock = { now: 0 }
    const queue = new TimeWeighted('queue', clock, 1)
    queue.set(9)
    queue.set(-4)
    queue.set(1)
    clock.now = 1
    expect(queue).toMatchObject({ mean: 1, min: -4, max: 9 })
  })

  it('notes how low a level falls that is back at once', () => {
    const clock = { now: 0 }
    const queue = new TimeWeighted('queue', clock, 2)
    clock.now = 1
    queue.dip(1)
    queue.dip(3)
    clock.now = 2
    queue.set(4)
    clock.now = 4
    expect(queue).toMatchObject({ mean: (2 * 2 + 2 * 4) / 4, min: 1, max: 4 })
  })

  it('keeps the level at the end of the warm-up and averages from there', () => {
    const clock = { now: 0 }
    const queue = new TimeWeighted('queue', clock, 8)
    clock.now = 4
    queue.set(2)
    clock.now = 5
    queue.reset()
    expect(queue).toMatchObject({ level: 2, mean: NaN, integral: 0, min: 2, max: 2 })
    clock.now = 6
    queue.add(2)
    clock.now = 9
    expect(queue).toMatchObject({ level: 4, mean: 3.5, integral: 14, min: 2, max: 4 })
  })

  it('refuses a level that is not a finite number and says when', () => {
    const queue = new TimeWeighted('queue', { now: 1.5 })
    expect(() => queue.set(NaN)).toThrow(
      new RangeError('Time-weighted statistic "queue" at t=1.5 s: set(NaN): expected a finite number.'),
    )
    expect(() => queue.add(Infinity)).toThrow(RangeError)
    expect(() => new TimeWeighted('queue', { now: 0 }, NaN)).toThrow('initial level NaN')
    expect(queue.level).toBe(0)
  })
})
