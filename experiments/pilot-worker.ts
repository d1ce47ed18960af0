import { parentPort, workerData } from 'node:worker_threads'
import { loadModel } from '../models/registry.ts'
import { executeRun } from './executor/execute-run.ts'
import type { PilotMessage } from './pilot.ts'
import type { RunSpec } from './plan.ts'

/** Seconds under which the first run is done again: most of it was the compiler's. */
const cold = 0.5

const specs = workerData as readonly RunSpec[]
for (const [i, spec] of specs.entries()) {
  // Loading is paid once in a sweep and would be most of a short run.
  await loadModel(spec.model)
  let message = await timed(spec)
  if (i === 0 && message.seconds < cold) message = await timed(spec)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin, windows do
  parentPort?.postMessage(message)
}

async function timed(spec: RunSpec): Promise<PilotMessage> {
  const start = performance.now()
  const { error } = await executeRun(spec)
  return { seconds: (performance.now() - start) / 1000, ...(error !== undefined && { error }) }
}
