import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import { randomId, xorDistance } from '../shared/identifiers.ts'
import { Tables } from './tables.ts'

const keys = new RandomStream('1', 'keys')

function tablesOf(size: number, capacity: number): Tables {
  return new Tables(size, capacity, new RandomStream('1', 'ids'), new RandomStream('1', 'contacts'))
}

/** Number of leading bits that two ids share. */
function shared(a: number, b: number): number {
  let bits = 0
  for (let bit = 2 ** 51; bits < 52 && Math.floor(a / bit) === Math.floor(b / bit); bit /= 2) bits++
  return bits
}

describe('the tables of a node', () => {
  it('list everybody when buckets have room, the closest to the key first', () => {
    const tables = tablesOf(60, 64)
    for (let node = 0; node < 60; node++) {
      const key = randomId(keys)
      const known = tables.nearest(node, key, Infinity, false)
      const distances = [...tables.found.subarray(0, known)].map((other) => tables.distance(other, key))
      expect(known).toBe(59)
      expect(distances).toEqual(distances.toSorted((a, b) => a - b))
    }
  })

  it('list exactly those closer to the key than the node itself when asked to', () => {
    const tables = tablesOf(60, 64)
    const key = randomId(keys)
    for (let node = 0; node < 60; node++) {
      const own = tables.distance(node, key)
      const closer = [...tables.ids].filter((id) => xorDistance(id, key) < own).length
      const known = tables.nearest(node, key, Infinity, true)
      const found = [...tables.found.subarray(0, known)].filter((other) => tables.distance(other, key) < own)
      expect(found.length).toBe(closer)
    }
  })

  it('hold at most k contacts that share a given number of bits, all where there are no more, and always the same', () => {
    const tables = tablesOf(500, 4)
    const known = tables.nearest(123, randomId(keys), Infinity, false)
    const contacts = [...tables.found.subarray(0, known)]
    expect(new Set(contacts).size).toBe(known)
    for (let bits = 0; bits < 52; bits++) {
      const inBucket = (node: number): boolean => node !== 123 && shared(tables.ids[node]!, tables.ids[123]!) === bits
      const there = Array.from({ length: 500 }, (_, node) => node).filter(inBucket).length
      expect(contacts.filter(inBucket)).toHaveLength(Math.min(4, there))
    }
    const again = tables.nearest(123, randomId(keys), Infinity, false)
    expect(new Set(tables.found.subarray(0, again))).toEqual(new Set(contacts))
  })

  it('know the owner of a key to be the closest of the living', () => {
    const tables = tablesOf(100, 4)
    for (let i = 0; i < 100; i++) {
      const key = randomId(keys)
      const alive = (node: number): boolean => (node + i) % 3 > 0
      const living = [...tables.ids.keys()].filter(alive)
      const closest = living.reduce((a, b) => (tables.distance(b, key) < tables.distance(a, key) ? b : a))
      expect(tables.owner(key, alive)).toBe(closest)
    }
  })
})
