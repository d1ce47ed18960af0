import type { SketchSource } from '../analysis/compare/load-side.ts'
import type { RunRecord } from '../analysis/record.ts'
import { decodeRecord } from '../experiments/journal-file.ts'
import { Journal } from '../experiments/journal.ts'

/** The observations that the journals of a results folder keep of its runs; none where only the tables were copied. */
export const savedSketches: SketchSource = (folder) => {
  const found = new Map<string, NonNullable<RunRecord['sketches']>>()
  for (const { entry } of Journal.entries(folder)) {
    if (entry.kind !== 'run' || !entry.ok) continue
    const { id, sketches } = decodeRecord(entry.bytes)
    if (sketches !== undefined) found.set(id, sketches)
  }
  return found
}
