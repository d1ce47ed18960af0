import { describe, expect, it } from 'vitest'
import { Counter } from './counter.ts'

describe('a counter', () => {
  it('counts occurrences and their rate since its creation', () => {
    const clock = { now: 10 }
    const losses = new Counter('losses', clock)
    losses.increment()
    losses.increment(4)
    clock.now = 12
    expect(losses).toMatchObject({ name: 'losses', count: 5, rate: 2.5 })
  })

  it('starts at 0 and measures the rate afresh at the end of the warm-up', () => {
    const clock = { now: 0 }
    const losses = new Counter('losses', clock)
    losses.increment(100)
    clock.now = 10
    losses.reset()
    expect(losses).toMatchObject({ count: 0, rate: NaN })
    losses.increment(3)
    clock.now = 12
    expect(losses).toMatchObject({ count: 3, rate: 1.5 })
  })

  it('never goes down', () => {
    const losses = new Counter('losses', { now: 2 })
    expect(() => losses.increment(-1)).toThrow(
      new RangeError('Counter "losses" at t=2 s: increment(-1): expected a finite number >= 0.'),
    )
    expect(() => losses.increment(NaN)).toThrow(RangeError)
    expect(losses.count).toBe(0)
  })
})
