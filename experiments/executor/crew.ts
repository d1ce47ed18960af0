import { totalmem } from 'node:os'
import { join } from 'node:path'
import { Piscina } from 'piscina'
import type { RunRecord } from '../../analysis/record.ts'
import type { EventListKind } from '../../engine/index.ts'
import { compiledRoot } from '../package-root.ts'
import type { RunSpec } from '../plan.ts'
import { failedRun } from './execute-run.ts'
import type { Limits } from './executor.ts'
import { RunClock } from './run-clock.ts'
import type { Batch, BatchResult } from './worker.ts'

/** What became of a batch. */
export interface Outcome {
  readonly records: readonly RunRecord[]
  /** Runs of the batch to be done again, by whichever worker. */
  readonly remaining: readonly RunSpec[]
  /** The worker died of one of these: do each alone. */
  readonly suspects: readonly RunSpec[]
}

/** MiB; beyond this a runaway model keeps a machine busy for minutes before it fails. */
const largestMemory = 4096
/** After this many milliseconds a worker returns what it has, however wrong the estimate of the batch was. */
const budget = 250
/** Milliseconds that the first run of all is taken to last. */
const firstGuess = 40

/** The worker threads of an executor. A thread that dies is replaced. */
export class Crew {
  readonly jobs: number
  readonly #eventList: EventListKind | undefined
  /** MiB. */
  readonly #memory: number
  /** Milliseconds. */
  readonly #timeLimit: number | undefined
  readonly #pool: Piscina
  #timePerRun = firstGuess
  #busy = 0

  constructor({ jobs, eventList, memory, time }: Limits & { jobs: number; eventList?: EventListKind }) {
    this.jobs = jobs
    this.#eventList = eventList
    this.#memory = memory ?? Math.min(largestMemory, Math.floor(((totalmem() / 1_048_576) * 0.75) / jobs))
    this.#timeLimit = time === undefined ? undefined : time * 1000
    this.#pool = new Piscina({
      filename: join(compiledRoot, 'experiments', 'executor', 'worker.js'),
      minThreads: 1,
      maxThreads: jobs,
      idleTimeout: 60_000,
      resourceLimits: { maxOldGenerationSizeMb: this.#memory },
      execArgv: [],
      recordTiming: false,
    })
    // A dying worker rejects its task, which is where it is dealt with; without a listener it would end the command.
    this.#pool.on('error', () => {})
  }

  /** Estimate in milliseconds. */
  get timePerRun(): number {
    return this.#timePerRun
  }

  /** Milliseconds that the threads have spent on runs, added up over all of them. */
  get busy(): number {
    return this.#busy
  }

  /**
   * Does a batch. Never rejects.
   * @param second the runs have killed a worker before; if they do so again they are recorded as failed
   */
  async run(batch: readonly RunSpec[], second: boolean): Promise<Outcome> {
    const clock = new RunClock()
    const { signal, overran, forget } = this.#watch(clock)
    try {
      const message: Batch = {
        specs: batch,
        budget,
        clock: clock.buffer,
        ...(this.#eventList && { eventList: this.#eventList }),
      }
      const { records, elapsed } = (await this.#pool.run(message, { signal })) as BatchResult
      this.#busy += elapsed
      this.#timePerRun = 0.7 * this.#timePerRun + (0.3 * elapsed) / records.length
      return { records, remaining: batch.slice(records.length), suspects: [] }
    } catch (error) {
      // The records of the batch died with the worker; only the run it was at is to blame.
      const blamed = overran() ?? clock.current ?? 0
      const remaining = batch.filter((_, index) => index !== blamed)
      const culprit = batch[blamed]!
      if (overran() !== undefined) return { records: [failedRun(culprit, this.#tooLong())], remaining, suspects: [] }
      if (!second) return { records: [], remaining, suspects: [culprit] }
      return { records: [failedRun(culprit, causeOfDeath(error, this.#memory))], remaining, suspects: [] }
    } finally {
      forget()
    }
  }

  /** Ends the threads at once, busy or not. */
  async close(): Promise<void> {
    await this.#pool.destroy()
  }

  #watch(clock: RunClock): { signal: AbortSignal | null; overran: () => number | undefined; forget: () => void } {
    const limit = this.#timeLimit
    if (limit === undefined) return { signal: null, overran: () => undefined, forget: () => {} }
    const controller = new AbortController()
    let overran: number | undefined
    const timer = setInterval(
      () => {
        if (clock.elapsed <= limit || overran !== undefined) return
        overran = clock.current
        if (overran !== undefined) controller.abort()
      },
      Math.min(500, Math.max(5, limit / 10)),
    )
    return { signal: controller.signal, overran: () => overran, forget: () => clearInterval(timer) }
  }

  #tooLong(): string {
    return `The run took longer than its limit of ${this.#timeLimit! / 1000} s (see --time-limit). Is the horizon too far, or does the model loop?`
  }
}

function causeOfDeath(error: unknown, limit: number): string {
  const message = error instanceof Error ? error.message : String(error)
  if (/memory/i.test(message)) {
    return `The worker ran out of memory (its limit is ${limit} MiB; see --memory). Does the model keep everything it has seen?`
  }
  const code = /exited with code:? (\d+)/.exec(message)?.[1]
  if (code !== undefined) return `The worker ended in mid-run (exit code ${code}). Does the model call process.exit?`
  return `The worker died in mid-run: ${message}`
}
