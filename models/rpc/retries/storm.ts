import { math } from '../../../engine/index.ts'

/** A server that answers in exponential time, and clients that repeat an unanswered request some times. */
export interface RetryingLoad {
  /** Calls per second, lambda. */
  readonly callRate: number
  /** Requests per second that the server can execute, mu. */
  readonly serviceRate: number
  /** Time-out, T, s. */
  readonly timeout: number
  /** Repetitions of a call at most, R. */
  readonly retries: number
}

/** A rate of requests that keeps itself up. */
export interface FixedPoint {
  /** Requests per second. */
  readonly rate: number
  /** Whether the rate comes back after a small disturbance; otherwise it marks the border between two that do. */
  readonly stable: boolean
}

/** Steps of the search between the smallest and the largest possible rate. */
const steps = 20_000

/**
 * Requests per second that come of so many: x = lambda (1 + P + ... + P^R), P the probability that an M/M/1 queue with
 * arrivals at this rate takes longer than T, 1 from mu on.
 * @source Bronson, Aghayev, Charapko, Zhu, "Metastable failures in distributed systems", HotOS 2021, section 2.1; time in an
 * M/M/1 queue: Kleinrock, Queueing Systems vol. 1 (1975), section 5.6.
 */
export function requestsFrom(rate: number, { callRate, serviceRate, timeout, retries }: RetryingLoad): number {
  const late = rate < serviceRate ? math.exp(-(serviceRate - rate) * timeout) : 1
  let sum = 1
  let again = 1
  for (let retry = 0; retry < retries; retry++) sum += again *= late
  return callRate * sum
}

/** The rates of requests that keep themselves up, ascending: stable and unstable ones in turn. */
export function retryFixedPoints(load: RetryingLoad): FixedPoint[] {
  const most = load.callRate * (1 + load.retries)
  const excess = (rate: number): number => requestsFrom(rate, load) - rate
  const points: FixedPoint[] = []
  const step = (most - load.callRate) / steps
  let low = load.callRate
  for (let i = 1; i <= steps; i++) {
    const high = i === steps ? most : load.callRate + i * step
    const [before, after] = [excess(low), excess(high)]
    if (before === 0) points.push({ rate: low, stable: after < 0 })
    else if (before * after < 0) points.push({ rate: bisect(excess, low, high), stable: before > 0 })
    low = high
  }
  // When every request times out there are exactly so many.
  if (excess(most) === 0 && most >= load.serviceRate) points.push({ rate: most, stable: true })
  return points
}

function bisect(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to]
  const rising = f(low) < 0
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (f(middle) < 0 === rising) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * Largest load, 1/s, at which no trigger can start a failure that lasts: C / (w_L w_C).
 * @param capacity C, 1/s
 * @param amplification w_L, by how much a failure multiplies the load: at most 1 + R
 * @param degradation w_C, by how much it divides the capacity
 * @source Huang et al., "Metastable failures in the wild", OSDI 2022, theorems 2 and 3.
 */
export function stableLoad(capacity: number, amplification: number, degradation = 1): number {
  return capacity / (amplification * degradation)
}
