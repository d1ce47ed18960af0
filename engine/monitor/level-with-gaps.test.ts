import { describe, expect, it } from 'vitest'
import { LevelWithGaps } from './level-with-gaps.ts'

describe('a level with gaps', () => {
  it('averages over the time in which it has a value', () => {
    const clock = { now: 0 }
    const signal = new LevelWithGaps('signal', clock, 4)
    clock.now = 1
    signal.set(NaN)
    expect(signal.level).toBeNaN()
    clock.now = 7
    signal.set(2)
    clock.now = 10
    expect(signal).toMatchObject({ name: 'signal', level: 2, mean: 2.5 })
    expect(signal.spans).toMatchObject({ weight: 4, sum: 10, min: 2, max: 4 })
  })

  it('begins in a gap unless it is given a level', () => {
    const clock = { now: 0 }
    const signal = new LevelWithGaps('signal', clock)
    clock.now = 5
    expect([signal.mean, signal.spans.weight]).toEqual([NaN, 0])
  })

  it('may be read at any time without an effect on what comes later', () => {
    const clock = { now: 0 }
    const signal = new LevelWithGaps('signal', clock, 1)
    const read: number[] = []
    for (clock.now = 1; clock.now <= 4; clock.now++) read.push(signal.spans.count)
    expect(read).toEqual([1, 1, 1, 1])
  })

  it('keeps the level on reset, as the end of a warm-up must', () => {
    const clock = { now: 0 }
    const signal = new LevelWithGaps('signal', clock, 1)
    clock.now = 2
    signal.set(3)
    clock.now = 4
    signal.reset()
    clock.now = 5
    expect(signal).toMatchObject({ level: 3, mean: 3 })
    expect(signal.spans.weight).toBe(1)
  })

  it('refuses infinite levels and is not changed by them', () => {
    const clock = { now: 0 }
    const signal = new LevelWithGaps('signal', clock, 1)
    clock.now = 2
    expect(() => signal.set(Infinity)).toThrow('t=2 s: Infinity: expected a finite number, or NaN for a gap')
    expect(signal.spans).toMatchObject({ count: 1, weight: 2 })
    expect(() => new LevelWithGaps('signal', clock, -Infinity)).toThrow('expected a finite number')
  })
})
