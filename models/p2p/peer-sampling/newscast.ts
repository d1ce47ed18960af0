import type { RandomStream } from '../../../engine/index.ts'
import type { Views } from './views.ts'

/**
 * Newscast: a node picks a random peer from its view; both pool their views and a fresh descriptor of each, and keep the
 * newest, of each peer one. Views are kept newest first.
 */
export class Newscast {
  private readonly views: Views
  private readonly stream: RandomStream
  /** Number of the pooling in which a peer was last taken into the view in hand. */
  private readonly taken: Int32Array
  private poolings = 0
  private readonly newPeers: Int32Array
  private readonly newFreshness: Int32Array

  constructor(views: Views, stream: RandomStream) {
    this.views = views
    this.stream = stream
    this.taken = new Int32Array(views.nodes)
    this.newPeers = new Int32Array(2 * views.size)
    this.newFreshness = new Int32Array(2 * views.size)
  }

  /** The exchange that a node begins in a cycle. */
  exchange(node: number, cycle: number): void {
    const { views, stream } = this
    const known = views.count[node]!
    if (known === 0) return
    const partner = views.peer[node * views.size + ((stream.uniform01() * known) | 0)]!
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
    const { views, taken, newPeers, newFreshness } = this
    const { size, peer, freshness } = views
    const number = ++this.poolings
    taken[node] = number
    taken[partner] = number
    newPeers[at] = partner
    newFreshness[at] = cycle
    let length = 1
    let i = node * size
    let j = partner * size
    const iEnd = i + views.count[node]!
    const jEnd = j + views.count[partner]!
    while (length < size && (i < iEnd || j < jEnd)) {
      let next: number
      if (j >= jEnd) next = i++
      else if (i >= iEnd) next = j++
      else if (freshness[i]! > freshness[j]! || (freshness[i] === freshness[j] && this.stream.uniform01() < 0.5))
        next = i++
      else next = j++
      const candidate = peer[next]!
      if (taken[candidate] === number) continue
      taken[candidate] = number
      newPeers[at + length] = candidate
      newFreshness[at + length] = freshness[next]!
      length++
    }
    return length
  }

  private store(node: number, length: number, at: number): void {
    const { views, newPeers, newFreshness } = this
    const from = node * views.size
    for (let i = 0; i < length; i++) {
      views.peer[from + i] = newPeers[at + i]!
      views.freshness[from + i] = newFreshness[at + i]!
    }
    views.count[node] = length
  }
}
