import type { RunRecord } from '../../analysis/record.ts'
import { longRunInterval, type LongRun } from '../../analysis/statistics/batch-means.ts'
import { isPrecise } from '../../analysis/statistics/precision.ts'
import { ensembleMean, movingAverage } from '../../analysis/statistics/welch.ts'
import { runCodeHash } from '../code-hash.ts'
import type { Executor } from '../executor/executor.ts'
import type { RunSpec } from '../plan.ts'
import type { SingleRunStudy } from '../single-run.ts'
import { type MetricWarmUp, warmUpOfMetric } from './choose.ts'
import { pilotSpecs } from './pilot.ts'

/** The start of one metric, averaged over replications. */
export interface ObservedStart extends MetricWarmUp {
  readonly metric: string
  readonly unit: string
  /** Average over the replications in each interval; NaN where none has a value. */
  readonly mean: readonly number[]
}

/** Windows of the moving averages of a Welch plot, in intervals to either side. */
export const welchWindows = [5, 20, 100] as const

/**
 * Looks at the start of one setting of a model: the time series of every metric, averaged over replications, and where
 * MSER-5 ends the warm-up. The warm-up of the study is not deleted.
 * @throws when the runs have no finite horizon, or one of them fails
 */
export async function observeStart(
  study: SingleRunStudy,
  executor: Executor,
  { atMost, ...options }: { replications: number; intervals: number; atMost: number },
): Promise<ObservedStart[]> {
  const { description, plan } = study
  const records = await execute(executor, pilotSpecs(settingsOf(study), plan.points, options))
  return description.metrics.map(({ name: metric, unit }) => {
    const series = records.flatMap((record) => (record.series?.[metric] ? [record.series[metric]] : []))
    return { metric, unit, mean: ensembleMean(series), ...warmUpOfMetric(series, description.horizon, atMost) }
  })
}

/** Rows of a Welch plot: metric, end of the interval in seconds, average, moving averages; NaN where there is none. */
export function welchRows(starts: readonly ObservedStart[], horizon: number): (string | number)[][] {
  return starts.flatMap(({ metric, unit, mean }) => {
    const smooth = welchWindows.map((window) => movingAverage(mean, window))
    return mean.map((value, i) => {
      const time = (horizon * (i + 1)) / mean.length
      return [metric, unit, time, value, ...smooth.map((values) => values[i] ?? NaN)]
    })
  })
}

/** What one long run says of a metric. */
export interface LongRunEstimate {
  readonly metric: string
  readonly unit: string
  /**
   * Undefined where an interval of the run had no observation of the metric, and for a quantile: the mean of the
   * quantiles of batches is not the quantile.
   */
  readonly run: LongRun | undefined
  /** End of the run that it is from, s. */
  readonly horizon: number
}

/** Intervals in which a long run is observed: two for each batch. */
const intervals = 64

/**
 * Estimates the metrics of one setting from a single run by batch means, and makes the run twice as long until every
 * metric has passed the test of its batches and was precise enough in one of the runs, at most `doublings` times. A
 * metric keeps the estimate that it passed with: with several metrics, one or the other always fails a test by chance.
 * @param relative largest half-width as a fraction of the mean
 * @returns the estimates in the order of the metrics, and whether all that can be estimated are done
 * @throws when the run has no finite horizon, or fails
 */
export async function observeLongRun(
  study: SingleRunStudy,
  executor: Executor,
  { relative, doublings }: { relative: number; doublings: number },
): Promise<{ estimates: LongRunEstimate[]; done: boolean }> {
  const { horizon: first, warmUp, metrics } = study.description
  const found = new Map<string, LongRunEstimate>()
  const isDone = (metric: string): boolean => {
    const run = found.get(metric)?.run
    return found.has(metric) && (run === undefined || isPrecise(run, { relative }))
  }
  let window = first - warmUp
  for (let doubled = 0; ; doubled++) {
    for (const estimate of await longRun(study, executor, warmUp + window)) {
      if (!isDone(estimate.metric)) found.set(estimate.metric, estimate)
    }
    const done = metrics.every(({ name }) => isDone(name))
    if (done || doubled >= doublings) return { estimates: metrics.map(({ name }) => found.get(name)!), done }
    window *= 2
  }
}

async function longRun(study: SingleRunStudy, executor: Executor, horizon: number): Promise<LongRunEstimate[]> {
  const { warmUp, confidence, metrics } = study.description
  const [spec] = pilotSpecs({ ...settingsOf(study), horizon }, study.plan.points, { replications: 1, intervals })
  const [record] = await execute(executor, [{ ...spec!, warmUp }])
  return metrics.map(({ name: metric, unit, quantile }) => {
    const values = record!.series?.[metric] ?? []
    const can = quantile === undefined && !values.includes(null)
    return { metric, unit, horizon, run: can ? longRunInterval(values as number[], confidence) : undefined }
  })
}

function settingsOf({ model, description }: SingleRunStudy) {
  const { name: study, seed, replications, warmUp, horizon } = description
  return { study, model: model.name, codeHash: runCodeHash(model.name), seed, replications, warmUp, horizon }
}

async function execute(executor: Executor, specs: readonly RunSpec[]): Promise<RunRecord[]> {
  const records: RunRecord[] = []
  for await (const record of executor.execute(specs)) records.push(record)
  const failed = records.find(({ stop }) => stop === 'error')
  if (failed !== undefined) throw new Error(failed.error)
  return records.sort((a, b) => a.replication - b.replication)
}
