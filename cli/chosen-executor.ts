import type { EventListKind } from '../engine/index.ts'
import type { Executor } from '../experiments/executor/executor.ts'

/** An executor for a handful of runs: a single one needs no worker, and several are worth one each. */
export async function chosenExecutor(
  runs: number,
  { jobs, eventList }: { jobs: number; eventList?: EventListKind },
): Promise<Executor> {
  const threads = Math.min(jobs, runs)
  const options = { ...(eventList && { eventList }) }
  if (threads === 1) return (await import('../experiments/executor/serial.ts')).serialExecutor(options)
  return (await import('../experiments/executor/threads.ts')).threadExecutor({ jobs: threads, ...options })
}
