import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWholeFile } from '../../analysis/atomic-file.ts'
import { readRecords } from '../../analysis/csv/read-records.ts'
import { fromJson, toJson } from '../../analysis/json.ts'
import { readManifest } from '../../analysis/manifest.ts'
import { serialExecutor } from '../executor/serial.ts'
import { rerunSpecs } from './rerun-specs.ts'
import { sampleOf } from './sample.ts'

/** File beside the results that keeps what was measured, so that packing twice gives equal bytes. */
export const costFile = 'cost.json'

/** Enough runs to see the cheap and the dear ones. */
const measured = 8

/**
 * Minutes of one core that all runs of a results folder take: those of a few runs done again here, carried over by
 * their numbers of events. Measured once and kept in `cost.json`.
 * @throws when the folder has no sound results, or a run comes out otherwise than it says
 */
export async function runMinutes(results: string): Promise<number> {
  const file = join(results, costFile)
  if (existsSync(file)) {
    const { minutes } = fromJson(readFileSync(file, 'utf8')) as { minutes?: unknown }
    if (typeof minutes === 'number' && minutes >= 0) return minutes
    throw new Error(`${file} has no "minutes"; delete the file, and it will be measured again.`)
  }
  const manifest = readManifest(results)
  const records = readRecords(join(results, 'runs.csv'), manifest.study)
  const { specs } = await rerunSpecs(manifest, records, join(results, 'runs.csv'))
  const chosen = sampleOf(
    specs.map(({ id }) => id),
    { runs: measured },
    'cost',
  )
  let events = 0
  let seconds = 0
  for (const position of chosen) {
    const start = performance.now()
    for await (const record of serialExecutor().execute([specs[position]!])) {
      const before = records[position]!
      if (record.fingerprint !== before.fingerprint) {
        throw new Error(
          `${results}: replication ${before.replication} of point ${before.point} comes out otherwise than runs.csv says (fingerprint ${before.fingerprint || 'none'}, now ${record.fingerprint || 'none'}). Pack with the version that made the results, or make them again.`,
        )
      }
      events += record.events
    }
    seconds += (performance.now() - start) / 1000
  }
  const total = records.reduce((sum, record) => sum + record.events, 0)
  const minutes = events === 0 ? 0 : (seconds * total) / events / 60
  writeWholeFile(file, `${toJson({ minutes, measuredRuns: chosen.length, node: process.versions.node })}\n`)
  return minutes
}
