import { type DegreeSpread, degreeSpread } from '../shared/graph-degrees.ts'
import { type Graph, undirectedGraph } from '../shared/graph-rows.ts'
import type { Views } from '../shared/views.ts'

/** In-degrees of the nodes that live: entries in living views that point to them. */
export function inDegrees({ nodes, stride, peer, count, alive }: Views): DegreeSpread {
  const degree = new Int32Array(nodes)
  for (let node = 0; node < nodes; node++) {
    if (alive[node] === 0) continue
    for (let i = node * stride; i < node * stride + count[node]!; i++) degree[peer[i]!]!++
  }
  return degreeSpread(degree, alive)
}

/** Entries of living nodes that point to crashed ones, per living node. */
export function deadLinks({ nodes, stride, peer, count, alive }: Views): number {
  let dead = 0
  let living = 0
  for (let node = 0; node < nodes; node++) {
    if (alive[node] === 0) continue
    living++
    for (let i = node * stride; i < node * stride + count[node]!; i++) if (alive[peer[i]!] === 0) dead++
  }
  return dead / living
}

/** The overlay as an undirected graph among living nodes: joined wherever one knows the other. */
export function overlayOf({ nodes, stride, peer, count, alive }: Views): Graph {
  return undirectedGraph(nodes, (link) => {
    for (let node = 0; node < nodes; node++) {
      if (alive[node] === 0) continue
      for (let i = node * stride; i < node * stride + count[node]!; i++) if (alive[peer[i]!] === 1) link(node, peer[i]!)
    }
  })
}
