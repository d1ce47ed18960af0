import { writeWholeFile } from '../atomic-file.ts'
import type { StudyDescription } from '../record.ts'
import type { SummaryRow } from '../summary.ts'
import { csvText } from './csv-text.ts'
import { columnsAfterFactors, columnsBeforeFactors, flagSeparator } from './summary-columns.ts'

/**
 * Writes `summary.csv`: one row per design point and metric, in the given order, with the columns
 * `study,point,<factors...>,metric,unit,estimate,ci_low,ci_high,confidence,method,replications,flags`.
 * @throws AnalysisError when the file cannot be written, or when a column name would appear twice.
 */
export function writeSummary(path: string, study: StudyDescription, rows: readonly SummaryRow[]): void {
  const factors = study.factors.map(({ name }) => name)
  const cells = rows.map((row) => [
    row.study,
    row.point,
    ...factors.map((name) => row.factors[name] ?? null),
    row.metric,
    row.unit,
    row.estimate,
    row.low,
    row.high,
    row.confidence,
    row.method,
    row.replications,
    row.flags.join(flagSeparator),
  ])
  writeWholeFile(path, csvText([...columnsBeforeFactors, ...factors, ...columnsAfterFactors], cells))
}
