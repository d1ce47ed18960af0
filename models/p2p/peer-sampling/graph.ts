import type { RandomStream } from '../../../engine/index.ts'
import type { Views } from './views.ts'

/** In-degrees of the nodes that live: entries in living views that point to them. */
export function inDegrees(views: Views): { sd: number; min: number; max: number } {
  const { nodes, size, peer, count, alive } = views
  const degree = new Int32Array(nodes)
  for (let node = 0; node < nodes; node++) {
    if (alive[node] === 0) continue
    for (let i = node * size; i < node * size + count[node]!; i++) degree[peer[i]!]!++
  }
  let living = 0
  let sum = 0
  let squares = 0
  let min = Infinity
  let max = 0
  for (let node = 0; node < nodes; node++) {
    if (alive[node] === 0) continue
    const d = degree[node]!
    living++
    sum += d
    squares += d * d
    if (d < min) min = d
    if (d > max) max = d
  }
  const mean = sum / living
  return { sd: Math.sqrt(Math.max(0, squares / living - mean * mean)), min, max }
}

/** Entries of living nodes that point to crashed ones, per living node. */
export function deadLinks(views: Views): number {
  const { nodes, size, peer, count, alive } = views
  let dead = 0
  let living = 0
  for (let node = 0; node < nodes; node++) {
    if (alive[node] === 0) continue
    living++
    for (let i = node * size; i < node * size + count[node]!; i++) if (alive[peer[i]!] === 0) dead++
  }
  return dead / living
}

/** The overlay as an undirected graph among living nodes: an edge wherever one knows the other. Compressed rows. */
export class Overlay {
  readonly nodes: number
  readonly start: Int32Array
  readonly neighbour: Int32Array
  readonly alive: Uint8Array

  constructor({ nodes, size, peer, count, alive }: Views) {
    this.nodes = nodes
    this.alive = alive
    const degree = new Int32Array(nodes + 1)
    const each = (visit: (a: number, b: number) => void): void => {
      for (let node = 0; node < nodes; node++) {
        if (alive[node] === 0) continue
        for (let i = node * size; i < node * size + count[node]!; i++) if (alive[peer[i]!] === 1) visit(node, peer[i]!)
      }
    }
    each((a, b) => {
      degree[a]!++
      degree[b]!++
    })
    const start = new Int32Array(nodes + 1)
    for (let node = 0; node < nodes; node++) start[node + 1] = start[node]! + degree[node]!
    const fill = start.slice()
    const all = new Int32Array(start[nodes]!)
    each((a, b) => {
      all[fill[a]!++] = b
      all[fill[b]!++] = a
    })
    // Two that know each other are joined once.
    const seen = new Int32Array(nodes).fill(-1)
    this.start = new Int32Array(nodes + 1)
    let length = 0
    for (let node = 0; node < nodes; node++) {
      this.start[node] = length
      for (let i = start[node]!; i < start[node + 1]!; i++) {
        const other = all[i]!
        if (seen[other] === node) continue
        seen[other] = node
        all[length++] = other
      }
    }
    this.start[nodes] = length
    this.neighbour = all.subarray(0, length)
  }

  /** Mean over a random sample of living nodes of the fraction of pairs of neighbours that are neighbours themselves. */
  clustering(sample: number, stream: RandomStream): number {
    const { start, neighbour } = this
    const marked = new Int32Array(this.nodes).fill(-1)
    let sum = 0
    for (let drawn = 0; drawn < sample; drawn++) {
      const node = this.randomNode(stream)
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

  /** Mean distance, in hops, from random living nodes to all that they reach. */
  pathLength(sources: number, stream: RandomStream): number {
    let hops = 0
    let reached = 0
    for (let i = 0; i < sources; i++) {
      const found = this.search(this.randomNode(stream), this.alive)
      hops += found.hops
      reached += found.reached
    }
    return hops / reached
  }

  /** Fraction of the nodes that are left outside the largest component when that share of the living is removed. */
  outsideLargest(removed: number, stream: RandomStream): number {
    const left = this.alive.slice()
    let count = 0
    for (let node = 0; node < this.nodes; node++) {
      if (left[node] === 1 && stream.uniform01() < removed) left[node] = 0
      count += left[node]!
    }
    const unvisited = left.slice()
    let largest = 0
    for (let node = 0; node < this.nodes; node++) {
      if (unvisited[node] === 0) continue
      const { reached } = this.search(node, left, unvisited)
      if (reached + 1 > largest) largest = reached + 1
    }
    return count === 0 ? 0 : 1 - largest / count
  }

  private randomNode(stream: RandomStream): number {
    for (;;) {
      const node = (stream.uniform01() * this.nodes) | 0
      if (this.alive[node] === 1) return node
    }
  }

  /** Breadth first from a node among those allowed; takes those it reaches off `unvisited`. */
  private search(source: number, allowed: Uint8Array, unvisited?: Uint8Array): { hops: number; reached: number } {
    const { start, neighbour, nodes } = this
    const open = unvisited ?? allowed.slice()
    const queue = new Int32Array(nodes)
    const distance = new Int32Array(nodes)
    queue[0] = source
    open[source] = 0
    let tail = 1
    let hops = 0
    for (let head = 0; head < tail; head++) {
      const node = queue[head]!
      hops += distance[node]!
      for (let i = start[node]!; i < start[node + 1]!; i++) {
        const other = neighbour[i]!
        if (open[other] === 0) continue
        open[other] = 0
        distance[other] = distance[node]! + 1
        queue[tail++] = other
      }
    }
    return { hops, reached: tail - 1 }
  }
}
