import type { Manifest } from '../../analysis/manifest.ts'
import type { RunRecord } from '../../analysis/record.ts'
import { loadModel } from '../../models/registry.ts'
import { resolveParameters } from '../../models/resolve.ts'
import { runCodeHash } from '../code-hash.ts'
import { pointId, runId, type RunSpec } from '../plan.ts'

/** Runs of a results folder, ready to be done again. */
export interface RerunSpecs {
  /** By position of the run in `runs.csv`. */
  readonly specs: readonly RunSpec[]
  /** Whether the code of today is the code that made them: their ids are then the same. */
  readonly sameCode: boolean
}

/**
 * Makes the specs of the runs in a results folder, with the ids that they have under the code of today.
 * @throws when the model is not there, a row has been changed, or rows of two code versions are mixed
 */
export async function rerunSpecs(
  { study }: Manifest,
  records: readonly RunRecord[],
  file: string,
): Promise<RerunSpecs> {
  const model = await loadModel(study.model)
  const codeHash = runCodeHash(study.model)
  const specs = records.map((record, index): RunSpec => {
    const { replication, seed, warmUp, horizon } = record
    const { values: parameters } = resolveParameters(model, record.parameters)
    const point = pointId(parameters)
    if (point !== record.point) {
      throw new Error(
        `${file}, row ${index + 1}: the parameters are those of point ${point}, but the row says point ${record.point}. The row was changed, or the model has other parameters than it had then.`,
      )
    }
    const id = runId({ model: study.model, codeHash, parameters, seed, replication, warmUp, horizon })
    return { id, study: study.name, model: study.model, point, replication, seed, warmUp, horizon, parameters }
  })
  const same = specs.filter(({ id }, index) => id === records[index]!.id).length
  if (same > 0 && same < specs.length) {
    throw new Error(
      `${file} mixes rows of two code versions: ${same} of ${specs.length} ids are of the code of today. Make the results again: meanwhile sweep ... --fresh`,
    )
  }
  return { specs, sameCode: same === specs.length }
}
