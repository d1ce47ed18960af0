import type { RandomStream } from '../../../engine/index.ts'
import type { Graph } from './graph-rows.ts'
import { randomNode } from './graph-search.ts'

/**
 * Clustering coefficient: mean over so many random nodes, of those allowed, of the fraction of pairs of neighbours that are
 * neighbours themselves, 0 to 1; a node with fewer than two neighbours counts 0.
 * @param allowed 1 for nodes that may be drawn, at least one
 * @source Watts and Strogatz, Nature 393, 1998
 */
export function clustering(graph: Graph, allowed: Uint8Array, sample: number, stream: RandomStream): number {
  const { start, neighbour } = graph
  const marked = new Int32Array(graph.nodes).fill(-1)
  let sum = 0
  for (let drawn = 0; drawn < sample; drawn++) {
    const node = randomNode(allowed, stream)
    const from = start[node]!
    const to = start[node + 1]!
    const degree = to - from
    for (let i = from; i < to; i++) marked[neighbour[i]!] = drawn
    let links = 0
    for (let i = from; i < to; i++) {
      const other = neighbour[i]!
      for (let j = start[other]!; j < start[other + 1]!; j++) if (marked[neighbour[j]!] === drawn) links++
    }
    if (degree > 1) sum += links / (degree * (degree - 1))
  }
  return sum / sample
}
