import { holm } from '../statistics/holm.ts'
import type { SummaryMethod } from '../estimate.ts'
import type { MetricDescription, PlainValue } from '../record.ts'
import { compareMetric, type CompareVerdict, type Finding, verdictOn } from './compare-metric.ts'
import { readMargins } from './margin.ts'
import { matchPoints, type MatchedPoint, type Side } from './match-points.ts'

/** One metric at one design point, with its verdict. */
export interface Comparison extends Omit<Finding, 'certain' | 'spread'> {
  readonly factors: Readonly<Record<string, PlainValue>>
  readonly metric: string
  readonly unit: string
  readonly verdict: CompareVerdict
  /** In words, where numbers do not tell; else empty. */
  readonly reason: string
  /** Holm's p-value over all tests of the comparison; NaN where nothing was tested. */
  readonly adjustedP: number
  /** Replications that would probably decide; only of INCONCLUSIVE. */
  readonly needed?: number
}

/** All that a comparison found. */
export interface ComparisonReport {
  readonly a: string
  readonly b: string
  readonly comparisons: readonly Comparison[]
  /** The worst verdict; INCONCLUSIVE too when a side has points or metrics that the other has not. */
  readonly verdict: CompareVerdict
  /** Pairs of runs with one seed and replication, and how many of them have equal fingerprints. */
  readonly pairs: number
  readonly equalFingerprints: number
  readonly remarks: readonly string[]
  /** How metrics were compared that are no means. */
  readonly notes: readonly string[]
}

export interface CompareOptions {
  /** As `readMargins` reads them; default 2 % of the mean. */
  readonly margins?: readonly string[]
  /** Parameters that may differ between the sides. */
  readonly ignore?: readonly string[]
}

/**
 * Compares two sets of runs, metric by metric at each design point that both have.
 *
 * IDENTICAL: equal to the last bit in every replication. EQUIVALENT: shown to be within the margin (two one-sided tests
 * at 5 %). CHANGED: a difference that chance produces anywhere in the whole comparison with a probability of at most 5 %
 * (t-test, Holm). INCONCLUSIVE: neither. Runs with the same seed are compared replication by replication. Each metric is
 * estimated as in `summary.csv`: quantiles are pooled where the runs come with their observations.
 * @throws AnalysisError when nothing can be compared, or a margin or ignored parameter makes no sense.
 */
export function compareRuns(a: Side, b: Side, { margins = [], ignore = [] }: CompareOptions = {}): ComparisonReport {
  const { points, remarks } = matchPoints(a, b, ignore)
  const ofB = new Set(b.study.metrics.map(({ name }) => name))
  const metrics = a.study.metrics.filter(({ name }) => ofB.has(name))
  const limits = readMargins(
    margins,
    metrics.map(({ name }) => name),
  )
  const marginOf = (metric: string) => limits.byMetric[metric] ?? limits.all
  const found = points.flatMap((point) =>
    metrics.map((metric) => ({
      point,
      metric,
      finding: compareMetric(metric, point.a, point.b, marginOf(metric.name)),
    })),
  )
  const adjusted = holm(found.map(({ finding }) => finding.p))
  const tests = found.filter(({ finding }) => !Number.isNaN(finding.p)).length
  const comparisons = found.map(({ point, metric: { name, unit }, finding }, index): Comparison => {
    const { certain: _certain, spread: _spread, ...facts } = finding
    const adjustedP = adjusted[index]!
    return {
      factors: point.factors,
      metric: name,
      unit,
      ...facts,
      adjustedP,
      ...verdictOn(finding, adjustedP, tests, marginOf(name)),
    }
  })
  const verdict = worst(comparisons, remarks.length > 0)
  const notes = methodNotes(metrics, comparisons)
  return { a: a.name, b: b.name, comparisons, verdict, ...fingerprints(points), remarks, notes }
}

/** What a reader must know of the estimates of quantiles and ratios. Identical ones need no words. */
function methodNotes(metrics: readonly MetricDescription[], comparisons: readonly Comparison[]): string[] {
  const judged = comparisons.filter(({ verdict }) => verdict !== 'IDENTICAL')
  const named = (method: SummaryMethod, kind: 'quantile' | 'ratio'): string =>
    metrics
      .filter((metric) => metric[kind] !== undefined)
      .filter(({ name }) => judged.some((one) => one.metric === name && one.method === method))
      .map(({ name }) => name)
      .join(', ')
  const sentence = (names: string, words: string): string[] => (names === '' ? [] : [`${names}: ${words}`])
  return [
    ...sentence(
      named('pooled+jackknife-t', 'quantile'),
      'of the observations of all replications, jackknifed over them.',
    ),
    ...sentence(
      named('replication-t', 'quantile'),
      'means of the quantiles of single runs, since the observations are discrete or not at hand (they are in ' +
        'journal.ndjson); summary.csv pools them, so its estimates differ.',
    ),
    ...sentence(named('ratio-of-totals', 'ratio'), 'totals over all replications.'),
  ]
}

const order: readonly CompareVerdict[] = ['CHANGED', 'INCONCLUSIVE', 'EQUIVALENT', 'IDENTICAL']

function worst(comparisons: readonly Comparison[], incomplete: boolean): CompareVerdict {
  const found = new Set<CompareVerdict>(comparisons.map(({ verdict }) => verdict))
  if (incomplete || comparisons.length === 0) found.add('INCONCLUSIVE')
  return order.find((verdict) => found.has(verdict))!
}

function fingerprints(points: readonly MatchedPoint[]): { pairs: number; equalFingerprints: number } {
  let pairs = 0
  let equalFingerprints = 0
  for (const { a, b } of points) {
    const ofB = new Map(b.map((run) => [`${run.replication} ${run.seed}`, run.fingerprint]))
    for (const { replication, seed, fingerprint } of a) {
      const other = ofB.get(`${replication} ${seed}`)
      if (other === undefined) continue
      pairs++
      if (other === fingerprint) equalFingerprints++
    }
  }
  return { pairs, equalFingerprints }
}
