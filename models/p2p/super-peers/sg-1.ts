import type { RandomStream } from '../../../engine/index.ts'
import type { Clusters } from './clusters.ts'

/**
 * Super-peers that choose themselves by gossip. At first every peer serves itself alone. In each cycle every super-peer with
 * room left looks for one of lower capacity, takes over clients of it as far as there is room, and the other too when that has
 * no client left and there is room still. The clients of a super-peer form a chain.
 * @source Montresor, A robust protocol for building superpeer overlay topologies, P2P 2004
 */
export class SelfOrganisation {
  /** Super-peers, the first `count` of this list. */
  readonly superPeers: Int32Array
  count: number
  /** Clients that each super-peer serves. */
  readonly load: Int32Array
  private readonly capacity: Int32Array
  private readonly attempts: number
  private readonly stream: RandomStream
  /** Place of a peer in the list of super-peers, -1 for clients. */
  private readonly place: Int32Array
  /** First client of a super-peer, and the one after a client; -1 for none. */
  private readonly first: Int32Array
  private readonly next: Int32Array
  private readonly turn: Int32Array
  private readonly crashed: Uint8Array

  /**
   * @param capacity clients that each peer can serve, itself not counted
   * @param attempts random super-peers that one looks at in a cycle
   */
  constructor(capacity: Int32Array, attempts: number, stream: RandomStream) {
    const peers = capacity.length
    this.capacity = capacity
    this.attempts = attempts
    this.stream = stream
    this.superPeers = Int32Array.from({ length: peers }, (_, peer) => peer)
    this.place = this.superPeers.slice()
    this.turn = this.superPeers.slice()
    this.crashed = new Uint8Array(peers)
    this.count = peers
    this.load = new Int32Array(peers)
    this.first = new Int32Array(peers).fill(-1)
    this.next = new Int32Array(peers).fill(-1)
  }

  /** Every super-peer takes its turn, in random order. */
  cycle(): void {
    const { turn, place, load, capacity, stream } = this
    const turns = this.count
    turn.set(this.superPeers.subarray(0, turns))
    for (let i = turns - 1; i >= 0; i--) {
      const chosen = (stream.uniform01() * (i + 1)) | 0
      const peer = turn[chosen]!
      turn[chosen] = turn[i]!
      if (place[peer]! < 0 || load[peer]! >= capacity[peer]!) continue
      const other = this.lower(peer)
      if (other >= 0) this.takeOver(peer, other)
    }
  }

  /**
   * Crashes that share of the peers, any of them equally likely. Clients whose super-peer is gone serve themselves again; a
   * super-peer forgets clients that are gone.
   */
  crash(share: number, stream: RandomStream): void {
    const { capacity, first, next, load, place, superPeers, crashed } = this
    let wanted = Math.round(share * capacity.length)
    for (let peer = 0; peer < capacity.length; peer++) {
      if (stream.uniform01() * (capacity.length - peer) >= wanted) continue
      crashed[peer] = 1
      wanted--
    }
    const before = superPeers.slice(0, this.count)
    this.count = 0
    const serveItself = (peer: number): void => {
      place[peer] = this.count
      superPeers[this.count++] = peer
      first[peer] = -1
      load[peer] = 0
    }
    for (const superPeer of before) {
      const gone = crashed[superPeer] === 1
      let client = first[superPeer]!
      if (gone) place[superPeer] = -1
      else serveItself(superPeer)
      while (client >= 0) {
        const following = next[client]!
        if (crashed[client] === 0) {
          if (gone) serveItself(client)
          else this.serve(superPeer, client)
        }
        client = following
      }
    }
  }

  /** Capacities of the peers that have not crashed. */
  living(): Int32Array {
    return this.capacity.filter((_, peer) => this.crashed[peer] === 0)
  }

  /** The clusters that there are now. */
  clusters(): Clusters {
    const peers = this.capacity.length
    const cluster = new Int32Array(peers).fill(-1)
    for (let i = 0; i < this.count; i++) {
      const superPeer = this.superPeers[i]!
      cluster[superPeer] = i
      for (let peer = this.first[superPeer]!; peer >= 0; peer = this.next[peer]!) cluster[peer] = i
    }
    return { peers, count: this.count, partners: 1, cluster, isSuperPeer: (peer) => this.place[peer]! >= 0 }
  }

  /** A random super-peer of lower capacity, of equal capacity one of lower number; -1 when the attempts find none. */
  private lower(peer: number): number {
    const own = this.capacity[peer]!
    for (let attempt = 0; attempt < this.attempts; attempt++) {
      const other = this.superPeers[(this.stream.uniform01() * this.count) | 0]!
      const its = this.capacity[other]!
      if (its < own || (its === own && other < peer)) return other
    }
    return -1
  }

  private takeOver(peer: number, other: number): void {
    const { load, capacity, first, next } = this
    while (load[peer]! < capacity[peer]! && load[other]! > 0) {
      const client = first[other]!
      first[other] = next[client]!
      load[other]!--
      this.serve(peer, client)
    }
    if (load[peer]! >= capacity[peer]!) return
    const at = this.place[other]!
    const last = this.superPeers[--this.count]!
    this.superPeers[at] = last
    this.place[last] = at
    this.place[other] = -1
    this.serve(peer, other)
  }

  private serve(peer: number, client: number): void {
    this.next[client] = this.first[peer]!
    this.first[peer] = client
    this.load[peer]!++
  }
}

/** Fewest super-peers that can serve all others: those of the largest capacities. */
export function fewestSuperPeers(capacity: Int32Array): number {
  const sorted = capacity.toSorted()
  let served = 0
  for (let count = 1; count <= sorted.length; count++) {
    served += 1 + sorted[sorted.length - count]!
    if (served >= sorted.length) return count
  }
  return sorted.length
}
