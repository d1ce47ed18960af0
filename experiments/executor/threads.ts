import type { RunRecord } from '../../analysis/record.ts'
import type { EventListKind } from '../../engine/index.ts'
import type { RunSpec } from '../plan.ts'
import { Crew, type Outcome } from './crew.ts'
import type { Executor, Limits } from './executor.ts'

export interface ThreadOptions extends Limits {
  /** Number of worker threads, an integer >= 1. */
  readonly jobs: number
  readonly eventList?: EventListKind
  /** Keep the threads from one execution to the next, until `close`; default: each execution has its own. */
  readonly keep?: boolean
}

/** Worker threads as an executor. */
export interface ThreadExecutor extends Executor {
  close(): Promise<void>
  /** Milliseconds that the threads have spent on runs so far, added up over all of them. */
  readonly busy: number
}

/** Milliseconds of work that are sent to a worker at once: far above the cost of sending, far below a lunch break. */
const targetTime = 100
const largestBatch = 500
/** Milliseconds that running batches get to finish after an abort. */
const grace = 1000

/**
 * Does the runs on worker threads that load the compiled models. Small runs travel in batches, sized by the time that
 * earlier ones took. When a worker dies (out of memory, `process.exit` in a model), a new one takes its place and the
 * run it was at is tried once more, alone; one that kills its worker again is recorded as failed, as is one that takes
 * longer than its limit.
 */
export function threadExecutor(options: ThreadOptions): ThreadExecutor {
  let crew: Crew | undefined
  let executions = 0
  let busy = 0
  const close = async (): Promise<void> => {
    const leaving = crew
    crew = undefined
    busy += leaving?.busy ?? 0
    await leaving?.close()
  }
  return {
    async *execute(specs, signal) {
      crew ??= new Crew(options)
      executions++
      try {
        yield* new Dispatcher(crew, specs[Symbol.iterator](), signal).records()
      } finally {
        if (--executions === 0 && options.keep !== true) await close()
      }
    },
    close,
    get busy() {
      return busy + (crew?.busy ?? 0)
    },
  }
}

/** One execution: what is still to be handed out, what is under way, and what has arrived. */
class Dispatcher {
  readonly #crew: Crew
  readonly #queue: Iterator<RunSpec>
  readonly #signal: AbortSignal | undefined
  readonly #returned: RunSpec[] = []
  readonly #suspects: RunSpec[] = []
  readonly #arrived: Outcome[] = []
  #running = 0
  #wake = (): void => {}
  #timeUp = false

  constructor(crew: Crew, queue: Iterator<RunSpec>, signal: AbortSignal | undefined) {
    this.#crew = crew
    this.#queue = queue
    this.#signal = signal
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
    }
  }

  /** Keeps one batch more under way than there are workers, so that none waits while its results are being saved. */
  #handOut(): void {
    while (this.#running <= this.#crew.jobs && this.#signal?.aborted !== true) {
      const suspect = this.#suspects.shift()
      const batch = suspect === undefined ? this.#take() : [suspect]
      if (batch.length === 0) return
      this.#running++
      void this.#run(batch, suspect !== undefined)
    }
  }

  #take(): RunSpec[] {
    const batch: RunSpec[] = []
    const size = Math.min(largestBatch, Math.max(1, Math.round(targetTime / this.#crew.timePerRun)))
    while (batch.length < size) {
      const spec = this.#returned.shift() ?? (this.#queue.next().value as RunSpec | undefined)
      if (spec === undefined) break
      batch.push(spec)
    }
    return batch
  }

  async #run(batch: readonly RunSpec[], second: boolean): Promise<void> {
    this.#arrived.push(await this.#crew.run(batch, second))
    this.#running--
    this.#wake()
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
