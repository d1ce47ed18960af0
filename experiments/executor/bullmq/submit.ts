import { Queue, QueueEvents } from 'bullmq'
import type { Redis } from 'ioredis'
import type { RunRecord } from '../../../analysis/record.ts'
import { runCodeHash } from '../../code-hash.ts'
import { packageVersion } from '../../package-root.ts'
import type { RunSpec } from '../../plan.ts'
import { failedRun } from '../execute-run.ts'
import type { Executor, Limits } from '../executor.ts'
import { connect, publicUrl } from './connection.ts'
import {
  batchId,
  decodeRecord,
  encodeSpecs,
  queueName,
  refusal,
  resultKey,
  resultLife,
  type JobData,
  type JobResult,
} from './protocol.ts'

export interface BullmqOptions extends Limits {
  /** `redis://[user:password@]host[:port]`. */
  readonly redis: string
  /** Do not take results that Redis still holds from an earlier sweep. */
  readonly fresh?: boolean
  /** Told what the user should know while it waits. */
  readonly notice?: (text: string) => void
}

/** Milliseconds of work in a batch: enough to hide the way to Redis and back, little enough to lose. */
const targetTime = 400
const largestBatch = 500
/** Batches under way at once: work for some thirty workers, and no more than a restart would have to look for. */
const window = 64
/** Milliseconds without news after which all is asked for: an event may have been lost. */
const patience = 3000

interface Batch {
  readonly specs: readonly RunSpec[]
  /** Whether its runs have been lost with a worker before. */
  readonly second: boolean
}

/**
 * Has the runs done by a fleet of workers (`meanwhile worker --redis URL`) over a BullMQ queue on Redis. Results come
 * back through Redis and are found there by the id of the run, so that a sweep that was killed finds what has been done
 * meanwhile. The jobs of a worker that dies go to another; a run that is lost twice is recorded as failed.
 */
export function bullmqExecutor(options: BullmqOptions): Executor {
  return {
    async *execute(specs, signal) {
      const redis = await connect(options.redis, options.notice)
      const events = await connect(options.redis)
      const submission = new Submission(redis, events, options, specs[Symbol.iterator](), signal)
      try {
        yield* submission.records()
      } finally {
        await submission.close()
      }
    },
  }
}

class Submission {
  readonly #redis: Redis
  readonly #queue: Queue<JobData, JobResult>
  readonly #events: QueueEvents
  readonly #eventConnection: Redis
  readonly #options: BullmqOptions
  readonly #source: Iterator<RunSpec>
  readonly #signal: AbortSignal | undefined
  readonly #underWay = new Map<string, Batch>()
  /** Batches to be tried once more, each of one run. */
  readonly #suspects: Batch[] = []
  /** Jobs of which there is news, with the reason when they failed. */
  readonly #news = new Map<string, string | undefined>()
  #wake = (): void => {}
  #timePerRun = 40
  #lonely = false
  #refused: string | undefined

  constructor(
    redis: Redis,
    eventConnection: Redis,
    options: BullmqOptions,
    source: Iterator<RunSpec>,
    signal: AbortSignal | undefined,
  ) {
    this.#redis = redis
    this.#eventConnection = eventConnection
    this.#options = options
    this.#source = source
    this.#signal = signal
    this.#queue = new Queue(queueName, { connection: redis })
    this.#events = new QueueEvents(queueName, { connection: eventConnection })
    // The connection tells of errors, once for both.
    this.#queue.on('error', () => {})
    this.#events.on('error', () => {})
    this.#events.on('completed', ({ jobId, returnvalue }) => this.#completed(jobId, returnvalue as unknown))
    this.#events.on('failed', ({ jobId, failedReason }) => this.#tell(jobId, failedReason))
  }

