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

/** States of a chain that matter: all others together have less than 10^-15 of the time. */
export interface LikelyStates {
  /** Index of the first. */
  readonly first: number
  /** Probability of each, from `first` on. */
  readonly probabilities: readonly number[]
}

/** More states than this take too long to sum. */
const MOST_STATES = 5_000_000

/**
 * Equilibrium of a chain over 0, 1, ..., last in which births never become more frequent, and deaths never rarer, as n
 * grows. Its probabilities rise to a single peak and fall, so that only the states around the peak need be visited.
 * @param last index of the last state, an integer >= 0, or Infinity if deaths outnumber births in the end
 * @param birth rate from n to n + 1, >= 0, not growing with n
 * @param death rate from n to n - 1, > 0, not falling with n
 * @returns undefined where more than five million states matter.
 * @source Kleinrock, Queueing Systems vol. 1 (1975), eq. 3.11.
 */
export function likelyStates(
  last: number,
  birth: (n: number) => number,
  death: (n: number) => number,
): LikelyStates | undefined {
  const falls = (n: number): boolean => n >= last || birth(n) <= death(n + 1)
  let peak = 1
  while (!falls(peak)) peak *= 2
  // Beyond, not every state has a number of its own.
  if (peak > Number.MAX_SAFE_INTEGER) return undefined
  let below = -1
  peak = Math.min(peak, last)
  while (peak - below > 1) {
    const middle = Math.floor((below + peak) / 2)
    if (falls(middle)) peak = middle
    else below = middle
  }
  const upwards = [1]
  for (let n = peak, weight = 1; n < last && weight > 1e-20; n++) {
    weight *= birth(n) / death(n + 1)
    upwards.push(weight)
    if (upwards.length > MOST_STATES) return undefined
  }
  const downwards: number[] = []
  for (let n = peak, weight = 1; n > 0 && weight > 1e-20; n--) {
    weight *= death(n) / birth(n - 1)
    downwards.push(weight)
    if (downwards.length > MOST_STATES) return undefined
  }
  const weights = [...downwards.reverse(), ...upwards]
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return { first: peak - downwards.length, probabilities: weights.map((weight) => weight / total) }
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
  /** Most customers inside, an integer >= servers, or Infinity if departures outnumber arrivals in the end. */
  readonly room: number
  /** Arrivals per second while n are inside, >= 0, not growing with n. */
  readonly birth: (n: number) => number
  /** Departures per second while n are inside, > 0 for n > 0, not falling with n. */
  readonly death: (n: number) => number
}

/**
 * Long-run values of a birth-death queue in order of arrival; undefined where too many states matter.
 * @source Kleinrock, Queueing Systems vol. 1 (1975), chapter 3; waits by Little's law, what arrivals see by counting them.
 */
export function queueEquilibrium({ servers, room, birth, death }: BirthDeathQueue): QueueEquilibrium | undefined {
  const states = likelyStates(room, birth, death)
  if (states === undefined) return undefined
  let arrivals = 0
  let refused = 0
  let late = 0
  let meanCustomers = 0
  let queued = 0
  states.probabilities.forEach((probability, i) => {
    const n = states.first + i
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
