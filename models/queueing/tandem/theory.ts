import type { Law } from '../../../engine/index.ts'
import { isExponential } from '../../shared/queueing/durations.ts'
import { erlangWait } from '../../shared/queueing/erlang.ts'
import { pollaczekKhinchine } from '../../shared/queueing/pollaczek-khinchine.ts'

/** A station on the way: its law of service, s, and its servers, an integer >= 1. */
export interface Station {
  readonly service: Law
  readonly servers: number
}

/** An open network in a row. */
export interface Tandem {
  /** Rate of the Poisson arrivals from outside, 1/s, > 0. */
  readonly arrivalRate: number
  /** Probability that a customer starts over after the last station, >= 0 and < 1. */
  readonly feedback: number
  readonly stations: readonly Station[]
}

/** Customers that pass each station per second, lambda / (1 - feedback). */
export function flow({ arrivalRate, feedback }: Tandem): number {
  return arrivalRate / (1 - feedback)
}

/** Fraction of busy servers that the flow would need at a station. */
export function load(t: Tandem, station: number): number {
  const { service, servers } = t.stations[station]!
  return (flow(t) * service.mean) / servers
}

/**
 * Mean number of customers at a station; undefined where it is not known. A station is M/M/c whatever the others do if
 * all are exponential, and M/G/1 if what comes to it is a Poisson stream.
 * @source Jackson, Operations Research 5(4), 1957; the output of M/M/c is Poisson: Burke, Operations Research 4(6), 1956.
 */
export function meanAt(t: Tandem, station: number): number | undefined {
  const { service, servers } = t.stations[station]!
  const exponential = t.stations.map((each) => isExponential(each.service))
  const poissonInput = t.feedback === 0 ? exponential.slice(0, station).every(Boolean) : exponential.every(Boolean)
  const upstream = t.feedback === 0 ? t.stations.slice(0, station) : t.stations
  if (!poissonInput || upstream.some((_, i) => load(t, i) >= 1)) return undefined
  const rate = flow(t)
  const wait = isExponential(service)
    ? erlangWait(rate, service.mean, servers)
    : servers === 1
      ? pollaczekKhinchine(rate, service.mean, service.variance)
      : undefined
  return wait === undefined ? undefined : rate * (wait + service.mean)
}

/** Mean number of customers in the network; undefined where one of its parts is. */
export function meanCustomers(t: Tandem): number | undefined {
  let sum = 0
  for (let i = 0; i < t.stations.length; i++) {
    const there = meanAt(t, i)
    if (there === undefined) return undefined
    sum += there
  }
  return sum
}

/** Whether the network has a product form and a steady state. */
function isJackson(t: Tandem): boolean {
  return t.stations.every((station, i) => isExponential(station.service) && load(t, i) < 1)
}

/**
 * Probability that the whole network is empty: the product over its stations, though they pass on the same customers.
 * @source Jackson, Operations Research 5(4), 1957; for M/M/c 1 / p0 = sum of a^k / k! for k < c, and a^c / c! / (1 - rho).
 */
export function emptyProbability(t: Tandem): number | undefined {
  if (!isJackson(t)) return undefined
  return t.stations.reduce((product, { service, servers }, i) => {
    const offered = flow(t) * service.mean
    let term = 1
    let sum = 0
    for (let k = 0; k < servers; k++) {
      sum += term
      term *= offered / (k + 1)
    }
    return product / (sum + term / (1 - load(t, i)))
  }, 1)
}

/**
 * Correlation of the numbers at two stations at one instant: 0 in a product-form network.
 * @source Jackson, Operations Research 5(4), 1957: the numbers at one instant are independent.
 */
export function correlation(t: Tandem): number | undefined {
  return isJackson(t) ? 0 : undefined
}
