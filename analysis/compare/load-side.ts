import { join } from 'node:path'
import { readRecords } from '../csv/read-records.ts'
import { readManifest } from '../manifest.ts'
import type { Side } from './match-points.ts'

/**
 * The runs of a results folder, ready to be compared.
 * @param name How messages and tables call it; default: the folder.
 * @throws AnalysisError when manifest or runs are missing or broken.
 */
export function loadSide(folder: string, name = folder): Side {
  const { study } = readManifest(folder)
  return { name, study, runs: readRecords(join(folder, 'runs.csv'), study) }
}
