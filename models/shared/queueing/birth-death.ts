import { math } from '../../../engine/index.ts'

/**
 * Equilibrium of a chain that moves between neighbouring states 0, 1, ..., last: the probability of each state.
 * @param last index of the last state, an integer >= 0
 * @param birth rate from n to n + 1, >= 0; once 0, higher states have probability 0
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

/** What a birth-death queue looks like from outside; times in seconds. */
export interface QueueEquilibrium {
  /** Customers that leave per second. */
  readonly throughput: number
  /** Fraction of the arrivals that find no room, in [0, 1]. */
  readonly blocking: number
  /** Fraction of those let in that have to wait, in [0, 1]. */
  readonly waitProbability: number
  /** Mean time from arrival to start of service of those let in. */
  readonly meanWait: number
  /** Mean time from arrival to departure of those let in. */
  readonly meanTimeInSystem: number
  /** Mean number of customers inside. */
  readonly meanCustomers: number
  /** Mean number of busy servers. */
  readonly meanBusy: number
}

/** A queue whose state is the number of customers inside. */
export interface BirthDeathQueue {
  /** Servers, an integer >= 1. */
  readonly servers: number
  /** Most customers inside, an integer >= servers. */
  readonly room: number
  /** Arrivals per second while n are inside, >= 0. */
  readonly birth: (n: number) => number
  /** Departures per second while n are inside, > 0 for n > 0. */
  readonly death: (n: number) => number
}

/**
 * Long-run values of a birth-death queue in order of arrival.
 * @source Kleinrock, Queueing Systems vol. 1 (1975), chapter 3; waits by Little's law, what arrivals see by counting them.
 */
export function queueEquilibrium({ servers, room, birth, death }: BirthDeathQueue): QueueEquilibrium {
  const states = birthDeath(room, birth, death)
  let arrivals = 0
  let refused = 0
  let late = 0
  let meanCustomers = 0
  let queued = 0
  states.forEach((probability, n) => {
    const rate = probability * birth(n)
    arrivals += rate
    if (n === room) refused += rate
    else if (n >= servers) late += rate
    meanCustomers += probability * n
    queued += probability * Math.max(0, n - servers)
  })
  const throughput = arrivals - refused
  return {
    throughput,
    blocking: arrivals === 0 ? 0 : refused / arrivals,
    waitProbability: late / throughput,
    meanWait: queued / throughput,
    meanTimeInSystem: meanCustomers / throughput,
    meanCustomers,
    meanBusy: meanCustomers - queued,
  }
}
