import type { RandomStream } from '../../../engine/index.ts'
import { enlarge } from './enlarge.ts'
import type { Peers } from './peers.ts'

/** Knows who is in the swarm and names random members to those who ask. */
export class Tracker {
  /** Members in no particular order; the first `size` entries are in use. */
  size = 0
  private members = new Int32Array(0)
  private position = new Int32Array(0)
  private readonly stream: RandomStream

  constructor(peers: Peers, stream: RandomStream) {
    this.stream = stream
    peers.follow((capacity) => {
      this.members = enlarge(this.members, capacity)
      this.position = enlarge(this.position, capacity)
    })
  }

  add(peer: number): void {
    this.position[peer] = this.size
    this.members[this.size++] = peer
  }

  remove(peer: number): void {
    const at = this.position[peer]!
    const last = this.members[--this.size]!
    this.members[at] = last
    this.position[last] = at
  }

  /** Up to `count` distinct random members besides the one who asks, in random order. */
  list(asking: number, count: number): number[] {
    const others = this.size - 1
    const own = this.position[asking]!
    return this.stream.sampleIndices(others, Math.min(count, others)).map((at) => this.members[at < own ? at : at + 1]!)
  }
}
