import { type Law, math } from '../../../engine/index.ts'
import { shareUp } from '../shared/membership.ts'
import { deadShareBetweenChecks } from '../shared/renewal.ts'
import { betaBinomialOrderStatistic, betaBinomialZero, harmonic } from './load-theory.ts'
import { hopDistribution } from './hop-theory.ts'
import { type PopulationParameters, failedHosts } from './population.ts'
import type { LookupParameters } from './lookup.ts'

/** What the closed forms depend on; see the parameters of the model. */
export interface ChordParameters extends PopulationParameters, LookupParameters {
  readonly latency: Law
  readonly keys: number
  readonly lookups: number
  readonly countedHops: number
  readonly successors: number
  readonly replicas: number
  readonly churnRate: number
  readonly protocol: 'at rest' | 'running'
  readonly churn: boolean
  readonly joinPhase: number
  readonly lifetime: Law
  readonly downtime: Law
  readonly stabilisePeriod: Law
  readonly fingerRounds: number
  readonly fingersPerRound: number
}

/** Whether nodes come or go, so that tables lag behind. */
function changing(p: ChordParameters): boolean {
  return p.churnRate > 0 || (p.protocol === 'running' && (p.churn || p.joinPhase > 0))
}

/** Longest successor list that the path length is worked out for: the table grows with its square. */
const longestReach = 32

/**
 * Law of the hops to the predecessor of the key, by number of hops; undefined where tables hold dead nodes.
 * @source for random ids `hopDistribution`; on an evenly spaced ring of 2^k nodes fingers are exact powers of two, so that a
 * lookup takes as many hops as the number of nodes between has ones in binary: Binomial(k, 1/2) (the argument of Stoica et
 * al., Chord, SIGCOMM 2001, section 6.3, for the factor 1/2)
 */
function hopsToPredecessor(p: ChordParameters): Float64Array | undefined {
  const size = routedPositions(p)
  if (size === undefined) return undefined
  const reach = p.routing === 'fingers' ? 1 : Math.min(p.successors, size)
  if (p.placement === 'random') return reach > longestReach ? undefined : hopDistribution(size, reach)
  const bits = Math.round(math.log2(size))
  if (reach > 1 || failedHosts(p) > 0 || math.pow(2, bits) !== size) return undefined
  const ways = (ones: number): number => math.gammaln(bits + 1) - math.gammaln(ones + 1) - math.gammaln(bits - ones + 1)
  return Float64Array.from({ length: bits + 1 }, (_, ones) => math.exp(ways(ones) - bits * math.ln(2)))
}

/** Positions on the ring that lookups travel, undefined where dead ones are among them. */
function routedPositions(p: ChordParameters): number | undefined {
  const failures = failedHosts(p)
  return changing(p) || (failures > 0 && !p.stabilised) ? undefined : (p.nodes - failures) * p.virtualNodes
}

function meanHopsToPredecessor(p: ChordParameters): number | undefined {
  return hopsToPredecessor(p)?.reduce((sum, probability, hops) => sum + hops * probability, 0)
}

/** Mean hops of a lookup. The owner is one hop from the predecessor, unless it is the origin itself: one key in `size`. */
export function meanHops(p: ChordParameters): number | undefined {
  const mean = meanHopsToPredecessor(p)
  return mean === undefined || p.destination === 'predecessor' ? mean : mean + 1 - 1 / routedPositions(p)!
}

/** Share of lookups that take exactly `countedHops` hops to the predecessor; undefined where a run sees a handful at most. */
export function shareAtHops(p: ChordParameters): number | undefined {
  const law = p.destination === 'predecessor' ? hopsToPredecessor(p) : undefined
  const share = law?.[p.countedHops] ?? 0
  return share * p.lookups < 20 ? undefined : share
}

/**
 * Number of hops that a share q of the lookups does not exceed; undefined where the share is so close to a step of the
 * distribution that samples fall on either side, because there are few lookups or because small rings differ from each other.
 */
export function hopQuantile(q: number, p: ChordParameters): number | undefined {
  if (p.destination === 'owner' || p.nodes * p.virtualNodes < 256 || p.lookups < 5000) return undefined
  const law = hopsToPredecessor(p)
  let below = 0
  for (let hops = 0; hops < (law?.length ?? 0); hops++) {
    below += law![hops]!
    if (Math.abs(below - q) < 0.004) return undefined
    if (below > q) return hops
  }
  return undefined
}

/**
 * Mean latency: an iterative lookup spends a round trip a hop; a recursive one a single trip a hop, and one for the reply
 * unless the origin itself knows the answer, as it does for one key in `size`.
 */
export function meanLatency(p: ChordParameters): number | undefined {
  const trips = singleTrips(p)
  return trips === undefined || p.virtualNodes > 1 || p.latency.mean === Infinity ? undefined : trips * p.latency.mean
}

/** Messages of a lookup: each is one of the trips that make its latency. */
export function messages(p: ChordParameters): number | undefined {
  return singleTrips(p)
}

function singleTrips(p: ChordParameters): number | undefined {
  const hops = meanHops(p)
  const size = routedPositions(p)
  if (hops === undefined || size === undefined) return undefined
  if (p.style === 'iterative' || size === 1) return 2 * hops
  // Told by the owner, everybody gets a reply; where the owner is the origin, that reply is the last hop.
  return p.destination === 'owner' ? hops + 1 : hops + 1 - 1 / size
}

