import { join } from 'node:path'
import { writeRuns } from '../analysis/csv/write-runs.ts'
import { writeSummary } from '../analysis/csv/write-summary.ts'
import { buildManifest, codeState, writeManifest } from '../analysis/manifest.ts'
import type { RunRecord, StudyDescription } from '../analysis/record.ts'
import { summarise, type SummaryRow } from '../analysis/summary.ts'
import { runCodeHash } from './code-hash.ts'
import type { Executor } from './executor/executor.ts'
import { Journal } from './journal.ts'
import { packageRoot, packageVersion } from './package-root.ts'
import { makePlan, type Plan } from './plan.ts'
import type { Study } from './study.ts'
import { theoryValues } from './theory.ts'

/** How far a set of runs has come. */
export interface Progress {
  /** Runs that are finished, those saved by an earlier command included. */
  readonly done: number
  readonly total: number
  /** Runs among `done` that failed. */
  readonly failed: number
}

export interface SweepOptions {
  /** Results folder; made when it does not exist. */
  readonly out: string
  readonly executor: Executor
  /** The command line, for the manifest. */
  readonly command: string
  /** Delete what the folder holds instead of going on from there. */
  readonly fresh?: boolean
  /** Aborted when the user wants to stop; what is finished is saved. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** What became of a sweep. */
export interface SweepResult {
  readonly out: string
  readonly description: StudyDescription
  readonly points: number
  readonly total: number
  /** Runs that an earlier command had saved. */
  readonly reused: number
  /** Runs that are saved and did not fail. */
  readonly saved: number
  /** False when the user stopped the sweep; tables and charts are then those of an earlier command, if there are any. */
  readonly complete: boolean
  readonly failures: readonly RunRecord[]
  /** Rows of summary.csv; empty when the sweep was stopped. */
  readonly summary: readonly SummaryRow[]
  /** What makes the charts hard to read, or easy to misread. */
  readonly warnings: readonly string[]
}

/** The plan of a study. */
export function planOf({ description, points }: Study): Plan {
  const { name: study, model, seed, replications, warmUp, horizon } = description
  return makePlan({ study, model, codeHash: runCodeHash(model), seed, replications, warmUp, horizon }, points)
}

/**
 * Does the runs of a study that its results folder does not hold yet, saving each as soon as it is finished; then
 * writes runs.csv, summary.csv, manifest.json and the charts.
 * @throws when the folder can not be used
 */
export async function sweep(study: Study, options: SweepOptions): Promise<SweepResult> {
  const { out, executor, signal, onProgress = () => {} } = options
  const { description } = study
  const plan = planOf(study)
  // Before the runs: a closed form with a mistake should show at once.
  const theory = theoryValues(study.model, plan.points)
  const journal = Journal.open(out, { study: study.name, model: description.model }, options.fresh)
  try {
    const missing = plan.specs.filter(({ id }) => !journal.has(id))
    const total = plan.specs.length
    const reused = total - missing.length
    let done = reused
    let failed = 0
    onProgress({ done, total, failed })
    for await (const record of executor.execute(missing, signal)) {
      journal.append(record)
      done++
      if (record.stop === 'error') failed++
      onProgress({ done, total, failed })
    }
    journal.sync()
    const records = done === total ? readAll(journal, plan) : []
    const failures = records.filter(({ stop }) => stop === 'error')
    const { summary, warnings } =
      done === total ? await writeResults(description, records, theory, options) : { summary: [], warnings: [] }
    const saved = done - failed
    const points = plan.points.length
    return { out, description, points, total, reused, saved, complete: done === total, failures, summary, warnings }
  } finally {
    journal.close()
  }
}

function readAll(journal: Journal, plan: Plan): RunRecord[] {
  return plan.specs.map((spec) => {
    const record = journal.read(spec.id)
    if (record === undefined) throw new Error(`The journal has lost run ${spec.id}; run the same command again.`)
    // One parameters object per design point instead of one per run keeps large studies small.
    return { ...record, parameters: spec.parameters }
  })
}

async function writeResults(
  study: StudyDescription,
  records: readonly RunRecord[],
  theory: ReturnType<typeof theoryValues>,
  { out, command }: SweepOptions,
): Promise<Pick<SweepResult, 'summary' | 'warnings'>> {
  const summary = summarise(study, records, theory)
  writeRuns(join(out, 'runs.csv'), study, records)
  writeSummary(join(out, 'summary.csv'), study, summary)
  writeManifest(
    out,
    buildManifest({ command, version: packageVersion(), study, records, code: codeState(packageRoot) }),
  )
  if (study.charts.length === 0) return { summary, warnings: [] }
  const { drawCharts } = await import('../analysis/chart/draw-charts.ts')
  return { summary, warnings: (await drawCharts(out)).flatMap(({ warnings }) => warnings) }
}
