import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { compiledRoot } from './package-root.ts'
import type { RunSpec } from './plan.ts'

/** What a few runs cost. */
export interface Pilot {
  /** Wall-clock seconds of each finished run, in the order of the specs. */
  readonly seconds: readonly number[]
  /** Runs that were begun and not finished within the time. */
  readonly unfinished: number
  /** Messages of runs that failed; they cost time too and are among the finished ones. */
  readonly failures: readonly string[]
}

/** What the worker sends for each run. */
export interface PilotMessage {
  readonly seconds: number
  readonly error?: string
}

/**
 * Times a few runs on a thread of their own, one after the other; nothing is saved.
 * @param limit wall-clock seconds after which the pilot ends, whatever runs
 */
export async function runPilot(specs: readonly RunSpec[], limit: number): Promise<Pilot> {
  const seconds: number[] = []
  const failures: string[] = []
  const worker = new Worker(join(compiledRoot, 'experiments', 'pilot-worker.js'), { workerData: specs, execArgv: [] })
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, limit * 1000)
    worker.on('message', ({ seconds: spent, error }: PilotMessage) => {
      seconds.push(spent)
      if (error !== undefined) failures.push(error)
      if (seconds.length === specs.length) resolve()
    })
    // A model that ends its worker (out of memory, process.exit) ends the pilot, not the command.
    worker.on('error', (error) => {
      failures.push(error.message)
      resolve()
    })
    worker.on('exit', () => resolve())
    worker.once('exit', () => clearTimeout(timer))
  })
  await worker.terminate()
  return { seconds, unfinished: seconds.length < specs.length ? 1 : 0, failures }
}

/** At most `count` of the specs, evenly spread over the design, one replication of a point each. */
export function pilotSpecs(specs: readonly RunSpec[], count: number): RunSpec[] {
  const firsts = [...new Map(specs.map((spec) => [spec.point, spec])).values()]
  if (firsts.length <= count) return firsts
  return Array.from({ length: count }, (_, i) => firsts[Math.round((i * (firsts.length - 1)) / (count - 1))]!)
}
