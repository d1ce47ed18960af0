import { batchMeans, longRunInterval } from '../../analysis/statistics/batch-means.ts'
import { meanInterval } from '../../analysis/statistics/mean-interval.ts'
import { isPrecise } from '../../analysis/statistics/precision.ts'
import { studentQuantile } from '../../analysis/statistics/student-quantile.ts'
import { parseSketch, pooledQuantile } from '../../analysis/statistics/sketch.ts'
import { Simulation } from '../../engine/index.ts'
import mmc from '../../models/queueing/mmc/model.ts'
import { meanWait, waitQuantile } from '../../models/queueing/mmc/theory.ts'
import { simulate } from '../../models/simulate.ts'
import { around, type Interval } from './coverage.ts'
import { autoregression, firstWaits } from './processes.ts'

/** A method on data whose true value is known. */
export interface CoverageCase {
  readonly method: string
  readonly data: string
  readonly nominal: number
  readonly truth: number
  /** Coverage that is required, from and to; absent where the row only shows what a wrong method does. */
  readonly bar?: readonly [from: number, to: number]
  /** Coverage that was published or computed elsewhere for this case. */
  readonly reference?: number
  readonly intervals: readonly Interval[]
}

const seed = 'coverage'
/** Seed of everything random in one repetition. */
const stream = (repetition: number, name: string) => new Simulation({ seed: `${seed}/${repetition}` }).stream(name)
const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))

/**
 * M/M/1 at 80 % load, warmed, by the simulator and the model that users run.
 * @param options.runs replications in a repetition; `customers` measured in each
 */
export function replicationCases(repetitions: number, { runs: count = 20, customers = 5000 } = {}): CoverageCase[] {
  const p = { arrivalRate: 0.8, serviceRate: 1, servers: 1 }
  const data = `M/M/1 wait, load 0.8, warmed, ${count} runs of ${customers} customers`
  const horizon = 500 + customers / p.arrivalRate
  const repeated = times(repetitions, (repetition) => {
    const runs = times(count, (replication) =>
      simulate(mmc, { parameters: p, seed: `${seed}/${repetition}`, replication, warmUp: 500, horizon }),
    )
    const sketches = runs.map((run) => parseSketch(run.sketches!['p99Wait']!))
    const responses = (name: string): number[] => runs.map((run) => run.responses[name]!)
    const p99 = pooledQuantile(sketches, 0.99, 0.95)
    return {
      mean: around(meanInterval(responses('meanWait'), 0.95)),
      normal: normalInterval(responses('meanWait')),
      pooled: around({ mean: p99.estimate, halfWidth: p99.halfWidth }),
      averaged: around(meanInterval(responses('p99Wait'), 0.95)),
    }
  })
  const mean = { data, nominal: 0.95, truth: meanWait(p)! }
  const quantile = { data: data.replace('wait', 'p99 of the wait'), nominal: 0.95, truth: waitQuantile(0.99, p)! }
  return [
    { ...mean, method: 'replication-t', bar: [0.93, 0.97], intervals: repeated.map((one) => one.mean) },
    { ...mean, method: 'normal quantile over replications (wrong)', intervals: repeated.map((one) => one.normal) },
    { ...quantile, method: 'pooled+jackknife-t', bar: [0.89, 1], intervals: repeated.map((one) => one.pooled) },
    { ...quantile, method: 'mean of the p99 of each run (wrong)', intervals: repeated.map((one) => one.averaged) },
  ]
}

function normalInterval(values: readonly number[]): Interval {
  const { mean, halfWidth } = meanInterval(values, 0.95)
  return around({ mean, halfWidth: (halfWidth * 1.95996) / studentQuantile(0.975, values.length - 1) })
}

