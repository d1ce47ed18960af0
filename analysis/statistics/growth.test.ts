import { describe, expect, it } from 'vitest'
import { isGrowing } from './growth.ts'
import { referenceSequence } from './reference-sequence.ts'

const numbers = referenceSequence(10 * 200)
/** Ten replications of 200 values: a function of the place plus noise between 0 and 1 that depends on the value before. */
function replications(level: (i: number) => number): number[][] {
  return Array.from({ length: 10 }, (_, r) => {
    let noise = 0.5
    return Array.from({ length: 200 }, (_, i) => level(i) + (noise = 0.9 * noise + 0.1 * numbers[200 * r + i]!))
  })
}

describe('isGrowing', () => {
  it('finds growth in proportion to time, and with its root', () => {
    expect(isGrowing(replications((i) => i / 50))).toBe(true)
    expect(isGrowing(replications((i) => Math.sqrt(i)))).toBe(true)
  })

  it('finds none in noise, in a start that is over, or in what falls', () => {
    expect(isGrowing(replications(() => 0))).toBe(false)
    expect(isGrowing(replications((i) => 5 - 5 * Math.exp(-i / 20)))).toBe(false)
    expect(isGrowing(replications((i) => 5 - i / 50))).toBe(false)
  })

  it('does not decide on two replications', () => {
    expect(isGrowing(replications((i) => i).slice(0, 2))).toBe(false)
  })

  it('leaves out what is missing', () => {
    const gaps = replications((i) => i / 50).map((series) => series.map((value, i) => (i % 3 === 0 ? null : value)))
    expect(isGrowing(gaps)).toBe(true)
  })
})
