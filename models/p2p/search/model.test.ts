import { describe, expect, it } from 'vitest'
import { Simulation } from '../../../engine/index.ts'
import type { PlainValue } from '../../parameter.ts'
import { simulate } from '../../simulate.ts'
import type { Graph } from '../shared/graph-rows.ts'
import { Counters } from './counters.ts'
import { missed, rings } from './flood-theory.ts'
import { gridGraph, powerLawDegrees, powerLawGraph, randomGraph } from './graph.ts'
import model from './model.ts'
import { copies, Placement, popularity } from './replication.ts'
import { Searches } from './searches.ts'
import { slope } from './slope.ts'

const run = (parameters: Record<string, PlainValue>, replication = 0) =>
  simulate(model, { parameters, seed: 'behaviour', replication, warmUp: 0, horizon: Infinity }).responses as Record<
    string,
    number
  >

const stream = (name = 'test') => new Simulation({ seed: 'search' }).stream(name)

const degrees = ({ nodes, start }: Graph) => Array.from({ length: nodes }, (_, node) => start[node + 1]! - start[node]!)

/** Searches for an object that node 1 alone has. */
function searchesOn(graph: Graph): Searches {
  for (let i = 0; ; i++) {
    const placement = new Placement(popularity(1, 0), Int32Array.of(1), graph.nodes, stream(`place ${i}`))
    placement.ask(stream())
    if (placement.holds(1)) return new Searches(graph, placement)
  }
}

describe('graphs', () => {
  it('have as many distinct links as wanted, and each at both of its ends', () => {
    const graph = randomGraph(100, 300, stream())
    expect(graph.neighbour.length).toBe(600)
    for (let node = 0; node < 100; node++) {
      const row = [...graph.neighbour.subarray(graph.start[node], graph.start[node + 1])]
      expect(new Set(row).size).toBe(row.length)
      expect(row).not.toContain(node)
      for (const other of row)
        expect([...graph.neighbour.subarray(graph.start[other], graph.start[other + 1])]).toContain(node)
    }
  })

  it('may be squares, with edges or without', () => {
    expect(degrees(gridGraph(9, true))).toEqual(Array.from({ length: 9 }, () => 4))
    expect(degrees(gridGraph(9, false))).toEqual([2, 3, 2, 3, 4, 3, 2, 3, 2])
  })

  it('may have hubs: degrees by a power of the rank, with the mean and the maximum that are asked for', () => {
    const wanted = powerLawDegrees(9230, 4.46, 1746)
    expect(wanted[0]).toBe(1746)
    expect(wanted.reduce((a, b) => a + b) / 9230).toBeCloseTo(4.46, 2)
    // Ranks 10 and 100 as many times apart as 1 and 10.
    expect(wanted[9]! / wanted[99]!).toBeCloseTo(wanted[0]! / wanted[9]!, 0)
    const realised = degrees(powerLawGraph(9230, 4.46, 1746, stream()))
    expect(realised.every((degree, node) => degree <= wanted[node]!)).toBe(true)
  })
})

describe('counters', () => {
  it('count on where a byte is full', () => {
    const counters = new Counters(3)
    for (let i = 0; i < 1000; i++) counters.increment(i % 4 === 0 ? 2 : 1)
    expect([0, 1, 2].map((node) => counters.get(node))).toEqual([0, 750, 250])
    expect([counters.max(), counters.sum()]).toEqual([750, 1000])
    counters.clear()
    expect(counters.sum()).toBe(0)
  })
})

describe('a flood', () => {
  it('without limit sends a message over each link both ways, but not back over those that it came by', () => {
    const graph = randomGraph(200, 1000, stream())
    const searches = searchesOn(graph)
    searches.flood(0, 200)
    expect(searches.visited).toBe(199)
    expect(searches.messages).toBe(2 * 1000 - 199)
    expect(searches.duplicates).toBe(2 * 1000 - 2 * 199)
    expect(searches.load.sum()).toBe(searches.messages)
  })

  it('finds an object at its distance, and not when it goes less far', () => {
    // A torus of 49 nodes numbered by row: node 1 is 3 + 3 hops from node 25 + 7.
    const searches = searchesOn(gridGraph(49, true))
    searches.flood(32, 5)
    expect(searches.hops).toBe(-1)
    searches.flood(32, 6)
    expect(searches.hops).toBe(6)
  })

  it('that grows in rings pays for every ring and visits no more than the last', () => {
    const target = searchesOn(gridGraph(441, true))
    // Node 1 is three hops from node 4: rings of 1 and 3 hops, 4 and 40 messages.
    target.expand(4, 1, 2, 7)
    expect(target.hops).toBe(3)
    expect(target.messages).toBe(4 + 40)
    expect(target.visited).toBe(24)
  })
})

