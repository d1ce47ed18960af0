import { math } from '../../../engine/index.ts'
import { capacityLaw } from './capacity.ts'
import { clusterCount } from './clusters.ts'

interface Design {
  peers: number
  formation: string
  capacity: 'uniform' | 'power-law'
  maxCapacity: number
  capacityExponent: number
  crashAt: number
  formationCycles: number
  crash: number
  uptime: number
  replacement: number
  clusterSize: number
  partners: number
  overlay: string
  degree: number
  ttl: number
  queryRate: number
  updateRate: number
  session: number
  match: number
  queryBytes: number
  responseBytes: number
  resultBytes: number
  joinBytes: number
  updateBytes: number
}

/** What becomes of a query: other clusters that it reaches, messages that carry it, hops to those clusters in total. */
interface Flood {
  reached: number
  messages: number
  hops: number
}

/**
 * A flood of the overlay, in the limit of many clusters. In a random graph with d links a cluster, links that are not yet
 * followed end anywhere among all that are not: layer by layer the ends of the last one are spread over those left.
 * @source elementary for a complete overlay; the configuration model of random graphs (Newman, Networks, 2010, ch. 13).
 */
function floodOf(p: Design): Flood {
  const clusters = clusterCount(p)
  const others = clusters - 1
  if (others === 0) return { reached: 0, messages: 0, hops: 0 }
  if (p.overlay === 'complete') {
    return { reached: others, messages: others + (p.ttl > 1 ? others * (others - 1) : 0), hops: others }
  }
  const { degree } = p
  let unreached = others
  let layer = 1
  let ends = degree
  const total = { reached: 0, messages: 0, hops: 0 }
  for (let hop = 1; hop <= p.ttl && layer > 1e-9; hop++) {
    total.messages += layer * (hop === 1 ? degree : degree - 1)
    const free = unreached * degree
    const hits = hop === 1 ? Math.min(degree, others) : free > 0 ? (ends * free) / Math.max(1, ends + free - 1) : 0
    const next =
      hop === 1 ? hits : free < 1e-9 ? 0 : unreached * (1 - missed(degree, hits / free, layer + unreached - 1))
    total.reached += next
    total.hops += hop * next
    unreached -= next
    ends = next * degree - hits
    layer = next
  }
  return total
}

/**
 * Probability that none of a cluster's distinct neighbours is in the layer.
 * @param share of the links that it would be given to, if they could lead twice to one cluster
 * @param candidates clusters that its neighbours are drawn from without return
 */
function missed(degree: number, share: number, candidates: number): number {
  let probability = 1
  for (let drawn = 0; drawn < degree && probability > 0; drawn++) {
    const hit = (share * candidates) / (candidates - drawn)
    probability *= drawn >= candidates || hit >= 1 ? 0 : 1 - hit
  }
  return probability
}

/** What holds for clusters of equal size whose super-peers do not fail, and for no others. */
function equal<T>(p: Design, formula: (p: Design) => T): T | undefined {
  return p.formation === 'equal' && p.uptime === Infinity ? formula(p) : undefined
}

/**
 * Share of the queries that find a super-peer of their own cluster up: not all k are down at a time, each being so for
 * the share of time that its replacement takes.
 * @source alternating renewal processes, independent of each other; Yang and Garcia-Molina, ICDE 2003, section 3.2: the
 *   probability that all partners fail before any is replaced.
 */
export function served(p: Design): number {
  const down = p.uptime === Infinity ? 0 : p.replacement / (p.uptime + p.replacement)
  return 1 - math.pow(down, p.partners)
}

/** Super-peers when clusters have equal size. @source elementary. */
export const superPeers = (p: Design): number | undefined =>
  p.formation === 'equal' ? clusterCount(p) * p.partners : undefined

/** Clusters reached by a query, its own not counted; see `floodOf`. */
export const reach = (p: Design): number | undefined => equal(p, floodOf)?.reached

