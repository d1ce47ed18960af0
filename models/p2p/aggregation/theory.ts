import { math } from '../../../engine/index.ts'

interface Overlay {
  pairing: string
  neighbours: number
  linkFailure: number
  messageLoss: number
  crash: number
}

/**
 * Factor by which a cycle reduces the variance of the values: E(2^-phi), where phi is the number of exchanges that a node
 * takes part in during a cycle, in the limit of many nodes that may call anybody. phi is 1 + Poisson(1) when each node calls
 * once, Poisson(2) for random pairs, and 2 for two matchings; an exchange that does not begin does not count. Undefined for
 * fixed neighbours, lost messages and crashes.
 * @source Jelasity, Montresor and Babaoglu, Gossip-based aggregation in large dynamic networks, ACM TOCS 23(3), 2005,
 *   theorem 3.1 and section 3.2: 1/(2 sqrt(e)), 1/e, 1/4; failed links thin the exchanges out.
 */
export function convergenceFactor(p: Overlay): number | undefined {
  if (p.neighbours < Infinity || p.messageLoss > 0 || p.crash > 0) return undefined
  const works = 1 - p.linkFailure
  // A Poisson number of mean m contributes exp(-m/2), an exchange that works with probability w the factor 1 - w/2.
  const own = 1 - works / 2
  if (p.pairing === 'each calls once') return own * math.exp(-works / 2)
  if (p.pairing === 'random pairs') return math.exp(-works)
  return own * own
}
