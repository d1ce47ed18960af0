import type { Law } from '../../../engine/index.ts'
import { isExponential } from '../../shared/queueing/durations.ts'
import { harmonic } from '../../shared/queueing/harmonic.ts'
import { pollaczekKhinchine } from '../../shared/queueing/pollaczek-khinchine.ts'

/** The parameters of the model as `build` receives them. */
export interface ForkJoinParameters {
  /** `open`: jobs arrive as a Poisson stream; `barrier`: each job begins when the one before is joined. */
  readonly load: 'open' | 'barrier'
  /** Rate of the Poisson arrivals, 1/s, > 0. */
  readonly arrivalRate: number
  /** Branches, and tasks of a job, n, an integer >= 1. */
  readonly branches: number
  /** Law of the time of a task, s. */
  readonly task: Law
}

/** Mean time of one task from fork to its own end, s: that of M/G/1 when open; undefined where it is not known. */
export function meanTaskTime({ load, arrivalRate, task }: ForkJoinParameters): number | undefined {
  if (load === 'barrier') return task.mean
  const wait = pollaczekKhinchine(arrivalRate, task.mean, task.variance)
  return wait === undefined ? undefined : wait + task.mean
}

/**
 * Mean time from fork to join, s; undefined where it is not known: open, with more than two branches, nobody has found it.
 * @source Two branches: Flatto and Hahn, SIAM J. Applied Mathematics 44(5), 1984, as (12 - rho) / 8 times the time of one
 * task in Nelson and Tantawi, IEEE Transactions on Computers 37(6), 1988.
 */
export function meanResponse(p: ForkJoinParameters): number | undefined {
  if (p.load === 'barrier') return longest(p.task, p.branches)
  const one = meanTaskTime(p)
  if (one === undefined || p.branches === 1) return one
  return p.branches === 2 && isExponential(p.task) ? ((12 - p.arrivalRate * p.task.mean) / 8) * one : undefined
}

/**
 * Mean of the longest of n independent times, for the laws whose mean is known in closed form.
 * @source Order statistics: David and Nagaraja, Order Statistics, 3rd ed. (2003), chapter 2.
 */
export function longest(law: Law, n: number): number | undefined {
  if (n === 1 || law.variance === 0) return law.mean
  if (isExponential(law)) return harmonic(n) * law.mean
  if (law.name !== 'uniform') return undefined
  const halfWidth = Math.sqrt(3 * law.variance)
  return law.mean - halfWidth + (2 * halfWidth * n) / (n + 1)
}

/**
 * Approximation of the mean time from fork to join of exponential tasks, s; exact for n = 1 and 2, said to be within 5 %
 * up to 32 branches.
 * @source Nelson and Tantawi, IEEE Transactions on Computers 37(6), 1988, eq. for K >= 2.
 */
export function nelsonTantawi({ arrivalRate, task, branches }: ForkJoinParameters): number {
  const rho = arrivalRate * task.mean
  const one = task.mean / (1 - rho)
  if (branches === 1) return one
  const ratio = harmonic(branches) / harmonic(2)
  return (ratio + (4 / 11) * (1 - ratio) * rho) * ((12 - rho) / 8) * one
}

/** Fraction of the time a branch works; at a barrier this is the efficiency of the parallel phase. */
export function utilisation(p: ForkJoinParameters): number | undefined {
  if (p.load === 'open') return Math.min(1, p.arrivalRate * p.task.mean)
  const phase = meanResponse(p)
  return phase === undefined ? undefined : p.task.mean / phase
}
