import type { Law } from '../../../engine/index.ts'

/** One kind of traffic at a station: rate in 1/s, mean and variance of the time it takes there, s and s^2. */
export interface Kind {
  readonly rate: number
  readonly mean: number
  readonly variance: number
}

/** Urgent and bulk traffic at one station. */
export interface TwoKinds {
  readonly urgent: Kind
  readonly bulk: Kind
}

/** Traffic with service of this law. */
export function kindOf(rate: number, { mean, variance }: Law): Kind {
  return { rate, mean, variance }
}

const load = ({ rate, mean }: Kind): number => rate * mean
const residual = ({ rate, mean, variance }: Kind): number => (rate * (variance + mean * mean)) / 2

/**
 * Mean wait in order of arrival, the same for both kinds, s; undefined under overload.
 * @source Pollaczek and Khinchine for the mixture: Kleinrock, Queueing Systems vol. 1 (1975), eq. 5.113.
 */
export function waitInOrder({ urgent, bulk }: TwoKinds): number | undefined {
  const slack = 1 - load(urgent) - load(bulk)
  return slack > 0 ? finite((residual(urgent) + residual(bulk)) / slack) : undefined
}

/**
 * Mean wait of urgent traffic that goes first but interrupts nobody, s; undefined under overload.
 * @source Cobham, Operations Research 2(1), 1954: W0 / (1 - rho_1).
 */
export function urgentWait({ urgent, bulk }: TwoKinds): number | undefined {
  return load(urgent) + load(bulk) < 1 ? finite((residual(urgent) + residual(bulk)) / (1 - load(urgent))) : undefined
}

/**
 * Mean wait of bulk traffic that yields but is not interrupted, s; undefined under overload.
 * @source Cobham, Operations Research 2(1), 1954: W0 / ((1 - rho_1) (1 - rho)).
 */
export function bulkWait({ urgent, bulk }: TwoKinds): number | undefined {
  const slack = 1 - load(urgent) - load(bulk)
  return slack > 0 ? finite((residual(urgent) + residual(bulk)) / ((1 - load(urgent)) * slack)) : undefined
}

/**
 * Mean time without the server of urgent traffic that interrupts bulk, s: it sees nothing else than itself.
 * @source Kleinrock, Queueing Systems vol. 2 (1976), section 3.5.
 */
export function urgentWaitPreempting({ urgent }: TwoKinds): number | undefined {
  return load(urgent) < 1 ? finite(residual(urgent) / (1 - load(urgent))) : undefined
}

/**
 * Mean time without the server of bulk traffic that is interrupted and resumed, s.
 * @source Kleinrock, Queueing Systems vol. 2 (1976), section 3.5.
 */
export function bulkWaitPreempted({ urgent, bulk }: TwoKinds): number | undefined {
  const wait = bulkWait({ urgent, bulk })
  return wait === undefined ? undefined : wait + bulk.mean / (1 - load(urgent)) - bulk.mean
}

/** Load of both kinds together. */
export function totalLoad({ urgent, bulk }: TwoKinds): number {
  return load(urgent) + load(bulk)
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined
}
