import { join } from 'node:path'
import { readRuns, type RunRow } from '../../analysis/csv/read-runs.ts'
import { readManifest } from '../../analysis/manifest.ts'
import type { Study } from '../study.ts'
import { type AllocatedStudy, samplerOf } from './study-sampler.ts'

/**
 * A study with more replications of each design point than its results folder holds; those that it holds are the first
 * of them and stay as they are.
 * @param more replications to add to every design point, an integer >= 1
 * @throws when the folder holds no finished results, or those of other code, parameters or run length: then nothing could
 *   be added to, and everything would be run again
 */
export function extendedStudy(study: Study, out: string, more: number): AllocatedStudy {
  const rows = readRuns(join(out, 'runs.csv'), readManifest(out).study)
  const allocation = new Map<string, number>()
  for (const { point } of rows) allocation.set(point, (allocation.get(point) ?? 0) + 1)
  refuseOthers(study, out, rows, allocation)
  const extended = [...allocation].map(([point, count]): [string, number] => [point, count + more])
  const fewest = Math.min(...extended.map(([, count]) => count))
  return {
    ...study,
    description: { ...study.description, replications: fewest },
    allocation: Object.fromEntries(extended),
  }
}

/** @throws when the runs of the folder are not those that the study makes now */
function refuseOthers(study: Study, out: string, rows: readonly RunRow[], counts: ReadonlyMap<string, number>): void {
  const { points, rules } = study
  const again = `Run "meanwhile sweep" first; it does the runs that are missing.`
  if (counts.size !== points.length) {
    throw new Error(
      `The results in "${out}" have ${counts.size} design points, the study has ${points.length}: nothing can be added. ${again}`,
    )
  }
  // A warm-up that was found decides the ids, and is found again only from the pilot runs.
  if (rules.warmUp.rule !== 'fixed') return
  const sampler = samplerOf({ ...study, allocation: Object.fromEntries(counts) })
  const planned = new Set(sampler.more([]).map(({ id }) => id))
  const other = rows.filter(({ id }) => !planned.has(id)).length
  if (other === 0) return
  throw new Error(
    `${other} of ${rows.length} runs in "${out}" are not runs that this study makes now: model code, engine, parameters, seed, warm-up or horizon have changed. ${again}`,
  )
}
