import { inverse, type Matrix, matrix, minus, rowTimes, times } from './matrix.ts'

/** A pool whose requests compute and then block, both for exponential times; all times in seconds. */
export interface PoolChain {
  /** Rate of the Poisson arrivals, 1/s. */
  readonly rate: number
  /** Mean CPU part, > 0. */
  readonly cpu: number
  /** Mean blocking part, > 0. */
  readonly blocking: number
  /** Cores, shared equally by the threads that compute; >= 1. */
  readonly cores: number
  /** Threads, >= 1. */
  readonly threads: number
  /** Requests that may wait for a thread, >= 0; Infinity only when the threads can keep up with the arrivals. */
  readonly backlog: number
}

/** Long-run values of a pool. */
export interface PoolEquilibrium {
  readonly throughput: number
  readonly meanResponse: number
  readonly meanWait: number
  readonly rejection: number
}

/**
 * The equilibrium of the Markov chain of (requests in the pool, threads that compute), solved numerically to rounding
 * error level by level: a level is a number of requests, and the probabilities of one level follow from those of the level below by
 * a matrix R. Without a limit on the backlog all R from the level on where every thread is busy are the same one.
 * @source Neuts, Matrix-Geometric Solutions in Stochastic Models (1981), chapter 3; the finite case: Gaver, Jacobs,
 * Latouche, Advances in Applied Probability 16 (1984).
 */
export function poolEquilibrium(p: PoolChain): PoolEquilibrium {
  const { threads, backlog, rate } = p
  const limited = backlog < Infinity
  const top = limited ? threads + backlog : threads
  // ratios[n] leads from level n to level n + 1.
  const ratios: Matrix[] = []
  let above = limited ? undefined : repeatingRatio(p)
  const tail = above
  for (let n = top; n > 0; n--) {
    const leave = inverse(
      minus(outflow(p, n, limited && n === top), above === undefined ? zero(p, n) : times(above, down(p, n + 1))),
    )
    above = times(up(p, n - 1), leave)
    ratios[n - 1] = above
  }

  const sums = { mass: 1, present: 0, queued: 0 }
  let level: Float64Array = Float64Array.of(1)
  for (let n = 1; n <= top; n++) {
    level = rowTimes(level, ratios[n - 1]!)
    const mass = total(level)
    sums.mass += mass
    sums.present += n * mass
    sums.queued += Math.max(0, n - threads) * mass
    if (sums.mass > 1e100) {
      // An overloaded pool: keep the numbers in range.
      level = level.map((x) => x / sums.mass)
      sums.present /= sums.mass
      sums.queued /= sums.mass
      sums.mass = 1
    }
  }
  let lost = total(level)
  if (tail !== undefined) {
    lost = 0
    const all = inverse(
      minus(
        matrix(threads + 1, threads + 1, (i, j) => (i === j ? 1 : 0)),
        tail,
      ),
    )
    const beyond = rowTimes(rowTimes(level, tail), all)
    const queued = total(rowTimes(beyond, all))
    sums.mass += total(beyond)
    sums.present += threads * total(beyond) + queued
    sums.queued += queued
  }
  const rejection = lost / sums.mass
  const throughput = rate * (1 - rejection)
  const flow = throughput * sums.mass
  return { throughput, rejection, meanResponse: sums.present / flow, meanWait: sums.queued / flow }
}

function total(row: Float64Array): number {
  return row.reduce((sum, x) => sum + x, 0)
}

const busy = ({ threads }: PoolChain, n: number): number => Math.min(n, threads)
const zero = (p: PoolChain, n: number): Matrix => matrix(busy(p, n) + 1, busy(p, n) + 1, () => 0)

/** Rates from level n up by an arrival: it starts to compute if a thread is idle. */
function up(p: PoolChain, n: number): Matrix {
  const starts = n < p.threads ? 1 : 0
  return matrix(busy(p, n) + 1, busy(p, n + 1) + 1, (from, to) => (to === from + starts ? p.rate : 0))
}

/** Rates from level n down by an answer: the thread starts on the next request if one waits. */
function down(p: PoolChain, n: number): Matrix {
  const starts = n > p.threads ? 1 : 0
  return matrix(busy(p, n) + 1, busy(p, n - 1) + 1, (from, to) =>
    to === from + starts ? (busy(p, n) - from) / p.blocking : 0,
  )
}

/** What leaves each state of level n less what moves within the level, from computing to blocking. */
function outflow(p: PoolChain, n: number, full: boolean): Matrix {
  const computed = (computing: number): number => Math.min(computing, p.cores) / p.cpu
  return matrix(busy(p, n) + 1, busy(p, n) + 1, (from, to) => {
    if (to === from) return (full ? 0 : p.rate) + computed(from) + (busy(p, n) - from) / p.blocking
    return to === from - 1 ? -computed(from) : 0
  })
}

/** The R of all levels with busy threads, by successive substitution from 0, which converges upwards. */
function repeatingRatio(p: PoolChain): Matrix {
  const n = p.threads + 1
  const [rise, fall, out] = [up(p, n), down(p, n), outflow(p, n, false)]
  let ratio = zero(p, n)
  for (let round = 0; round < 100_000; round++) {
    const next = times(rise, inverse(minus(out, times(ratio, fall))))
    const change = Math.max(...minus(next, ratio).map((row) => Math.max(...row)))
    ratio = next
    if (change < 1e-15) break
  }
  return ratio
}
