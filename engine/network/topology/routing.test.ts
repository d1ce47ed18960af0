import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../random/stream.ts'
import { TopologyBuilder } from './builder.ts'
import { ClosedForm, routingOf } from './closed-form.ts'
import { latencyOf, type Routing } from './routing.ts'
import { ShortestPaths } from './shortest-paths.ts'
import { topologies } from './topologies.ts'
import type { Topology } from './topology.ts'

const links = { latency: 0.001, bandwidth: 1e9 }
const stream = (name: string): RandomStream => new RandomStream('routing', name)

function graph(hosts: number, ...connections: [a: number, b: number, latency: number][]): Topology {
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  for (const [a, b, latency] of connections) builder.connect(a, b, { latency, bandwidth: 1 })
  return builder.build()
}

/** Least latency in units of a millisecond, and fewest hops for it, between all hosts: Floyd and Warshall. */
function allPairs(topology: Topology, byHops: boolean, isUp = (_: number): boolean => true): number[][] {
  const { hosts } = topology
  const best = Array.from({ length: hosts }, (_, a) =>
    Array.from({ length: hosts }, (_, b) => (a === b ? 0 : Infinity)),
  )
  // One number for both, as hops never reach a thousand.
  for (let link = 0; link < topology.links; link++) {
    if (!topology.has(link) || !isUp(link)) continue
    const row = best[topology.from[link]!]!
    const cost = (byHops ? 0 : Math.round(topology.latency[link]! * 1000) * 1000) + 1
    row[topology.to[link]!] = Math.min(row[topology.to[link]!]!, cost)
  }
  for (let via = 0; via < hosts; via++)
    for (const row of best) for (let b = 0; b < hosts; b++) row[b] = Math.min(row[b]!, row[via]! + best[via]![b]!)
  return best
}

function expectShortest(routing: Routing, byHops = false): void {
  const { topology } = routing
  const best = allPairs(topology, byHops, (link) => routing.isUp(link))
  for (let a = 0; a < topology.hosts; a++) {
    for (let b = 0; b < topology.hosts; b++) {
      if (best[a]![b] === Infinity) {
        expect(routing.nextLink(a, b)).toBe(-1)
        continue
      }
      const path = routing.path(a, b)
      const latency = byHops ? 0 : Math.round(latencyOf(topology, path) * 1000) * 1000
      expect(latency + path.length).toBe(best[a]![b])
    }
  }
}

/** A graph with few different latencies, some of them zero, so that many ways are equal. */
function tangled(name: string): Topology {
  const draws = stream(name)
  const latency = (): number => draws.integer(0, 4) / 1000
  return topologies.erdosRenyi(30, 0.12, { latency, bandwidth: 1 }, draws, { connected: 'as drawn' })
}

