/** An undirected graph in compressed rows: the neighbours of a node are `neighbour[start[node] .. start[node + 1])`. */
export interface Graph {
  readonly nodes: number
  readonly start: Int32Array
  readonly neighbour: Int32Array
}

/** Names pairs of nodes one after the other, the same each time it is called. */
export type Links = (link: (a: number, b: number) => void) => void

/**
 * The graph with these links, in either direction and however often they are named; those from a node to itself do not
 * count. Rows are in the order in which links are named.
 * @param nodes numbered from 0
 */
export function undirectedGraph(nodes: number, links: Links): Graph {
  const all = new Int32Array(nodes + 1)
  links((a, b) => {
    if (a === b) return
    all[a + 1]!++
    all[b + 1]!++
  })
  for (let node = 0; node < nodes; node++) all[node + 1]! += all[node]!
  const fill = all.slice(0, nodes)
  const neighbour = new Int32Array(all[nodes]!)
  links((a, b) => {
    if (a === b) return
    neighbour[fill[a]!++] = b
    neighbour[fill[b]!++] = a
  })
  // Two that are named more than once are joined once.
  const seen = new Int32Array(nodes).fill(-1)
  const start = new Int32Array(nodes + 1)
  let length = 0
  for (let node = 0; node < nodes; node++) {
    start[node] = length
    for (let i = all[node]!; i < all[node + 1]!; i++) {
      const other = neighbour[i]!
      if (seen[other] === node) continue
      seen[other] = node
      neighbour[length++] = other
    }
  }
  start[nodes] = length
  return { nodes, start, neighbour: neighbour.subarray(0, length) }
}
