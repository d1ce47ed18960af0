import type { RandomStream } from '../../../engine/index.ts'
import { Coins } from '../shared/coins.ts'
import { PeerSet } from '../shared/peer-set.ts'
import type { Views } from '../shared/views.ts'
import { choosePartner, type PeerSelection, type Propagation } from './selection.ts'

/** The choices of the framework of 2004. */
export interface WholeViewRules {
  readonly peerSelection: PeerSelection
  /** Of all that a node knows after an exchange it keeps random ones, the freshest (head), or the oldest (tail). */
  readonly viewSelection: 'rand' | 'head' | 'tail'
  /** What makes a descriptor old: the cycles since its node made it, or the exchanges that it has come through. */
  readonly freshness: 'age' | 'hops'
  readonly propagation: Propagation
  /** Whether a crashed peer is never chosen. */
  readonly selectsLive: boolean
}

/**
 * The framework of 2004: nodes send whole views and themselves, and keep some of all that they then know. Views are kept in
 * order, the freshest first, of two equally fresh ones either. Freshness is the cycle in which a descriptor was made or,
 * where hops count, one less the hops.
 * @source Jelasity, Guerraoui, Kermarrec and van Steen, The peer sampling service, Middleware 2004, section 3
 */
export class WholeViews {
  private readonly views: Views
  private readonly stream: RandomStream
  private readonly rules: WholeViewRules
  private readonly coins: Coins
  private readonly taken: PeerSet
  /** What a node knows after an exchange, the freshest first, and what its partner does. */
  private readonly ownPeers: Int32Array
  private readonly ownFreshness: Int32Array
  private readonly otherPeers: Int32Array
  private readonly otherFreshness: Int32Array

  constructor(views: Views, stream: RandomStream, rules: WholeViewRules) {
    const most = 2 * views.size + 1
    this.views = views
    this.stream = stream
    this.rules = rules
    this.coins = new Coins(stream)
    this.taken = new PeerSet(most + 1)
    this.ownPeers = new Int32Array(most)
    this.ownFreshness = new Int32Array(most)
    this.otherPeers = new Int32Array(most)
    this.otherFreshness = new Int32Array(most)
  }

  /** The exchange that a node begins in a cycle. */
  exchange(node: number, cycle: number): void {
    const { ownPeers, ownFreshness, otherPeers, otherFreshness } = this
    const { propagation, peerSelection, selectsLive } = this.rules
    const partner = choosePartner(this.views, node, peerSelection, selectsLive, this.stream)
    if (partner < 0 || this.views.alive[partner] === 0) return
    // Both send what they had before the exchange.
    const others = propagation === 'pull' ? -1 : this.pool(partner, node, cycle, otherPeers, otherFreshness)
    const own = propagation === 'push' ? -1 : this.pool(node, partner, cycle, ownPeers, ownFreshness)
    if (others >= 0) this.keep(partner, otherPeers, otherFreshness, others)
    if (own >= 0) this.keep(node, ownPeers, ownFreshness, own)
  }

  /**
   * All that a node knows when it has heard from another: its view, the other's and the other itself; of each peer the
   * freshest descriptor.
   * @returns how many there are
   */
  private pool(node: number, sender: number, cycle: number, peers: Int32Array, fresh: Int32Array): number {
    const { views, taken, coins } = this
    const { stride, peer, freshness } = views
    const hop = this.rules.freshness === 'hops' ? 1 : 0
    const made = hop === 1 ? 1 : cycle
    taken.clear()
    taken.add(node)
    let length = 0
    let i = node * stride
    const iEnd = i + views.count[node]!
    const senderFrom = sender * stride
    // The place before its view stands for the sender itself.
    let j = senderFrom - 1
    const jEnd = senderFrom + views.count[sender]!
    while (i < iEnd || j < jEnd) {
      const theirs = j >= jEnd ? -Infinity : (j < senderFrom ? made : freshness[j]!) - hop
      const ours = i >= iEnd ? -Infinity : freshness[i]!
      const ownIsNext = ours > theirs || (ours === theirs && coins.toss() === 1)
      const candidate = ownIsNext ? peer[i]! : j < senderFrom ? sender : peer[j]!
      if (ownIsNext) i++
      else j++
      if (!taken.add(candidate)) continue
      peers[length] = candidate
      fresh[length++] = ownIsNext ? ours : theirs
    }
    return length
  }

  /** Puts into a view what it has room for, in the same order. */
  private keep(node: number, peers: Int32Array, fresh: Int32Array, length: number): void {
    const { views, stream } = this
    const { size, stride } = views
    const { viewSelection } = this.rules
    const kept = Math.min(size, length)
    const to = node * stride
    views.count[node] = kept
    let at = viewSelection === 'tail' ? length - kept : 0
    for (let i = 0; i < kept; at++) {
      // At random: each with the chance that makes all subsets equally likely.
      if (viewSelection === 'rand' && stream.uniform01() * (length - at) >= kept - i) continue
      views.peer[to + i] = peers[at]!
      views.freshness[to + i++] = fresh[at]!
    }
  }
}
