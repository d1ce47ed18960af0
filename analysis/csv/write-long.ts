import { writeWholeFile } from '../atomic-file.ts'
import { designOrder } from '../design-order.ts'
import type { RunRecord, StudyDescription } from '../record.ts'
import { csvText } from './csv-text.ts'

const before = ['id', 'study', 'model', 'point', 'replication', 'seed'] as const
const after = ['stop', 'metric', 'unit', 'value'] as const

/**
 * Runs as a long (tidy) table, one row per run and metric, in the order of the design and then of the metrics:
 * `id,study,model,point,replication,seed,<factors...>,stop,metric,unit,value`. Of the parameters only the factors are
 * columns. A run that has no value of a metric, or that failed, has an empty cell for it.
 * @throws AnalysisError when a column name would appear twice.
 */
export function longText(study: StudyDescription, records: readonly RunRecord[]): string {
  const factors = study.factors.map(({ name }) => name)
  const rows = records.toSorted(designOrder(study)).flatMap((run) => {
    const levels = factors.map((name) => run.parameters[name] ?? null)
    const { id, model, point, replication, seed, stop } = run
    return study.metrics.map(({ name, unit }) => {
      const value = stop === 'error' ? null : (run.responses[name] ?? null)
      return [id, run.study, model, point, replication, seed, ...levels, stop, name, unit, value]
    })
  })
  return csvText([...before, ...factors, ...after], rows)
}

/**
 * Writes the long table of `longText`.
 * @throws AnalysisError when the file can not be written, or when a column name would appear twice.
 */
export function writeLong(path: string, study: StudyDescription, records: readonly RunRecord[]): void {
  writeWholeFile(path, longText(study, records))
}
