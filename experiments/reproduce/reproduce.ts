import { join } from 'node:path'
import { readRecords } from '../../analysis/csv/read-records.ts'
import { runColumns } from '../../analysis/csv/run-columns.ts'
import { runCells } from '../../analysis/csv/write-runs.ts'
import { type Manifest, readManifest } from '../../analysis/manifest.ts'
import type { RunRecord } from '../../analysis/record.ts'
import type { Executor } from '../executor/executor.ts'
import type { Progress } from '../runner.ts'
import { redraw, type Redrawn } from './redraw.ts'
import { rerunSpecs } from './rerun-specs.ts'
import { resummarise, type Resummarised } from './resummarise.ts'
import { sampleOf, type SampleSize } from './sample.ts'

/** What came of doing the runs of a results folder again. */
export interface Reproduction {
  readonly results: string
  readonly manifest: Manifest
  readonly runs: number
  /** Runs that were done again. */
  readonly rerun: number
  /** Runs among them whose whole row is equal to the byte; the id apart when the code is another. */
  readonly equal: number
  /** What came out otherwise, a line for each run. */
  readonly different: readonly string[]
  /** Whether the code of today is the code that made the results. */
  readonly sameCode: boolean
  readonly summary: Resummarised
  readonly charts: readonly Redrawn[]
  /** Whether all of it came out equal. */
  readonly reproduced: boolean
}

export interface ReproduceOptions {
  readonly sample: SampleSize
  /** Another text picks other runs. */
  readonly salt: string
  readonly executor: Executor
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Does a sample of the runs of a results folder again and demands equal rows; computes the summary and draws the charts
 * again and demands equal numbers and bytes. The folder is only read.
 * @returns undefined when the signal stopped it
 * @throws when the folder has no sound results, or its model is not there
 */
export async function reproduce(results: string, options: ReproduceOptions): Promise<Reproduction | undefined> {
  const { sample, salt, executor, signal, onProgress = () => {} } = options
  const manifest = readManifest(results)
  const file = join(results, 'runs.csv')
  const records = readRecords(file, manifest.study)
  const { specs, sameCode } = await rerunSpecs(manifest, records, file)
  const names = records.map(({ point, replication, seed }) => `${point}/${replication}/${seed}`)
  const chosen = sampleOf(names, sample, salt)
  const originals = new Map(chosen.map((position) => [specs[position]!.id, records[position]!]))
  const different: string[] = []
  let rerun = 0
  onProgress({ done: 0, total: chosen.length, failed: 0 })
  const asked = chosen.map((position) => specs[position]!)
  for await (const record of executor.execute(asked, signal)) {
    rerun++
    different.push(...rowDifference(manifest, originals.get(record.id)!, record, sameCode))
    onProgress({ done: rerun, total: chosen.length, failed: different.length })
  }
  if (rerun < chosen.length) return undefined
  const summary = await resummarise(results, manifest, records)
  const charts = await redraw(results, manifest)
  const reproduced =
    different.length === 0 && summary.different.length === 0 && charts.every((chart) => chart.different.length === 0)
  const equal = rerun - different.length
  return { results, manifest, runs: records.length, rerun, equal, different, sameCode, summary, charts, reproduced }
}

/** Where a row comes out otherwise, in words; nothing when it is equal. */
function rowDifference({ study }: Manifest, before: RunRecord, after: RunRecord, sameCode: boolean): string[] {
  const columns = runColumns(study)
  const [old, now] = [runCells(study, before), runCells(study, after)]
  const apart = columns.filter((column, i) => text(old[i]) !== text(now[i]) && (sameCode || column !== 'id'))
  if (apart.length === 0) return []
  const shown = apart.slice(0, 3).map((column) => {
    const index = columns.indexOf(column)
    return `${column} was ${text(old[index]) || 'empty'}, is ${text(now[index]) || 'empty'}`
  })
  const more = apart.length > 3 ? `, and ${apart.length - 3} columns more` : ''
  const reason = after.error === undefined ? '' : ` (${after.error})`
  return [`point ${before.point}, replication ${before.replication}: ${shown.join('; ')}${more}${reason}`]
}

/** A cell as `csvText` writes it. */
function text(cell: unknown): string {
  return cell === null || cell === undefined || Number.isNaN(cell) ? '' : String(cell)
}
