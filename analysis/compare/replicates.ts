import type { SummaryMethod } from '../estimate.ts'
import type { MetricDescription, RunRecord } from '../record.ts'
import { moments } from '../statistics/moments.ts'
import { parseSketch, quantileReplicates } from '../statistics/sketch.ts'

/** One number for each run, whose mean is the estimate of the metric and whose spread tells that of the estimate. */
export interface Replicates {
  readonly values: readonly number[]
  readonly method: SummaryMethod
}

/** Why there are none that can be compared. */
export type NoReplicates = 'too few observations'

/**
 * What the runs of one side say of a metric, made as its estimate in `summary.csv` is, so that a t-test of the numbers is
 * one of the estimates. A quantile has Tukey's pseudo-values of the pooled observations (a mean of the runs' own quantiles
 * would compare what short runs make of it); a ratio of totals has its residuals; all others have their responses.
 * @param runs Finished ones with a finite response.
 */
export function replicates(metric: MetricDescription, runs: readonly RunRecord[]): Replicates | NoReplicates {
  const { name, quantile, ratio } = metric
  const sketches = quantile === undefined ? [] : runs.flatMap((run) => run.sketches?.[name] ?? [])
  if (quantile !== undefined && runs.length > 0 && sketches.length === runs.length) {
    const found = quantileReplicates(
      sketches.map((text) => parseSketch(text)),
      quantile,
    )
    if (found === 'too few') return 'too few observations'
    if (found !== 'discrete') return { values: found, method: 'pooled+jackknife-t' }
  }
  const totals = ratio === undefined ? undefined : ratioReplicates(runs, ratio)
  if (totals !== undefined) return { values: totals, method: 'ratio-of-totals' }
  return { values: runs.map((run) => run.responses[name] ?? NaN), method: 'replication-t' }
}

/** The ratio, off by how much each run is off it; undefined where a run lacks one of the two metrics. */
function ratioReplicates(runs: readonly RunRecord[], [over, under]: readonly [string, string]): number[] | undefined {
  const pairs = runs.map((run) => [run.responses[over] ?? NaN, run.responses[under] ?? NaN] as const)
  const per = moments(pairs.map(([, below]) => below)).mean
  const ratio = moments(pairs.map(([above]) => above)).mean / per
  return Number.isFinite(ratio) ? pairs.map(([above, below]) => ratio + (above - ratio * below) / per) : undefined
}
