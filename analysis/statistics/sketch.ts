import { meanInterval } from './mean-interval.ts'
import { fewestForQuantile } from './sample-quantile.ts'
import { moments } from './moments.ts'

/** Buckets of an octave [2^k, 2^(k+1)) in a sketch: a quantile is off by at most 1/128 of its value, one bucket. */
export const bucketsPerOctave = 128

/** Observations >= 0 that were counted in buckets. */
export interface Sketch {
  readonly count: number
  readonly zeros: number
  /** Counts by bucket number, ascending. */
  readonly buckets: readonly (readonly [bucket: number, count: number])[]
}

/**
 * Reads the text of a sketch: `zeros;first;...` with the number of exact zeros, and for each bucket that is not empty, in
 * ascending order, its distance from the one before (left out when it is 1; from bucket 0 for the first) with a colon,
 * and its count. All numbers have base 36. Bucket i begins at the double whose high word is i * 2^13.
 * @throws RangeError when it is not the text of a sketch.
 */
export function parseSketch(text: string): Sketch {
  const [zeroText, rest] = text.split(';')
  const zeros = parseInt(zeroText ?? '', 36)
  const buckets: [number, number][] = []
  let bucket = 0
  let count = zeros
  for (const token of rest === undefined || rest === '' ? [] : rest.split(' ')) {
    const colon = token.indexOf(':')
    bucket += colon < 0 ? 1 : parseInt(token.slice(0, colon), 36)
    const here = parseInt(token.slice(colon + 1), 36)
    buckets.push([bucket, here])
    count += here
  }
  if (rest === undefined || Number.isNaN(count) || Number.isNaN(bucket)) {
    throw new RangeError(`"${text.slice(0, 40)}" is not a sketch of observations.`)
  }
  return { count, zeros, buckets }
}

const buffer = new Float64Array(1)
const words = new Int32Array(buffer.buffer)
buffer[0] = 1
/** Index of the word with sign and exponent. */
const high = words[1] === 0 ? 0 : 1

/** Smallest value of a bucket: the top 7 of the 20 bits of the mantissa in the high word tell the bucket in its octave. */
function lowOf(bucket: number): number {
  words[1 - high] = 0
  words[high] = bucket << 13
  return buffer[0]!
}

/** A quantile over the observations of all runs. */
export interface PooledQuantile {
  /** Number of runs with observations. */
  readonly count: number
  /** NaN when the observations are too few for it. */
  readonly estimate: number
  /** Half of the width of the interval around the estimate; NaN without one. */
  readonly halfWidth: number
  /** Observations that would say as much if they were independent. */
  readonly effective: number
  /** How many of those the quantile needs. */
  readonly needed: number
}

/**
 * Quantile of the observations of all runs together, with the jackknife interval over the runs. The mean of the runs' own
 * quantiles would be biased: an extreme quantile of a short run is too low on average. Within its bucket the quantile is
 * interpolated; with many observations whole buckets would give an interval of no width around a value 0.4 % off.
 *
 * With fewer observations than an upper limit needs at all (368 for p99 at 95 %) there is not enough data and no
 * estimate. Observations of one run resemble one another, so that they count for less: `effective` is the number of
 * independent ones that would let the fraction beyond the quantile vary as much between the runs as it does. Where that
 * is below `needed`, the interval is a rough one. It is given all the same: the effective number is itself uncertain, and
 * to keep only those intervals for which it comes out large would be to keep those that are too narrow.
 * @param sketches One of each run.
 * @param p Above 0 and below 1.
 * @source Pooling and interval: Seila, A batching approach to quantile estimation in regenerative simulations (1982), with
 *   the jackknife of Tukey as in Efron and Tibshirani, An Introduction to the Bootstrap (1993), ch. 11.
 */
export function pooledQuantile(sketches: readonly Sketch[], p: number, confidence: number): PooledQuantile {
  const runs = sketches.filter(({ count }) => count > 0)
  const count = runs.length
  const pool = new Pool(runs)
  const needed = fewestForQuantile(p, confidence)
  const total = runs.reduce((sum, run) => sum + run.count, 0)
  const { value, inBucket } = pool.interpolated(p)
  const discrete = isDiscrete(inBucket, p, total)
  const estimate = discrete ? pool.middle(p) : value
  const effective = effectiveCount(runs, estimate, p)
  if (total < needed) return { count, estimate: NaN, halfWidth: NaN, effective, needed }
  const without = (run: Sketch): number => (discrete ? pool.middle(p, run) : pool.interpolated(p, run).value)
  const { halfWidth } = meanInterval(
    runs.map((run) => count * estimate - (count - 1) * without(run)),
    confidence,
  )
  // Equal observations leave no spread, yet are known no better than their bucket is wide.
  return {
    count,
    estimate,
    halfWidth: discrete ? Math.max(halfWidth, pool.halfBucket(p)) : halfWidth,
    effective,
    needed,
  }
}

/** Share of the rarer side of a quantile that its bucket may hold before the observations count as discrete. */
const mostInBucket = 0.25

function isDiscrete(inBucket: number, p: number, total: number): boolean {
  return inBucket > mostInBucket * Math.min(p, 1 - p) * total
}

