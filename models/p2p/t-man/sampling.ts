import type { RandomStream } from '../../../engine/index.ts'

/** The layer below: gives a node random peers. */
export interface Sampling {
  /** A cycle passes. */
  cycle(): void
  /** A random peer as the node sees it, perhaps the node itself. */
  peerOf(node: number): number
}

/** Peers drawn from all nodes, each equally likely: what sampling services come close to. */
export class IdealSampling implements Sampling {
  private readonly nodes: number
  private readonly stream: RandomStream

  constructor(nodes: number, stream: RandomStream) {
    this.nodes = nodes
    this.stream = stream
  }

  cycle(): void {}

  peerOf(_node: number): number {
    return (this.stream.uniform01() * this.nodes) | 0
  }
}

/**
 * Newscast: each node keeps the newest descriptors it has heard of; two who meet pool what they have and add themselves.
 * @source Jelasity et al., The peer sampling service, Middleware 2004
 */
export class Newscast implements Sampling {
  private readonly nodes: number
  private readonly size: number
  private readonly stream: RandomStream
  /** `peer[node * size + i]`, the newest first, and the cycle its descriptor was made in. */
  private readonly peer: Int32Array
  private readonly made: Int32Array
  /** Number of the pooling that last took a node. */
  private readonly taken: Int32Array
  private readonly pooled: Int32Array
  private readonly pooledMade: Int32Array
  private poolings = 0
  private now = 0

  /** Begins with random peers. @param size peers that a node keeps, fewer than nodes */
  constructor(nodes: number, size: number, stream: RandomStream) {
    this.nodes = nodes
    this.size = size
    this.stream = stream
    this.peer = new Int32Array(nodes * size)
    this.made = new Int32Array(nodes * size)
    this.taken = new Int32Array(nodes)
    this.pooled = new Int32Array(2 * size)
    this.pooledMade = new Int32Array(2 * size)
    for (let node = 0; node < nodes; node++) {
      const number = ++this.poolings
      this.taken[node] = number
      for (let i = 0; i < size;) {
        const other = (stream.uniform01() * nodes) | 0
        if (this.taken[other] === number) continue
        this.taken[other] = number
        this.peer[node * size + i++] = other
      }
    }
  }

  cycle(): void {
    this.now++
    for (let node = 0; node < this.nodes; node++) {
      const partner = this.peerOf(node)
      this.pool(node, partner, 0)
      this.pool(partner, node, this.size)
      this.peer.set(this.pooled.subarray(0, this.size), node * this.size)
      this.made.set(this.pooledMade.subarray(0, this.size), node * this.size)
      this.peer.set(this.pooled.subarray(this.size), partner * this.size)
      this.made.set(this.pooledMade.subarray(this.size), partner * this.size)
    }
  }

  peerOf(node: number): number {
    return this.peer[node * this.size + ((this.stream.uniform01() * this.size) | 0)]!
  }

  /** The newest of what two nodes have, for the first of them; of two of one cycle either. */
  private pool(node: number, partner: number, at: number): void {
    const { size, peer, made, taken, pooled, pooledMade } = this
    const number = ++this.poolings
    taken[node] = taken[partner] = number
    pooled[at] = partner
    pooledMade[at] = this.now
    let i = node * size
    let j = partner * size
    const iEnd = i + size
    const jEnd = j + size
    // The two views hold at least size - 1 others between them, for each holds size distinct peers and not its owner.
    for (let length = 1; length < size;) {
      const first =
        j >= jEnd || (i < iEnd && (made[i]! > made[j]! || (made[i] === made[j] && this.stream.uniform01() < 0.5)))
      const next = first ? i++ : j++
      const candidate = peer[next]!
      if (taken[candidate] === number) continue
      taken[candidate] = number
      pooled[at + length] = candidate
      pooledMade[at + length] = made[next]!
      length++
    }
  }
}
