import { designOrder } from './design-order.ts'
import type { MetricDescription, PlainValue, RunRecord, StudyDescription, TheoryValue } from './record.ts'
import { fewestForInterval, meanInterval, relativeHalfWidth } from './statistics/mean-interval.ts'

/** Relative half-width above which an estimate is flagged `WIDE`. */
export const wideRelativeHalfWidth = 0.1

/** How an estimate was made: the mean of replications with Student's t interval, or a closed form. */
export type SummaryMethod = 'replication-t' | 'theory'

/** One metric at one design point. A row of `summary.csv`. */
export interface SummaryRow {
  readonly study: string
  readonly point: string
  /** Level of each factor of the study. */
  readonly factors: Readonly<Record<string, PlainValue>>
  readonly metric: string
  readonly unit: string
  /** NaN when there is no value. */
  readonly estimate: number
  /** Ends of the confidence interval; NaN when there is none. */
  readonly low: number
  readonly high: number
  /** Confidence level of the interval; NaN when there is none. */
  readonly confidence: number
  readonly method: SummaryMethod
  /** Number of runs behind the estimate; NaN for a closed form. */
  readonly replications: number
  /**
   * What a reader must know of the estimate:
   * `FEW-REPLICATIONS` no interval, for want of 3 replications; `FAILED=n` runs of the point that threw;
   * `MISSING=n` runs without an observation of this metric; `INFINITE=n` runs whose response is infinite, which
   * leaves no mean; `CENSORED=n` runs that left out many waits because they still went on at the end, of metrics that
   * are times; `UNFINISHED=n` planned runs that are not there; `WIDE` a half-width above 10 % of the mean.
   */
  readonly flags: readonly string[]
}

/**
 * Estimates of every metric at every design point, in the order of the design and then of the metrics, each followed
 * by its closed form where there is one. The order of the records does not matter.
 * @param records All runs of the study, failed ones included.
 * @param theory Closed forms; values that are not finite, and points without a run, are left out.
 */
export function summarise(
  study: StudyDescription,
  records: readonly RunRecord[],
  theory: readonly TheoryValue[] = [],
): SummaryRow[] {
  const closedForms = new Map(theory.map((entry) => [`${entry.point} ${entry.metric}`, entry.value]))
  return designPoints(study, records).flatMap((runs) =>
    study.metrics.flatMap((metric) => {
      const simulated = estimate(study, metric, runs)
      const value = closedForms.get(`${simulated.point} ${metric.name}`)
      return value !== undefined && Number.isFinite(value) ? [simulated, closedForm(simulated, value)] : [simulated]
    }),
  )
}

/** The runs of each design point, points and runs in the order of the design. */
function designPoints(study: StudyDescription, records: readonly RunRecord[]): RunRecord[][] {
  const points = new Map<string, RunRecord[]>()
  for (const run of records.toSorted(designOrder(study))) {
    const runs = points.get(run.point)
    if (runs === undefined) points.set(run.point, [run])
    else runs.push(run)
  }
  return [...points.values()]
}

/** @param runs At least one, all of one design point. */
function estimate(study: StudyDescription, metric: MetricDescription, runs: readonly RunRecord[]): SummaryRow {
  const finished = runs.filter((run) => run.stop !== 'error')
  const observed = finished.map((run) => run.responses[metric.name] ?? NaN).filter((value) => !Number.isNaN(value))
  const finite = observed.filter(Number.isFinite)
  const infinite = observed.length - finite.length
  // A mean over the finite ones alone would hide the infinite ones.
  const interval = meanInterval(infinite > 0 ? [] : finite, study.confidence)
  const parameters = runs[0]?.parameters ?? {}
  const flags: string[] = []
  if (observed.length < fewestForInterval) flags.push('FEW-REPLICATIONS')
  count(flags, 'FAILED', runs.length - finished.length)
  count(flags, 'MISSING', finished.length - observed.length)
  count(flags, 'INFINITE', infinite)
  // Which statistic a metric was read from is not known; a rate or a ratio is not one of waits.
  if (metric.unit === 's') count(flags, 'CENSORED', finished.filter(isCensored).length)
  count(flags, 'UNFINISHED', study.replications - runs.length)
  if (relativeHalfWidth(interval) > wideRelativeHalfWidth) flags.push('WIDE')
  return {
    study: study.name,
    point: runs[0]?.point ?? '',
    factors: Object.fromEntries(study.factors.map(({ name }) => [name, parameters[name] ?? ''])),
    metric: metric.name,
    unit: metric.unit,
    estimate: interval.mean,
    low: interval.mean - interval.halfWidth,
    high: interval.mean + interval.halfWidth,
    confidence: Number.isNaN(interval.halfWidth) ? NaN : study.confidence,
    method: 'replication-t',
    replications: observed.length,
    flags,
  }
}

function isCensored({ remarks = [] }: RunRecord): boolean {
  return remarks.some(({ kind }) => kind === 'censored')
}

function count(flags: string[], flag: string, n: number): void {
  if (n > 0) flags.push(`${flag}=${n}`)
}

function closedForm(simulated: SummaryRow, value: number): SummaryRow {
  return {
    ...simulated,
    estimate: value,
    low: NaN,
    high: NaN,
    confidence: NaN,
    method: 'theory',
    replications: NaN,
    flags: [],
  }
}
