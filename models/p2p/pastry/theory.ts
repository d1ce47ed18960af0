import { type Law, math } from '../../../engine/index.ts'
import { shareUp } from '../shared/membership.ts'
import { deadShareBetweenChecks } from '../shared/renewal.ts'
import type { RunningParameters } from '../shared/running.ts'

/** What the closed forms depend on; see the parameters of the model. */
export interface PastryParameters extends RunningParameters {
  readonly nodes: number
  readonly digitBits: number
  readonly leafSet: number
  readonly failedFraction: number
  readonly leafSetPeriod: Law
}

/** Whether nodes come or go, so that tables lag behind. */
function changing(p: PastryParameters): boolean {
  return p.protocol === 'running' && (p.churn || p.joinPhase > 0)
}

/** Nodes that fail: the nearest whole number to the fraction. */
export function failedNodes({ nodes, failedFraction }: Pick<PastryParameters, 'nodes' | 'failedFraction'>): number {
  return Math.round(nodes * failedFraction)
}

/**
 * Mean number of entries in a routing table: in each of 2^b - 1 columns of row r one, unless none of the N - 1 others has
 * those r + 1 digits.
 * @source Rowstron and Druschel, Pastry, Middleware 2001, for the table; uniform ids: each of the others has
 *   the digits with probability 2^(-b (r + 1))
 */
export function tableEntries({ nodes, digitBits }: Pick<PastryParameters, 'nodes' | 'digitBits'>): number {
  const base = math.pow(2, digitBits)
  let entries = 0
  for (let share = 1 / base; ; share /= base) {
    const filled = -math.expm1((nodes - 1) * math.log1p(-share))
    entries += (base - 1) * filled
    if (filled < 1e-15 || share < 1e-15) return entries
  }
}

/** Without failures every message reaches the node closest to its key: each hop is closer, and leaf sets are correct. */
export function wrongShare(p: PastryParameters): number | undefined {
  return failedNodes(p) === 0 && !changing(p) ? 0 : undefined
}

/** No time-out where nobody has failed. */
export function timeouts(p: PastryParameters): number | undefined {
  return failedNodes(p) === 0 && !changing(p) ? 0 : undefined
}

/** In a network of which everybody is in every leaf set, one hop unless the origin is the destination: 1 - 1/N. */
export function meanHops(p: PastryParameters): number | undefined {
  return p.nodes <= p.leafSet + 1 && failedNodes(p) === 0 && !changing(p) ? 1 - 1 / p.nodes : undefined
}

/**
 * Share of the members of leaf sets that have left, for exponential lifetimes: each is asked once a period. That of the entries of
 * routing tables is lower than such a formula says, for many of them are in the leaf set as well, which is asked more often.
 */
export function deadLeafShare(p: PastryParameters): number | undefined {
  if (p.protocol === 'at rest') return undefined
  if (!p.churn) return 0
  return p.lifetime.name === 'exponential' ? deadShareBetweenChecks(p.leafSetPeriod, p.lifetime.mean) : undefined
}

/** Mean number of living nodes in the long run: hosts are up and down in turns. */
export function livingNodes(p: PastryParameters): number | undefined {
  return p.protocol === 'running' && p.joinPhase === 0 ? p.nodes * shareUp(p) : undefined
}
