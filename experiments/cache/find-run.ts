import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { existsSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { readManifest } from '../../analysis/manifest.ts'
import type { RunRecord, StudyDescription } from '../../analysis/record.ts'
import { loadModel } from '../../models/registry.ts'
import { runCode, type RunCode } from '../code-hash.ts'
import { runId, type RunSpec } from '../plan.ts'
import { pilotId } from '../warm-up/pilot.ts'
import { resultsFolders, savedRuns } from './saved-runs.ts'

/** A run found by its id. */
export interface FoundRun {
  readonly spec: RunSpec
  readonly folder: string
  /** What the study said, for the columns; undefined when the sweep has not been finished. */
  readonly study: StudyDescription | undefined
  /** The row of runs.csv, without the end of the line; undefined when there is none yet. */
  readonly row: string | undefined
  /** What the journal has of it; undefined where only the tables are left. */
  readonly record: RunRecord | undefined
  /** The code that made it, where that is known. */
  readonly code: RunCode | undefined
}

/**
 * Finds a run by its id, or by the first digits of it.
 * @param roots folders that are, or hold, results folders
 * @throws when there is no such run, or several
 */
export async function findRun(id: string, roots: readonly string[]): Promise<FoundRun> {
  if (!/^[0-9a-f]{4,16}$/.test(id))
    throw new Error(`"${id}" is no run id: expected the first column of a runs.csv, or at least its first 4 digits.`)
  const found = new Map<string, FoundRun>()
  const folders = roots.flatMap((root) => resultsFolders(root))
  for (const folder of folders)
    for (const run of await runsIn(folder, id)) if (!found.has(run.spec.id)) found.set(run.spec.id, run)
  const [run, ...others] = found.values()
  if (run === undefined) {
    const where =
      folders.length === 0 ? `there are no results in ${roots.join(', ')}` : `looked in ${folders.join(', ')}`
    throw new Error(`There is no run ${id}: ${where}. Give the folder of its results with --in.`)
  }
  if (others.length > 0)
    throw new Error(
      `${id} is the beginning of ${found.size} run ids: ${[...found.keys()].slice(0, 5).join(', ')}. Give more digits.`,
    )
  return run
}

/** The id that the run would have with the code there is now. */
export function idNow(spec: RunSpec): string {
  const id = runId({ ...spec, codeHash: runCode(spec.model).hash })
  return spec.intervals === undefined ? id : pilotId(id, spec.intervals)
}

async function runsIn(folder: string, id: string): Promise<FoundRun[]> {
  const study = existsSync(join(folder, 'manifest.json')) ? readManifest(folder).study : undefined
  const rows = rowsOf(join(folder, 'runs.csv'), id)
  const runs = new Map<string, FoundRun>()
  for (const { record, code } of savedRuns(folder, (each) => each.startsWith(id))) {
    runs.set(record.id, { spec: specOf(record), folder, study, row: rows.get(record.id), record, code })
  }
  for (const [each, row] of rows) {
    if (runs.has(each) || study === undefined) continue
    const spec = await specOfRow(join(folder, 'runs.csv'), row, study)
    runs.set(each, { spec, folder, study, row, record: undefined, code: undefined })
  }
  return [...runs.values()]
}

function specOf(record: RunRecord): RunSpec {
  const { id, study, model, point, replication, seed, warmUp, horizon, parameters } = record
  const { intervals } = record as Partial<RunSpec>
  const spec = { id, study, model, point, replication, seed, warmUp, horizon, parameters }
  return intervals === undefined ? spec : { ...spec, intervals }
}

/** Rows by run id. */
function rowsOf(file: string, id: string): Map<string, string> {
  if (!existsSync(file)) return new Map()
  const rows = readFileSync(file, 'utf8').split('\n').slice(1)
  return new Map(rows.filter((row) => row.startsWith(id)).map((row) => [row.slice(0, row.indexOf(',')), row]))
}

async function specOfRow(file: string, row: string, study: StudyDescription): Promise<RunSpec> {
  const text = readFileSync(file, 'utf8')
  const header = text.slice(0, text.indexOf('\n'))
  const [cells] = parse(`${header}\n${row}\n`, { columns: true }) as Record<string, string>[]
  const model = await loadModel(study.model)
  const parameters = Object.fromEntries(
    Object.entries(model.parameters).map(([name, parameter]) => [
      name,
      parameter.parse(cells![name] ?? parameter.default),
    ]),
  )
  const { id, point, replication, seed } = cells as Record<'id' | 'point' | 'replication' | 'seed', string>
  const { name, warmUp, horizon } = study
  return {
    id,
    study: name,
    model: model.name,
    point,
    replication: Number(replication),
    seed,
    warmUp,
    horizon,
    parameters,
  }
}