describe('shortest paths', () => {
  it('have the least latency, and among those the fewest hops', () => {
    for (let i = 0; i < 10; i++) expectShortest(new ShortestPaths(tangled(`graph-${i}`)))
  })

  it('have the fewest hops when asked for', () => {
    for (let i = 0; i < 10; i++) expectShortest(new ShortestPaths(tangled(`graph-${i}`), { by: 'hops' }), true)
  })

  it('of equal latency: fewest hops win', () => {
    const topology = graph(4, [0, 1, 1], [1, 2, 1], [2, 3, 1], [0, 3, 3])
    expect([...new ShortestPaths(topology).path(0, 3)]).toEqual([6])
  })

  it('of equal latency and hops: the smallest link id wins at each host', () => {
    const topology = graph(4, [0, 2, 1], [0, 1, 1], [1, 3, 1], [2, 3, 1])
    expect([...new ShortestPaths(topology).path(0, 3)]).toEqual([0, 6])
    expect([...new ShortestPaths(topology, { by: 'hops' }).path(3, 0)]).toEqual([5, 3])
  })

  it('take 0.1 + 0.2 and 0.3 for equal, which their floating-point sums are not', () => {
    const topology = graph(4, [0, 1, 0.1], [1, 3, 0.2], [0, 2, 0.3], [2, 3, 0])
    expect(new ShortestPaths(topology).nextLink(0, 3)).toBe(0)
    const mirrored = graph(4, [0, 2, 0.3], [2, 3, 0], [0, 1, 0.1], [1, 3, 0.2])
    expect(new ShortestPaths(mirrored).nextLink(0, 3)).toBe(0)
  })

  it('never take the way back of a one-way link', () => {
    const builder = new TopologyBuilder()
    builder.addHosts(3)
    builder.connectOneWay(0, 1, { latency: 1, bandwidth: 1 })
    builder.connectOneWay(1, 2, { latency: 1, bandwidth: 1 })
    builder.connectOneWay(2, 0, { latency: 1, bandwidth: 1 })
    for (const by of ['latency', 'hops'] as const)
      expect([...new ShortestPaths(builder.build(), { by }).path(1, 0)]).toEqual([2, 4])
  })

  it('lead from a host to itself by no link', () => {
    const routing = new ShortestPaths(graph(2, [0, 1, 1]))
    expect([routing.path(1, 1).length, routing.nextLink(1, 1)]).toEqual([0, -1])
  })

  it('go round a link that is down, and take it again when it is up', () => {
    const topology = tangled('faults')
    for (const by of ['latency', 'hops'] as const) {
      const routing = new ShortestPaths(topology, { by })
      const draws = stream('down')
      expectShortest(routing, by === 'hops')
      for (let round = 0; round < 6; round++) {
        for (let i = 0; i < 8; i++) routing.setUp(draws.integer(0, topology.links - 1), draws.bernoulli(0.3))
        expectShortest(routing, by === 'hops')
      }
    }
  })

  it('count the changes of links, not the calls', () => {
    const routing = new ShortestPaths(graph(2, [0, 1, 1]))
    routing.setUp(0, true)
    expect([routing.changes, routing.isUp(0)]).toEqual([0, true])
    routing.setUp(0, false)
    routing.setUp(0, false)
    expect([routing.changes, routing.isUp(0), routing.isUp(1)]).toEqual([1, false, true])
    expect(routing.nextLink(0, 1)).toBe(-1)
    expect([...routing.path(1, 0)]).toEqual([1])
    expect(() => routing.path(0, 1)).toThrow('No path leads from host "host-0" to host "host-1". Connect them')
  })

  it('are kept in no more memory than allowed, the least recently used tree going first', () => {
    const topology = topologies.erdosRenyi(50, 0.1, links, stream('memory'))
    const routing = new ShortestPaths(topology, { cacheBytes: 3 * 4 * 50 })
    for (const to of [1, 2, 3, 1, 4]) routing.nextLink(0, to)
    expect(routing.cached).toBe(3)
    const tight = new ShortestPaths(topology, { cacheBytes: 0 })
    expectShortest(tight)
    expect(tight.cached).toBe(1)
  })

  it('spread over equal ways by destination when asked to', () => {
    const topology = topologies.fatTree(8, links)
    const routing = new ShortestPaths(topology, { ties: 'spread' })
    const load = new Map<number, number>()
    for (let to = 4; to < topology.terminals; to++) {
      const second = routing.path(0, to)[1]!
      load.set(second, (load.get(second) ?? 0) + 1)
      expect(routing.path(0, to)).toEqual(new ShortestPaths(topology, { ties: 'spread' }).path(0, to))
    }
    // 124 destinations over 4 uplinks: four binomial deviations around 31.
    expect(load.size).toBe(4)
    for (const count of load.values()) expect(Math.abs(count - 31)).toBeLessThan(4 * Math.sqrt(31 * 0.75))
  })

  it.each([
    [(r: Routing) => r.path(0, 9), 'Host 9: expected the id of a host, an integer from 0 to 1.'],
    [(r: Routing) => r.path(-1, 0), 'Host -1'],
    [(r: Routing) => r.nextLink(0, 9), 'Host 9'],
    [(r: Routing) => r.setUp(7, false), 'Link 7: expected the id of a link, an integer from 0 to 1.'],
    [(r: Routing) => new ShortestPaths(r.topology, { cacheBytes: NaN }), 'cacheBytes = NaN'],
    [(r: Routing) => new ShortestPaths(r.topology, { by: 'cost' as never }), 'by = "cost"'],
    [(r: Routing) => new ClosedForm(r.topology), 'this topology has no regular form'],
  ])('refuse what they do not know (%#)', (attempt, message) => {
    expect(() => attempt(new ShortestPaths(graph(2, [0, 1, 1])))).toThrow(message)
  })
})

