import type { RandomStream } from '../../../engine/index.ts'
import type { Clusters } from './clusters.ts'
import { Flood } from './flood.ts'
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
  /** Bytes of all clients together. */
  clientReceived = 0
  clientSent = 0
  queries = 0
  /** Queries of peers whose cluster had no super-peer left; they go nowhere. */
  unserved = 0
  /** Super-peers of each cluster that are up. */
  readonly up: Uint8Array
  /** Other clusters reached, over all queries. */
  reached = 0
  results = 0
  /** Responses of other clusters, and hops that they came. */
  responses = 0
  responseHops = 0
  private readonly rules: TrafficRules
  private readonly clusters: Clusters
  private readonly stream: RandomStream
  private readonly flood: Flood
  /** Bytes by cluster, of all its super-peers together, those not counted that the flood still has as messages. */
  private readonly receivedBytes: Float64Array
  private readonly sentBytes: Float64Array
  /** Queries after which they are added: a cluster gets at most 5 million messages of one in a complete overlay, else 1000. */
  private readonly settleAfter: number
  /** Matching peers of the current query by cluster, and the clusters that have any. */
  private readonly matches: Int32Array
  private readonly matching: number[] = []

  constructor(rules: TrafficRules, overlay: Overlay, clusters: Clusters, stream: RandomStream) {
    const { count } = clusters
    this.rules = rules
    this.clusters = clusters
    this.stream = stream
    this.up = new Uint8Array(count).fill(clusters.partners)
    this.flood = new Flood(overlay, this.up)
    this.settleAfter = overlay.complete ? 256 : 1_000_000
    this.receivedBytes = new Float64Array(count)
    this.sentBytes = new Float64Array(count)
    this.matches = new Int32Array(count)
  }

  /** Messages among super-peers that carry a query. */
  get forwarded(): number {
    return this.flood.forwarded
  }

  /** Of these, messages to clusters that had the query. */
  get duplicates(): number {
    return this.flood.duplicates
  }

  /** Bytes that each cluster has received, all its super-peers together; added up when asked for. */
  get received(): Float64Array {
    return this.withQueries(this.receivedBytes, this.flood.received)
  }

  /** Bytes that each cluster has sent. */
  get sent(): Float64Array {
    return this.withQueries(this.sentBytes, this.flood.sent)
  }

  private withQueries(bytes: Float64Array, messages: Int32Array): Float64Array {
    const { queryBytes } = this.rules
    const sum = new Float64Array(bytes.length)
    for (let cluster = 0; cluster < sum.length; cluster++)
      sum[cluster] = bytes[cluster]! + messages[cluster]! * queryBytes
    return sum
  }

  /** Turns the messages of floods into bytes, before a count of 32 bits is full. */
  private settle(): void {
    this.receivedBytes.set(this.received)
    this.sentBytes.set(this.sent)
    this.flood.forgetMessages()
  }

  /** Forgets what has been counted. */
  reset(): void {
    this.flood.reset()
    this.receivedBytes.fill(0)
    this.sentBytes.fill(0)
    this.clientReceived = this.clientSent = this.reached = 0
    this.results = this.responses = this.responseHops = 0
    this.queries = this.unserved = 0
  }

  /** A new super-peer has taken a free place in a cluster, and all peers but itself tell it what they have. */
  replace(cluster: number, size: number): void {
    this.up[cluster]!++
    const bytes = (size - 1) * this.rules.joinBytes
    this.receivedBytes[cluster]! += bytes
    const others = this.clusters.partners - 1
    this.sentBytes[cluster]! += others * this.rules.joinBytes
    this.clientSent += bytes - others * this.rules.joinBytes
  }

  /** A peer tells the super-peers of its cluster what it has: all of it on joining, or one change. */
  tell(peer: number, kind: 'join' | 'update'): void {
    const { cluster, partners, isSuperPeer } = this.clusters
    const bytes = kind === 'join' ? this.rules.joinBytes : this.rules.updateBytes
    const own = cluster[peer]!
    const sender = isSuperPeer(peer)
    const copies = sender ? partners - 1 : partners
    this.receivedBytes[own]! += copies * bytes
    if (sender) this.sentBytes[own]! += copies * bytes
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
      this.receivedBytes[origin]! += rules.queryBytes
    }
    if (this.queries % this.settleAfter === 0) this.settle()
    this.drawMatches(peer)
    this.flood.flood(origin, rules.ttl)
    const { queue, tail } = this.flood
    this.reached += tail - 1
    if (this.matching.length === 0) return
    for (let place = 0; place < tail; place++) if (this.matches[queue[place]!]! > 0) this.respond(place, client)
    for (const cluster of this.matching) this.matches[cluster] = 0
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

  /** The response of the cluster at a place of the queue, back along the way that the query came, and to the client that asked. */
  private respond(place: number, client: boolean): void {
    const { receivedBytes, sentBytes } = this
    const { queue, from } = this.flood
    const matches = this.matches[queue[place]!]!
    const bytes = this.rules.responseBytes + matches * this.rules.resultBytes
    this.results += matches
    if (place > 0) this.responses++
    for (let at = place; at > 0; at = from[at]!) {
      this.responseHops++
      sentBytes[queue[at]!]! += bytes
      receivedBytes[queue[from[at]!]!]! += bytes
    }
    if (!client) return
    sentBytes[queue[0]!]! += bytes
    this.clientReceived += bytes
  }
}
