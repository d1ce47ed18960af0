import type { Law } from '../../../engine/index.ts'
import { isConstant, isContinuous, isExponential } from '../../shared/queueing/durations.ts'
import {
  type ClosedNetwork,
  meanValueAnalysis,
  saturationPoint,
  throughputBound,
} from '../../shared/queueing/mean-value-analysis.ts'

/** The parameters of the model as `build` receives them. */
export interface ClosedNetworkParameters {
  /** Customers, N, an integer >= 1. */
  readonly population: number
  /** Law of the time between two requests, s. */
  readonly think: Law
  /** Order of service at all stations. */
  readonly discipline: 'processor-sharing' | 'fcfs'
  /** Laws of the service at the stations, s; the last is that of each branch. */
  readonly cpu: Law
  readonly disk: Law
  readonly database: Law
  readonly branch: Law
  /** Branches, an integer >= 1: a request goes to one of them, picked at random. */
  readonly branches: number
}

/** The network as its mean demands; stations without any are left out. */
export function networkOf(p: ClosedNetworkParameters): ClosedNetwork {
  const single = [p.cpu, p.disk, p.database].map(({ mean }) => mean)
  const spread = Array.from({ length: p.branches }, () => p.branch.mean / p.branches)
  const demands = [...single, ...spread].filter((demand) => demand > 0)
  return { population: p.population, think: p.think.mean, demands }
}

/**
 * Whether mean value analysis is exact: shared stations serve any law, others exponential service only. Something has to
 * set the customers apart, or they go round in step.
 */
function hasProductForm(p: ClosedNetworkParameters): boolean {
  const laws = [p.cpu, p.disk, p.database, p.branch].filter((law) => !isConstant(law, 0))
  // No run is long enough to show the mean of a cycle that has no variance.
  if ([p.think, ...laws].some(({ variance }) => variance === Infinity)) return false
  if (p.population === 1 || laws.every(isExponential)) return true
  return p.discipline === 'processor-sharing' && [p.think, ...laws].some(isContinuous)
}

/**
 * Requests answered per second, X; undefined without a product form.
 * @source Reiser and Lavenberg, JACM 27(2), 1980; which laws matter: Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975.
 */
export function throughput(p: ClosedNetworkParameters): number | undefined {
  return hasProductForm(p) ? meanValueAnalysis(networkOf(p)).throughput : undefined
}

/** Mean time from sending a request to its answer, R, s; undefined without a product form. */
export function meanResponse(p: ClosedNetworkParameters): number | undefined {
  return hasProductForm(p) ? meanValueAnalysis(networkOf(p)).response : undefined
}

/** Fraction of the time the busiest station is busy; undefined without a product form. @source Utilisation law: U = X D. */
export function bottleneckUtilisation(p: ClosedNetworkParameters): number | undefined {
  const rate = throughput(p)
  return rate === undefined ? undefined : rate * Math.max(...networkOf(p).demands)
}

/** Upper bound of the throughput, 1/s, from the demands alone. */
export function bound(p: ClosedNetworkParameters): number {
  return throughputBound(networkOf(p))
}

/** Customers at which the bounds cross, N*. */
export function knee(p: ClosedNetworkParameters): number {
  return saturationPoint(networkOf(p))
}
