import { expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import { clustering } from './graph-clustering.ts'
import { type Links, undirectedGraph } from './graph-rows.ts'

const coefficient = (nodes: number, links: Links, sample = 200): number =>
  clustering(undirectedGraph(nodes, links), new Uint8Array(nodes).fill(1), sample, new RandomStream('1', 'clustering'))

it('is 1 where all know each other, and 0 in a star and a tree', () => {
  const everybody: Links = (link) => {
    for (let a = 0; a < 6; a++) for (let b = 0; b < a; b++) link(a, b)
  }
  expect(coefficient(6, everybody)).toBe(1)
  const star: Links = (link) => {
    for (let a = 1; a < 6; a++) link(0, a)
  }
  expect(coefficient(6, star)).toBe(0)
})

it('is 3 (k - 2) / (4 (k - 1)) on a ring of the k nearest', () => {
  // Watts and Strogatz, Nature 393, 1998, for n much larger than k.
  for (const k of [4, 6, 10]) {
    const ring: Links = (link) => {
      for (let node = 0; node < 100; node++) for (let step = 1; step <= k / 2; step++) link(node, (node + step) % 100)
    }
    expect(coefficient(100, ring)).toBeCloseTo((3 * (k - 2)) / (4 * (k - 1)), 12)
  }
})

it('looks at the nodes allowed alone', () => {
  // A triangle 0 1 2 with a tail 2 - 3: of the neighbours of 2 one pair in three is joined.
  const graph = undirectedGraph(4, (link) => {
    link(0, 1)
    link(1, 2)
    link(2, 0)
    link(2, 3)
  })
  const stream = new RandomStream('1', 'clustering')
  expect(clustering(graph, Uint8Array.of(0, 0, 1, 0), 5, stream)).toBeCloseTo(1 / 3, 12)
  expect(clustering(graph, Uint8Array.of(0, 0, 0, 1), 5, stream)).toBe(0)
})