/** EXPERIMENTS S4: coverage at nominal 95 % of batch means with 10, 20 and 40 batches, and of the naive interval. */
export const autoregressive = [
  { phi: 0.5, count: 1000, batches: [0.951, 0.951, 0.949], naive: 0.75 },
  { phi: 0.9, count: 1000, batches: [0.931, 0.923, 0.881], naive: 0.34 },
  { phi: 0.99, count: 1000, batches: [0.773, 0.626, 0.482], naive: 0.1 },
  { phi: 0.5, count: 4000, batches: [0.955, 0.95, 0.948], naive: undefined },
  { phi: 0.9, count: 4000, batches: [0.949, 0.945, 0.941], naive: undefined },
  { phi: 0.99, count: 4000, batches: [0.913, 0.864, 0.769], naive: undefined },
] as const

/** Points by which a coverage may differ from the table. */
const tolerance = 0.03

/** Batch means on a stationary AR(1) sequence: fixed numbers of batches, the long run with its test, the naive interval. */
export function batchCases(
  repetitions: number,
  settings: readonly (typeof autoregressive)[number][] = autoregressive,
): CoverageCase[] {
  return settings.flatMap(({ phi, count, batches, naive }) => {
    const sequences = times(repetitions, (r) => autoregression(stream(r, `ar1 ${phi} ${count}`), phi, count))
    const common = { data: `AR(1), phi ${phi}, n ${count}`, nominal: 0.95, truth: 0 }
    const fixed = [10, 20, 40].map((b, i): CoverageCase => {
      const reference = batches[i]!
      const intervals = sequences.map((values) => around(batchMeans(values, b, 0.95)))
      return { ...common, method: `batch means, ${b} batches`, reference, bar: bar(reference), intervals }
    })
    const tested = {
      ...common,
      method: 'batch means, 32 batches with the lag test',
      intervals: sequences.map((values) => around(longRunInterval(values, 0.95))),
    }
    if (naive === undefined) return [...fixed, tested]
    const intervals = sequences.map((values) => around(meanInterval(values, 0.95)))
    return [...fixed, tested, { ...common, method: 'naive, as if independent (wrong)', reference: naive, intervals }]
  })
}

const bar = (reference: number): readonly [number, number] => [reference - tolerance, reference + tolerance]

/** Expected mean wait of the first 25 customers of M/M/1 with load 0.9 that begins empty (EXPERIMENTS S1). */
const meanOf25 = 2.1225

/**
 * A skewed response: mean of the first 25 waits, nominal 90 %.
 * @param most replications at which the sequential rule gives up
 */
export function skewedCases(repetitions: number, most = 1000): CoverageCase[] {
  const common = { data: 'mean of the first 25 waits, M/M/1, load 0.9, empty', nominal: 0.9, truth: meanOf25 }
  const responses = times(repetitions, (repetition) => {
    const [arrivals, services] = [stream(repetition, 'arrivals 25'), stream(repetition, 'services 25')]
    return times(most, () => {
      const waits = firstWaits(arrivals, services, { count: 25, interarrival: 1, service: 0.9 })
      return waits.reduce((sum, wait) => sum + wait, 0) / 25
    })
  })
  const fixed = [
    [5, 0.836],
    [10, 0.86],
    [20, 0.878],
    [40, 0.885],
  ].map(([runs, reference]): CoverageCase => {
    const intervals = responses.map((values) => around(meanInterval(values.slice(0, runs), 0.9)))
    return { ...common, method: `replication-t, ${runs} runs`, reference: reference!, intervals }
  })
  const sequential = [
    [0.1, 0.894],
    [0.2, 0.874],
  ].map(([relative, reference]): CoverageCase => {
    const intervals = responses.map((values) => around(stopped(values, relative!)))
    return { ...common, method: `until ${relative! * 100} % half-width`, reference: reference!, intervals }
  })
  return [...fixed, ...sequential]
}

/** The sequential rule: at least 10, then 5 more until precise. */
function stopped(values: readonly number[], relative: number) {
  let count = 10
  while (count < values.length && !isPrecise(meanInterval(values.slice(0, count), 0.9), { relative })) count += 5
  return meanInterval(values.slice(0, count), 0.9)
}
