import type { MetricDescription, RunRecord } from './record.ts'
import { fewestForInterval, meanInterval, type MeanInterval } from './statistics/mean-interval.ts'
import { proportionInterval } from './statistics/proportion.ts'
import { ratioOfTotals } from './statistics/ratio-of-totals.ts'
import { parseSketch, pooledQuantile } from './statistics/sketch.ts'

/**
 * How an estimate was made: `replication-t` mean of replications with Student's t interval; `pooled+jackknife-t` quantile
 * of the observations of all runs, jackknifed over the runs; `wilson` probability over runs; `ratio-of-totals` over runs;
 * `theory` a closed form.
 */
export const summaryMethods = ['replication-t', 'pooled+jackknife-t', 'wilson', 'ratio-of-totals', 'theory'] as const
export type SummaryMethod = (typeof summaryMethods)[number]

/** An estimate of one metric at one design point. */
export interface Estimate {
  /** NaN when there is none. */
  readonly estimate: number
  /** Ends of the confidence interval; NaN when there is none. */
  readonly low: number
  readonly high: number
  readonly method: SummaryMethod
  /** Runs behind it. */
  readonly count: number
  /** Runs whose response is infinite. */
  readonly infinite: number
  /** Flags that come from the method: `FEW-REPLICATIONS`, `FEWTAIL=n`. */
  readonly flags: readonly string[]
}

/**
 * Estimates a metric from finished runs of one design point, by the method that its description asks for.
 * @param runs without failed ones
 * @param confidence above 0 and below 1
 */
export function estimateMetric(
  { name, quantile, proportion, ratio }: MetricDescription,
  runs: readonly RunRecord[],
  confidence: number,
): Estimate {
  const sketches = quantile === undefined ? [] : runs.flatMap((run) => run.sketches?.[name] ?? [])
  if (quantile !== undefined && sketches.length > 0) return pooled(sketches, quantile, confidence)
  const values = runs.map((run) => run.responses[name] ?? NaN).filter((value) => !Number.isNaN(value))
  const infinite = values.length - values.filter(Number.isFinite).length
  const base = { count: values.length, infinite }
  if (proportion === true && values.every((value) => value === 0 || value === 1)) {
    const happened = values.filter((value) => value === 1).length
    const { estimate, low, high } = proportionInterval(happened, values.length, confidence)
    return { ...base, estimate, low, high, method: 'wilson', flags: values.length === 0 ? ['FEW-REPLICATIONS'] : [] }
  }
  // A mean over the finite ones alone would hide the infinite ones.
  const plain = (): Estimate => around(meanInterval(infinite > 0 ? [] : values, confidence), 'replication-t', base)
  if (ratio === undefined) return plain()
  const pairs = runs
    .map((run) => [run.responses[ratio[0]] ?? NaN, run.responses[ratio[1]] ?? NaN] as const)
    .filter(([over, under]) => Number.isFinite(over) && Number.isFinite(under))
  const totals = ratioOfTotals(
    pairs.map(([over]) => over),
    pairs.map(([, under]) => under),
    confidence,
  )
  return around(totals, 'ratio-of-totals', { count: pairs.length, infinite: 0 })
}

function around(
  { mean, halfWidth }: MeanInterval,
  method: SummaryMethod,
  { count, infinite }: { count: number; infinite: number },
): Estimate {
  const flags = count < fewestForInterval ? ['FEW-REPLICATIONS'] : []
  return { estimate: mean, low: mean - halfWidth, high: mean + halfWidth, method, count, infinite, flags }
}

function pooled(sketches: readonly string[], quantile: number, confidence: number): Estimate {
  const { count, estimate, halfWidth, effective, needed } = pooledQuantile(
    sketches.map((text) => parseSketch(text)),
    quantile,
    confidence,
  )
  const base = around({ count, mean: estimate, halfWidth }, 'pooled+jackknife-t', { count, infinite: 0 })
  const short = effective < needed ? [`FEWTAIL=${Math.floor(effective)}`] : []
  // A quantile is never below the observations, which are >= 0.
  return { ...base, low: Math.max(0, base.low), flags: [...base.flags, ...short] }
}
