import { math, type Law } from '../../../engine/index.ts'
import { isExponential } from '../../shared/queueing/durations.ts'
import { erlangWait, sharingResponse } from '../../shared/queueing/erlang.ts'
import { pollaczekKhinchine } from '../../shared/queueing/pollaczek-khinchine.ts'

/** How the processors choose whom to work for. */
export type Discipline = 'processor-sharing' | 'round-robin' | 'fcfs' | 'lcfs-preemptive' | 'shortest-remaining'

/** The parameters of the model as `build` receives them. */
export interface SharingParameters {
  readonly discipline: Discipline
  /** Rate of the Poisson arrivals, 1/s, > 0. */
  readonly arrivalRate: number
  /** Law of the work of a job, s of one processor. */
  readonly work: Law
  /** Processors, an integer >= 1; 1 unless they are shared. */
  readonly processors: number
}

/** Load, lambda E[S] / c; there is a steady state when it is below 1. */
export function load({ arrivalRate, work, processors }: SharingParameters): number {
  return (arrivalRate * work.mean) / processors
}

/**
 * Mean time from arrival to the end of the work, s; undefined under overload and where no closed form is known.
 * @source Sharing and preemptive last come first served: Kelly, Reversibility and Stochastic Networks (1979), section
 * 3.3; in order of arrival: Pollaczek and Khinchine, Erlang C.
 */
export function meanTimeInSystem(p: SharingParameters): number | undefined {
  const { discipline, arrivalRate, work, processors } = p
  if (load(p) >= 1) return undefined
  switch (discipline) {
    case 'processor-sharing':
      return sharingResponse(arrivalRate, work.mean, processors)
    case 'lcfs-preemptive':
      return work.mean / (1 - load(p))
    case 'fcfs': {
      const wait = isExponential(work)
        ? erlangWait(arrivalRate, work.mean, processors)
        : processors === 1
          ? pollaczekKhinchine(arrivalRate, work.mean, work.variance)
          : undefined
      return wait === undefined ? undefined : wait + work.mean
    }
    case 'round-robin':
      // Exponential work does not remember its slices: in the mean the order of service is irrelevant to it.
      return isExponential(work) ? work.mean / (1 - load(p)) : undefined
    case 'shortest-remaining':
      return isExponential(work) ? shortestRemaining(arrivalRate, work.mean) : undefined
  }
}

/**
 * Jobs done per second. Under overload it is known in order of arrival, and for exponential work as long as nobody looks at
 * what is left: otherwise the processors do more small jobs than large ones, or leave many half done, for ever.
 */
export function throughput(p: SharingParameters): number | undefined {
  if (load(p) < 1) return p.arrivalRate
  const alike = p.discipline === 'fcfs' || (isExponential(p.work) && p.discipline !== 'shortest-remaining')
  return alike ? p.processors / p.work.mean : undefined
}

/**
 * Mean of the time in system over the work, for jobs of any size alike: 1 / (1 - rho) for one processor that is shared or
 * serves the last comer first; undefined for all else.
 * @source Kleinrock, Queueing Systems vol. 2 (1976), section 4.4: E[T | x] = x / (1 - rho).
 */
export function slowdown(p: SharingParameters): number | undefined {
  const equal = p.discipline === 'processor-sharing' || p.discipline === 'lcfs-preemptive'
  return equal && p.processors === 1 && load(p) < 1 ? 1 / (1 - load(p)) : undefined
}

/**
 * Mean time in system when the job with the least work left is served first, for exponential work, s.
 * @source Schrage and Miller, Operations Research 14(4), 1966: E[T(x)] = lambda (int_0^x t^2 dF(t) + x^2 (1 - F(x))) /
 * (2 (1 - rho(x))^2) + int_0^x dt / (1 - rho(t)), with rho(x) = lambda int_0^x t dF(t); here by Simpson's rule.
 */
export function shortestRemaining(arrivalRate: number, mean: number): number {
  // In units of the mean. Beyond 40 means there is less than 10^-17 of the jobs.
  const rate = arrivalRate * mean
  const steps = 20_000
  const h = 40 / steps
  const left = (x: number): number => math.exp(-x)
  const loadBelow = (x: number): number => rate * (1 - left(x) * (1 + x))
  const residence = (x: number): number => 1 / (1 - loadBelow(x))
  let residing = 0
  let sum = 0
  for (let i = 0; i <= steps; i++) {
    const x = i * h
    if (i > 0) residing += (h / 6) * (residence(x - h) + 4 * residence(x - h / 2) + residence(x))
    const squares = 2 - left(x) * (x * x + 2 * x + 2) + x * x * left(x)
    const waiting = (rate * squares) / (2 * (1 - loadBelow(x)) * (1 - loadBelow(x)))
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2
    sum += weight * left(x) * (waiting + residing)
  }
  return (mean * h * sum) / 3
}
