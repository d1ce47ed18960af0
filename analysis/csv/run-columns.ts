import type { StudyDescription } from '../record.ts'

/** Columns of `runs.csv` before the parameters and after the metrics. */
export const columnsBeforeParameters = ['id', 'study', 'model', 'point', 'replication', 'seed'] as const
export const columnsAfterMetrics = ['events', 'stop', 'fingerprint'] as const

/** The columns of the `runs.csv` of a study. */
export function runColumns({ parameters, metrics }: StudyDescription): string[] {
  const names = [...parameters, ...metrics].map(({ name }) => name)
  return [...columnsBeforeParameters, ...names, ...columnsAfterMetrics]
}
