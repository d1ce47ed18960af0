import { setImmediate } from 'node:timers/promises'
import type { RunRecord } from '../../analysis/record.ts'
import type { EventListKind } from '../../engine/index.ts'
import type { RunSpec } from '../plan.ts'
import { executeRun } from './execute-run.ts'
import type { Executor } from './executor.ts'

/** Does the runs one after the other in this process: no start-up cost, but a model that exits takes the command along. */
export function serialExecutor(options: { eventList?: EventListKind } = {}): Executor {
  return {
    async *execute(specs: Iterable<RunSpec>, signal?: AbortSignal): AsyncGenerator<RunRecord> {
      for (const spec of specs) {
        // Between two runs signals and timers get their turn.
        await setImmediate()
        if (signal?.aborted === true) return
        yield await executeRun(spec, options.eventList)
      }
    },
  }
}
