import { writeWholeFile } from '../atomic-file.ts'
import { designOrder } from '../design-order.ts'
import type { RunRecord, StudyDescription } from '../record.ts'
import { type Cell, csvText } from './csv-text.ts'
import { runColumns } from './run-columns.ts'

/**
 * Writes `runs.csv`: one row per run, in the order of the design whatever the order of the records, with the columns
 * `id,study,model,point,replication,seed,<parameters...>,<metrics...>,events,stop,fingerprint`. A failed run has empty
 * metric cells and `stop` = `error`. There are no wall times in it: the same study gives the same bytes.
 * @throws AnalysisError when the file cannot be written, or when a column name would appear twice.
 */
export function writeRuns(path: string, study: StudyDescription, records: readonly RunRecord[]): void {
  writeWholeFile(path, runsText(study, records))
}

/**
 * The content of `runs.csv`.
 * @throws AnalysisError when a column name would appear twice.
 */
export function runsText(study: StudyDescription, records: readonly RunRecord[]): string {
  const rows = records.toSorted(designOrder(study)).map((run) => runCells(study, run))
  return csvText(runColumns(study), rows)
}

/** The cells of one run, in the order of `runColumns`. */
export function runCells(study: StudyDescription, run: RunRecord): Cell[] {
  return [
    run.id,
    run.study,
    run.model,
    run.point,
    run.replication,
    run.seed,
    ...study.parameters.map(({ name }) => run.parameters[name] ?? null),
    ...study.metrics.map(({ name }) => (run.stop === 'error' ? null : (run.responses[name] ?? null))),
    run.events,
    run.stop,
    run.fingerprint,
  ]
}