/** Time-outs of a lookup: none where the tables hold no dead node. */
export function timeouts(p: ChordParameters): number | undefined {
  return routedPositions(p) === undefined ? undefined : 0
}

/** Share of lookups without an answer: none where the tables hold no dead node. */
export function unansweredShare(p: ChordParameters): number | undefined {
  return timeouts(p)
}

/** Share of lookups with a wrong answer: none on a ring at rest. */
export function wrongShare(p: ChordParameters): number | undefined {
  return changing(p) ? undefined : 0
}

/**
 * Share of keys whose every copy was on failed hosts: the copies are on distinct hosts, of which each set is equally likely
 * to fail.
 * @source Stoica et al., Chord, SIGCOMM 2001, section 6.4: a fraction p of failed nodes loses a fraction p of the keys
 */
export function lostShare(p: ChordParameters): number | undefined {
  const copies = Math.min(p.replicas, p.nodes)
  if (p.churnRate > 0 || p.protocol === 'running' || (p.virtualNodes > 1 && copies > 1)) return undefined
  const failures = failedHosts(p)
  let share = 1
  for (let copy = 0; copy < copies; copy++) share *= Math.max(0, failures - copy) / (p.nodes - copy)
  return share
}

/** Mean keys per host; exact. */
export function keysMean({ keys, nodes }: ChordParameters): number {
  return keys / nodes
}

/** Share of hosts without a key; N / (N + K) for one position a host and many of both. Undefined where it is none or one. */
export function keylessShare({ placement, keys, nodes, virtualNodes }: ChordParameters): number | undefined {
  const share = betaBinomialZero(keys, virtualNodes, (nodes - 1) * virtualNodes)
  return placement === 'even' || keys === 0 || share * nodes < 2 ? undefined : share
}

/**
 * Load that a share q of the hosts does not exceed. The share of the ring that a host holds is Beta(v, (N - 1) v), so that
 * its keys are beta-binomial; for many hosts and keys load / mean tends to Gamma(v, 1 / v), whose 99th percentile is
 * ln 100 = 4.605 for v = 1.
 * @source Devroye, Non-Uniform Random Variate Generation (1986), ch. V.2 (uniform spacings)
 */
export function keysQuantile(q: number, { placement, keys, nodes, virtualNodes }: ChordParameters): number | undefined {
  if (placement === 'even' || keys === 0) return undefined
  return betaBinomialOrderStatistic(Math.ceil(q * nodes), nodes, keys, virtualNodes)
}

/**
 * Mean of the largest load. For one position a host loads are geometric, and the largest of N geometric variates of mean a
 * has mean H_N / ln(1 + 1/a) - 1/2, up to a ripple below 0.1 key; for large a it is the mean of the largest gap, a H_N.
 * Given for at least a key a host.
 * @source Devroye (1986), ch. V.2, for the largest spacing; Eisenberg, Statistics & Probability Letters 78(2), 2008, for the
 * maximum of geometric variates
 */
export function keysMax({ placement, keys, nodes, virtualNodes }: ChordParameters): number | undefined {
  if (placement === 'even' || virtualNodes > 1 || keys < nodes || nodes < 100) return undefined
  return harmonic(nodes) / math.log1p(nodes / keys) - 0.5
}

/** Mean number of living nodes in the long run: hosts are up and down in turns. */
export function livingNodes(p: ChordParameters): number | undefined {
  return p.protocol === 'running' && p.joinPhase === 0 ? p.nodes * shareUp(p) : undefined
}

/**
 * Share of nodes whose successor is not the next living node, for exponential periods and lifetimes: with r = lifetime / period,
 * joins and departures make right successors wrong and rounds make them right, and (1 - w) + (1 - w)^2 = w^2 + r w.
 * @source Krishnamurthy, El-Ansary, Aurell and Haridi, A statistical theory of Chord under churn, IPTPS 2005: w = 2 / (3 + r)
 */
export function misledShare(p: ChordParameters): number | undefined {
  if (p.protocol === 'at rest' || p.joinPhase > 0) return undefined
  if (!p.churn) return 0
  const markov = p.lifetime.name === 'exponential' && p.stabilisePeriod.name === 'exponential'
  return markov ? 2 / (3 + p.lifetime.mean / p.stabilisePeriod.mean) : undefined
}

/** More fingers than a node of any ring refreshes. */
const allFingers = 40

/**
 * Share of fingers that name a node which has left, where all are refreshed together and lifetimes are exponential. A newcomer's
 * fingers are older, which the formula leaves out: the share of it is about a period over a lifetime.
 */
export function deadShare(p: ChordParameters): number | undefined {
  if (p.protocol === 'at rest' || p.joinPhase > 0) return undefined
  if (!p.churn) return 0
  if (p.lifetime.name !== 'exponential' || p.fingersPerRound < allFingers) return undefined
  if (p.fingerRounds * p.stabilisePeriod.mean > 0.05 * p.lifetime.mean) return undefined
  return deadShareBetweenChecks(p.stabilisePeriod, p.lifetime.mean, p.fingerRounds)
}
