import { totalmem } from 'node:os'
import { join } from 'node:path'
import { Piscina } from 'piscina'
import type { RunRecord } from '../../analysis/record.ts'
import type { EventListKind } from '../../engine/index.ts'
import { compiledRoot } from '../package-root.ts'
import type { RunSpec } from '../plan.ts'
import { failedRun } from './execute-run.ts'
import type { Executor } from './executor.ts'
import type { Batch, BatchResult } from './worker.ts'

export interface ThreadOptions {
  /** Number of worker threads, an integer >= 1. */
  readonly jobs: number
  readonly eventList?: EventListKind
  /** Largest heap of one worker in MiB. Default: an equal share of three quarters of the memory, at most 4 GiB. */
  readonly memory?: number
}

/** MiB; beyond this a runaway model keeps a machine busy for minutes before it fails. */
const largestMemory = 4096

/** Milliseconds of work that are sent to a worker at once: far above the cost of sending, far below a lunch break. */
const targetTime = 40
/** After this many milliseconds a worker returns what it has, however wrong the estimate of the batch was. */
const budget = 100
const largestBatch = 500
/** Milliseconds that running batches get to finish after an abort. */
const grace = 1000

interface Outcome {
  readonly records: readonly RunRecord[]
  /** Runs of the batch to be done again, by whichever worker. */
  readonly remaining: readonly RunSpec[]
  /** The worker died: do these one by one. */
  readonly suspects: readonly RunSpec[]
}

/**
 * Does the runs on worker threads that load the compiled models. Small runs travel in batches, sized by the time that
 * earlier ones took. When a worker dies (out of memory, `process.exit` in a model), a new one takes its place and the
 * runs of its batch are tried once more, each alone; one that kills its worker again is recorded as failed.
 */
export function threadExecutor(options: ThreadOptions): Executor {
  return { execute: (specs, signal) => new Dispatcher(options, specs[Symbol.iterator](), signal).records() }
}

/** One execution: what is still to be handed out, what is under way, and what has arrived. */
class Dispatcher {
  readonly #jobs: number
  readonly #eventList: EventListKind | undefined
  /** MiB. */
  readonly #memory: number
  readonly #pool: Piscina
  readonly #queue: Iterator<RunSpec>
  readonly #signal: AbortSignal | undefined
  readonly #returned: RunSpec[] = []
  readonly #suspects: RunSpec[] = []
  readonly #arrived: Outcome[] = []
  #running = 0
  #wake = (): void => {}
  #timeUp = false
  /** Estimate in milliseconds. */
  #timePerRun = targetTime

  constructor({ jobs, eventList, memory }: ThreadOptions, queue: Iterator<RunSpec>, signal: AbortSignal | undefined) {
    this.#jobs = jobs
    this.#eventList = eventList
    this.#memory = memory ?? Math.min(largestMemory, Math.floor(((totalmem() / 1_048_576) * 0.75) / jobs))
    this.#queue = queue
    this.#signal = signal
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

  async *records(): AsyncGenerator<RunRecord> {
    const forget = afterAbort(this.#signal, () => {
      this.#timeUp = true
      this.#wake()
    })
    try {
      for (;;) {
        this.#handOut()
        const outcome = this.#arrived.shift()
        if (outcome !== undefined) {
          this.#returned.push(...outcome.remaining)
          this.#suspects.push(...outcome.suspects)
          this.#handOut()
          yield* outcome.records
        } else if (this.#running === 0 || this.#timeUp) return
        else await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    } finally {
      forget()
      await this.#pool.destroy()
    }
  }

  /** Keeps one batch more under way than there are workers, so that none waits while its results are being saved. */
  #handOut(): void {
    while (this.#running <= this.#jobs && this.#signal?.aborted !== true) {
      const suspect = this.#suspects.shift()
      const batch = suspect === undefined ? this.#take() : [suspect]
      if (batch.length === 0) return
      this.#running++
      void this.#run(batch, suspect !== undefined)
    }
  }

  #take(): RunSpec[] {
    const batch: RunSpec[] = []
    const size = Math.min(largestBatch, Math.max(1, Math.round(targetTime / this.#timePerRun)))
    while (batch.length < size) {
      const spec = this.#returned.shift() ?? (this.#queue.next().value as RunSpec | undefined)
      if (spec === undefined) break
      batch.push(spec)
    }
    return batch
  }

  async #run(batch: readonly RunSpec[], second: boolean): Promise<void> {
    this.#arrived.push(await this.#outcome(batch, second))
    this.#running--
    this.#wake()
  }

  async #outcome(batch: readonly RunSpec[], second: boolean): Promise<Outcome> {
    try {
      const message: Batch = { specs: batch, budget, ...(this.#eventList && { eventList: this.#eventList }) }
      const { records, elapsed } = (await this.#pool.run(message)) as BatchResult
      this.#timePerRun = 0.7 * this.#timePerRun + (0.3 * elapsed) / records.length
      return { records, remaining: batch.slice(records.length), suspects: [] }
    } catch (error) {
      if (!second) return { records: [], remaining: [], suspects: batch }
      const cause = causeOfDeath(error, this.#memory)
      return { records: batch.map((spec) => failedRun(spec, cause)), remaining: [], suspects: [] }
    }
  }
}

/** Calls back when the grace after an abort is over. Returns a function that takes the request back. */
function afterAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const listener = (): void => {
    timer = setTimeout(callback, grace)
  }
  if (signal?.aborted === true) listener()
  else signal?.addEventListener('abort', listener, { once: true })
  return () => {
    signal?.removeEventListener('abort', listener)
    clearTimeout(timer)
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
