import { type Law, math } from '../../../engine/index.ts'
import { growth } from './growth-theory.ts'
import { type SpaceParameters, failedNodes } from './space.ts'

/** What the closed forms depend on; see the parameters of the model. */
export interface CanParameters extends SpaceParameters {
  readonly underlay: 'transit-stub' | 'pairs'
  readonly latency: Law
  readonly routing: 'greedy' | 'RTT-weighted'
  readonly countedVolume: number
}

/** Exponent of a power of two; undefined for other numbers, of which there are no equal zones. */
function bitsOf(nodes: number): number | undefined {
  const bits = Math.round(math.log2(nodes))
  return math.pow(2, bits) === nodes ? bits : undefined
}

/** Whether zones are as the joins left them, one node each. */
function plain(p: CanParameters): boolean {
  return p.peersPerZone === 1 && p.realities === 1 && !(p.takenOver && failedNodes(p) > 0)
}

/**
 * Mean hops on a space of equal zones: a quarter of the zones in each direction, together (d/4) n^(1/d) where n is a power
 * of 2^d. Undefined for random joins, where no formula is known: there (d/4) n^(1/d) is an upper bound, 15 to 25 % above.
 * @source Ratnasamy et al., CAN, SIGCOMM 2001, on routing; the mean distance on a ring of m places is m/4 for even m, and
 * 0 on a ring of one
 */
export function meanHops(p: CanParameters): number | undefined {
  if (p.placement !== 'even' || !plain(p) || failedNodes(p) > 0) return undefined
  const bits = bitsOf(p.nodes)
  if (bits === undefined) return undefined
  let hops = 0
  for (let i = 0; i < p.dimensions; i++) {
    const halvings = Math.ceil(Math.max(0, bits - i) / p.dimensions)
    if (halvings > 0) hops += math.pow(2, halvings) / 4
  }
  return hops
}

/** Mean time of a lookup where every hop takes the same time, s. */
export function meanLatency(p: CanParameters): number | undefined {
  const hops = meanHops(p)
  return hops === undefined || p.underlay !== 'pairs' || p.latency.variance > 0 ? undefined : hops * p.latency.mean
}

/**
 * Mean number of zones that abut on a zone: 2d between equal zones (1 in a direction of two places, 0 in one of one place);
 * after random joins the exact mean.
 * @source Ratnasamy et al. (2001), on routing, for equal zones; `growth` for random joins
 */
export function neighbours(p: CanParameters): number | undefined {
  if (!plain(p)) return undefined
  if (p.placement === 'random') return p.uniformPartitioning ? undefined : growth(p.nodes, p.dimensions).neighbours
  const bits = bitsOf(p.nodes)
  if (bits === undefined) return undefined
  let count = 0
  for (let i = 0; i < p.dimensions; i++) count += Math.min(2, Math.ceil(Math.max(0, bits - i) / p.dimensions))
  return count
}

/**
 * Share of the zones whose volume is 2^countedVolume times the mean, to the nearest power of two.
 * @source `growth` for random joins
 */
export function shareAtVolume(p: CanParameters): number | undefined {
  if (!plain(p)) return undefined
  if (p.placement === 'even') return p.countedVolume === 0 ? 1 : 0
  if (p.uniformPartitioning) return undefined
  let share = 0
  growth(p.nodes, p.dimensions).zones.forEach((count, depth) => {
    if (octave(depth, p.nodes) === p.countedVolume) share += count / p.nodes
  })
  return share
}

/**
 * Share of the keys of which no copy is left, when a key is stored once in each of r realities: of n nodes f have failed,
 * and the r owners are different nodes (but for a share of 1/n). Undefined where several nodes share a zone, since a zone
 * holds fewer of them the smaller it is.
 */
export function lostShare(p: CanParameters): number | undefined {
  if (p.peersPerZone > 1) return undefined
  const failures = failedNodes(p)
  let share = 1
  for (let r = 0; r < p.realities; r++) share *= failures / p.nodes
  return share
}

/** Volume of a zone after so many halvings, as a power of two times the mean of `zones` zones, to the nearest. */
export function octave(depth: number, zones: number): number {
  return Math.round(math.log2(zones) - depth)
}
