import { describe, expect, it } from 'vitest'
import { LineTrace, RingTrace } from './trace.ts'

describe('a ring trace', () => {
  it('keeps the last events, oldest first, and counts them all', () => {
    const trace = new RingTrace(3)
    expect([trace.entries(), trace.total]).toEqual([[], 0])
    for (let i = 1; i <= 2; i++) trace.event(i, `event ${i}`)
    expect(trace.entries()).toEqual([
      { time: 1, label: 'event 1' },
      { time: 2, label: 'event 2' },
    ])
    for (let i = 3; i <= 7; i++) trace.event(i, `event ${i}`)
    expect(trace.entries().map((entry) => entry.time)).toEqual([5, 6, 7])
    expect(trace.total).toBe(7)
  })

  it('refuses a capacity that is not an integer >= 1', () => {
    for (const capacity of [0, 1.5, NaN])
      expect(() => new RingTrace(capacity)).toThrow(`capacity = ${capacity}: expected an integer >= 1`)
  })
})

describe('a line trace', () => {
  it('hands over one line per event as it happens', () => {
    const lines: string[] = []
    const trace = new LineTrace((line) => lines.push(line))
    trace.event(0.1, 'arrival')
    trace.event(41.7, 'customer-17 departs')
    expect(lines).toEqual(['0.1 arrival', '41.7 customer-17 departs'])
  })
})
