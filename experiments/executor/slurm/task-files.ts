import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { writeWholeFile } from '../../../analysis/atomic-file.ts'
import { fromJson, toJson } from '../../../analysis/json.ts'
import type { RunRecord } from '../../../analysis/record.ts'
import { decodeRecord, JournalFile } from '../../journal-file.ts'
import type { RunSpec } from '../../plan.ts'
import type { Limits } from '../executor.ts'

/** What the tasks of a job array are given, and how their results come back: files in a folder that all nodes see. */
export interface TaskOrder {
  readonly specs: readonly RunSpec[]
  /** Hash of the code of each model, where the sweep was started. */
  readonly code: Readonly<Record<string, string>>
  readonly version: string
  readonly limits: Limits
}

const resultName = /^results\..+\.ndjson$/

export function writeOrder(file: string, order: TaskOrder): void {
  writeWholeFile(file, `${toJson(order, 0)}\n`)
}

/** @throws when there is no such file, or it is something else */
export function readOrder(file: string): TaskOrder {
  const order = fromJson(readFileSync(file, 'utf8')) as TaskOrder
  if (!Array.isArray(order?.specs))
    throw new Error(`${file} is no list of runs; expected one that a sweep has written.`)
  return order
}

/** Reads what tasks have finished; each call gives what is new since the last. */
export class TaskResults {
  readonly #folder: string
  readonly #files = new Map<string, JournalFile>()

  constructor(folder: string) {
    this.#folder = folder
  }

  *news(): Generator<RunRecord> {
    if (!existsSync(this.#folder)) return
    for (const name of readdirSync(this.#folder).sort()) {
      if (!resultName.test(name)) continue
      let file = this.#files.get(name)
      if (file === undefined) this.#files.set(name, (file = JournalFile.read(join(this.#folder, name))))
      for (const entry of file.news()) if (entry.kind === 'run') yield decodeRecord(entry.bytes)
    }
  }
}

/** Where one task saves its results: a file that no other process has had, so that a task that runs twice does no harm. */
export function openTaskResults(folder: string, task: number): JournalFile {
  mkdirSync(folder, { recursive: true })
  const host = hostname().replace(/[^\w-]/g, '_')
  return JournalFile.write(join(folder, `results.${task}.${host}.${process.pid}.${Date.now().toString(36)}.ndjson`))
}
