import { designOrder } from './design-order.ts'
import { estimateMetric, type SummaryMethod } from './estimate.ts'
import type { MetricDescription, PlainValue, RunRecord, RunRemark, StudyDescription, TheoryValue } from './record.ts'
import { relativeHalfWidth } from './statistics/mean-interval.ts'
import { isPrecise } from './statistics/precision.ts'

export { type SummaryMethod, summaryMethods } from './estimate.ts'

/** Relative half-width above which an estimate is flagged `WIDE`. */
export const wideRelativeHalfWidth = 0.1

/** What the search for the warm-up found out about one metric at one design point. */
export interface PointNote {
  readonly point: string
  readonly metric: string
  /** `UNSTABLE`: it still grows at the end of the runs; `SHORT`: they are too short to tell where the warm-up ends. */
  readonly flag: 'UNSTABLE' | 'SHORT'
}

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
   * are times; `UNFINISHED=n` planned runs that are not there; `WIDE` a half-width above 10 % of the mean;
   * `UNSTABLE` no estimate, because more work arrives than can be done, or the metric still grows at the end;
   * `SHORT` the runs are too short to tell where the warm-up ends; `FEWTAIL=n` a rough interval, or no estimate, because the
   * observations are worth only n independent ones, too few for this quantile; `LAW=n` runs that break a law of the model;
   * `TARGET-MISSED` a half-width above what the study asks for.
   */
  readonly flags: readonly string[]
}

/**
 * Estimates of every metric at every design point, in the order of the design and then of the metrics, each followed
 * by its closed form where there is one. The order of the records does not matter.
 * @param records All runs of the study, failed ones included.
 * @param theory Closed forms; values that are not finite, and points without a run, are left out.
 * @param notes What the search for the warm-up found out.
 */
export function summarise(
  study: StudyDescription,
  records: readonly RunRecord[],
  theory: readonly TheoryValue[] = [],
  notes: readonly PointNote[] = [],
): SummaryRow[] {
  const closedForms = new Map(theory.map((entry) => [`${entry.point} ${entry.metric}`, entry.value]))
  return designPoints(study, records).flatMap((runs) =>
    study.metrics.flatMap((metric) => {
      const value = closedForms.get(`${runs[0]?.point ?? ''} ${metric.name}`)
      const simulated = estimate(study, metric, runs, { closedForm: value, notes })
      return value !== undefined && Number.isFinite(value) ? [simulated, theoryRow(simulated, value)] : [simulated]
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
function estimate(
  study: StudyDescription,
  metric: MetricDescription,
  runs: readonly RunRecord[],
  { closedForm, notes }: { closedForm: number | undefined; notes: readonly PointNote[] },
): SummaryRow {
  const finished = runs.filter((run) => run.stop !== 'error')
  const { point = '', parameters = {} } = runs[0] ?? {}
  const found = estimateMetric(metric, finished, study.confidence)
  const noted = new Set(
    notes.filter((note) => note.point === point && note.metric === metric.name).map(({ flag }) => flag),
  )
  // What has a limit although nothing settles (the throughput of an overloaded server) has a closed form to say so.
  const unstable = noted.has('UNSTABLE') || (finished.some(isUnstable) && !Number.isFinite(closedForm ?? NaN))
  const { estimate, low, high } = unstable ? { estimate: NaN, low: NaN, high: NaN } : found
  const interval = { count: found.count, mean: estimate, halfWidth: (high - low) / 2 }
  const flags: string[] = unstable ? ['UNSTABLE'] : [...found.flags]
  if (noted.has('SHORT')) flags.push('SHORT')
  count(flags, 'FAILED', runs.length - finished.length)
  count(flags, 'MISSING', finished.length - found.count)
  count(flags, 'INFINITE', found.infinite)
  // Which statistic a metric was read from is not known; a rate or a ratio is not one of waits.
  if (metric.unit === 's') count(flags, 'CENSORED', finished.filter((run) => hasRemark(run, 'censored')).length)
  count(flags, 'LAW', finished.filter((run) => hasRemark(run, 'law')).length)
  count(flags, 'UNFINISHED', study.replications - runs.length)
  if (relativeHalfWidth(interval) > wideRelativeHalfWidth) flags.push('WIDE')
  const target = study.replicationRule?.until[metric.name]
  if (target !== undefined && !unstable && !isPrecise(interval, target)) flags.push('TARGET-MISSED')
  return {
    study: study.name,
    point,
    factors: Object.fromEntries(study.factors.map(({ name }) => [name, parameters[name] ?? ''])),
    metric: metric.name,
    unit: metric.unit,
    estimate,
    low,
    high,
    confidence: Number.isNaN(high) ? NaN : study.confidence,
    method: found.method,
    replications: found.count,
    flags,
  }
}

function isUnstable(run: RunRecord): boolean {
  return hasRemark(run, 'unstable')
}

function hasRemark({ remarks = [] }: RunRecord, kind: RunRemark['kind']): boolean {
  return remarks.some((remark) => remark.kind === kind)
}

function count(flags: string[], flag: string, n: number): void {
  if (n > 0) flags.push(`${flag}=${n}`)
}

function theoryRow(simulated: SummaryRow, value: number): SummaryRow {
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
