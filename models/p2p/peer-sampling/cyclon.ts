import type { RandomStream } from '../../../engine/index.ts'
import type { Views } from '../shared/views.ts'

/**
 * Cyclon: a node takes the peer with the oldest descriptor out of its view and swaps a few random entries with it, a fresh
 * descriptor of itself among them. Entries that come fill free places first and then those of the entries that went.
 */
export class Cyclon {
  private readonly views: Views
  private readonly stream: RandomStream
  private readonly length: number
  /** Entries on their way: those sent, those replied. */
  private readonly sentPeers: Int32Array
  private readonly sentFreshness: Int32Array
  private readonly replyPeers: Int32Array
  private readonly replyFreshness: Int32Array

  /** @param length entries swapped at most, the fresh descriptor included */
  constructor(views: Views, stream: RandomStream, length: number) {
    this.views = views
    this.stream = stream
    this.length = length
    this.sentPeers = new Int32Array(length)
    this.sentFreshness = new Int32Array(length)
    this.replyPeers = new Int32Array(length)
    this.replyFreshness = new Int32Array(length)
  }

  /** The shuffle that a node begins in a cycle. */
  exchange(node: number): void {
    const { views, sentPeers, sentFreshness, replyPeers, replyFreshness } = this
    if (views.count[node] === 0) return
    this.age(node)
    const partner = this.takeOldest(node)
    // Who does not answer has crashed: its entry is gone.
    if (views.alive[partner] === 0) return
    const sent = this.pick(node, this.length - 1, sentPeers, sentFreshness)
    const replied = this.pick(partner, this.length, replyPeers, replyFreshness)
    sentPeers[sent] = node
    sentFreshness[sent] = 0
    this.merge(partner, sentPeers, sentFreshness, sent + 1, replied)
    this.merge(node, replyPeers, replyFreshness, replied, sent)
  }

  /** All descriptors in a view grow older when their holder's turn comes: one that changes hands may skip a cycle. */
  private age(node: number): void {
    const { views } = this
    const from = node * views.stride
    const end = from + views.count[node]!
    for (let i = from; i < end; i++) views.freshness[i]!--
  }

  /** Removes the entry with the oldest descriptor, the first found from a random place on among equals. */
  private takeOldest(node: number): number {
    const { views, stream } = this
    const count = views.count[node]!
    const from = node * views.stride
    let oldest = from + ((stream.uniform01() * count) | 0)
    for (let i = 0; i < count; i++) if (views.freshness[from + i]! < views.freshness[oldest]!) oldest = from + i
    const peer = views.peer[oldest]!
    const last = from + count - 1
    views.peer[oldest] = views.peer[last]!
    views.freshness[oldest] = views.freshness[last]!
    views.count[node] = count - 1
    return peer
  }

  /** Copies random entries and moves them to the end of the view, where those that come may take their places. */
  private pick(node: number, wanted: number, peers: Int32Array, freshness: Int32Array): number {
    const { views, stream } = this
    const from = node * views.stride
    const count = views.count[node]!
    const length = Math.min(wanted, count)
    for (let i = 0; i < length; i++) {
      const last = from + count - 1 - i
      const chosen = from + ((stream.uniform01() * (count - i)) | 0)
      const peer = views.peer[chosen]!
      const age = views.freshness[chosen]!
      views.peer[chosen] = views.peer[last]!
      views.freshness[chosen] = views.freshness[last]!
      views.peer[last] = peers[i] = peer
      views.freshness[last] = freshness[i] = age
    }
    return length
  }

  /** Takes entries in: into free places, then into those of the entries that went, which are the last `gone`. */
  private merge(node: number, peers: Int32Array, freshness: Int32Array, length: number, gone: number): void {
    const { views } = this
    const { size, stride } = views
    const from = node * stride
    let replaceable = views.count[node]! - gone
    const replaceableEnd = views.count[node]!
    for (let i = 0; i < length; i++) {
      const peer = peers[i]!
      if (peer === node || views.has(node, peer)) continue
      if (views.count[node]! < size) views.add(node, peer, freshness[i]!)
      else if (replaceable < replaceableEnd) {
        views.peer[from + replaceable] = peer
        views.freshness[from + replaceable++] = freshness[i]!
      } else break
    }
  }
}
