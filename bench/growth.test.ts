import { describe, expect, it } from 'vitest'
import { growth, type MemorySample } from './growth.ts'

const samples = (alive: (i: number) => number, rss: (i: number) => number): MemorySample[] =>
  Array.from({ length: 20 }, (_, i) => ({ events: i, alive: alive(i), rss: rss(i) }))

describe('the growth of memory', () => {
  it('is none for a run that fills its tables first and then jitters', () => {
    expect(
      growth(
        samples(
          (i) => Math.min(i, 3) * 1e7 + (i % 2) * 1e5,
          (i) => 9e7 + (i % 3) * 1e6,
        ),
      ),
    ).toBeUndefined()
  })

  it('is seen when a megabyte is lost at each look', () => {
    const found = growth(
      samples(
        (i) => 5e7 + i * 1e6,
        () => 9e7,
      ),
    )
    expect(found?.kind).toBe('alive')
    expect(found?.bytes).toBeGreaterThan(5e6)
  })

  it('is seen in the resident set alone, as for memory outside the heap', () => {
    expect(
      growth(
        samples(
          () => 5e7,
          (i) => 9e7 + i * 3e6,
        ),
      )?.kind,
    ).toBe('rss')
  })
})
