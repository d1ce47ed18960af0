import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import { randomId, xorDistance } from './identifiers.ts'
import { Roster } from './roster.ts'

const stream = new RandomStream('1', 'roster')

/** A roster after many have come and half have gone, with the ids of the living by number. */
function busy(expected: number): { roster: Roster; living: Map<number, number> } {
  const roster = new Roster(expected)
  const living = new Map<number, number>()
  for (let i = 0; i < 4 * expected; i++) {
    const id = randomId(stream)
    living.set(roster.enter(id), id)
    if (i % 2 === 1) {
      const leaver = roster.anyone(stream)
      roster.leave(leaver)
      living.delete(leaver)
    }
  }
  return { roster, living }
}

describe('a roster', () => {
  const { roster, living } = busy(100)
  const keys = Array.from({ length: 300 }, () => randomId(stream))
  const nodes = [...living.keys()]

  it('knows who is alive, and the ids of all', () => {
    expect(roster.size).toBe(living.size)
    for (let node = 0; node < 400; node++) expect(roster.isAlive(node)).toBe(living.has(node))
    for (const [node, id] of living) expect(roster.idOf(node)).toBe(id)
  })

  it('gives slots again, no two living nodes the same, and numbers never', () => {
    expect(new Set(nodes.map((node) => roster.slotOf(node))).size).toBe(nodes.length)
    expect(roster.slots).toBeLessThanOrEqual(202)
    expect(roster.enter(randomId(stream))).toBe(400)
    roster.leave(400)
  })

  it('refuses an id that is taken', () => {
    expect(roster.enter(roster.idOf(nodes[0]!))).toBe(-1)
    expect(roster.size).toBe(living.size)
  })

  it('finds the neighbours of a key on the circle as a search through all does', () => {
    const sorted = nodes.toSorted((a, b) => roster.idOf(a) - roster.idOf(b))
    for (const key of [0, ...keys]) {
      const next = sorted.findIndex((node) => roster.idOf(node) >= key)
      expect(roster.atOrAfter(key)).toBe(sorted[Math.max(0, next)])
      expect(roster.before(key)).toBe(sorted.at(next <= 0 ? -1 : next - 1))
    }
  })

  it('finds the stretch that holds the node closest by exclusive or', () => {
    for (const key of keys) {
      const distance = (node: number): number => xorDistance(roster.idOf(node), key)
      const closest = nodes.reduce((best, node) => (distance(node) < distance(best) ? node : best))
      expect(roster.nearestStretch(key)).toContain(closest)
    }
  })

  it('draws every living node equally often', () => {
    const counts = new Map(nodes.map((node) => [node, 0]))
    for (let i = 0; i < 100 * nodes.length; i++) {
      const node = roster.anyone(stream)
      counts.set(node, counts.get(node)! + 1)
    }
    // 100 each, standard deviation 10.
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(48)
  })
})
