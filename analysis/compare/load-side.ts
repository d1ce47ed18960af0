import { join } from 'node:path'
import { readSomeRecords } from '../csv/read-records.ts'
import { readManifest } from '../manifest.ts'
import type { RunRecord } from '../record.ts'
import type { Side } from './match-points.ts'

/** Finds the observations of the runs of a results folder, by run id. */
export type SketchSource = (folder: string) => ReadonlyMap<string, NonNullable<RunRecord['sketches']>>

/**
 * The runs of a results folder, ready to be compared.
 * @param name How messages and tables call it; default: the folder.
 * @param sketchesOf Gives the observations of its runs by id, which are no columns of `runs.csv`; asked for only when
 *   a metric is a quantile of them.
 * @throws AnalysisError when manifest or runs are missing or broken.
 */
export function loadSide(folder: string, name = folder, sketchesOf: SketchSource = () => new Map()): Side {
  const { study } = readManifest(folder)
  const runs = readSomeRecords(join(folder, 'runs.csv'), study)
  if (study.metrics.every(({ quantile }) => quantile === undefined)) return { name, study, runs }
  const sketches = sketchesOf(folder)
  return {
    name,
    study,
    runs: runs.map((run) => {
      const found = sketches.get(run.id)
      return found === undefined ? run : { ...run, sketches: found }
    }),
  }
}
