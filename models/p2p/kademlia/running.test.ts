import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import type { PlainValue } from '../../parameter.ts'
import { randomId, xorDistance } from '../shared/identifiers.ts'
import { Roster } from '../shared/roster.ts'
import { simulate } from '../../simulate.ts'
import { Buckets } from './buckets.ts'
import model from './model.ts'
import { ANSWERED, DEAD, Shortlist } from './shortlist.ts'

const stream = new RandomStream('1', 'running')

function responses(parameters: Record<string, PlainValue>, warmUp: number, horizon: number) {
  const all = { protocol: 'running', lookups: 1e9, ...parameters }
  return simulate(model, { parameters: all, seed: 'behaviour', replication: 0, warmUp, horizon }).responses
}

/** A node that has seen all of a crowd. */
function crowd(size: number, capacity: number): { roster: Roster; buckets: Buckets } {
  const roster = new Roster(size)
  const buckets = new Buckets(roster, capacity, size)
  for (let i = 0; i < size; i++) buckets.clear(roster.enter(randomId(stream)), 0)
  for (let node = 1; node < size; node++) buckets.see(0, node)
  return { roster, buckets }
}

describe('the buckets of a running node', () => {
  it('list everybody when they have room, the closest to the key first', () => {
    const { roster, buckets } = crowd(60, 64)
    const key = randomId(stream)
    expect(buckets.nearest(0, key, Infinity, false)).toBe(59)
    const distances = [...buckets.found.subarray(0, 59)].map((node) => xorDistance(roster.idOf(node), key))
    expect(distances).toEqual(distances.toSorted((a, b) => a - b))
    const own = xorDistance(roster.idOf(0), key)
    expect(buckets.nearest(0, key, Infinity, true)).toBe(distances.filter((distance) => distance < own).length)
  })

  it('give a newcomer no place in a full bucket, and name the one that was not seen for longest', () => {
    const { buckets, roster } = crowd(3, 1)
    const far = [1, 2].filter((node) => buckets.levelOf(0, roster.idOf(node)) === 0)
    // Nodes of the other half come one by one.
    while (far.length < 3) {
      const node = roster.enter(randomId(stream))
      buckets.clear(node, 0)
      if (buckets.levelOf(0, roster.idOf(node)) !== 0) continue
      far.push(node)
    }
    buckets.see(0, far[0]!)
    expect(buckets.see(0, far[1]!)).toBe(far[0])
    buckets.forget(0, far[0]!)
    expect(buckets.see(0, far[1]!)).toBe(-1)
    expect(buckets.see(0, far[2]!)).toBe(far[1])
  })
})

describe('a shortlist', () => {
  it('keeps the closest, asks them in turn and passes over the dead', () => {
    const list = new Shortlist(4)
    list.begin(0, 7, 100)
    for (const id of [50, 20, 70, 20, 90, 10]) list.add(id, id, 1)
    expect([...list.nodes.subarray(0, list.size)]).toEqual([10, 20, 50, 70])
    expect(list.next(2)).toBe(0)
    list.states[0] = DEAD
    expect([list.closest(), list.next(1), list.complete(1)]).toEqual([1, 1, false])
    list.states[1] = ANSWERED
    expect([list.next(1), list.next(2), list.complete(1), list.complete(2)]).toEqual([-1, 2, true, false])
  })
})

describe('a running Kademlia network', () => {
  it('is built by its own protocol: nodes that join one after the other come to be found', () => {
    const built = { nodes: 200, bucketSize: 8, churn: false, joinPhase: 300, style: 'recursive', lookupInterval: 20 }
    const { wrongShare, timeouts, livingNodes } = responses(built, 1000, 1200)
    expect({ wrongShare, timeouts, livingNodes }).toEqual({ wrongShare: 0, timeouts: 0, livingNodes: 200 })
  })

  it('takes the same way as at rest when nobody comes or goes, asked or forwarded', () => {
    const quiet = { nodes: 300, bucketSize: 8, churn: false, parallel: 1, lookupInterval: 5 }
    for (const style of ['iterative', 'recursive']) {
      const { meanHops, wrongShare, timeouts } = responses({ ...quiet, style }, 0, 60)
      expect({ wrongShare, timeouts }).toEqual({ wrongShare: 0, timeouts: 0 })
      const rest = simulate(model, {
        parameters: { nodes: 300, bucketSize: 8, parallel: 1, style, lookups: 3600 },
        seed: 'behaviour',
        replication: 0,
        warmUp: 0,
        horizon: Infinity,
      }).responses
      expect(Math.abs(meanHops! / rest['meanHops']! - 1)).toBeLessThan(0.04)
    }
  })

  it('waits for fewer dead contacts the more often it refreshes, and sends more', () => {
    const sessions = { nodes: 200, bucketSize: 8, lifetime: 'exponential(30min)', lookupInterval: 300 }
    const runs = ['constant(2h)', 'constant(10min)'].map((refreshPeriod) =>
      responses({ ...sessions, refreshPeriod }, 3600, 7200),
    )
    expect(runs[1]!['deadShare']!).toBeLessThan(runs[0]!['deadShare']!)
    expect(runs[1]!['timeouts']!).toBeLessThan(runs[0]!['timeouts']!)
    expect(runs[1]!['maintenanceBandwidth']!).toBeGreaterThan(1.5 * runs[0]!['maintenanceBandwidth']!)
    for (const { failedShare } of runs) expect(failedShare!).toBeLessThan(0.01)
  })

  it('asks several at a time for speed, and pays in bytes', () => {
    const sessions = { nodes: 200, bucketSize: 8, lifetime: 'weibull(0.5, 600s)', lookupInterval: 60 }
    const [one, five] = [1, 5].map((parallel) => responses({ ...sessions, parallel }, 3600, 6000))
    expect(five!['meanLatency']!).toBeLessThan(one!['meanLatency']!)
    expect(five!['lookupBandwidth']!).toBeGreaterThan(one!['lookupBandwidth']!)
  })

  it('refuses simultaneous failures beside its own departures', () => {
    expect(() => responses({ failedFraction: 0.1 }, 0, 10)).toThrow('failedFraction')
  })
})
