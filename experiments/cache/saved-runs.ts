import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RunRecord } from '../../analysis/record.ts'
import type { RunCode } from '../code-hash.ts'
import { decodeRecord } from '../journal-file.ts'
import { Journal } from '../journal.ts'

/** A run that some results folder holds. */
export interface SavedRun {
  readonly record: RunRecord
  /** The code that made it; undefined in journals that do not tell. */
  readonly code: RunCode | undefined
  /** Results folder. */
  readonly folder: string
}

/** How deep below a folder results folders are looked for: results/area/name, and one more. */
const depth = 4

/** The runs of one results folder, with the code that made them. */
export function* savedRuns(folder: string, wanted: (id: string) => boolean = () => true): Generator<SavedRun> {
  let code: RunCode | undefined
  for (const { entry } of Journal.entries(folder)) {
    if (entry.kind === 'header') code = undefined
    else if (entry.kind === 'code') code = entry.code
    else if (wanted(entry.id)) yield { record: decodeRecord(entry.bytes), code, folder }
  }
}

/** The results folders at or below a folder: those with a journal or with tables. Sorted. */
export function resultsFolders(root: string, levels = depth): string[] {
  if (!existsSync(root)) return []
  const entries = readdirSync(root, { withFileTypes: true })
  const isOne = entries.some(({ name }) => /^journal(\..+)?\.ndjson$/.test(name) || name === 'runs.csv')
  const below = levels === 0 ? [] : entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(root, name))
  return [...(isOne ? [root] : []), ...below.sort().flatMap((folder) => resultsFolders(folder, levels - 1))]
}
