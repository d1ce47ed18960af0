import { math, type RandomStream } from '../../../engine/index.ts'
import { type Graph, undirectedGraph } from '../shared/graph-rows.ts'

/** Pairs whose places in the table are fetched from memory at the same time. */
const TOGETHER = 64

/** A graph of so many distinct links, all such graphs being equally likely. */
export function randomGraph(nodes: number, links: number, stream: RandomStream): Graph {
  const pairs = new Pairs(nodes, links)
  const drawn = new Int32Array(2 * TOGETHER)
  while (pairs.count < links) {
    // No more than are sure to be needed, whichever are there already.
    const count = Math.min(TOGETHER, links - pairs.count)
    for (let i = 0; i < 2 * count; i++) drawn[i] = (stream.uniform01() * nodes) | 0
    pairs.addAll(drawn, count)
  }
  return rows(pairs)
}

/**
 * A power-law random graph: the node of rank i has max(1, w / i^a) links, w being the largest degree and a such that the
 * mean is met; their ends are joined at random. Links from a node to itself and second links between two are dropped, so
 * that the realised mean is lower.
 * @source the degrees by rank of Lv et al., ICS 2002, section 3; joined as by Aiello, Chung and Lu, STOC 2000.
 */
export function powerLawGraph(nodes: number, meanDegree: number, maxDegree: number, stream: RandomStream): Graph {
  const degree = powerLawDegrees(nodes, meanDegree, maxDegree)
  let ends = 0
  for (const each of degree) ends += each
  const stub = new Int32Array(ends)
  let at = 0
  for (let node = 0; node < nodes; node++) for (let i = 0; i < degree[node]!; i++) stub[at++] = node
  for (let i = ends - 1; i > 0; i--) {
    const j = (stream.uniform01() * (i + 1)) | 0
    const swapped = stub[i]!
    stub[i] = stub[j]!
    stub[j] = swapped
  }
  const pairs = new Pairs(nodes, ends >> 1)
  for (let i = 0; i + 1 < ends; i += 2) pairs.add(stub[i]!, stub[i + 1]!)
  return rows(pairs)
}

/**
 * Degrees by rank, highest first.
 * @param meanDegree wanted mean, at least 1; it is met but for the rounding of each degree down
 */
export function powerLawDegrees(nodes: number, meanDegree: number, maxDegree: number): Int32Array {
  const degrees = new Int32Array(nodes)
  const fill = (exponent: number): number => {
    let sum = 0
    for (let i = 0; i < nodes; i++) {
      degrees[i] = Math.max(1, Math.floor(maxDegree * math.exp(-exponent * math.ln(i + 1))))
      sum += degrees[i]!
    }
    return sum / nodes
  }
  // The mean falls from the largest degree at exponent 0 towards 1.
  let low = 0
  let high = 16
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2
    if (fill(middle) > meanDegree) low = middle
    else high = middle
  }
  fill(high)
  return degrees
}

/** A square of nodes, each linked to those beside, above and below it; a torus has no edge. */
export function gridGraph(nodes: number, torus: boolean): Graph {
  const side = Math.round(Math.sqrt(nodes))
  const pairs = new Pairs(nodes, 2 * nodes)
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const node = row * side + column
      if (torus || column + 1 < side) pairs.add(node, row * side + ((column + 1) % side))
      if (torus || row + 1 < side) pairs.add(node, ((row + 1) % side) * side + column)
    }
  }
  return rows(pairs)
}

/** A growing set of distinct unordered pairs of different nodes, hashed with open addressing. */
class Pairs {
  readonly nodes: number
  readonly from: Int32Array
  readonly to: Int32Array
  count = 0
  private readonly table: Int32Array
  /** What was read to be fetched, kept so that no compiler leaves it out. */
  protected seen = 0

  constructor(nodes: number, capacity: number) {
    this.nodes = nodes
    this.from = new Int32Array(capacity)
    this.to = new Int32Array(capacity)
    let size = 16
    while (size < 2 * capacity) size *= 2
    this.table = new Int32Array(size)
  }

  /**
   * Adds the first pairs of a list, `ends[2 i]` and `ends[2 i + 1]`. Where they belong in the table is read for all of them
   * before any is added, to no other end than that a large table is fetched in many places at a time.
   */
  addAll(ends: Int32Array, count: number): void {
    const { table } = this
    let seen = 0
    for (let i = 0; i < 2 * count; i += 2) {
      const one = ends[i]!
      const other = ends[i + 1]!
      seen |= table[this.place(Math.min(one, other), Math.max(one, other))]!
    }
    this.seen = seen
    for (let i = 0; i < 2 * count; i += 2) this.add(ends[i]!, ends[i + 1]!)
  }

  /** Where the search for a pair with a < b begins. */
  private place(a: number, b: number): number {
    const hash = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 0
    return (hash ^ (hash >>> 15)) & (this.table.length - 1)
  }

  /** Does nothing when the pair is there, or is a node twice. */
  add(one: number, other: number): void {
    if (one === other) return
    const a = Math.min(one, other)
    const b = Math.max(one, other)
    const mask = this.table.length - 1
    let at = this.place(a, b)
    for (; this.table[at] !== 0; at = (at + 1) & mask) {
      const known = this.table[at]! - 1
      if (this.from[known] === a && this.to[known] === b) return
    }
    this.from[this.count] = a
    this.to[this.count] = b
    this.table[at] = ++this.count
  }
}

function rows({ nodes, from, to, count }: Pairs): Graph {
  return undirectedGraph(nodes, (link) => {
    for (let i = 0; i < count; i++) link(from[i]!, to[i]!)
  })
}
