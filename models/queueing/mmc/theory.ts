import { math } from '../../../engine/index.ts'
import { erlangC } from '../../shared/queueing/erlang.ts'

/** An M/M/c queue; rates in 1/s, both > 0; servers an integer >= 1. */
export interface MmcParameters {
  readonly arrivalRate: number
  readonly serviceRate: number
  readonly servers: number
}

/** Utilisation that the arrivals would need, lambda / (c mu); the queue has a steady state when it is below 1. */
export function load({ arrivalRate, serviceRate, servers }: MmcParameters): number {
  return arrivalRate / (servers * serviceRate)
}

/**
 * Probability that an arriving customer has to wait, in [0, 1]; undefined when the load is not below 1.
 * @source Erlang C; Kleinrock, Queueing Systems vol. 1 (1975), section 3.5, in terms of Erlang B.
 */
export function waitProbability(p: MmcParameters): number | undefined {
  return erlangC(p.servers, p.arrivalRate / p.serviceRate)
}

/**
 * Mean time from arrival to start of service, Wq, s; undefined when the load is not below 1.
 * @source Kleinrock, Queueing Systems vol. 1 (1975), section 3.5 with Little's law: Wq = C / (c mu - lambda).
 */
export function meanWait(p: MmcParameters): number | undefined {
  const waiting = waitProbability(p)
  return waiting === undefined ? undefined : waiting / spareRate(p)
}

/** Mean time from arrival to departure, W = Wq + 1 / mu, s; undefined when the load is not below 1. */
export function meanTimeInSystem(p: MmcParameters): number | undefined {
  const wait = meanWait(p)
  return wait === undefined ? undefined : wait + 1 / p.serviceRate
}

/**
 * Mean number of customers who wait, Lq; undefined when the load is not below 1.
 * @source Little, Operations Research 9 (1961): Lq = lambda Wq.
 */
export function meanQueueLength(p: MmcParameters): number | undefined {
  const wait = meanWait(p)
  return wait === undefined ? undefined : p.arrivalRate * wait
}

/**
 * Wait that a fraction `fraction` of the customers does not exceed, s; undefined when the load is not below 1.
 * @param fraction in (0, 1), such as 0.99.
 * @source Cooper, Introduction to Queueing Theory (2nd ed. 1981), ch. 3: P(wait > t) = C exp(-(c mu - lambda) t).
 */
export function waitQuantile(fraction: number, p: MmcParameters): number | undefined {
  const waiting = waitProbability(p)
  if (waiting === undefined) return undefined
  return waiting <= 1 - fraction ? 0 : math.ln(waiting / (1 - fraction)) / spareRate(p)
}

/**
 * Time in system that a fraction `fraction` of the customers does not exceed, s; undefined when the load is not below 1.
 * @param fraction in (0, 1), such as 0.99.
 * @source The sum of a service and a wait that is exponential with probability C: Gross and Harris, Fundamentals of
 * Queueing Theory, 3rd ed. (1998), section 2.3.
 */
export function timeInSystemQuantile(fraction: number, p: MmcParameters): number | undefined {
  const waiting = waitProbability(p)
  if (waiting === undefined) return undefined
  let low = 0
  let high = meanTimeInSystem(p)!
  while (beyond(high, waiting, p) > 1 - fraction) high *= 2
  // Halving 60 times leaves nothing but rounding.
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (beyond(middle, waiting, p) > 1 - fraction) low = middle
    else high = middle
  }
  return high
}

/** P(T > t) when a customer waits with probability `waiting`. */
function beyond(t: number, waiting: number, p: MmcParameters): number {
  const { serviceRate } = p
  const served = math.exp(-serviceRate * t)
  const difference = spareRate(p) - serviceRate
  // Where the rates of wait and service are equal the sum is a gamma law.
  const both =
    Math.abs(difference * t) < 1e-6
      ? serviceRate * t * served
      : (serviceRate * -math.expm1(-difference * t) * served) / difference
  return served + waiting * both
}

/** Long-run fraction of busy servers; an overloaded queue keeps all of them busy. */
export function utilisation(p: MmcParameters): number {
  return Math.min(1, load(p))
}

/** Long-run departures per second; an overloaded queue delivers what its servers can. */
export function throughput(p: MmcParameters): number {
  return Math.min(p.arrivalRate, p.servers * p.serviceRate)
}

/** Rate at which a backlog shrinks, c mu - lambda, 1/s. */
function spareRate({ arrivalRate, serviceRate, servers }: MmcParameters): number {
  return servers * serviceRate - arrivalRate
}
