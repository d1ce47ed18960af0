import { csvText } from '../csv/csv-text.ts'
import { falseAlarms } from './compare-metric.ts'
import type { ComparisonReport } from './compare.ts'

/** The comparisons as CSV, a row for each metric at each design point; empty cells where nothing was tested. */
export function comparisonCsv({ comparisons }: ComparisonReport): string {
  const factors = Object.keys(comparisons[0]?.factors ?? {})
  const header = [
    ...factors,
    'metric',
    'unit',
    'verdict',
    'a',
    'b',
    'difference',
    'ci_low',
    'ci_high',
    'change',
    'change_low',
    'change_high',
    'confidence',
    'p',
    'p_holm',
    'paired',
    'replications_a',
    'replications_b',
    'needed',
    'reason',
    'method',
  ]
  const rows = comparisons.map((one) => [
    ...factors.map((name) => one.factors[name] ?? null),
    one.metric,
    one.unit,
    one.verdict,
    one.meanA,
    one.meanB,
    one.difference,
    one.low,
    one.high,
    one.relative,
    one.relativeLow,
    one.relativeHigh,
    Number.isNaN(one.p) ? null : 1 - falseAlarms,
    one.p,
    one.adjustedP,
    one.paired,
    one.countA,
    one.countB,
    one.needed ?? null,
    one.reason,
    one.method,
  ])
  return csvText(header, rows)
}
