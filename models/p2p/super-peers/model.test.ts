import { describe, expect, it } from 'vitest'
import { Simulation } from '../../../engine/index.ts'
import type { PlainValue } from '../../parameter.ts'
import { simulate } from '../../simulate.ts'
import { equalClusters } from './clusters.ts'
import model from './model.ts'
import { completeOverlay, type Overlay, regularOverlay } from './overlay.ts'
import { fewestSuperPeers, SelfOrganisation } from './sg-1.ts'
import { Traffic } from './traffic.ts'

const run = (parameters: Record<string, PlainValue>, horizon = 5) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses as Record<
    string,
    number
  >

const stream = (name = 'test') => new Simulation({ seed: 'super-peers' }).stream(name)

const rules = {
  ttl: 5,
  match: 1,
  queryBytes: 10,
  responseBytes: 100,
  resultBytes: 7,
  joinBytes: 1000,
  updateBytes: 20,
}

/** Clusters 0 - 1 - 2 in a line. */
const line: Overlay = {
  clusters: 3,
  complete: false,
  start: Int32Array.of(0, 1, 3, 4),
  neighbour: Int32Array.of(1, 0, 2, 1),
}

describe('overlays', () => {
  it('give each cluster as many distinct neighbours as wanted, both ways', () => {
    for (const degree of [2, 3, 6]) {
      const { start, neighbour } = regularOverlay(200, degree, stream())
      const row = (cluster: number) => [...neighbour.subarray(start[cluster], start[cluster + 1])]
      let missing = 0
      for (let cluster = 0; cluster < 200; cluster++) {
        expect(new Set(row(cluster)).size).toBe(row(cluster).length)
        expect(row(cluster)).not.toContain(cluster)
        for (const other of row(cluster)) expect(row(other)).toContain(cluster)
        missing += degree - row(cluster).length
      }
      expect(missing).toBeLessThanOrEqual(degree)
    }
  })

  it('reach everybody when the query goes far enough', () => {
    for (const degree of [2, 3, 4]) expect(run({ peers: 500, degree, ttl: 1000 }, 20)['reach']).toBe(49)
  })
})

describe('a query', () => {
  it('goes to the super-peer, on to others, and back with what they have', () => {
    // Two peers a cluster: 0, 1, 2 are super-peers and 3, 4, 5 their clients.
    const traffic = new Traffic(rules, line, equalClusters(6, 3, 1), stream())
    traffic.query(3)
    const [own, other] = [100 + 7, 100 + 2 * 7]
    expect([...traffic.sent]).toEqual([10 + own + 2 * other, 10 + 2 * other, other])
    expect([...traffic.received]).toEqual([10 + 2 * other, 10 + other, 10])
    expect([traffic.clientSent, traffic.clientReceived]).toEqual([10, own + 2 * other])
    expect([traffic.results, traffic.responses, traffic.responseHops]).toEqual([5, 2, 3])
  })

  it('of a super-peer costs no client anything', () => {
    const traffic = new Traffic(rules, line, equalClusters(6, 3, 1), stream())
    traffic.query(1)
    expect([traffic.clientSent, traffic.clientReceived]).toEqual([0, 0])
  })

  it('stops after its hops', () => {
    const traffic = new Traffic({ ...rules, ttl: 1 }, line, equalClusters(6, 3, 1), stream())
    traffic.query(0)
    expect([traffic.reached, traffic.forwarded, traffic.duplicates]).toEqual([1, 1, 0])
  })

  it('costs the same in a complete overlay whether its links are written down or not', () => {
    const start = Int32Array.of(0, 3, 6, 9, 12)
    const neighbour = Int32Array.of(1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2)
    for (const ttl of [1, 2, 3]) {
      const [one, other] = [completeOverlay(4), { clusters: 4, complete: false, start, neighbour }].map((overlay) => {
        const traffic = new Traffic({ ...rules, ttl }, overlay, equalClusters(12, 4, 1), stream())
        for (const peer of [0, 5, 11]) traffic.query(peer)
        return traffic
      })
      expect([...one!.sent]).toEqual([...other!.sent])
      expect([...one!.received]).toEqual([...other!.received])
      expect(one!.duplicates).toBe(other!.duplicates)
    }
  })

  it('is counted in bytes however many there are', () => {
    const traffic = new Traffic({ ...rules, ttl: 1 }, completeOverlay(2), equalClusters(4, 2, 1), stream())
    for (let i = 0; i < 1000; i++) traffic.query(0)
    // One response with two results to each, and none of its own to a super-peer that asks.
    expect([...traffic.sent]).toEqual([1000 * 10, 1000 * (100 + 2 * 7)])
    expect([...traffic.received]).toEqual([1000 * (100 + 2 * 7), 1000 * 10])
    traffic.reset()
    expect([...traffic.sent, ...traffic.received]).toEqual([0, 0, 0, 0])
  })

  it('leaves nothing unaccounted: what is sent is received', () => {
    const traffic = new Traffic(
      { ...rules, match: 0.1 },
      regularOverlay(20, 3, stream()),
      equalClusters(100, 20, 2),
      stream('matches'),
    )
    for (let peer = 0; peer < 100; peer++) {
      traffic.query(peer)
      traffic.tell(peer, 'join')
      traffic.tell(peer, 'update')
    }
    const total = (bytes: Float64Array) => bytes.reduce((a, b) => a + b)
    expect(total(traffic.sent) + traffic.clientSent).toBe(total(traffic.received) + traffic.clientReceived)
  })
})

