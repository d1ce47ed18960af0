import { likelyStates } from './birth-death.ts'

/** A closed system: `population` jobs alternate between a delay of mean `delay` and one station; times in seconds. */
export interface Terminals {
  /** Jobs, an integer >= 1. */
  readonly population: number
  /** Mean time away from the station, >= 0, of any law. */
  readonly delay: number
  /** Mean service, > 0: exponential, or of any law where the station shares its servers equally. */
  readonly service: number
  /** Servers of the station, an integer >= 1. */
  readonly servers: number
}

/**
 * Jobs served per second in a closed system of delay and station.
 * @source Machine repair, M/M/c//N: Kleinrock, Queueing Systems vol. 1 (1975), section 3.8; any law of the delay:
 * Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975.
 */
export function terminalThroughput({ population, delay, service, servers }: Terminals): number {
  if (delay === 0) return Math.min(population, servers) / service
  // With a server for each job nobody waits, whatever the law.
  if (population <= servers) return population / (delay + service)
  const { first, probabilities } = likelyStates(
    population,
    (n) => (population - n) / delay,
    (n) => Math.min(n, servers) / service,
  )!
  return probabilities.reduce((sum, probability, i) => sum + probability * Math.min(first + i, servers), 0) / service
}

/**
 * Time from leaving the delay to coming back to it, s.
 * @source Response time law: Denning and Buzen, Computing Surveys 10(3), 1978: R = N / X - Z.
 */
export function terminalResponse(t: Terminals): number {
  return t.population / terminalThroughput(t) - t.delay
}
