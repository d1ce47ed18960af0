import type { RandomStream } from '../../../engine/index.ts'
import { Coins } from './coins.ts'
import { PeerSet } from './peer-set.ts'
import type { Views } from './views.ts'

/**
 * Newscast: a node picks a random peer from its view; both pool their views and a fresh descriptor of each, and keep the
 * newest, of each peer one. Views are kept newest first.
 * @source Jelasity et al., The peer sampling service, Middleware 2004
 */
export class Newscast {
  private readonly views: Views
  private readonly stream: RandomStream
  private readonly coins: Coins
  private readonly taken: PeerSet
  private readonly newPeers: Int32Array
  private readonly newFreshness: Int32Array

  constructor(views: Views, stream: RandomStream) {
    this.views = views
    this.stream = stream
    this.coins = new Coins(stream)
    this.taken = new PeerSet(2 + views.size)
    this.newPeers = new Int32Array(2 * views.size)
    this.newFreshness = new Int32Array(2 * views.size)
  }

  /** The exchange that a node begins in a cycle. */
  exchange(node: number, cycle: number): void {
    const { views, stream } = this
    const known = views.count[node]!
    if (known === 0) return
    const partner = views.peer[node * views.stride + ((stream.uniform01() * known) | 0)]!
    // A crashed peer does not answer; its descriptor goes when it is among the oldest.
    if (views.alive[partner] === 0) return
    const own = this.pool(node, partner, cycle, 0)
    const others = this.pool(partner, node, cycle, views.size)
    this.store(node, own, 0)
    this.store(partner, others, views.size)
  }

  /**
   * Merges the views of two nodes for the first of them, newest first, of two of the same cycle either; the
   * fresh descriptor of the other is in front.
   * @returns how many there are, from `at` in the new entries
   */
  private pool(node: number, partner: number, cycle: number, at: number): number {
    const { views, coins, taken, newPeers, newFreshness } = this
    const { size, stride, peer, freshness } = views
    taken.clear()
    taken.add(node)
    taken.add(partner)
    newPeers[at] = partner
    newFreshness[at] = cycle
    let length = 1
    let i = node * stride
    let j = partner * stride
    const iEnd = i + views.count[node]!
    const jEnd = j + views.count[partner]!
    while (length < size && i < iEnd && j < jEnd) {
      // Without branches, which no processor could foresee: 1 if ours is newer, or as new and the coin says so.
      const ours = -(2 * (freshness[i]! - freshness[j]!) + coins.toss()) >>> 31
      const next = j + (i - j) * ours
      i += ours
      j += 1 - ours
      newPeers[at + length] = peer[next]!
      newFreshness[at + length] = freshness[next]!
      if (taken.add(peer[next]!)) length++
    }
    for (; length < size && i < iEnd; i++) {
      newPeers[at + length] = peer[i]!
      newFreshness[at + length] = freshness[i]!
      if (taken.add(peer[i]!)) length++
    }
    for (; length < size && j < jEnd; j++) {
      newPeers[at + length] = peer[j]!
      newFreshness[at + length] = freshness[j]!
      if (taken.add(peer[j]!)) length++
    }
    return length
  }

  private store(node: number, length: number, at: number): void {
    const { views, newPeers, newFreshness } = this
    const from = node * views.stride
    for (let i = 0; i < length; i++) {
      views.peer[from + i] = newPeers[at + i]!
      views.freshness[from + i] = newFreshness[at + i]!
    }
    views.count[node] = length
  }
}