describe('super-peers that fail', () => {
  it('are asked in vain, while others of the cluster serve', () => {
    const traffic = new Traffic(rules, line, equalClusters(12, 3, 2), stream())
    traffic.up[0] = 0
    traffic.query(9)
    expect([traffic.queries, traffic.unserved, traffic.forwarded]).toEqual([1, 1, 0])
    traffic.up[0] = 1
    traffic.query(9)
    expect([traffic.queries, traffic.unserved, traffic.reached]).toEqual([2, 1, 2])
  })

  it('let no query through to those behind them', () => {
    const traffic = new Traffic(rules, line, equalClusters(6, 3, 1), stream())
    traffic.up[1] = 0
    traffic.query(0)
    // One message is sent, and nobody hears it.
    expect([traffic.forwarded, traffic.reached, traffic.sent[0], traffic.received[1]]).toEqual([1, 0, 10, 0])
  })

  it('cost the same in a complete overlay whether its links are written down or not', () => {
    const start = Int32Array.of(0, 3, 6, 9, 12)
    const neighbour = Int32Array.of(1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2)
    for (const ttl of [1, 2]) {
      const [one, other] = [completeOverlay(4), { clusters: 4, complete: false, start, neighbour }].map((overlay) => {
        const traffic = new Traffic({ ...rules, ttl }, overlay, equalClusters(12, 4, 1), stream())
        traffic.up[2] = 0
        for (const peer of [0, 5, 11]) traffic.query(peer)
        return traffic
      })
      expect([...one!.sent]).toEqual([...other!.sent])
      expect([...one!.received]).toEqual([...other!.received])
      expect([one!.duplicates, one!.reached]).toEqual([other!.duplicates, other!.reached])
    }
  })

  it('are told everything by the rest of the cluster when they are new', () => {
    const traffic = new Traffic(rules, completeOverlay(2), equalClusters(8, 2, 2), stream())
    traffic.up[1] = 1
    traffic.replace(1, 4)
    // Of the three others one is a super-peer.
    expect([traffic.up[1], traffic.received[1], traffic.sent[1], traffic.clientSent]).toEqual([2, 3000, 1000, 2000])
  })
})

describe('telling of files', () => {
  it('goes to every super-peer of the cluster but oneself', () => {
    const traffic = new Traffic(rules, completeOverlay(2), equalClusters(8, 2, 2), stream())
    traffic.tell(7, 'join')
    expect([...traffic.received, traffic.clientSent]).toEqual([0, 2000, 2000])
    traffic.tell(0, 'update')
    expect([...traffic.received, ...traffic.sent]).toEqual([20, 2000, 20, 0])
  })
})

