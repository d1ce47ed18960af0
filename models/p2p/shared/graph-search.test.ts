import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import { type Graph, undirectedGraph } from './graph-rows.ts'
import { afterRemoval, BreadthFirst, components, largestComponent, pathLength } from './graph-search.ts'

const stream = () => new RandomStream('1', 'search')
const everybody = (nodes: number): Uint8Array => new Uint8Array(nodes).fill(1)

/** 0 - 1 - 2 - ... in a line. */
const line = (nodes: number): Graph =>
  undirectedGraph(nodes, (link) => {
    for (let node = 1; node < nodes; node++) link(node - 1, node)
  })

/** 0 - 1, a triangle 2 3 4, and 5 alone. */
const parts = undirectedGraph(6, (link) => {
  link(0, 1)
  link(2, 3)
  link(3, 4)
  link(4, 2)
})

describe('a breadth-first search', () => {
  it('adds up the distances to all that it reaches', () => {
    const search = new BreadthFirst(line(5))
    expect(search.from(0, everybody(5))).toBe(4)
    expect([search.hops, search.depth]).toEqual([1 + 2 + 3 + 4, 4])
    expect(search.from(2, everybody(5))).toBe(4)
    expect([search.hops, search.depth]).toEqual([1 + 1 + 2 + 2, 2])
  })

  it('does not pass nodes that are closed, and closes those it reaches', () => {
    const open = Uint8Array.of(1, 1, 0, 1, 1)
    const search = new BreadthFirst(line(5))
    expect(search.from(0, open)).toBe(1)
    expect([...open]).toEqual([0, 0, 0, 1, 1])
    expect(search.from(3, Uint8Array.of(0, 0, 0, 1, 0))).toBe(0)
    expect([search.hops, search.depth]).toEqual([0, 0])
  })
})

describe('the path length', () => {
  it('is the mean distance on a ring from any source', () => {
    const ring = undirectedGraph(9, (link) => {
      for (let node = 0; node < 9; node++) link(node, (node + 1) % 9)
    })
    // Two nodes at each of 1, 2, 3 and 4 hops.
    expect(pathLength(ring, everybody(9), 3, stream())).toBe(2.5)
  })

  it('counts pairs that reach each other, and is not a number without any', () => {
    expect(pathLength(parts, Uint8Array.of(0, 0, 1, 1, 1, 0), 5, stream())).toBe(1)
    expect(pathLength(parts, Uint8Array.of(0, 0, 0, 0, 0, 1), 5, stream())).toBeNaN()
  })
})

describe('components', () => {
  it('are counted, and the largest found', () => {
    expect(components(parts, everybody(6))).toEqual({ count: 3, largest: 3, member: 2 })
    expect(components(parts, Uint8Array.of(1, 1, 1, 0, 0, 0))).toEqual({ count: 2, largest: 2, member: 0 })
    expect(components(parts, new Uint8Array(6))).toEqual({ count: 0, largest: 0, member: -1 })
  })

  it('are marked by their nodes', () => {
    expect([...largestComponent(parts)]).toEqual([0, 0, 1, 1, 1, 0])
  })
})

describe('a removal', () => {
  it('takes nobody or everybody out at its ends', () => {
    expect(afterRemoval(parts, everybody(6), 0, stream())).toEqual({ left: 6, largest: 3, components: 3 })
    expect(afterRemoval(parts, everybody(6), 1, stream())).toEqual({ left: 0, largest: 0, components: 0 })
  })

  it('takes out as many as expected, and no two of those left are joined through them', () => {
    const { left, largest, components: count } = afterRemoval(line(10_000), everybody(10_000), 0.5, stream())
    // Standard deviation 50 of 5000.
    expect(Math.abs(left - 5000)).toBeLessThan(4.5 * 50)
    // Runs of nodes left: one begins at every fourth place on average, with standard deviation 25.
    expect(Math.abs(count - 2500)).toBeLessThan(4.5 * 25)
    // The longest run of 10 000 fair coins is about log2 of 5000, 12; 40 has probability 5000 / 2^40.
    expect(largest).toBeLessThan(40)
  })
})
