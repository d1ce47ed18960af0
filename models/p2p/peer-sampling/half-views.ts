import type { RandomStream } from '../../../engine/index.ts'
import { PeerSet } from '../shared/peer-set.ts'
import type { Views } from '../shared/views.ts'
import { choosePartner, type PeerSelection, type Propagation } from './selection.ts'

/** The choices of the framework of 2007. */
export interface HalfViewRules {
  readonly peerSelection: PeerSelection
  readonly propagation: Propagation
  /** Oldest descriptors that a node gives up first, H. */
  readonly healer: number
  /** Descriptors that it has just sent and gives up next, S. */
  readonly swapper: number
  /** Whether a crashed peer is never chosen. */
  readonly selectsLive: boolean
}

/**
 * The framework of 2007: nodes send half of their views and then drop what is too much, first old descriptors (healer),
 * then what they sent (swapper), then any (blind). Views are in no order; descriptors grow older with each exchange.
 * @source Jelasity, Voulgaris, Guerraoui, Kermarrec and van Steen, Gossip-based peer sampling, ACM TOCS 25(3), 2007,
 *   figure 1
 */
export class HalfViews {
  private readonly views: Views
  private readonly stream: RandomStream
  private readonly rules: HalfViewRules
  /** Descriptors in a message, the sender's own included: half of a view. */
  private readonly half: number
  private readonly known: PeerSet
  private readonly sentPeers: Int32Array
  private readonly sentFreshness: Int32Array
  private readonly replyPeers: Int32Array
  private readonly replyFreshness: Int32Array
  /** A view with what has come to it. */
  private readonly peers: Int32Array
  private readonly fresh: Int32Array

  constructor(views: Views, stream: RandomStream, rules: HalfViewRules) {
    const half = Math.max(1, views.size >> 1)
    this.views = views
    this.stream = stream
    this.rules = rules
    this.half = half
    this.known = new PeerSet(views.size + half + 1)
    this.sentPeers = new Int32Array(half)
    this.sentFreshness = new Int32Array(half)
    this.replyPeers = new Int32Array(half)
    this.replyFreshness = new Int32Array(half)
    this.peers = new Int32Array(views.size + half)
    this.fresh = new Int32Array(views.size + half)
  }

  /** The exchange that a node begins in a cycle. */
  exchange(node: number): void {
    const { views, sentPeers, sentFreshness, replyPeers, replyFreshness } = this
    const { propagation, peerSelection, selectsLive } = this.rules
    const partner = choosePartner(views, node, peerSelection, selectsLive, this.stream)
    if (partner >= 0 && views.alive[partner] === 1) {
      const sent = propagation === 'pull' ? 0 : this.compose(node, sentPeers, sentFreshness)
      const replied = propagation === 'push' ? 0 : this.compose(partner, replyPeers, replyFreshness)
      if (sent > 0) this.select(partner, sentPeers, sentFreshness, sent)
      this.age(partner)
      if (replied > 0) this.select(node, replyPeers, replyFreshness, replied)
    }
    this.age(node)
  }

  /** Shuffles a view, puts its oldest entries last, and copies itself and those in front into a message. */
  private compose(node: number, peers: Int32Array, fresh: Int32Array): number {
    const { views, stream, half } = this
    const { peer, freshness } = views
    const from = node * views.stride
    const count = views.count[node]!
    for (let i = count - 1; i > 0; i--) swap(peer, freshness, from + i, from + ((stream.uniform01() * (i + 1)) | 0))
    this.oldestLast(peer, freshness, from, count, Math.min(this.rules.healer, count))
    peers[0] = node
    fresh[0] = 0
    const copied = Math.min(half - 1, count)
    for (let i = 0; i < copied; i++) {
      peers[i + 1] = peer[from + i]!
      fresh[i + 1] = freshness[from + i]!
    }
    return copied + 1
  }

  /** Moves the oldest of `count` entries behind the others, the very oldest last. */
  private oldestLast(peer: Int32Array, freshness: Int32Array, from: number, count: number, oldest: number): void {
    for (let end = from + count - 1; end > from + count - 1 - oldest; end--) {
      let found = end
      for (let i = from; i < end; i++) if (freshness[i]! < freshness[found]!) found = i
      swap(peer, freshness, found, end)
    }
  }

  /** Appends a message to a view, keeps of each peer the youngest descriptor, and drops what is too much. */
  private select(node: number, sentPeers: Int32Array, sentFreshness: Int32Array, sent: number): void {
    const { views, known, peers, fresh, stream } = this
    const { healer, swapper } = this.rules
    const { size, stride } = views
    const from = node * stride
    const held = views.count[node]!
    known.clear()
    known.add(node)
    for (let i = 0; i < held; i++) {
      peers[i] = views.peer[from + i]!
      fresh[i] = views.freshness[from + i]!
      known.add(peers[i]!)
    }
    let length = held
    for (let i = 0; i < sent; i++) {
      if (known.add(sentPeers[i]!)) {
        peers[length] = sentPeers[i]!
        fresh[length++] = sentFreshness[i]!
      } else if (sentPeers[i] !== node) length = this.rejuvenate(sentPeers[i]!, sentFreshness[i]!, length)
    }
    for (let drop = Math.min(healer, length - size); drop > 0; drop--) length = this.remove(this.oldest(length), length)
    const head = Math.max(0, Math.min(swapper, length - size))
    peers.copyWithin(0, head, length)
    fresh.copyWithin(0, head, length)
    length -= head
    while (length > size) length = this.remove((stream.uniform01() * length) | 0, length)
    for (let i = 0; i < length; i++) {
      views.peer[from + i] = peers[i]!
      views.freshness[from + i] = fresh[i]!
    }
    views.count[node] = length
  }

  /** Of two descriptors of a peer the younger stays: where it stands when it is ours, at the end when it came. */
  private rejuvenate(peer: number, freshness: number, length: number): number {
    const { peers, fresh } = this
    const at = peers.indexOf(peer)
    if (fresh[at]! >= freshness) return length
    this.remove(at, length)
    peers[length - 1] = peer
    fresh[length - 1] = freshness
    return length
  }

  /** Place of the oldest descriptor, the first of equals. */
  private oldest(length: number): number {
    let found = 0
    for (let i = 1; i < length; i++) if (this.fresh[i]! < this.fresh[found]!) found = i
    return found
  }

  private remove(at: number, length: number): number {
    this.peers.copyWithin(at, at + 1, length)
    this.fresh.copyWithin(at, at + 1, length)
    return length - 1
  }

  private age(node: number): void {
    const { freshness, stride, count } = this.views
    const end = node * stride + count[node]!
    for (let i = node * stride; i < end; i++) freshness[i]!--
  }
}

function swap(peer: Int32Array, freshness: Int32Array, a: number, b: number): void {
  const [peerA, freshA] = [peer[a]!, freshness[a]!]
  peer[a] = peer[b]!
  freshness[a] = freshness[b]!
  peer[b] = peerA
  freshness[b] = freshA
}
