import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import type { PlainValue } from '../../parameter.ts'
import { idSpace, randomId } from '../shared/identifiers.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { Tables, circular } from './tables.ts'
import { tableEntries } from './theory.ts'

function responses(parameters: Record<string, PlainValue>): Record<string, number | null> {
  return simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon: Infinity }).responses
}

function tablesOf(nodes: number, leafSet: number, digitBits = 4, candidates = 1): Tables {
  const between = (a: number, b: number): number => Math.abs(a - b)
  const [ids, entries] = [new RandomStream('1', 'ids'), new RandomStream('1', 'entries')]
  return new Tables({ nodes, leafSet, digitBits, candidates }, ids, entries, between)
}

describe('Pastry', () => {
  it('of one node answers itself', () => {
    expect(responses({ nodes: 1 })).toMatchObject({ meanHops: 0, meanLatency: 0, wrongShare: 0, tableEntries: 0 })
  })

  it('always ends at the closest node when nobody has failed', () => {
    for (const variant of [{}, { digitBits: '1' }, { digitBits: '2', leafSet: 2 }, { candidates: 4 }]) {
      expect(responses({ nodes: 700, lookups: 600, ...variant })).toMatchObject({ wrongShare: 0, timeouts: 0 })
    }
  })

  it('takes fewer hops with longer digits, and with larger leaf sets', () => {
    const hops = (more: Record<string, PlainValue>): number => responses({ nodes: 4000, ...more })['meanHops']!
    expect(hops({ digitBits: '2' })).toBeLessThan(hops({ digitBits: '1' }))
    expect(hops({ digitBits: '4' })).toBeLessThan(hops({ digitBits: '2' }))
    expect(hops({ leafSet: 32 })).toBeLessThan(hops({ leafSet: 8 }))
  })

  it('takes less time, not fewer hops, when entries are chosen by proximity', () => {
    const [far, near] = [1, 16].map((candidates) =>
      responses({ nodes: 3000, candidates, underlay: 'transit-stub', lookups: 4000 }),
    )
    expect(near!['stretch']!).toBeLessThan(far!['stretch']! / 1.5)
    // Standard error of either mean: 0.01.
    expect(Math.abs(near!['meanHops']! - far!['meanHops']!)).toBeLessThan(0.06)
  })

  it('finds the closest of the living past dead entries, with time-outs', () => {
    const found = responses({ nodes: 2000, failedFraction: 0.1, lookups: 3000 })
    expect(found['timeouts']!).toBeGreaterThan(0.1)
    expect(found['wrongShare']!).toBeLessThan(0.02)
    expect(found['meanHops']!).toBeGreaterThan(responses({ nodes: 2000, lookups: 3000 })['meanHops']!)
  })

  it('refuses an odd leaf set, and failures that leave nobody', () => {
    expect(() => responses({ leafSet: 15 })).toThrow('even number')
    expect(() => responses({ nodes: 3, failedFraction: 0.99 })).toThrow('nobody alive')
  })
})

describe('the tables of a node', () => {
  it('have in row r one entry for each other digit, where somebody has it, and the entry towards a key among them', () => {
    const tables = tablesOf(300, 16)
    const key = randomId(new RandomStream('1', 'keys'))
    for (let node = 0; node < 300; node += 7) {
      const found: number[] = []
      tables.rows(node, 0, (entry) => found.push(entry))
      const prefixes = new Set<string>()
      for (let other = 0; other < 300; other++) {
        if (other === node) continue
        const row = tables.shared(other, tables.ids[node]!)
        prefixes.add(`${row}/${Math.floor((tables.ids[other]! / idSpace) * 16 ** (row + 1))}`)
      }
      expect(found).toHaveLength(prefixes.size)
      expect(new Set(found).size).toBe(found.length)
      const row = tables.shared(node, key)
      const towards = tables.towards(node, key, row)
      if (towards >= 0) {
        expect(tables.shared(towards, key)).toBeGreaterThan(row)
        expect(found).toContain(towards)
      }
    }
  })

  it('have leaf sets that go round the circle', () => {
    const tables = tablesOf(100, 8)
    expect([-4, -1, 1, 4].map((place) => tables.leaf(1, place))).toEqual([97, 0, 2, 5])
    expect(tables.covers(1, tables.ids[98]!)).toBe(true)
    expect(tables.covers(1, tables.ids[5]!)).toBe(true)
    expect(tables.covers(1, tables.ids[6]!)).toBe(false)
  })

  it('know the owner of a key to be the closest of the living', () => {
    const tables = tablesOf(60, 8)
    const keys = new RandomStream('2', 'keys')
    const dead = Uint8Array.from({ length: 60 }, (_, node) => (node % 3 === 0 ? 1 : 0))
    for (let i = 0; i < 100; i++) {
      const key = randomId(keys)
      const living = [...tables.ids.keys()].filter((node) => dead[node] === 0)
      const distance = (node: number): number => circular(tables.ids[node]!, key)
      expect(tables.owner(key, dead)).toBe(living.reduce((a, b) => (distance(b) < distance(a) ? b : a)))
    }
  })
})

describe('the theory of tables', () => {
  it('knows small networks by heart', () => {
    const entries = (nodes: number, digitBits: number): number => tableEntries({ nodes, digitBits })
    expect(entries(1, 4)).toBe(0)
    // The other one has its place in one row.
    expect(entries(2, 4)).toBeCloseTo(1, 12)
    // Of three with digits of one bit: the others share a row with probability 1/3, as they are on the same side then.
    expect(entries(3, 1)).toBeCloseTo(2 - 1 / 3, 12)
  })
})
