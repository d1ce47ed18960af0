import type { RandomStream } from '../../../engine/index.ts'

/**
 * The partial views of all nodes: for each node up to `size` entries, an entry being a peer and how fresh its descriptor is.
 * Typed arrays, no object for a node or an entry.
 */
export class Views {
  readonly nodes: number
  readonly size: number
  /** Places from the first entry of a node to that of the next. */
  readonly stride: number
  /** `peer[node * stride + i]` for i below `count[node]`. */
  readonly peer: Int32Array
  /**
   * In the same place, larger for fresher: the cycle in which the descriptor was made, or its age (or the hops it has come),
   * negative.
   */
  readonly freshness: Int32Array
  readonly count: Int32Array
  /** 1 for a node that lives, 0 for one that has not joined or has crashed. */
  readonly alive: Uint8Array

  /** No node lives, and no view has an entry. */
  constructor(nodes: number, size: number) {
    this.nodes = nodes
    this.size = size
    this.stride = 2 * size
    // Both arrays look at the same memory, half a row apart: a view is in one place, and a random one is read at once.
    const memory = new ArrayBuffer(4 * nodes * this.stride)
    this.peer = new Int32Array(memory)
    this.freshness = new Int32Array(memory, 4 * size)
    this.count = new Int32Array(nodes)
    this.alive = new Uint8Array(nodes)
  }

  /** Appends an entry to a view that has room for it. */
  add(node: number, peer: number, freshness: number): void {
    const at = node * this.stride + this.count[node]!++
    this.peer[at] = peer
    this.freshness[at] = freshness
  }

  has(node: number, peer: number): boolean {
    const from = node * this.stride
    const end = from + this.count[node]!
    for (let i = from; i < end; i++) if (this.peer[i] === peer) return true
    return false
  }

  /** All nodes live, and each knows random others: the random graph that protocols are measured against. */
  fillRandomly(stream: RandomStream): void {
    const { nodes, size } = this
    this.alive.fill(1)
    const wanted = Math.min(size, nodes - 1)
    for (let node = 0; node < nodes; node++) {
      while (this.count[node]! < wanted) {
        const peer = (stream.uniform01() * nodes) | 0
        if (peer !== node && !this.has(node, peer)) this.add(node, peer, 0)
      }
    }
  }

  /** All nodes live, and each knows the nearest on a ring, half of them to either side. */
  fillLattice(): void {
    const { nodes, size } = this
    this.alive.fill(1)
    const wanted = Math.min(size, nodes - 1)
    for (let node = 0; node < nodes; node++) {
      for (let step = 1; this.count[node]! < wanted; step++) {
        this.add(node, (node + step) % nodes, 0)
        if (this.count[node]! < wanted) this.add(node, (node - step + nodes) % nodes, 0)
      }
    }
  }
}
