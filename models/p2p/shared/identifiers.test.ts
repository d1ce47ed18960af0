import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import { Redraw, idSpace, lowerBound, randomId, randomIds, sharedBits, xorDistance } from './identifiers.ts'

const stream = new RandomStream('1', 'ids')

describe('identifiers', () => {
  it('are distinct, ascending and inside the space', () => {
    const ids = randomIds(2000, stream)
    for (let i = 1; i < ids.length; i++) expect(ids[i]!).toBeGreaterThan(ids[i - 1]!)
    expect(ids[0]!).toBeGreaterThanOrEqual(0)
    expect(ids[1999]!).toBeLessThan(idSpace)
  })

  it('are as far apart as the bits that differ say', () => {
    for (let i = 0; i < 200; i++) {
      const [a, b] = [randomId(stream), randomId(stream)]
      expect(xorDistance(a, b)).toBe(Number(BigInt(a) ^ BigInt(b)))
    }
    expect(xorDistance(idSpace - 1, 0)).toBe(idSpace - 1)
  })

  it('share as many leading bits as their binary digits say', () => {
    const digits = (id: number): string => id.toString(2).padStart(52, '0')
    for (let bit = 0; bit < 52; bit++) {
      const a = randomId(stream)
      const other = digits(a).replace(/./g, (digit, i) => (i < bit ? digit : i > bit ? '0' : digit === '0' ? '1' : '0'))
      expect(sharedBits(a, parseInt(other, 2))).toBe(bit)
    }
    expect(sharedBits(5, 5)).toBe(52)
  })

  it('are found by bisection', () => {
    const ids = Float64Array.from([3, 5, 9, 20])
    expect([0, 3, 4, 9, 21].map((id) => lowerBound(ids, id, 0, 4))).toEqual([0, 0, 1, 2, 4])
    expect(lowerBound(ids, 1, 2, 4)).toBe(2)
  })
})

describe('a redraw', () => {
  const redraw = new Redraw()
  const drawn = (seed: number, a: number, b: number): number[] => {
    redraw.begin(seed, a, b)
    return Array.from({ length: 5 }, () => redraw.below(1000))
  }

  it('repeats itself for equal numbers and differs for others', () => {
    expect(drawn(1, 2, 3)).toEqual(drawn(1, 2, 3))
    for (const other of [drawn(2, 2, 3), drawn(1, 3, 2), drawn(1, 2, 4)]) expect(other).not.toEqual(drawn(1, 2, 3))
  })

  it('chooses each of ten numbers equally often, and no number twice', () => {
    const counts = new Float64Array(10)
    const chosen = new Int32Array(3)
    for (let node = 0; node < 20_000; node++) {
      redraw.begin(7, node, node % 5)
      expect(redraw.sample(10, 3, chosen)).toBe(3)
      expect(new Set(chosen).size).toBe(3)
      for (const number of chosen) counts[number]! += 1
    }
    // 6000 each; standard deviation sqrt(20 000 x 0.3 x 0.7) = 65.
    for (const count of counts) expect(Math.abs(count - 6000)).toBeLessThan(4.5 * 65)
  })

  it('takes all when there are no more', () => {
    const chosen = new Int32Array(5)
    expect(redraw.sample(3, 5, chosen)).toBe(3)
    expect([...chosen.subarray(0, 3)]).toEqual([0, 1, 2])
  })
})
