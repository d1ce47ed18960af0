import type { Law } from '../../../engine/index.ts'
import { shareUp } from '../shared/membership.ts'
import type { RunningParameters } from '../shared/running.ts'
import { meanHops as hopsOnPerfectTables } from './hop-theory.ts'

/** What the closed forms depend on; see the parameters of the model. */
export interface KademliaParameters extends RunningParameters {
  readonly nodes: number
  readonly bucketSize: number
  readonly style: 'iterative' | 'recursive'
  readonly parallel: number
  readonly until: 'closest' | 'all k'
  readonly underlay: 'pairs' | 'transit-stub'
  readonly latency: Law
  readonly failedFraction: number
}

/** Whether nodes come or go, so that buckets lag behind. */
function changing(p: KademliaParameters): boolean {
  return p.protocol === 'running' && (p.churn || p.joinPhase > 0)
}

/** Nodes that fail: the nearest whole number to the fraction. */
export function failedNodes({ nodes, failedFraction }: Pick<KademliaParameters, 'nodes' | 'failedFraction'>): number {
  return Math.round(nodes * failedFraction)
}

/** Whether a lookup goes straight from contact to contact: one request at a time, the closest first, none in vain. */
function straight(p: KademliaParameters): boolean {
  return (
    failedNodes(p) === 0 && !changing(p) && (p.style === 'recursive' || (p.parallel === 1 && p.until === 'closest'))
  )
}

/**
 * Mean hops to the node closest to the key; undefined with dead nodes, and for several requests at a time.
 * @source `hop-theory.ts`; for k = 1 about 1/2 log2 N, as half of the bits agree by chance
 */
export function meanHops(p: KademliaParameters): number | undefined {
  return straight(p) ? hopsOnPerfectTables(p.nodes, p.bucketSize) : undefined
}

/** Messages of a lookup: two a hop, or one a hop and the reply, unless the origin is itself the closest (1 in N). */
export function messages(p: KademliaParameters): number | undefined {
  const hops = meanHops(p)
  if (hops === undefined) return undefined
  return p.style === 'iterative' ? 2 * hops : hops + 1 - 1 / p.nodes
}

/** Mean time of a lookup where every message takes the same time, s: its messages follow one another. */
export function meanLatency(p: KademliaParameters): number | undefined {
  const count = messages(p)
  return count === undefined || p.underlay !== 'pairs' || p.latency.variance > 0 ? undefined : count * p.latency.mean
}

/** No time-out where nobody has failed. */
export function timeouts(p: KademliaParameters): number | undefined {
  return failedNodes(p) === 0 && !changing(p) ? 0 : undefined
}

/** On full buckets every lookup ends at the closest node: who is not the closest has a contact that is closer. */
export function wrongShare(p: KademliaParameters): number | undefined {
  return failedNodes(p) === 0 && !changing(p) ? 0 : undefined
}

/**
 * Bytes that a node sends per second for lookups: forwarded, each hop names key and origin and the reply the node found; asked one
 * by one, no simple form, for replies name as many contacts as there are.
 */
export function lookupBandwidth(p: KademliaParameters): number | undefined {
  const hops = p.protocol === 'running' && p.style === 'recursive' ? meanHops(p) : undefined
  if (hops === undefined) return undefined
  const bytes = hops * (p.headerBytes + 2 * p.entryBytes) + (1 - 1 / p.nodes) * (p.headerBytes + p.entryBytes)
  return bytes / p.lookupInterval
}

/** Mean number of living nodes in the long run: hosts are up and down in turns. */
export function livingNodes(p: KademliaParameters): number | undefined {
  return p.protocol === 'running' && p.joinPhase === 0 ? p.nodes * shareUp(p) : undefined
}