  async *records(): AsyncGenerator<RunRecord> {
    await this.#events.waitUntilReady()
    const stop = (): void => this.#wake()
    this.#signal?.addEventListener('abort', stop)
    try {
      for (;;) {
        yield* this.#handOut()
        if (this.#underWay.size === 0 || this.#signal?.aborted === true) return
        if (this.#news.size === 0) await this.#wait()
        if (this.#news.size === 0) yield* this.#askForAll()
        for (const [id, failure] of this.#news) {
          this.#news.delete(id)
          yield* this.#collect(id, failure)
        }
      }
    } finally {
      this.#signal?.removeEventListener('abort', stop)
    }
  }

  /** Takes back the jobs that nobody has begun, and leaves. */
  async close(): Promise<void> {
    for (const id of this.#underWay.keys()) await this.#queue.remove(id).catch(() => 0)
    await Promise.allSettled([this.#events.close(), this.#queue.close()])
    this.#eventConnection.disconnect()
    this.#redis.disconnect()
  }

  async *#handOut(): AsyncGenerator<RunRecord> {
    while (this.#underWay.size < window && this.#signal?.aborted !== true) {
      const batch = this.#suspects.shift() ?? { specs: this.#take(), second: false }
      if (batch.specs.length === 0) return
      const { found, missing } = await this.#look(batch.specs, this.#options.fresh === true || batch.second)
      yield* this.#claim(found)
      if (missing.length > 0) await this.#add({ specs: missing, second: batch.second })
    }
  }

  #take(): RunSpec[] {
    const batch: RunSpec[] = []
    const size = Math.min(largestBatch, Math.max(1, Math.round(targetTime / this.#timePerRun)))
    while (batch.length < size) {
      const spec = this.#source.next().value as RunSpec | undefined
      if (spec === undefined) break
      batch.push(spec)
    }
    return batch
  }

  async #add({ specs, second }: Batch): Promise<void> {
    const { time, memory } = this.#options
    const limits: Limits = { ...(time !== undefined && { time }), ...(memory !== undefined && { memory }) }
    const code = runCodeHash(specs[0]!.model)
    const id = batchId(specs)
    this.#underWay.set(id, { specs, second })
    const data = { specs: encodeSpecs(specs), code, version: packageVersion(), limits }
    // Results are kept under the ids of the runs; a job that is over may be asked for again.
    await this.#queue.add('runs', data, { jobId: id, removeOnComplete: true, removeOnFail: true })
  }

  /** What Redis holds of some runs. A failure of an earlier sweep is forgotten: the run is to be tried again. */
  async #look(specs: readonly RunSpec[], forget: boolean): Promise<{ found: RunRecord[]; missing: RunSpec[] }> {
    const found: RunRecord[] = []
    const missing: RunSpec[] = []
    for (const [index, text] of (await this.#redis.mget(specs.map(({ id }) => resultKey(id)))).entries()) {
      const record = text === null ? undefined : decodeRecord(text)
      if (record === undefined || forget || record.stop === 'error') missing.push(specs[index]!)
      else found.push(record)
    }
    if (missing.length > 0) await this.#redis.del(missing.map(({ id }) => resultKey(id)))
    return { found, missing }
  }

  /** Hands over records; when the caller comes back for the next one, it has saved them. */
  async *#claim(records: readonly RunRecord[]): AsyncGenerator<RunRecord> {
    yield* records
    const pipeline = this.#redis.pipeline()
    for (const { id } of records) pipeline.expire(resultKey(id), resultLife.claimed)
    await pipeline.exec()
  }

  async *#collect(id: string, failure: string | undefined): AsyncGenerator<RunRecord> {
    const batch = this.#underWay.get(id)
    if (batch === undefined) return
    this.#underWay.delete(id)
    const texts = await this.#redis.mget(batch.specs.map((spec) => resultKey(spec.id)))
    yield* this.#claim(texts.flatMap((text) => (text === null ? [] : [decodeRecord(text)])))
    const left = batch.specs.filter((_, index) => texts[index] === null)
    if (left.length === 0) return
    if (failure === undefined) await this.#add({ specs: left, second: batch.second })
    else if (failure.startsWith(refusal)) await this.#retryElsewhere(left, batch.second, failure)
    else if (batch.second) {
      for (const spec of left) yield failedRun(spec, `The worker was lost in mid-run, twice: ${failure}.`)
    } else this.#suspects.push(...left.map((spec) => ({ specs: [spec], second: true })))
  }

  async #retryElsewhere(specs: readonly RunSpec[], second: boolean, failure: string): Promise<void> {
    const text = failure.slice(refusal.length)
    // Workers that refuse leave; when none is left that agrees, there is nobody to wait for.
    if ((await this.#queue.getWorkersCount()) === 0) throw new Error(text)
    if (this.#refused !== text) this.#options.notice?.(text)
    this.#refused = text
    await this.#add({ specs, second })
  }

  async #wait(): Promise<void> {
    if (this.#signal?.aborted === true) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      timer = setTimeout(resolve, patience)
    })
    clearTimeout(timer)
  }

  /** Looks after every job: one whose event was lost, or that Redis has forgotten, would be waited for in vain. */
  async *#askForAll(): AsyncGenerator<RunRecord> {
    if (this.#signal?.aborted === true) return
    const workers = await this.#queue.getWorkersCount()
    if (workers === 0 && this.#refused !== undefined) throw new Error(this.#refused)
    if (workers === 0 && !this.#lonely) {
      const url = publicUrl(this.#options.redis)
      this.#options.notice?.(`No worker is connected to ${url}. Start some: meanwhile worker --redis ${url}`)
    }
    this.#lonely = workers === 0
    for (const id of this.#underWay.keys()) {
      if ((await this.#queue.getJob(id)) === undefined) yield* this.#collect(id, undefined)
    }
  }

  #completed(id: string, told: unknown): void {
    const result = (typeof told === 'string' ? JSON.parse(told) : told) as JobResult | undefined
    if (result !== undefined && result.runs > 0 && this.#underWay.has(id)) {
      const perRun = (result.elapsed * result.jobs) / result.runs
      this.#timePerRun = Math.max(0.01, 0.7 * this.#timePerRun + 0.3 * perRun)
    }
    this.#tell(id, undefined)
  }

  #tell(id: string, failure: string | undefined): void {
    if (!this.#underWay.has(id)) return
    this.#news.set(id, failure)
    this.#wake()
  }
}
