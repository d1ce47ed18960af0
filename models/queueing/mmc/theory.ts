import { math } from '../../../engine/index.ts'

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
 * Probability that all of `servers` servers without a waiting room are busy, in [0, 1].
 * The recursion never leaves [0, 1], where the textbook sum of a^k / k! overflows beyond some 170 servers.
 * @param offered offered load a = lambda / mu, in Erlang, >= 0.
 * @source Erlang B; recursion: Cooper, Introduction to Queueing Theory (2nd ed. 1981), ch. 3.
 */
export function erlangB(servers: number, offered: number): number {
  let blocking = 1
  for (let busy = 1; busy <= servers; busy++) blocking = (offered * blocking) / (busy + offered * blocking)
  return blocking
}

/**
 * Probability that an arriving customer has to wait, in [0, 1]; undefined when the load is not below 1.
 * @source Erlang C; Kleinrock, Queueing Systems vol. 1 (1975), section 3.5, in terms of Erlang B.
 */
export function waitProbability(p: MmcParameters): number | undefined {
  const rho = load(p)
  if (rho >= 1) return undefined
  const blocking = erlangB(p.servers, p.arrivalRate / p.serviceRate)
  return blocking / (1 - rho * (1 - blocking))
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
