import type { Law } from '../../../engine/index.ts'
import { isExponential } from '../../shared/queueing/durations.ts'
import { erlangC, erlangWait } from '../../shared/queueing/erlang.ts'

/** Who is served next. */
export type Discipline = 'fifo' | 'non-preemptive' | 'preemptive-resume'

/** One class of customers: their rate, 1/s, >= 0, and the law of their service time, s. */
export interface CustomerClass {
  readonly rate: number
  readonly service: Law
}

/** A queue of several classes, the most urgent first. */
export interface PriorityQueue {
  readonly discipline: Discipline
  /** Servers, an integer >= 1. */
  readonly servers: number
  readonly classes: readonly CustomerClass[]
}

/** Load of all classes together, sum of lambda E[S] / c; there is a steady state when it is below 1. */
export function load({ classes, servers }: PriorityQueue): number {
  return classes.reduce((sum, { rate, service }) => sum + rate * service.mean, 0) / servers
}

/**
 * Mean time in system of a class, s; undefined where no closed form is known. Under priorities a class may be stable
 * though less urgent ones are not.
 * @param k index of the class, 0 for the most urgent
 */
export function timeInSystem(q: PriorityQueue, k: number): number | undefined {
  if (q.classes[k]!.rate === 0) return undefined
  return q.servers === 1 ? singleServer(q, k) : severalServers(q, k)
}

/** Mean time that a class spends without a server, s: the time in system less the service. */
export function meanWait(q: PriorityQueue, k: number): number | undefined {
  const time = timeInSystem(q, k)
  return time === undefined ? undefined : time - q.classes[k]!.service.mean
}

/**
 * The mean waits weighted by load, s, which no order of service without preemption can change; undefined with
 * preemption, under overload and for several servers.
 * @source Kleinrock, Queueing Systems vol. 2 (1976), section 3.4: the sum of rho_k W_k is rho W0 / (1 - rho).
 */
export function weightedWait(q: PriorityQueue): number | undefined {
  if (q.discipline === 'preemptive-resume' || q.servers > 1 || load(q) >= 1) return undefined
  const residual = residualWork(q.classes)
  return Number.isFinite(residual) ? residual / (1 - load(q)) : undefined
}

/** Mean work left in the service that an arrival finds, W0 = sum of lambda E[S^2] / 2, s. */
function residualWork(classes: readonly CustomerClass[]): number {
  return classes.reduce(
    (sum, { rate, service }) => sum + (rate * (service.variance + service.mean * service.mean)) / 2,
    0,
  )
}

/**
 * One server, any laws.
 * @source Cobham, Operations Research 2(1), 1954; preemptive resume: Kleinrock, Queueing Systems vol. 2 (1976), section
 * 3.5; in order of arrival: Pollaczek and Khinchine for the mixture of the classes.
 */
function singleServer({ discipline, classes }: PriorityQueue, k: number): number | undefined {
  const own = classes[k]!.service.mean
  const above = load({ discipline, servers: 1, classes: classes.slice(0, k) })
  const upTo = load({ discipline, servers: 1, classes: classes.slice(0, k + 1) })
  const all = load({ discipline, servers: 1, classes })
  if (discipline === 'preemptive-resume') {
    const residual = residualWork(classes.slice(0, k + 1))
    return upTo < 1 && Number.isFinite(residual) ? own / (1 - above) + residual / ((1 - above) * (1 - upTo)) : undefined
  }
  const residual = residualWork(classes)
  if (all >= 1 || !Number.isFinite(residual)) return undefined
  return own + (discipline === 'fifo' ? residual / (1 - all) : residual / ((1 - above) * (1 - upTo)))
}

/**
 * Several servers and the same exponential service for all.
 * @source Cobham, Operations Research 2(1), 1954; with preemption the more urgent classes together are an M/M/c queue that
 * does not see the others: Buzen and Bondi, Operations Research 31(3), 1983.
 */
function severalServers({ discipline, servers, classes }: PriorityQueue, k: number): number | undefined {
  const present = classes.filter(({ rate }) => rate > 0)
  const mean = classes[k]!.service.mean
  if (present.some(({ service }) => !isExponential(service) || service.mean !== mean)) return undefined
  const rateOf = (some: readonly CustomerClass[]): number => some.reduce((sum, { rate }) => sum + rate, 0)
  const [above, upTo, all] = [classes.slice(0, k), classes.slice(0, k + 1), classes].map(rateOf) as [
    number,
    number,
    number,
  ]
  if (discipline === 'preemptive-resume') {
    const wait = erlangWait(upTo, mean, servers)
    if (wait === undefined) return undefined
    const aheadOfThem = above === 0 ? 0 : above * (erlangWait(above, mean, servers)! + mean)
    return (upTo * (wait + mean) - aheadOfThem) / (upTo - above)
  }
  const waiting = erlangC(servers, all * mean)
  if (waiting === undefined) return undefined
  const share = mean / servers
  const slack = discipline === 'fifo' ? 1 - all * share : (1 - above * share) * (1 - upTo * share)
  return mean + (waiting * share) / slack
}
