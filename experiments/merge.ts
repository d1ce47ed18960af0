import type { Executor } from './executor/executor.ts'
import { sweep, type SweepOptions, type SweepResult } from './runner.ts'
import type { Study } from './study.ts'

/** Does no run. */
const nobody: Executor = {
  async *execute() {},
}

/**
 * Writes the tables and charts of a study from the runs that its parts have saved. No run is done: the result is not
 * complete when some are missing.
 * @throws when two parts contradict each other, or the folder can not be used
 */
export async function mergeParts(
  study: Study,
  options: Omit<SweepOptions, 'executor' | 'shard' | 'fresh' | 'signal' | 'merging'>,
): Promise<SweepResult> {
  return await sweep(study, { ...options, executor: nobody, merging: true })
}
