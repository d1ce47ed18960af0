import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { writeWholeFile } from '../../../analysis/atomic-file.ts'
import type { RunRecord } from '../../../analysis/record.ts'
import { runCodeHash } from '../../code-hash.ts'
import { compiledRoot, packageVersion } from '../../package-root.ts'
import type { RunSpec } from '../../plan.ts'
import type { Executor, Limits } from '../executor.ts'
import { jobState, sbatch, scancel } from './commands.ts'
import { TaskResults, writeOrder } from './task-files.ts'

export interface SlurmOptions extends Limits {
  /** Folder for orders, results and logs of the tasks; all nodes must see it under the same path. */
  readonly folder: string
  /** Most tasks of an array, an integer >= 1. */
  readonly tasks: number
  /** Threads of each task, an integer >= 1. */
  readonly jobs: number
  /** More options for sbatch, such as `--partition=long`. */
  readonly sbatch?: readonly string[]
  /** Told what the user should know while it waits. */
  readonly notice?: (text: string) => void
}

/** Fewest runs of a task that begins with more than one: starting a task takes about a second. */
const fewestRuns = 20
/** Milliseconds between looks at the result files, and how many of them there are for each question to Slurm. */
const pollInterval = 250
const looksPerQuestion = 4
/** Job arrays in a row that may end without a single new result. */
const fruitless = 3

/**
 * Has the runs done by a Slurm job array: each task does a part and appends its results to a file of its own. What
 * counts is what lies in the files, never what the queue says: tasks that were killed or lost are submitted again, and a
 * sweep that was itself killed finds the array it had submitted.
 */
export function slurmExecutor(options: SlurmOptions): Executor {
  return {
    async *execute(specs, signal) {
      yield* new JobArray(options, [...specs], signal).records()
    },
  }
}

class JobArray {
  readonly #options: SlurmOptions
  readonly #folder: string
  readonly #wanted: Map<string, RunSpec>
  readonly #signal: AbortSignal | undefined
  readonly #results: TaskResults
  #job: string | undefined
  #attempts = 0

  constructor(options: SlurmOptions, specs: readonly RunSpec[], signal: AbortSignal | undefined) {
    this.#options = options
    this.#folder = resolve(options.folder)
    this.#wanted = new Map(specs.map((spec) => [spec.id, spec]))
    this.#signal = signal
    this.#results = new TaskResults(this.#folder)
  }

  async *records(): AsyncGenerator<RunRecord> {
    mkdirSync(join(this.#folder, 'log'), { recursive: true })
    this.#job = this.#submittedBefore()
    // Failures of an earlier sweep are not results: the runs are to be tried again.
    yield* this.#harvest(({ stop }) => stop !== 'error')
    if (this.#wanted.size === 0) return
    while (this.#wanted.size > 0 && this.#signal?.aborted !== true) {
      if (this.#job === undefined || (await jobState(this.#job)) === 'gone') await this.#submit()
      yield* this.#untilGone()
    }
    if (this.#job !== undefined && this.#wanted.size > 0) {
      await scancel(this.#job)
      yield* this.#harvest()
    }
  }

  /** Hands over results while the array lives. */
  async *#untilGone(): AsyncGenerator<RunRecord> {
    let gone = false
    for (let look = 1; this.#wanted.size > 0; look++) {
      // Asked before the last look at the files: what was written until then is seen.
      if (look % looksPerQuestion === 0) gone = (await jobState(this.#job!)) === 'gone'
      yield* this.#harvest()
      if (gone) return
      await setTimeout(pollInterval, undefined, { signal: this.#signal }).catch(() => {})
      if (this.#signal?.aborted === true) return
    }
  }

  *#harvest(accepts: (record: RunRecord) => boolean = () => true): Generator<RunRecord> {
    for (const record of this.#results.news()) {
      if (!this.#wanted.has(record.id) || !accepts(record)) continue
      this.#wanted.delete(record.id)
      this.#attempts = 0
      yield record
    }
  }

  async #submit(): Promise<void> {
    if (this.#attempts++ === fruitless) throw new Error(this.#giveUp())
    const specs = [...this.#wanted.values()]
    const { tasks, jobs, time, memory, sbatch: more = [] } = this.#options
    const count = Math.max(1, Math.min(tasks, Math.ceil(specs.length / fewestRuns)))
    const limits: Limits = { ...(time !== undefined && { time }), ...(memory !== undefined && { memory }) }
    const models = [...new Set(specs.map(({ model }) => model))]
    const code = Object.fromEntries(models.map((model) => [model, runCodeHash(model)]))
    const order = join(this.#folder, `order.${Date.now().toString(36)}.json`)
    for (const old of this.#orders()) rmSync(join(this.#folder, old), { force: true })
    writeOrder(order, { specs, code, version: packageVersion(), limits })
    this.#job = await sbatch(this.#script(order, count), [
      `--job-name=meanwhile`,
      `--array=1-${count}`,
      `--cpus-per-task=${jobs}`,
      '--requeue',
      '--open-mode=append',
      `--output=${join(this.#folder, 'log', '%A_%a.out')}`,
      `--chdir=${process.cwd()}`,
      ...more,
    ])
    writeWholeFile(join(this.#folder, 'job'), `${this.#job}\n`)
    this.#options.notice?.(`Slurm job ${this.#job}: ${specs.length} runs in ${count} tasks.`)
  }

  #script(order: string, count: number): string {
    const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
    const main = join(compiledRoot, 'cli', 'main.js')
    const words = [process.execPath, main, 'worker', '--order', order].map(quoted)
    const shard = `"$SLURM_ARRAY_TASK_ID/${count}"`
    return `#!/bin/sh\nexec ${words.join(' ')} --shard ${shard} --jobs ${this.#options.jobs}\n`
  }

  /** Job that an earlier sweep submitted for this folder. */
  #submittedBefore(): string | undefined {
    const file = join(this.#folder, 'job')
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
  }

  #orders(): string[] {
    return readdirSync(this.#folder).filter((name) => /^order\..+\.json$/.test(name))
  }

  #giveUp(): string {
    const logs = join(this.#folder, 'log')
    const name = `${this.#job}_`
    const log = readdirSync(logs).find((file) => file.startsWith(name))
    const said =
      log === undefined ? '' : readFileSync(join(logs, log), 'utf8').trim().split('\n').slice(-3).join('\n  ')
    const tail = said === '' ? 'They wrote nothing.' : `One of them wrote:\n  ${said}`
    return (
      `${fruitless} Slurm jobs in a row ended without a result; ${this.#wanted.size} runs are left. ` +
      `Their output is in ${logs}. ${tail}`
    )
  }
}
