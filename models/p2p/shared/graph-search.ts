import type { RandomStream } from '../../../engine/index.ts'
import type { Graph } from './graph-rows.ts'

/** Breadth-first searches of one graph, one after the other, in the same working space. */
export class BreadthFirst {
  /** Sum of the distances from the source of the last search to the nodes it reached, in hops. */
  hops = 0
  /** Largest distance of the last search, in hops. */
  depth = 0
  /** Nodes that the last search reached, in order of distance; the source is the first of `queue[0 .. reached]`. */
  readonly queue: Int32Array
  private readonly graph: Graph

  constructor(graph: Graph) {
    this.graph = graph
    this.queue = new Int32Array(graph.nodes)
  }

  /**
   * Searches among nodes that are open, and closes those it reaches and the source.
   * @returns how many nodes it reached, the source not counted
   */
  from(source: number, open: Uint8Array): number {
    const { queue } = this
    const { start, neighbour } = this.graph
    queue[0] = source
    open[source] = 0
    let tail = 1
    let head = 0
    this.hops = 0
    this.depth = 0
    for (let distance = 1; head < tail; distance++) {
      const before = tail
      for (; head < before; head++) {
        const node = queue[head]!
        for (let i = start[node]!; i < start[node + 1]!; i++) {
          const other = neighbour[i]!
          if (open[other] === 0) continue
          open[other] = 0
          queue[tail++] = other
        }
      }
      if (tail === before) continue
      this.hops += distance * (tail - before)
      this.depth = distance
    }
    return tail - 1
  }
}

/**
 * Mean distance, in hops, from so many random nodes to all that they reach; NaN when they reach none.
 * @param allowed 1 for nodes that take part, at least one; the others are not there
 * @source Watts and Strogatz, Nature 393, 1998: characteristic path length, over a sample of sources
 */
export function pathLength(graph: Graph, allowed: Uint8Array, sources: number, stream: RandomStream): number {
  const search = new BreadthFirst(graph)
  const open = new Uint8Array(graph.nodes)
  let hops = 0
  let reached = 0
  for (let i = 0; i < sources; i++) {
    open.set(allowed)
    reached += search.from(randomNode(allowed, stream), open)
    hops += search.hops
  }
  return hops / reached
}

/** Components of a graph: which is the largest, and how many there are. */
export interface Components {
  readonly count: number
  /** Nodes of the largest. */
  readonly largest: number
  /** A node of the largest, the first found of equals; -1 without nodes. */
  readonly member: number
}

/** Finds the components among the nodes that are allowed. */
export function components(graph: Graph, allowed: Uint8Array): Components {
  const search = new BreadthFirst(graph)
  const open = allowed.slice()
  let count = 0
  let largest = 0
  let member = -1
  for (let node = 0; node < graph.nodes; node++) {
    if (open[node] === 0) continue
    count++
    const size = 1 + search.from(node, open)
    if (size <= largest) continue
    largest = size
    member = node
  }
  return { count, largest, member }
}

/** 1 for the nodes of the largest component, the first found of equals. */
export function largestComponent(graph: Graph): Uint8Array {
  const everybody = new Uint8Array(graph.nodes).fill(1)
  const { member } = components(graph, everybody)
  const search = new BreadthFirst(graph)
  const reached = search.from(member, everybody)
  const marked = new Uint8Array(graph.nodes)
  for (let i = 0; i <= reached; i++) marked[search.queue[i]!] = 1
  return marked
}

/**
 * Takes each of the allowed nodes out with the same probability, and tells what becomes of the rest.
 * @param removed probability, 0 to 1
 */
export function afterRemoval(graph: Graph, allowed: Uint8Array, removed: number, stream: RandomStream): RemovalOutcome {
  const left = allowed.slice()
  let nodes = 0
  for (let node = 0; node < graph.nodes; node++) {
    if (left[node] === 1 && stream.uniform01() < removed) left[node] = 0
    nodes += left[node]!
  }
  const { largest, count } = components(graph, left)
  return { left: nodes, largest, components: count }
}

/** What is left of a graph. */
export interface RemovalOutcome {
  /** Nodes that are left. */
  readonly left: number
  /** Nodes of the largest component. */
  readonly largest: number
  readonly components: number
}

/** A random node among those allowed, of which there must be one. */
export function randomNode(allowed: Uint8Array, stream: RandomStream): number {
  for (;;) {
    const node = (stream.uniform01() * allowed.length) | 0
    if (allowed[node] === 1) return node
  }
}
