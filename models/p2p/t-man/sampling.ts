import type { RandomStream } from '../../../engine/index.ts'
import { Newscast } from '../shared/newscast.ts'
import { Views } from '../shared/views.ts'

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

/** Newscast below: random peers are those of its views, which each cycle of the layer above changes. */
export class NewscastSampling implements Sampling {
  private readonly views: Views
  private readonly stream: RandomStream
  private readonly protocol: Newscast
  private cycles = 0

  /** Begins with random peers. @param size peers that a node keeps, fewer than nodes */
  constructor(nodes: number, size: number, stream: RandomStream) {
    this.views = new Views(nodes, size)
    this.views.fillRandomly(stream)
    this.stream = stream
    this.protocol = new Newscast(this.views, stream)
  }

  cycle(): void {
    this.cycles++
    for (let node = 0; node < this.views.nodes; node++) this.protocol.exchange(node, this.cycles)
  }

  peerOf(node: number): number {
    const { peer, stride, count } = this.views
    return peer[node * stride + ((this.stream.uniform01() * count[node]!) | 0)]!
  }
}