describe('the rules of thumb', () => {
  it('hold: larger clusters lower what all send, and raise what a super-peer bears', () => {
    const sizes = [10, 50, 250].map((clusterSize) => run({ clusterSize, overlay: 'complete', ttl: 1 }, 10))
    const loads = (metric: string) => sizes.map((found) => found[metric]!)
    expect(loads('aggregateLoad')).toEqual(loads('aggregateLoad').toSorted((a, b) => b - a))
    expect(loads('superPeerLoad')[2]!).toBeGreaterThan(loads('superPeerLoad')[1]!)
  })

  it('hold: more neighbours bring responses over fewer hops', () => {
    const [few, many] = [4, 16].map((degree) => run({ degree })['pathLength']!)
    expect(many).toBeLessThan(few! - 1)
  })

  it('hold: hops beyond those needed bring messages and no results', () => {
    const [enough, more] = [8, 12].map((ttl) => run({ degree: 8, clusterSize: 50, ttl }))
    expect(more!['results']).toBe(enough!['results'])
    expect(run({ degree: 8, clusterSize: 50, ttl: 3 })['duplicates']).toBeLessThan(more!['duplicates']!)
  })
})

describe('super-peers that choose themselves', () => {
  const capacity = Int32Array.from({ length: 3000 }, (_, peer) => 1 + ((peer * 7919) % 100))

  it('serve every other peer once, nobody more than it can', () => {
    const organisation = new SelfOrganisation(capacity, 10, stream())
    for (let cycle = 0; cycle < 12; cycle++) {
      organisation.cycle()
      const { cluster, count, isSuperPeer } = organisation.clusters()
      const size = new Int32Array(count)
      for (const each of cluster) size[each]!++
      for (let i = 0; i < count; i++) {
        const superPeer = organisation.superPeers[i]!
        expect(isSuperPeer(superPeer)).toBe(true)
        expect(cluster[superPeer]).toBe(i)
        expect(size[i]).toBe(organisation.load[superPeer]! + 1)
        expect(organisation.load[superPeer]).toBeLessThanOrEqual(capacity[superPeer]!)
      }
    }
  })

  it('become fewer, down to the fewest that can serve all', () => {
    const organisation = new SelfOrganisation(capacity, 30, stream())
    let last = organisation.count
    for (let cycle = 0; cycle < 60; cycle++) {
      organisation.cycle()
      expect(organisation.count).toBeLessThanOrEqual(last)
      last = organisation.count
    }
    const least = fewestSuperPeers(capacity)
    expect(last).toBeGreaterThanOrEqual(least)
    expect(last).toBeLessThanOrEqual(least + 1)
  })

  it('take the clients of crashed ones over again', () => {
    const organisation = new SelfOrganisation(capacity, 30, stream())
    for (let cycle = 0; cycle < 40; cycle++) organisation.cycle()
    const before = organisation.count
    organisation.crash(0.5, stream('crash'))
    // Half of the clients have lost their super-peers, give or take what the few large clusters decide.
    expect(organisation.count).toBeGreaterThan(5 * before)
    const { cluster } = organisation.clusters()
    expect(cluster.filter((each) => each >= 0)).toHaveLength(1500)
    expect(organisation.living()).toHaveLength(1500)
    for (let cycle = 0; cycle < 60; cycle++) organisation.cycle()
    const least = fewestSuperPeers(organisation.living())
    expect(organisation.count).toBeGreaterThanOrEqual(least)
    expect(organisation.count).toBeLessThanOrEqual(least + 1)
    let served = organisation.count
    for (let i = 0; i < organisation.count; i++) served += organisation.load[organisation.superPeers[i]!]!
    expect(served).toBe(1500)
  })

  it('are as few as their capacities allow', () => {
    expect(fewestSuperPeers(Int32Array.of(1, 1, 1, 1))).toBe(2)
    expect(fewestSuperPeers(Int32Array.of(1, 9, 1, 1))).toBe(1)
    expect(fewestSuperPeers(Int32Array.of(1, 2, 1, 3, 1, 1, 1, 1))).toBe(3)
  })

  it('carry the traffic of their clusters', () => {
    const found = run({ formation: 'sg-1', peers: 2000, maxCapacity: 50, match: 0.01 }, 20)
    expect(found['superPeers']).toBeGreaterThanOrEqual(found['fewest']!)
    expect(found['reach']).toBe(found['superPeers']! - 1)
  })
})
