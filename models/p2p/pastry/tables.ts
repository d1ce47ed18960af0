import type { RandomStream } from '../../../engine/index.ts'
import { Redraw, idSpace, lowerBound, randomIds } from '../shared/identifiers.ts'
import type { Latency } from '../shared/underlay.ts'

/** What the tables depend on; see the parameters of the model. */
export interface TableParameters {
  readonly nodes: number
  readonly digitBits: number
  readonly leafSet: number
  readonly candidates: number
}

/** Distance of two ids on the circle, 0 to idSpace / 2. */
export function circular(a: number, b: number): number {
  const straight = Math.abs(a - b)
  return straight < idSpace / 2 ? straight : idSpace - straight
}

/**
 * Nodes 0 to size - 1 in the order of their ids, their leaf sets and routing tables. The leaf set of a node is its neighbours
 * in this order. The entry of row r and column c is a random node that shares the first r digits and has the digit c behind
 * them, or the nearest of several such nodes; it is worked out when it is read, from a hash of node and place.
 */
export class Tables {
  readonly ids: Float64Array
  /** Members of a leaf set on either side: everybody, in a small network. */
  readonly side: number
  /** True where every leaf set holds everybody. */
  readonly complete: boolean
  /** Digits are 0 to base - 1. */
  readonly base: number
  private readonly p: TableParameters
  private readonly seed: number
  private readonly redraw = new Redraw()
  private readonly between: Latency

  constructor(p: TableParameters, ids: RandomStream, entries: RandomStream, between: Latency) {
    this.p = p
    this.ids = randomIds(p.nodes, ids)
    this.seed = entries.integer(0, 0xffffffff) | 0
    this.between = between
    this.complete = p.nodes <= p.leafSet + 1
    this.side = this.complete ? p.nodes - 1 : p.leafSet / 2
    this.base = 1
    for (let bit = 0; bit < p.digitBits; bit++) this.base *= 2
  }

  /** The member of a leaf set that is so many places on, 1 to `side` on one side and -1 to -`side` on the other. */
  leaf(node: number, place: number): number {
    const { nodes } = this.p
    return (((node + place) % nodes) + nodes) % nodes
  }

  /** Whether a key lies between the outermost members of a leaf set. */
  covers(node: number, key: number): boolean {
    if (this.complete) return true
    const first = this.ids[this.leaf(node, -this.side)]!
    const last = this.ids[this.leaf(node, this.side)]!
    return clockwise(first, key) <= clockwise(first, last)
  }

  /** Leading digits that the id of a node shares with a key. */
  shared(node: number, key: number): number {
    const own = this.ids[node]!
    let digits = 0
    for (let width = idSpace / this.base; width >= 1 && Math.floor(own / width) === Math.floor(key / width); digits++) {
      width /= this.base
    }
    return digits
  }

  /** The entry of a node that shares one digit more with the key than the node itself; -1 where nobody does. */
  towards(node: number, key: number, row: number): number {
    return this.entry(node, row, Math.floor(key / this.width(row)) * this.width(row))
  }

  /** Nodes in the routing table of a node from a row on, each told to `visit`. */
  rows(node: number, from: number, visit: (entry: number) => void): void {
    const own = this.ids[node]!
    for (let row = from; ; row++) {
      const width = this.width(row)
      const begin = Math.floor(own / (width * this.base)) * width * this.base
      const alone =
        lowerBound(this.ids, begin + width * this.base, 0, this.p.nodes) - lowerBound(this.ids, begin, 0, this.p.nodes)
      if (alone <= 1 || width < 1) return
      for (let digit = 0; digit < this.base; digit++) {
        const start = begin + digit * width
        if (own >= start && own < start + width) continue
        const entry = this.entry(node, row, start)
        if (entry >= 0) visit(entry)
      }
    }
  }

  /** The live node whose id is closest to a key, as nobody in the network can tell. */
  owner(key: number, dead: Uint8Array): number {
    const { nodes } = this.p
    const above = lowerBound(this.ids, key, 0, nodes) % nodes
    let [up, down] = [above, this.leaf(above, -1)]
    while (dead[up] !== 0) up = this.leaf(up, 1)
    while (dead[down] !== 0) down = this.leaf(down, -1)
    return circular(this.ids[down]!, key) < circular(this.ids[up]!, key) ? down : up
  }

  /** Width of the ids that share the digits up to and with that of a row. */
  private width(row: number): number {
    let width = idSpace
    for (let digit = 0; digit <= row; digit++) width /= this.base
    return width
  }

  private entry(node: number, row: number, start: number): number {
    const low = lowerBound(this.ids, start, 0, this.p.nodes)
    const high = lowerBound(this.ids, start + this.width(row), low, this.p.nodes)
    if (low === high) return -1
    this.redraw.begin(this.seed, node, low)
    let best = low + this.redraw.below(high - low)
    for (let tried = 1; tried < this.p.candidates; tried++) {
      const other = low + this.redraw.below(high - low)
      if (this.between(node, other) < this.between(node, best)) best = other
    }
    return best
  }
}

/** Way from one id to another in the direction of higher ids, 0 to idSpace - 1. */
export function clockwise(from: number, to: number): number {
  return to >= from ? to - from : to - from + idSpace
}
