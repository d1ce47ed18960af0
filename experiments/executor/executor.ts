import type { RunRecord } from '../../analysis/record.ts'
import type { RunSpec } from '../plan.ts'

/** Turns run specs into run records, here or elsewhere. */
export interface Executor {
  /**
   * Does the runs. Records come in any order, as soon as they are there, one for each spec. A run that fails is a
   * record with `stop: 'error'`; it never ends the others.
   * @param signal when aborted, no further run begins, and the iteration ends with what was finished
   * @throws when the runs can not be done at all; what was finished has been handed over before
   */
  execute(specs: Iterable<RunSpec>, signal?: AbortSignal): AsyncIterable<RunRecord>
  /** Ends workers and connections; nothing is executed afterwards. */
  close?(): Promise<void>
}

/** What one run may use before it is broken off and recorded as failed. */
export interface Limits {
  /** Wall-clock seconds, above 0. */
  readonly time?: number
  /** Heap of the worker in MiB, an integer >= 1. */
  readonly memory?: number
}
