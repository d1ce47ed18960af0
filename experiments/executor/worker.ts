import type { RunRecord } from '../../analysis/record.ts'
import type { EventListKind } from '../../engine/index.ts'
import type { RunSpec } from '../plan.ts'
import { executeRun } from './execute-run.ts'
import { RunClock } from './run-clock.ts'

/** What is sent to a worker. */
export interface Batch {
  readonly specs: readonly RunSpec[]
  readonly eventList?: EventListKind
  /** No further run of the batch begins after this time, in milliseconds. */
  readonly budget: number
  /** Shared with the sender, who reads from it which run is under way: see `RunClock`. */
  readonly clock: SharedArrayBuffer
}

/** What a worker sends back: records of the first runs of the batch, at least one. */
export interface BatchResult {
  readonly records: readonly RunRecord[]
  /** Milliseconds spent. */
  readonly elapsed: number
}

/** Does the runs of a batch in order until the time is used up. */
export default async function runBatch({ specs, eventList, budget, clock }: Batch): Promise<BatchResult> {
  const start = performance.now()
  const under = new RunClock(clock)
  const records: RunRecord[] = []
  for (const [index, spec] of specs.entries()) {
    under.begin(index)
    records.push(await executeRun(spec, eventList))
    if (performance.now() - start > budget) break
  }
  under.end()
  return { records, elapsed: performance.now() - start }
}