/** Messages among super-peers that carry a query; see `floodOf`. */
export const messages = (p: Design): number | undefined => equal(p, floodOf)?.messages

/** Fraction of these that reach a cluster that has the query; see `floodOf`. */
export function duplicates(p: Design): number | undefined {
  const found = equal(p, floodOf)
  return found === undefined || found.messages === 0 ? undefined : Math.max(0, 1 - found.reached / found.messages)
}

/** Hops that responses of other clusters come, mean; see `floodOf`. */
export function pathLength(p: Design): number | undefined {
  const found = equal(p, floodOf)
  return found === undefined || found.reached === 0 || p.match === 0 ? undefined : found.hops / found.reached
}

/** Results of a query: peers in reach that match. @source elementary. */
export function results(p: Design): number | undefined {
  return equal(p, (d) => d.match * ((d.peers / clusterCount(d)) * (1 + floodOf(d).reached) - 1))
}

/** Bytes a second: all that super-peers send or receive, all that clients do, and all that is sent. */
function loadsOf(p: Design): { superPeers: number; clients: number; sent: number } {
  const clusters = clusterCount(p)
  const size = p.peers / clusters
  const { reached, messages: forwarded, hops } = floodOf(p)
  const client = Math.max(0, 1 - p.partners / size)
  const response = (peers: number): number =>
    peers <= 0 ? 0 : (1 - math.exp(peers * math.log1p(-p.match))) * p.responseBytes + peers * p.match * p.resultBytes
  const other = p.match === 1 ? p.responseBytes + size * p.resultBytes : response(size)
  const own = p.match === 1 ? (size > 1 ? p.responseBytes : 0) + (size - 1) * p.resultBytes : response(size - 1)
  const among = forwarded * p.queryBytes + hops * other
  const asked = p.peers * p.queryRate
  const access = asked * client * (p.queryBytes + reached * other + own)
  const told = p.joinBytes / p.session + p.updateRate * p.updateBytes
  const byClients = p.peers * client * p.partners * told
  const byPartners = p.peers * (1 - client) * (p.partners - 1) * told
  return {
    superPeers: 2 * asked * among + access + byClients + 2 * byPartners,
    clients: access + byClients,
    sent: asked * among + access + byClients + byPartners,
  }
}

/** Bit/s that a super-peer sends and receives, mean. @source sums of the messages of `Traffic`, each with its rate. */
export function superPeerLoad(p: Design): number | undefined {
  return equal(p, (d) => (8 * loadsOf(d).superPeers) / (clusterCount(d) * d.partners))
}

/** Bit/s that a client sends and receives, mean; undefined without clients. @source as `superPeerLoad`. */
export function clientLoad(p: Design): number | undefined {
  const clients = p.peers - clusterCount(p) * p.partners
  return clients <= 0 ? undefined : equal(p, (d) => (8 * loadsOf(d).clients) / clients)
}

/** Bit/s that all peers send. @source as `superPeerLoad`. */
export const aggregateLoad = (p: Design): number | undefined => equal(p, (d) => 8 * loadsOf(d).sent)

/**
 * Fewest super-peers that can serve all others when peers choose themselves: the largest capacities first, as many of each as
 * expected.
 * @source elementary; the bound that SG-1 (Montresor, P2P 2004) is measured against.
 */
export function fewest(p: Design): number | undefined {
  if (p.formation !== 'sg-1') return undefined
  const probability = capacityLaw(p)
  const peers = p.crashAt > p.formationCycles ? p.peers : p.peers - Math.round(p.crash * p.peers)
  let unserved = peers
  let count = 0
  for (let capacity = p.maxCapacity; capacity > 0; capacity--) {
    const have = peers * probability[capacity - 1]!
    if (have * (capacity + 1) >= unserved) return Math.ceil(count + unserved / (capacity + 1))
    unserved -= have * (capacity + 1)
    count += have
  }
  return peers
}
