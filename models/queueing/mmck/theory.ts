import type { Law } from '../../../engine/index.ts'
import { queueEquilibrium } from '../../shared/queueing/birth-death.ts'
import { isExponential } from '../../shared/queueing/durations.ts'
import { erlangC, erlangWait } from '../../shared/queueing/erlang.ts'
import { pollaczekKhinchine } from '../../shared/queueing/pollaczek-khinchine.ts'

/** The parameters of the model as `build` receives them. */
export interface MmckParameters {
  /** Rate of the Poisson arrivals, 1/s, > 0. */
  readonly arrivalRate: number
  /** Law of the service time, s. */
  readonly service: Law
  /** Servers, an integer >= 1. */
  readonly servers: number
  /** Customers that may wait, an integer >= 0 or Infinity. */
  readonly queueLimit: number
}

/** Long-run values by metric; missing where no closed form is known. */
export interface SteadyState {
  readonly blocking?: number | undefined
  readonly throughput?: number | undefined
  readonly waitProbability?: number | undefined
  readonly meanWait?: number | undefined
  readonly meanTimeInSystem?: number | undefined
  readonly meanCustomers?: number | undefined
  readonly utilisation?: number | undefined
}

/**
 * What is known exactly: a limited queue with exponential service, no queue with any service, and, without a limit,
 * M/M/c and M/G/1.
 */
export function steadyState(p: MmckParameters): SteadyState {
  return p.queueLimit === Infinity ? unlimited(p) : limited(p)
}

/**
 * M/M/c/K, and M/G/c/c, whose loss does not depend on the law of the service.
 * @source Kleinrock, Queueing Systems vol. 1 (1975), sections 3.6 and 3.8; insensitivity: Sevastyanov (1957).
 */
function limited({ arrivalRate, service, servers, queueLimit }: MmckParameters): SteadyState {
  if (queueLimit > 0 && !isExponential(service)) return {}
  const queue = queueEquilibrium({
    servers,
    room: servers + queueLimit,
    birth: () => arrivalRate,
    death: (n) => Math.min(n, servers) / service.mean,
  })
  if (queue === undefined) return {}
  const { meanBusy, ...known } = queue
  return { ...known, utilisation: meanBusy / servers }
}

function unlimited(p: MmckParameters): SteadyState {
  const { arrivalRate, service, servers } = p
  const load = (arrivalRate * service.mean) / servers
  if (load >= 1) return { blocking: 0, throughput: servers / service.mean, utilisation: 1 }
  const simple = { blocking: 0, throughput: arrivalRate, utilisation: load }
  const waits = unlimitedWait(p)
  if (waits === undefined) return simple
  const meanTimeInSystem = waits.meanWait + service.mean
  return { ...simple, ...waits, meanTimeInSystem, meanCustomers: arrivalRate * meanTimeInSystem }
}

function unlimitedWait(p: MmckParameters): { meanWait: number; waitProbability: number } | undefined {
  const { arrivalRate, service, servers } = p
  if (isExponential(service)) {
    return {
      meanWait: erlangWait(arrivalRate, service.mean, servers)!,
      waitProbability: erlangC(servers, arrivalRate * service.mean)!,
    }
  }
  const meanWait = servers === 1 ? pollaczekKhinchine(arrivalRate, service.mean, service.variance) : undefined
  return meanWait === undefined ? undefined : { meanWait, waitProbability: arrivalRate * service.mean }
}
