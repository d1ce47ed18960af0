import type { Law } from '../../../engine/index.ts'
import { pollaczekKhinchine } from '../../shared/queueing/pollaczek-khinchine.ts'

/** The parameters of the model as `build` receives them. */
export interface Mg1Parameters {
  /** Rate of the Poisson arrivals, 1/s, > 0. */
  readonly arrivalRate: number
  /** Law of the service time, s. */
  readonly service: Law
}

/** Load, lambda E[S]; the queue has a steady state when it is below 1. */
export function load({ arrivalRate, service }: Mg1Parameters): number {
  return arrivalRate * service.mean
}

/** Mean time from arrival to start of service, Wq, s; undefined under overload or with infinite variance. */
export function meanWait({ arrivalRate, service }: Mg1Parameters): number | undefined {
  return pollaczekKhinchine(arrivalRate, service.mean, service.variance)
}

/** Mean time from arrival to departure, W, s; undefined where the wait is. */
export function meanTimeInSystem(p: Mg1Parameters): number | undefined {
  const wait = meanWait(p)
  return wait === undefined ? undefined : wait + p.service.mean
}

/** Mean number that wait, Lq; undefined where the wait is. @source Little, Operations Research 9 (1961). */
export function meanQueueLength(p: Mg1Parameters): number | undefined {
  const wait = meanWait(p)
  return wait === undefined ? undefined : p.arrivalRate * wait
}

/**
 * Fraction of customers that have to wait; undefined under overload.
 * @source Arrivals that are Poisson see the server as often busy as it is: Wolff, Operations Research 30(2), 1982.
 */
export function waitProbability(p: Mg1Parameters): number | undefined {
  return load(p) < 1 ? load(p) : undefined
}

/**
 * Mean length of a busy period, s; undefined under overload. The variance of the service does not matter to it.
 * @source Kleinrock, Queueing Systems vol. 1 (1975), section 5.8: E[S] / (1 - rho).
 */
export function meanBusyPeriod(p: Mg1Parameters): number | undefined {
  return load(p) < 1 ? p.service.mean / (1 - load(p)) : undefined
}
