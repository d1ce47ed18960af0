import { math } from '../../../engine/index.ts'

/**
 * Equilibrium of a chain that moves between neighbouring states 0, 1, ..., last: the probability of each state.
 * @param birth rate from n to n + 1, > 0
 * @param death rate from n to n - 1, > 0
 * @source Kleinrock, Queueing Systems vol. 1 (1975), eq. 3.11: p(n) = p(0) product of birth(i) / death(i + 1).
 */
export function birthDeath(last: number, birth: (n: number) => number, death: (n: number) => number): Float64Array {
  const logarithms = new Float64Array(last + 1)
  let largest = 0
  for (let n = 1; n <= last; n++) {
    logarithms[n] = logarithms[n - 1]! + math.ln(birth(n - 1) / death(n))
    if (logarithms[n]! > largest) largest = logarithms[n]!
  }
  // Relative to the largest, so that no weight overflows however many states there are.
  const weights = logarithms.map((logarithm) => math.exp(logarithm - largest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/**
 * Cycles per second of `threads` threads that alternate between computing (mean `cpu`, any law, `cores` cores shared
 * equally) and blocking (mean `blocking`, any law): what a pool delivers when it never runs out of requests.
 * @source Machine repair: Kleinrock, Queueing Systems vol. 1 (1975), section 3.8; for any law under processor sharing:
 * Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975.
 */
export function cycleThroughput(threads: number, cpu: number, blocking: number, cores: number): number {
  if (threads <= cores || cpu === 0) return threads / (cpu + blocking)
  if (blocking === 0) return cores / cpu
  const computing = birthDeath(
    threads,
    (n) => (threads - n) / blocking,
    (n) => Math.min(n, cores) / cpu,
  )
  return computing.reduce((sum, probability, n) => sum + (probability * Math.min(n, cores)) / cpu, 0)
}

/**
 * Mean time that jobs of mean `work` and any law spend on `cores` cores shared equally, s; undefined under overload.
 * @param rate of the Poisson arrivals, 1/s
 * @source M/G/m processor sharing is insensitive to the law (Kelly, Reversibility and Stochastic Networks (1979),
 * section 3.3), so it has the mean of M/M/m: Erlang C by way of the Erlang B recursion.
 */
export function sharingResponse(rate: number, work: number, cores: number): number | undefined {
  const offered = rate * work
  if (offered >= cores) return undefined
  let blocking = 1
  for (let busy = 1; busy <= cores; busy++) blocking = (offered * blocking) / (busy + offered * blocking)
  const waiting = blocking / (1 - (offered / cores) * (1 - blocking))
  return work + (waiting * work) / (cores - offered)
}

/**
 * Mean wait of an M/G/1 queue served in order of arrival, s; undefined when overloaded or the variance infinite.
 * @source Pollaczek and Khinchine: Kleinrock, Queueing Systems vol. 1 (1975), eq. 5.113.
 */
export function pollaczekKhinchine(rate: number, mean: number, variance: number): number | undefined {
  const load = rate * mean
  if (load >= 1 || !Number.isFinite(variance)) return undefined
  return (rate * (variance + mean * mean)) / (2 * (1 - load))
}
