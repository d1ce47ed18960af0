import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import { Ring, evenIds, exponentBelow, idSpace, randomId, randomIds } from './ring.ts'

/** A ring of the papers, whose ids have few bits: they become the leading bits of ours. */
const paperRing = (bits: number, ids: number[]): Ring =>
  new Ring(Float64Array.from(ids, (id) => (id * idSpace) / (1 << bits)))

describe('a ring', () => {
  it('has the finger tables of figure 3 of the SIGCOMM paper', () => {
    const ring = paperRing(3, [0, 1, 3])
    const fingersOf = (position: number): (number | undefined)[] =>
      [49, 50, 51].map((exponent) => ring.finger(position, exponent))
    // Positions 0, 1, 2 have the ids 0, 1, 3.
    expect([0, 1, 2].map(fingersOf)).toEqual([
      [1, 2, 0],
      [2, 2, 0],
      [0, 0, 0],
    ])
  })

  it('gives keys to the owners of figure 2 of the SIGCOMM paper', () => {
    const ring = paperRing(3, [0, 1, 3])
    expect([1, 2, 6].map((key) => ring.ownerOf((key * idSpace) / 8))).toEqual([1, 2, 0])
  })

  it('finds the same owners and fingers as a search through all nodes', () => {
    const stream = new RandomStream('ring', 'ids')
    const ring = new Ring(randomIds(300, stream))
    const search = (id: number): number =>
      Math.max(
        0,
        ring.ids.findIndex((candidate) => candidate >= id),
      )
    const keys = Array.from({ length: 500 }, () => randomId(stream))
    expect(keys.map((key) => ring.ownerOf(key))).toEqual(keys.map(search))
    for (let exponent = 51; ring.finger(0, exponent) !== undefined; exponent--) {
      const targets = Array.from(ring.ids, (id) => (id + idSpace / 2 ** (52 - exponent)) % idSpace)
      expect(targets.map((_, position) => ring.finger(position, exponent))).toEqual(targets.map(search))
    }
  })

  it('is a full circle from a node to itself', () => {
    expect(new Ring(evenIds(4)).distance(2, 2)).toBe(idSpace)
    expect(new Ring(evenIds(4)).distance(3, 0)).toBe(idSpace / 4)
  })

  it.each([
    [2, 0],
    [3, 1],
    [4, 1],
    [5, 2],
    [idSpace / 2, 50],
    [idSpace / 2 + 1, 51],
    [idSpace, 51],
  ])('sees below a distance of %d the power of two with exponent %d', (distance, exponent) => {
    expect(exponentBelow(distance)).toBe(exponent)
  })
})