describe('routing by arithmetic', () => {
  it.each([
    ['star', topologies.star(6, links)],
    ['bus', topologies.bus(5, links)],
    ['dumbbell', topologies.dumbbell(3, 4, { access: links, bottleneck: { latency: 0.01, bandwidth: 1 } })],
    ['full mesh', topologies.fullMesh(7, links)],
    ['odd ring', topologies.ring(7, links)],
    ['even ring', topologies.ring(8, links)],
    ['line', topologies.line(6, links)],
    ['tree', topologies.tree(3, 3, links)],
    ['tree of any latencies', topologies.tree(2, 4, { latency: (a, b) => (a + b) / 1000, bandwidth: 1 })],
    ['torus', topologies.torus([5, 4, 3], links)],
    ['cube', topologies.torus([2, 2, 2], links)],
    ['flat torus', topologies.torus([4, 1, 2], links)],
  ])('takes the very links that a search takes: %s', (_, topology) => {
    const [formula, search] = [routingOf(topology), new ShortestPaths(topology)]
    expect(formula).toBeInstanceOf(ClosedForm)
    for (let a = 0; a < topology.hosts; a++)
      for (let b = 0; b < topology.hosts; b++) expect(formula.nextLink(a, b)).toBe(search.nextLink(a, b))
  })

  it('takes shortest paths in a fat tree, and uses all links alike when all hosts send to all', () => {
    const topology = topologies.fatTree(4, links)
    const routing = routingOf(topology)
    expectShortest(routing)
    const load = new Int32Array(topology.links)
    for (let a = 0; a < 16; a++) for (let b = 0; b < 16; b++) for (const link of routing.path(a, b)) load[link]!++
    const between = (low: number, high: number): Set<number> => new Set(load.subarray(low, high))
    // Hosts to edge: 15 each. Edge upwards: 2 hosts x 14 others over 2 links. Aggregation upwards: 4 x 12 over 4 links.
    expect(between(0, 32)).toEqual(new Set([15]))
    expect(between(32, 64)).toEqual(new Set([14]))
    expect(between(64, 96)).toEqual(new Set([12]))
  })

  it('is given up for a search while a link is down', () => {
    for (const topology of [topologies.ring(8, links), topologies.torus([4, 3], links), topologies.fatTree(4, links)]) {
      const routing = routingOf(topology)
      routing.setUp(routing.path(0, 1)[0]!, false)
      expectShortest(routing)
      expect(routing.changes).toBe(1)
    }
    const star = routingOf(topologies.star(3, links))
    star.setUp(1, false)
    expect([star.nextLink(3, 0), star.nextLink(3, 1), star.isUp(1)]).toEqual([-1, 3, false])
    star.setUp(1, true)
    expect(star.nextLink(3, 0)).toBe(1)
  })

  it('is not tried where latencies differ and may make a longer way quicker', () => {
    const topology = topologies.ring(6, { latency: (a) => a + 1, bandwidth: 1 })
    const routing = routingOf(topology)
    expect(routing).toBeInstanceOf(ShortestPaths)
    expectShortest(routing)
  })

  it('serves a torus of a million hosts without memory', () => {
    const routing = routingOf(topologies.torus([1000, 1000], links))
    expect(routing.path(0, 500_500).length).toBe(1000)
    expect(routing.path(999_999, 0).length).toBe(2)
  })
})
