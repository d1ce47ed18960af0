import { math } from '../../../engine/index.ts'

interface Spread {
  exchange: string
  interest: string
  feedback: boolean
  judged: string
  k: number
  connections: number
}

/**
 * Fraction of sites that never hear a pushed rumour, in the limit of many sites, whose spreaders lose interest with
 * probability 1/k at each contact, useful or not: the root below 1 of s = exp(-k (1 - s)). When only contacts in vain cost
 * interest, and each is judged by what the other knows by then, k + 1 takes the place of k. Undefined for other rules and
 * for exponent 1, where nearly all stay ignorant and the number of sites decides.
 * @source Demers et al., Epidemic algorithms for replicated database maintenance, PODC 1987, section 1.4: of
 *   ds/dt = -s i and di/dt = s i - i/k follows i(s) = 1 - s + ln(s)/k, which is 0 at the end; with feedback of
 *   di/dt = s i - (1 - s) i/k the same with k + 1.
 */
export function residue(p: Spread): number | undefined {
  const coin = p.interest === 'coin' || (p.interest === 'counter' && p.k === 1)
  if (p.exchange !== 'push' || !coin || p.connections < Infinity) return undefined
  // In synchronous cycles two who tell the same site at once are both useful, which the equations do not know.
  if (p.feedback && p.judged !== 'at once') return undefined
  const exponent = p.feedback ? p.k + 1 : p.k
  if (exponent === 1) return undefined
  // Below the root the right-hand side is larger than s, above it smaller: repeated substitution from 0 climbs to it.
  let s = 0
  for (let i = 0; i < 10_000; i++) {
    const next = math.exp(-exponent * (1 - s))
    if (next - s < 1e-15) break
    s = next
  }
  return s
}

/**
 * Times each rumour is pushed per site, from the residue: s = exp(-m), because sites that are contacted m times on average,
 * independently of each other and at random, are missed with that probability.
 * @source Demers et al. (1987), section 1.4.
 */
export function traffic(p: Spread): number | undefined {
  const s = residue(p)
  return s === undefined ? undefined : -math.ln(s)
}
