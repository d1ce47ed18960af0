import type { RunRecord } from '../../analysis/record.ts'
import type { RunSpec } from '../plan.ts'

/** Turns run specs into run records, here or elsewhere. */
export interface Executor {
  /**
   * Does the runs. Records come in any order, as soon as they are there. A run that fails is a record with
   * `stop: 'error'`; it never ends the others.
   * @param signal when aborted, no further run begins, and the iteration ends with what was finished
   */
  execute(specs: Iterable<RunSpec>, signal?: AbortSignal): AsyncIterable<RunRecord>
}
