import type { PlainValue, StudyDescription } from '../record.ts'
import { readRecords } from './read-records.ts'

/** One run as the analysis of a study needs it: at which levels of the factors, with which responses. */
export interface RunRow {
  readonly id: string
  readonly point: string
  readonly replication: number
  /** Level of each factor of the study. */
  readonly factors: Readonly<Record<string, PlainValue>>
  /** Value of each metric of the study; NaN where the run has none. */
  readonly responses: Readonly<Record<string, number>>
  /** Why the run ended; `error` for a failed run. */
  readonly stop: string
  readonly fingerprint: string
}

/**
 * The runs of a `runs.csv` by their factor levels.
 * @param study The study of the manifest beside it.
 * @throws AnalysisError as `readRecords` does, when the file is not that of the study.
 */
export function readRuns(path: string, study: StudyDescription): RunRow[] {
  return readRecords(path, study).map(({ id, point, replication, parameters, responses, stop, fingerprint }) => ({
    id,
    point,
    replication,
    factors: Object.fromEntries(study.factors.map(({ name }) => [name, parameters[name] ?? ''])),
    responses: Object.fromEntries(study.metrics.map(({ name }) => [name, responses[name] ?? NaN])),
    stop,
    fingerprint,
  }))
}