describe('walkers', () => {
  it('do not go back on a ring when they remember where they came from: they go round it', () => {
    const ring: Graph = ringOf(50)
    const searches = searchesOn(ring)
    searches.walk(2, 1, 1000, 4, 'not back', stream())
    expect([1, 49]).toContain(searches.hops)
  })

  it('use each link out of a node once before any twice', () => {
    const star: Graph = {
      nodes: 6,
      start: Int32Array.of(0, 5, 6, 7, 8, 9, 10),
      neighbour: Int32Array.of(1, 2, 3, 4, 5, 0, 0, 0, 0, 0),
    }
    for (let i = 0; i < 20; i++) {
      const searches = searchesOn(star)
      searches.walk(2, 1, 1000, 1, 'unused links', stream(`walk ${i}`))
      // Out of the hub and back for each leaf but the object's, at most: five links out.
      expect(searches.hops).toBeLessThanOrEqual(1 + 1 + 2 * 4)
    }
  })

  it('stop when they find the object, and learn that another has when they ask', () => {
    const pair: Graph = { nodes: 2, start: Int32Array.of(0, 1, 2), neighbour: Int32Array.of(1, 0) }
    const searches = searchesOn(pair)
    searches.walk(0, 8, 100, 4, 'none', stream())
    expect(searches.messages).toBe(8)
    expect(searches.hops).toBe(1)
  })

  it('give up after so many hops', () => {
    const searches = searchesOn(ringOf(1000))
    searches.walk(500, 3, 40, 4, 'none', stream())
    expect(searches.messages).toBe(3 * 40)
    expect(searches.hops).toBe(-1)
    expect(searches.checks).toBe(3 * 10)
  })
})

describe('replication', () => {
  it('makes the wanted number of copies, at least one of each and not one everywhere', () => {
    const q = popularity(100, 1.2)
    for (const rule of ['uniform', 'proportional', 'square-root'] as const) {
      const found = copies(q, 1230, 9836, rule)
      expect(Math.min(...found)).toBeGreaterThanOrEqual(1)
      if (rule !== 'proportional') expect(found.reduce((a, b) => a + b)).toBe(1230)
    }
    expect(Math.max(...copies(popularity(2, 9), 18, 10, 'proportional'))).toBe(9)
  })

  it('follows the power of popularity that its name says', () => {
    const q = popularity(50, 1)
    const slopeOf = (rule: 'uniform' | 'proportional' | 'square-root') =>
      slope(q, Float64Array.from(copies(q, 1_000_000, 1_000_000, rule)))
    expect(slopeOf('uniform')).toBeCloseTo(0, 6)
    expect(slopeOf('square-root')).toBeCloseTo(0.5, 3)
    expect(slopeOf('proportional')).toBeCloseTo(1, 3)
  })

  it('saves at most a half by the root rule, whatever the popularity of two objects', () => {
    const base = { strategy: 'probes', objects: 2, nodes: 10_000, replicationRatio: 0.01 }
    for (const popularityExponent of [0, 1, 3, 6]) {
      const theory = (allocation: string) =>
        model.theory!.messages!({ ...parameters, ...base, allocation, popularityExponent } as never)!
      expect(theory('square-root') / theory('uniform')).toBeGreaterThan(0.5)
      expect(theory('square-root') / theory('uniform')).toBeLessThanOrEqual(1)
    }
  })
})

describe('the theory of searches', () => {
  it('misses by the hypergeometric law', () => {
    expect(missed(10, 3, 2)).toBeCloseTo((7 / 10) * (6 / 9), 12)
    expect(missed(10, 0, 4)).toBeCloseTo(1, 12)
    expect(missed(10, 8, 3)).toBe(0)
  })

  it('knows the rings', () => {
    expect(rings(1, 2, 7)).toEqual([1, 3, 5, 7])
    expect(rings(2, 3, 7)).toEqual([2, 5, 7])
    expect(rings(9, 2, 7)).toEqual([7])
  })

  it('reaches whom a flood of a random graph reaches', () => {
    const point = { nodes: 3000, meanDegree: 6, ttl: 4, queries: 200, replicationRatio: 0.01 }
    const expected = model.theory!.visited!({ ...parameters, ...point } as never)!
    const found = Array.from({ length: 12 }, (_, i) => run(point, i)['visited']!)
    // A flood varies by half: 2400 of them are within 1 % on average, and four times that far once in ten thousand.
    expect(Math.abs(found.reduce((a, b) => a + b) / 12 / expected - 1)).toBeLessThan(0.04)
  })
})

const parameters = Object.fromEntries(
  Object.entries(model.parameters).map(([name, each]) => [name, each.resolve(each.default)]),
)

function ringOf(nodes: number): Graph {
  const neighbour = Int32Array.from({ length: 2 * nodes }, (_, i) =>
    i % 2 === 0 ? ((i >> 1) + 1) % nodes : ((i >> 1) + nodes - 1) % nodes,
  )
  return { nodes, start: Int32Array.from({ length: nodes + 1 }, (_, i) => 2 * i), neighbour }
}
