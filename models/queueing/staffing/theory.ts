import { math, type Law } from '../../../engine/index.ts'
import { queueEquilibrium } from '../../shared/queueing/birth-death.ts'
import { isExponential } from '../../shared/queueing/durations.ts'
import { erlangC } from '../../shared/queueing/erlang.ts'

/** The parameters of the model as `build` receives them. */
export interface StaffingParameters {
  /** Rate of the Poisson arrivals, 1/s, > 0. */
  readonly arrivalRate: number
  /** Law of the service time, s. */
  readonly service: Law
  /** Safety staffing in units of the square root of the load, beta. */
  readonly grade: number
  /** Mean of the exponential patience, s, > 0, or Infinity. */
  readonly patience: number
}

/** Long-run values by metric. */
export interface SteadyState {
  readonly waitProbability: number
  readonly meanWait: number
  readonly abandonment: number
  readonly utilisation: number
}

/**
 * Number of servers by the square-root rule, c = R + beta sqrt(R) rounded up, at least 1, for the load R = lambda E[S].
 * @source Halfin and Whitt, Operations Research 29(3), 1981.
 */
export function staff({ arrivalRate, service, grade }: StaffingParameters): number {
  const load = arrivalRate * service.mean
  // What is an integer but for rounding is not rounded up.
  return Math.max(1, Math.ceil(load + grade * Math.sqrt(load) - 1e-9 * load))
}

/**
 * Long-run values, exactly; undefined for service that is not exponential, for an overload that nobody escapes from, and
 * for patience so long that the numbers in the queue have no end.
 * @source Erlang C; with patience Erlang A, a birth-death chain: Palm (1957), Mandelbaum and Zeltyn, Service Engineering
 * in Action (2007).
 */
export function steadyState(p: StaffingParameters): SteadyState | undefined {
  const { arrivalRate, service, patience } = p
  if (!isExponential(service)) return undefined
  const servers = staff(p)
  const offered = arrivalRate * service.mean
  if (patience === Infinity) {
    const waiting = erlangC(servers, offered)
    if (waiting === undefined) return undefined
    const meanWait = (waiting * service.mean) / (servers - offered)
    return { waitProbability: waiting, meanWait, abandonment: 0, utilisation: offered / servers }
  }
  const queue = queueEquilibrium({
    servers,
    room: Infinity,
    birth: () => arrivalRate,
    death: (n) => Math.min(n, servers) / service.mean + Math.max(0, n - servers) / patience,
  })
  if (queue === undefined) return undefined
  const queued = queue.meanCustomers - queue.meanBusy
  return {
    waitProbability: queue.waitProbability,
    meanWait: queued / arrivalRate,
    abandonment: queued / patience / arrivalRate,
    utilisation: queue.meanBusy / servers,
  }
}

/**
 * Probability of waiting that M/M/c tends to when c = R + beta sqrt(R) and R grows.
 * @param beta > 0
 * @source Halfin and Whitt, Operations Research 29(3), 1981: 1 / (1 + beta Phi(beta) / phi(beta)).
 */
export function halfinWhitt(beta: number): number {
  const density = math.exp((-beta * beta) / 2) / Math.sqrt(2 * Math.PI)
  return 1 / (1 + (beta * normalDistribution(beta, density)) / density)
}

/** Phi(x) for x >= 0. @source Marsaglia, Journal of Statistical Software 11(4), 2004: 1/2 + phi (x + x^3/3 + x^5/15 + ...). */
function normalDistribution(x: number, density: number): number {
  let term = x
  let sum = x
  for (let k = 3; term > 1e-17 * sum; k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return 0.5 + density * sum
}

/**
 * Fewest servers that make at most this fraction of the customers wait.
 * @param offered load R, in Erlang, > 0
 * @param target in (0, 1)
 * @source Erlang C, one server after the other.
 */
export function serversFor(offered: number, target: number): number {
  let servers = Math.floor(offered) + 1
  while (erlangC(servers, offered)! > target) servers++
  return servers
}
