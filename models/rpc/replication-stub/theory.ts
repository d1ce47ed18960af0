import { math } from '../../../engine/index.ts'
import { isExponential } from '../../shared/queueing/durations.ts'
import { harmonic } from '../../shared/queueing/harmonic.ts'
import { type Settings, answersNeeded } from './parameters.ts'

/** The closed forms of the metrics, each undefined where no exact one is known. */
export const formulas = {
  meanCall,
  success: (p: Settings) => (p.cacheTime === 0 ? fresh(p) : undefined),
  fresh,
  messages: (p: Settings) => {
    if (p.moveRate > 0) return undefined
    if (p.calling === 'all') return p.replicas
    return p.meanUp === Infinity && tooLate(p) === 0 ? 1 : undefined
  },
  rebindings: (p: Settings) => (p.moveRate === 0 ? 0 : rebindings(p)),
}

/**
 * Mean of the k-th smallest of n exponential times of mean 1, H(n) - H(n - k).
 * @source Lack of memory: with j left the next is done after 1 / j (Feller vol. 2, 2nd ed. (1971), I.6).
 */
export function orderStatistic(n: number, k: number): number {
  return harmonic(n) - harmonic(n - k)
}

/**
 * Probability that at least k of n replicas are up, each with probability `up` on its own.
 * @source Binomial law.
 */
export function atLeast(n: number, k: number, up: number): number {
  if (up === 0 || up === 1) return k === 0 || up === 1 ? 1 : 0
  let sum = 0
  for (let i = k; i <= n; i++) {
    // By logarithms: of many replicas the factors leave the range of numbers, one upwards and two downwards.
    const ways = math.gammaln(n + 1) - math.gammaln(i + 1) - math.gammaln(n - i + 1)
    sum += math.exp(ways + i * math.ln(up) + (n - i) * math.log1p(-up))
  }
  return Math.min(1, sum)
}

/** Long-run fraction of time that a replica is up. */
export function availability({ meanUp, meanDown }: Pick<Settings, 'meanUp' | 'meanDown'>): number {
  return meanUp === Infinity ? 1 : meanUp / (meanUp + meanDown)
}

/** Probability that a replica that works takes longer than the time-out; undefined where it is not known. */
function tooLate(p: Settings): number | undefined {
  return laterThan(p.timeout, p)
}

/** Probability that the answer of a replica that works is not there after some time; undefined where it is not known. */
function laterThan(patience: number, { serviceTime, latency, queueing }: Settings): number | undefined {
  if (queueing === 'fifo') return undefined
  const rest = patience - 2 * latency
  if (serviceTime.variance === 0) {
    // Which comes first at one instant, answer or time-out, rounding decides.
    if (Math.abs(rest - serviceTime.mean) <= 1e-9 * rest) return undefined
    return serviceTime.mean < rest ? 0 : 1
  }
  if (!isExponential(serviceTime)) return undefined
  const late = rest > 0 ? math.exp(-rest / serviceTime.mean) : 1
  return late < 1e-9 ? 0 : late
}

/** A replica that is up when asked but crashes before it answers is left out: calls must be short against lives. */
function livesLong({ meanUp, meanDown, serviceTime, latency, timeout, calling, replicas }: Settings): boolean {
  if (meanUp === Infinity) return true
  const exposed = calling === 'one' ? replicas * timeout : latency + serviceTime.mean
  return exposed < 0.001 * Math.min(meanUp, meanDown)
}

function fresh(p: Settings): number | undefined {
  const late = tooLate(p)
  if (late === undefined || !livesLong(p) || (p.moveRate > 0 && late > 0)) return undefined
  if (p.calling === 'all') return atLeast(p.replicas, answersNeeded(p), availability(p) * (1 - late))
  // A sticky stub gives the longest time to the replica that most probably is up.
  if (p.rebinding === 'sticky' && late > 0 && availability(p) < 1) return undefined
  // Each replica has its own time-out and those of all that are tried after it.
  let nobody = 1
  for (let left = 1; left <= p.replicas; left++) {
    const never = laterThan(left * p.timeout, p)
    if (never === undefined) return undefined
    nobody *= 1 - availability(p) * (1 - never)
  }
  return 1 - nobody
}

function meanCall(p: Settings): number | undefined {
  const trip = 2 * p.latency
  if (p.moveRate > 0 || p.queueing === 'fifo') return undefined
  if (tooLate(p) !== 0 || !livesLong(p)) return undefined
  const up = availability(p)
  if (p.calling === 'one') {
    if (up === 1) return trip + p.serviceTime.mean
    // A sticky stub begins at a replica that was up a moment ago.
    if (p.rebinding === 'sticky') return undefined
    return trip + p.serviceTime.mean + p.timeout * meanFailures(p.replicas, 1 - up)
  }
  const needed = answersNeeded(p)
  if (p.serviceTime.variance === 0) return trip + p.serviceTime.mean
  if (!isExponential(p.serviceTime)) return undefined
  let sum = 0
  let weights = 0
  for (let working = needed; working <= p.replicas; working++) {
    const weight = atLeast(p.replicas, working, up) - (working < p.replicas ? atLeast(p.replicas, working + 1, up) : 0)
    sum += weight * orderStatistic(working, needed)
    weights += weight
  }
  return weights === 0 ? undefined : trip + (p.serviceTime.mean * sum) / weights
}

/** Mean number of failures before the first success among n trials, given that there is one. */
function meanFailures(n: number, failure: number): number {
  let sum = 0
  let weight = 0
  let reached = 1
  for (let i = 0; i < n; i++) {
    sum += i * reached
    weight += reached
    reached *= failure
  }
  return sum / weight
}

/**
 * Times per call that a stub learns of a move, when calls are short: a replica has moved since the last call of a Poisson
 * process with probability m / (lambda + m).
 */
function rebindings(p: Settings): number | undefined {
  const short = (4 * p.latency + 1e-12) * (p.callRate + p.moveRate) < 0.005
  if (!short || p.meanUp < Infinity || tooLate(p) !== 0 || p.timeout < 10 * p.latency) return undefined
  return ((p.calling === 'all' ? p.replicas : 1) * p.moveRate) / (p.callRate + p.moveRate)
}
