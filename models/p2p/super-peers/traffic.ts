import type { RandomStream } from '../../../engine/index.ts'
import type { Clusters } from './clusters.ts'
import type { Overlay } from './overlay.ts'

/** Sizes of messages, in bytes, and what becomes of a query. */
export interface TrafficRules {
  readonly ttl: number
  readonly match: number
  readonly queryBytes: number
  readonly responseBytes: number
  readonly resultBytes: number
  readonly joinBytes: number
  readonly updateBytes: number
}

/**
 * Bytes that super-peers and clients send and receive. The super-peers of a cluster share its queries in turn, so that they
 * are counted together; what peers tell about their files goes to each of them.
 */
export class Traffic {
  /** Bytes by cluster, of all its super-peers together. */
  readonly received: Float64Array
  readonly sent: Float64Array
  /** Bytes of all clients together. */
  clientReceived = 0
  clientSent = 0
  queries = 0
  /** Queries of peers whose cluster had no super-peer left; they go nowhere. */
  unserved = 0
  /** Super-peers of each cluster that are up. */
  readonly up: Int32Array
  /** Messages among super-peers that carry a query. */
  forwarded = 0
  /** Of these, messages to clusters that had the query. */
  duplicates = 0
  /** Other clusters reached, over all queries. */
  reached = 0
  results = 0
  /** Responses of other clusters, and hops that they came. */
  responses = 0
  responseHops = 0
  private readonly rules: TrafficRules
  private readonly overlay: Overlay
  private readonly clusters: Clusters
  private readonly stream: RandomStream
  private readonly seen: Int32Array
  private readonly queue: Int32Array
  private readonly parent: Int32Array
  private readonly hop: Int32Array
  /** Matching peers of the current query by cluster, and the clusters that have any. */
  private readonly matches: Int32Array
  private readonly matching: number[] = []

  constructor(rules: TrafficRules, overlay: Overlay, clusters: Clusters, stream: RandomStream) {
    const { count } = clusters
    this.rules = rules
    this.overlay = overlay
    this.clusters = clusters
    this.stream = stream
    this.received = new Float64Array(count)
    this.sent = new Float64Array(count)
    this.up = new Int32Array(count).fill(clusters.partners)
    this.seen = new Int32Array(count)
    this.queue = new Int32Array(count)
    this.parent = new Int32Array(count)
    this.hop = new Int32Array(count)
    this.matches = new Int32Array(count)
  }

  /** Forgets what has been counted. */
  reset(): void {
    this.received.fill(0)
    this.sent.fill(0)
    this.clientReceived = this.clientSent = this.forwarded = this.duplicates = this.reached = 0
    this.results = this.responses = this.responseHops = 0
    // Marks are numbers of queries, which are counted anew.
    this.seen.fill(0)
    this.queries = this.unserved = 0
  }

  /** A new super-peer has taken a free place in a cluster, and all peers but itself tell it what they have. */
  replace(cluster: number, size: number): void {
    this.up[cluster]!++
    const bytes = (size - 1) * this.rules.joinBytes
    this.received[cluster]! += bytes
    const others = this.clusters.partners - 1
    this.sent[cluster]! += others * this.rules.joinBytes
    this.clientSent += bytes - others * this.rules.joinBytes
  }

  /** A peer tells the super-peers of its cluster what it has: all of it on joining, or one change. */
  tell(peer: number, kind: 'join' | 'update'): void {
    const { cluster, partners, isSuperPeer } = this.clusters
    const bytes = kind === 'join' ? this.rules.joinBytes : this.rules.updateBytes
    const own = cluster[peer]!
    const sender = isSuperPeer(peer)
    const copies = sender ? partners - 1 : partners
    this.received[own]! += copies * bytes
    if (sender) this.sent[own]! += copies * bytes
    else this.clientSent += copies * bytes
  }

  /** A peer asks for something. */
  query(peer: number): void {
    const { rules, clusters } = this
    const origin = clusters.cluster[peer]!
    const client = !clusters.isSuperPeer(peer)
    this.queries++
    if (this.up[origin] === 0) {
      this.unserved++
      return
    }
    if (client) {
      this.clientSent += rules.queryBytes
      this.received[origin]! += rules.queryBytes
    }
    this.drawMatches(peer)
    if (this.overlay.complete) this.floodComplete(origin)
    else this.flood(origin)
    for (const cluster of this.matching) {
      if (this.seen[cluster] === this.queries) this.respond(cluster, origin, client)
      this.matches[cluster] = 0
    }
    this.matching.length = 0
  }

  /** Each other peer has the object with the same probability; jumps from one that has it to the next. */
  private drawMatches(asking: number): void {
    const { match } = this.rules
    const { peers, cluster } = this.clusters
    if (match === 0) return
    for (let peer = -1; ;) {
      peer += match === 1 ? 1 : this.stream.geometric(match)
      if (peer >= peers) return
      if (peer === asking) continue
      const own = cluster[peer]!
      // A crashed peer is in no cluster.
      if (own >= 0 && this.matches[own]!++ === 0) this.matching.push(own)
    }
  }

  private flood(origin: number): void {
    const { queue, seen, parent, hop, up } = this
    const { start, neighbour } = this.overlay
    const { ttl, queryBytes } = this.rules
    seen[origin] = this.queries
    parent[origin] = -1
    hop[origin] = 0
    queue[0] = origin
    let tail = 1
    for (let head = 0; head < tail; head++) {
      const at = queue[head]!
      if (hop[at] === ttl) break
      for (let i = start[at]!; i < start[at + 1]!; i++) {
        const other = neighbour[i]!
        if (other === parent[at]) continue
        this.forwarded++
        this.sent[at]! += queryBytes
        // Nobody is there to hear it.
        if (up[other] === 0) continue
        this.received[other]! += queryBytes
        if (seen[other] === this.queries) {
          this.duplicates++
          continue
        }
        seen[other] = this.queries
        parent[other] = at
        hop[other] = hop[at]! + 1
        queue[tail++] = other
      }
    }
    this.reached += tail - 1
  }

  /** All others are one hop away; with a second hop each that is up tells each but the origin, in vain. */
  private floodComplete(origin: number): void {
    const { seen, parent, hop, up } = this
    const { ttl, queryBytes } = this.rules
    const others = this.overlay.clusters - 1
    let listening = -1
    for (let other = 0; other <= others; other++) if (up[other]! > 0) listening++
    const told = ttl > 1 ? others - 1 : 0
    const heard = ttl > 1 ? listening - 1 : 0
    for (let other = 0; other <= others; other++) {
      if (up[other] === 0) continue
      seen[other] = this.queries
      parent[other] = origin
      hop[other] = 1
      this.received[other]! += (1 + heard) * queryBytes
      this.sent[other]! += told * queryBytes
    }
    this.received[origin]! -= (1 + heard) * queryBytes
    this.sent[origin]! += (others - told) * queryBytes
    hop[origin] = 0
    this.forwarded += others + listening * told
    this.duplicates += listening * heard
    this.reached += listening
  }

  /** The response of a cluster, back along the way that the query came, and to the client that asked. */
  private respond(from: number, origin: number, client: boolean): void {
    const { parent, hop } = this
    const matches = this.matches[from]!
    const bytes = this.rules.responseBytes + matches * this.rules.resultBytes
    this.results += matches
    if (from !== origin) {
      this.responses++
      this.responseHops += hop[from]!
    }
    for (let at = from; at !== origin; at = parent[at]!) {
      this.sent[at]! += bytes
      this.received[parent[at]!]! += bytes
    }
    if (!client) return
    this.sent[origin]! += bytes
    this.clientReceived += bytes
  }
}
