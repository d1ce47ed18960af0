import { describe, expect, it } from 'vitest'
import { firstSides } from './pairs.ts'
import { compareTimes, type Pair } from './verdict.ts'

/** Pairs whose machine speeds up and down by half, and whose head takes `factor` times as long. */
const pairs = (factor: number): Pair[] =>
  Array.from({ length: 10 }, (_, i) => {
    const machine = 1 + 0.5 * Math.sin(i)
    const noise = 1 + 0.004 * Math.cos(7 * i)
    return { base: machine, head: machine * factor * noise }
  })

describe('the verdict', () => {
  it('sees 10 % through a machine whose speed varies by half, because pairs share it', () => {
    expect(compareTimes(pairs(1.1)).verdict).toBe('slower')
    expect(compareTimes(pairs(0.9)).verdict).toBe('faster')
  })

  it('calls 1 % no difference, however sure it is', () => {
    expect(compareTimes(pairs(1.01)).verdict).toBe('no difference')
    expect(compareTimes(pairs(0.99)).verdict).toBe('no difference')
  })

  it('says no difference when there are too few pairs to know', () => {
    expect(compareTimes(pairs(2).slice(0, 5)).verdict).toBe('no difference')
  })
})

describe('the order of the pairs', () => {
  it('begins as often with the one side as with the other', () => {
    const sides = firstSides(20, Math.random)
    expect(sides.filter((side) => side === 'base').length).toBe(10)
  })

  it('leaves to chance which pair of a block begins with the base', () => {
    expect(firstSides(4, () => 0.1)).toEqual(['base', 'head', 'base', 'head'])
    expect(firstSides(4, () => 0.9)).toEqual(['head', 'base', 'head', 'base'])
  })
})
