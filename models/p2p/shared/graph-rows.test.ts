import { expect, it } from 'vitest'
import { undirectedGraph } from './graph-rows.ts'

const row = (graph: ReturnType<typeof undirectedGraph>, node: number): number[] => [
  ...graph.neighbour.subarray(graph.start[node], graph.start[node + 1]),
]

it('joins two nodes once, both ways, whoever names the other and however often', () => {
  const graph = undirectedGraph(4, (link) => {
    link(0, 1)
    link(1, 0)
    link(2, 0)
    link(0, 1)
  })
  expect([0, 1, 2, 3].map((node) => row(graph, node))).toEqual([[1, 2], [0], [0], []])
  expect(graph.neighbour).toHaveLength(4)
})

it('has no link from a node to itself', () => {
  const graph = undirectedGraph(2, (link) => {
    link(1, 1)
    link(0, 1)
  })
  expect([row(graph, 0), row(graph, 1)]).toEqual([[1], [0]])
})

it('may have no link at all', () => {
  expect([...undirectedGraph(3, () => {}).start]).toEqual([0, 0, 0, 0])
})
