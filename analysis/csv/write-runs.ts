import { writeWholeFile } from '../atomic-file.ts'
import { designOrder } from '../design-order.ts'
import type { RunRecord, StudyDescription } from '../record.ts'
import { csvText } from './csv-text.ts'

/**
 * Writes `runs.csv`: one row per run, in the order of the design whatever the order of the records, with the columns
 * `id,study,model,point,replication,seed,<parameters...>,<metrics...>,events,stop,fingerprint`. A failed run has empty
 * metric cells and `stop` = `error`. There are no wall times in it: the same study gives the same bytes.
 * @throws AnalysisError when the file cannot be written, or when a column name would appear twice.
 */
export function writeRuns(path: string, study: StudyDescription, records: readonly RunRecord[]): void {
  const parameters = study.parameters.map(({ name }) => name)
  const metrics = study.metrics.map(({ name }) => name)
  const header = ['id', 'study', 'model', 'point', 'replication', 'seed']
  header.push(...parameters, ...metrics, 'events', 'stop', 'fingerprint')
  const rows = records
    .toSorted(designOrder(study))
    .map((run) => [
      run.id,
      run.study,
      run.model,
      run.point,
      run.replication,
      run.seed,
      ...parameters.map((name) => run.parameters[name] ?? null),
      ...metrics.map((name) => (run.stop === 'error' ? null : (run.responses[name] ?? null))),
      run.events,
      run.stop,
      run.fingerprint,
    ])
  writeWholeFile(path, csvText(header, rows))
}
