import type { RunRecord } from '../../analysis/record.ts'
import type { RunSpec } from '../plan.ts'
import { samplerOf } from '../precision/study-sampler.ts'
import type { Study } from '../study.ts'
import { savedRuns } from './saved-runs.ts'

/**
 * The runs that a sweep of the study into a folder would ask for, as far as what is saved there tells: where replications
 * follow from a precision, or the warm-up from pilot runs, later ones are decided only when the earlier are there.
 */
export function wantedRuns(study: Study, folder: string): RunSpec[] {
  const saved = new Map<string, RunRecord>()
  for (const { record } of savedRuns(folder)) if (record.stop !== 'error') saved.set(record.id, record)
  const sampler = samplerOf(study)
  const specs: RunSpec[] = []
  for (;;) {
    const round = sampler.more(specs.map(({ id }) => saved.get(id)!))
    specs.push(...round)
    if (round.length === 0 || round.some(({ id }) => !saved.has(id))) return specs
  }
}