/**
 * Tukey's pseudo-values of a pooled quantile, one for each run, moved so that their mean is the quantile: a t-test of them
 * is one of the pooled quantile. Within its bucket the quantile is interpolated, since whole buckets would hide, or
 * make, changes of 0.8 %.
 * @param sketches One of each run, each with observations.
 * @returns `too few` observations for the quantile at 95 %; `discrete` where many observations are equal: a quantile that
 *   jumps from one of a few values to the next has no jackknife.
 */
export function quantileReplicates(sketches: readonly Sketch[], p: number): number[] | 'too few' | 'discrete' {
  const pool = new Pool(sketches)
  const total = sketches.reduce((sum, { count }) => sum + count, 0)
  if (total < fewestForQuantile(p, 0.95)) return 'too few'
  const { value, inBucket } = pool.interpolated(p)
  if (isDiscrete(inBucket, p, total)) return 'discrete'
  const n = sketches.length
  if (n < 2) return [value]
  const without = sketches.map((run) => pool.interpolated(p, run).value)
  const mean = without.reduce((sum, each) => sum + each, 0) / n
  return without.map((each) => value - (n - 1) * (each - mean))
}

/** @param quantile the pooled one */
function effectiveCount(runs: readonly Sketch[], quantile: number, p: number): number {
  const total = runs.reduce((sum, run) => sum + run.count, 0)
  const beyond = runs.map((run) => countWhere(run, (low) => low > quantile))
  const above = beyond.reduce((sum, count) => sum + count, 0)
  const within = runs.map((run) => countWhere(run, (low, end) => low <= quantile && quantile < end))
  const inside = within.reduce((sum, count) => sum + count, 0)
  // The quantile cuts its bucket so that exactly 1 - p of all observations are beyond it.
  const share = inside === 0 ? 0 : Math.min(1, Math.max(0, (total * (1 - p) - above) / inside))
  const mean = total / runs.length
  const { variance } = moments(runs.map((run, r) => (beyond[r]! + share * within[r]! - run.count * (1 - p)) / mean))
  const independent = (p * (1 - p)) / mean
  return Number.isNaN(variance) ? total : total / Math.max(1, variance / independent)
}

function countWhere({ zeros, buckets }: Sketch, chosen: (low: number, end: number) => boolean): number {
  let sum = chosen(0, Number.MIN_VALUE) ? zeros : 0
  for (const [bucket, count] of buckets) if (chosen(lowOf(bucket), lowOf(bucket + 1))) sum += count
  return sum
}

/** The observations of several runs in one array of counts. */
class Pool {
  readonly #total: number
  readonly #zeros: number
  readonly #first: number
  readonly #counts: Float64Array

  constructor(runs: readonly Sketch[]) {
    this.#total = runs.reduce((sum, run) => sum + run.count, 0)
    this.#zeros = runs.reduce((sum, run) => sum + run.zeros, 0)
    const filled = runs.filter(({ buckets }) => buckets.length > 0)
    this.#first = Math.min(...filled.map(({ buckets }) => buckets[0]![0]))
    const last = Math.max(...filled.map(({ buckets }) => buckets.at(-1)![0]))
    this.#counts = new Float64Array(filled.length === 0 ? 0 : last - this.#first + 1)
    for (const { buckets } of filled)
      for (const [bucket, count] of buckets) this.#counts[bucket - this.#first]! += count
  }

  /** Quantile of all, or of all but one run, in the middle of its bucket; NaN when nothing is left. */
  middle(p: number, without?: Sketch): number {
    const { low, end } = this.#at(p, without)
    return (low + end) / 2
  }

  /** Half of the width of that bucket. */
  halfBucket(p: number): number {
    const { low, end } = this.#at(p)
    return (end - low) / 2
  }

  /** The same, as far into its bucket as the share of the bucket below it, and how many are in that bucket. */
  interpolated(p: number, without?: Sketch): { readonly value: number; readonly inBucket: number } {
    const { low, end, before, inside, wanted } = this.#at(p, without)
    const share = inside === 0 ? 0 : Math.min(1, Math.max(0, (wanted - before) / inside))
    return { value: low + share * (end - low), inBucket: inside }
  }

  /** The bucket of a quantile: its ends, the observations before it and in it, and the rank that is wanted. */
  #at(
    p: number,
    without?: Sketch,
  ): {
    readonly low: number
    readonly end: number
    readonly before: number
    readonly inside: number
    readonly wanted: number
  } {
    const total = this.#total - (without?.count ?? 0)
    const none = { low: NaN, end: NaN, before: 0, inside: 0, wanted: 0 }
    if (total === 0) return none
    // Two ulp are taken off first, for 0.07 * 100 must be rank 7 although the product is 7.000000000000001.
    const product = p * total
    const rank = Math.max(1, Math.ceil(product - product * 4.440892098500626e-16))
    let seen = this.#zeros - (without?.zeros ?? 0)
    if (rank <= seen) return { low: 0, end: 0, before: 0, inside: seen, wanted: product }
    const left = without?.buckets ?? []
    let next = 0
    for (let i = 0; i < this.#counts.length; i++) {
      const bucket = this.#first + i
      let inside = this.#counts[i]!
      if (left[next]?.[0] === bucket) inside -= left[next++]![1]
      seen += inside
      if (seen >= rank) {
        return { low: lowOf(bucket), end: lowOf(bucket + 1), before: seen - inside, inside, wanted: product }
      }
    }
    return none
  }
}
