import { math } from '../../../engine/index.ts'

/** H_n = 1 + 1/2 + ... + 1/n. */
export function harmonic(n: number): number {
  let sum = 0
  for (let i = n; i > 0; i--) sum += 1 / i
  return sum
}

/**
 * Probability that none of `trials` falls on a host whose share of the ring is Beta(a, b): (N - 1) / (N + K - 1) for
 * a = 1, b = N - 1.
 * @source beta-binomial law: B(a, b + trials) / B(a, b)
 */
export function betaBinomialZero(trials: number, a: number, b: number): number {
  if (b === 0) return trials === 0 ? 1 : 0
  // a is a whole number: the ratio of gamma functions is a product of a factors.
  let ratio = 1
  for (let i = 0; i < a; i++) ratio *= (b + i) / (b + trials + i)
  return ratio
}

/**
 * Mean of the rank-th smallest load among `hosts`, each with `positions` on the ring and `keys` stored in all.
 *
 * The level of that order statistic is taken from exponential variates, 1 - exp(-(H_N - H_{N - rank})). Where the sampling
 * noise of the rank is far below one key, the answer is a whole number of keys; where it is above, whole numbers average out
 * and the answer lies between; in the twilight, undefined.
 * @source David and Nagaraja, Order Statistics (3rd ed. 2003), ch. 4, for the level
 */
export function betaBinomialOrderStatistic(
  rank: number,
  hosts: number,
  keys: number,
  positions: number,
): number | undefined {
  if (hosts < 100) return undefined
  const above = math.exp(harmonic(hosts - rank) - harmonic(hosts))
  const noise = Math.sqrt((above * (1 - above)) / hosts)
  const others = (hosts - 1) * positions
  let probability = betaBinomialZero(keys, positions, others)
  let below = 0
  for (let load = 0; load < keys; load++) {
    const next = below + probability
    if (next >= 1 - above) {
      if (1 - above - below > 4 * noise && next - (1 - above) > 4 * noise) return load
      return noise > 0.7 * probability ? load + (1 - above - below) / probability - 0.5 : undefined
    }
    below = next
    probability *= (((keys - load) / (load + 1)) * (load + positions)) / (keys - load - 1 + others)
  }
  return undefined
}
