import { math } from '../../../engine/index.ts'

/** What the closed forms depend on; see the parameters of the model. */
export interface PastryParameters {
  readonly nodes: number
  readonly digitBits: number
  readonly leafSet: number
  readonly failedFraction: number
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
export function tableEntries({ nodes, digitBits }: PastryParameters): number {
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
  return failedNodes(p) === 0 ? 0 : undefined
}

/** No time-out where nobody has failed. */
export function timeouts(p: PastryParameters): number | undefined {
  return failedNodes(p) === 0 ? 0 : undefined
}

/** In a network of which everybody is in every leaf set, one hop unless the origin is the destination: 1 - 1/N. */
export function meanHops(p: PastryParameters): number | undefined {
  return p.nodes <= p.leafSet + 1 && failedNodes(p) === 0 ? 1 - 1 / p.nodes : undefined
}
