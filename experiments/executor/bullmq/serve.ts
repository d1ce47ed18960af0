import { hostname } from 'node:os'
import { UnrecoverableError, Worker, type Job } from 'bullmq'
import type { Redis } from 'ioredis'
import type { RunRecord } from '../../../analysis/record.ts'
import type { EventListKind } from '../../../engine/index.ts'
import { runCodeHash } from '../../code-hash.ts'
import { packageVersion } from '../../package-root.ts'
import type { Executor, Limits } from '../executor.ts'
import { threadExecutor, type ThreadExecutor } from '../threads.ts'
import { connect, publicUrl } from './connection.ts'
import {
  decodeSpecs,
  encodeRecord,
  queueName,
  refusal,
  resultKey,
  resultLife,
  type JobData,
  type JobResult,
} from './protocol.ts'

export interface ServeOptions {
  readonly redis: string
  /** Worker threads, an integer >= 1. */
  readonly jobs: number
  readonly eventList?: EventListKind
  /** Aborted when the worker is to finish what it has begun and leave. */
  readonly signal: AbortSignal
  readonly notice: (text: string) => void
}

/** Milliseconds without a sign of life after which a worker's job goes to another. Threads do the runs, so signs are punctual. */
const lockDuration = 5000

/**
 * Does runs for sweeps on other machines until it is told to leave.
 * @throws when there is no Redis, or when a sweep runs other code than this worker
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { redis: url, signal, notice } = options
  const redis = await connect(url, notice)
  const blocking = await connect(url)
  const crews = new Crews(options)
  let refused: string | undefined
  let leave = (): void => {}
  const left = new Promise<void>((resolve) => (leave = resolve))
  const process = async (job: Job<JobData, JobResult>): Promise<JobResult> => {
    const problem = disagreement(job.data)
    if (problem === undefined) return await doRuns(job.data, redis, crews.get(job.data.limits), options.jobs)
    refused = problem
    leave()
    throw new UnrecoverableError(refusal + problem)
  }
  const worker = new Worker<JobData, JobResult>(queueName, process, {
    connection: blocking,
    // The next batch is at hand when one is done.
    concurrency: 2,
    lockDuration,
    stalledInterval: lockDuration / 2,
    maxStalledCount: 1,
  })
  worker.on('error', () => {})
  signal.addEventListener('abort', leave)
  if (signal.aborted) leave()
  notice(`Worker on ${hostname()} with ${options.jobs} threads waits for runs at ${publicUrl(url)}; ^C to leave.`)
  await left
  await worker.close()
  await crews.close()
  redis.disconnect()
  blocking.disconnect()
  if (refused !== undefined) throw new Error(refused)
}

/** Does the runs of a job, each saved in Redis as soon as it is finished; those that are there already are not done again. */
async function doRuns(data: JobData, redis: Redis, executor: Executor, jobs: number): Promise<JobResult> {
  const specs = decodeSpecs(data.specs)
  const known = await redis.mget(specs.map(({ id }) => resultKey(id)))
  const todo = specs.filter((_, index) => known[index] === null)
  const start = performance.now()
  const saving: Promise<unknown>[] = []
  const save = (record: RunRecord): Promise<unknown> =>
    redis.set(resultKey(record.id), encodeRecord(record), 'EX', resultLife.unclaimed)
  for await (const record of executor.execute(todo)) saving.push(save(record))
  await Promise.all(saving)
  return { runs: todo.length, elapsed: performance.now() - start, jobs: Math.min(jobs, Math.max(1, todo.length)) }
}

/** Why this worker must not do the runs of a job; undefined when it may. */
function disagreement({ specs, code, version }: JobData): string | undefined {
  const model = decodeSpecs(specs)[0]?.model ?? ''
  let own: string
  try {
    own = runCodeHash(model)
  } catch (error) {
    own = `none: ${(error as Error).message}`
  }
  if (own === code && version === packageVersion()) return undefined
  return (
    `The worker on ${hostname()} has other code for model "${model}" than the sweep: version ${packageVersion()}, ` +
    `code ${own}; the sweep has version ${version}, code ${code}. Bring both to the same commit, build, and start the worker again.`
  )
}

/** Worker threads by the limits of the sweep: threads have their memory limit from birth. Idle ones end by themselves. */
class Crews {
  readonly #options: ServeOptions
  readonly #crews = new Map<string, ThreadExecutor>()

  constructor(options: ServeOptions) {
    this.#options = options
  }

  get(limits: Limits): Executor {
    const key = JSON.stringify(limits)
    const { jobs, eventList } = this.#options
    let crew = this.#crews.get(key)
    if (crew === undefined) {
      crew = threadExecutor({ jobs, keep: true, ...(eventList && { eventList }), ...limits })
      this.#crews.set(key, crew)
    }
    return crew
  }

  async close(): Promise<void> {
    await Promise.all([...this.#crews.values()].map((crew) => crew.close()))
  }
}
