import { math } from '../../../engine/index.ts'

/**
 * Equilibrium of a chain that moves between neighbouring states 0, 1, ..., last: the probability of each state.
 * @param last index of the last state, >= 0
 * @param birth rate from n to n + 1, >= 0
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

/** A closed system: `population` jobs alternate between a delay of mean `delay` and one station; times in seconds. */
export interface Terminals {
  readonly population: number
  /** Mean time away from the station, >= 0, of any law. */
  readonly delay: number
  /** Mean service, > 0, exponential. */
  readonly service: number
  /** Servers of the station, >= 1. */
  readonly servers: number
}

/**
 * Jobs served per second in a closed system of delay and station.
 * @source Machine repair, M/M/c//N: Kleinrock, Queueing Systems vol. 1 (1975), section 3.8; any law of the delay:
 * Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975.
 */
export function terminalThroughput({ population, delay, service, servers }: Terminals): number {
  if (delay === 0) return Math.min(population, servers) / service
  const serving = birthDeath(
    population,
    (n) => (population - n) / delay,
    (n) => Math.min(n, servers) / service,
  )
  return serving.reduce((sum, probability, n) => sum + (probability * Math.min(n, servers)) / service, 0)
}

/** Time from leaving the delay to coming back to it, s. @source Response time law: Denning and Buzen (1978): R = N / X - Z. */
export function terminalResponse(t: Terminals): number {
  return t.population / terminalThroughput(t) - t.delay
}

/**
 * Probability that a customer of an M/M/c queue has to wait; undefined when the offered load is not below c.
 * @param offered lambda times mean service, >= 0
 * @source Erlang C by way of the Erlang B recursion: Cooper, Introduction to Queueing Theory, 2nd ed. (1981), section 3.4.
 */
export function erlangC(servers: number, offered: number): number | undefined {
  if (offered >= servers) return undefined
  const blocking = erlangB(servers, offered)
  return blocking / (1 - (offered / servers) * (1 - blocking))
}

/**
 * Fraction of arrivals lost by `servers` servers without a waiting room, for any law of the service.
 * @param offered lambda times mean service, >= 0
 * @source Erlang B; recursion: Cooper, Introduction to Queueing Theory, 2nd ed. (1981), eq. 5.2.
 */
export function erlangB(servers: number, offered: number): number {
  let blocking = 1
  for (let busy = 1; busy <= servers; busy++) blocking = (offered * blocking) / (busy + offered * blocking)
  return blocking
}

/**
 * Mean wait of an M/G/1 queue served first come, first served, s; undefined when it is overloaded or the variance infinite.
 * @param rate of the Poisson arrivals, 1/s
 * @param mean of the service, s
 * @param variance of the service, s^2
 * @source Pollaczek and Khinchine: Kleinrock, Queueing Systems vol. 1 (1975), eq. 5.113.
 */
export function pollaczekKhinchine(rate: number, mean: number, variance: number): number | undefined {
  const load = rate * mean
  if (load >= 1 || !Number.isFinite(variance)) return undefined
  return (rate * (variance + mean * mean)) / (2 * (1 - load))
}

/**
 * Mean number of slices of a burst that is cut every `quantum` seconds.
 * @source For exponential bursts the number is geometric: P(more than k) = exp(-k quantum / mean).
 */
export function exponentialSlices(mean: number, quantum: number): number {
  return 1 / -math.expm1(-quantum / mean)
}
