import { join } from 'node:path'
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { EventListKind } from '../engine/index.ts'
import type { RunLimits } from '../analysis/record.ts'
import type { Executor, Limits } from '../experiments/executor/executor.ts'
import { parseShard, type Shard } from '../experiments/shard.ts'
import { parseQuantity } from '../models/quantity.ts'
import { positiveInteger } from './options.ts'
import { note } from './terminal.ts'

const executors = ['threads', 'serial', 'bullmq', 'slurm'] as const

/** Who does the runs of a sweep, as given on the command line. */
export interface ExecutorChoice {
  executor?: (typeof executors)[number]
  redis?: string
  tasks?: number
  sbatch?: string[]
  shard?: Shard
  reuse?: string[]
  /** Wall-clock seconds. */
  timeLimit?: number
  /** MiB. */
  memory?: number
}

/** `--redis URL`. */
export function redisOption(): Option {
  return new Option('--redis <url>', 'address of Redis, such as redis://:password@host:6379').env('MEANWHILE_REDIS')
}

/** `--shard k/n`. */
export function shardOption(): Option {
  return new Option('--shard <k/n>', 'do only the k-th of n parts; meanwhile merge puts them together').argParser(
    (text) => {
      try {
        return parseShard(text)
      } catch (error) {
        throw new InvalidArgumentError((error as Error).message)
      }
    },
  )
}

/** Adds the options that say who does the runs and what one run may use. */
export function addExecutorOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--executor <name>', 'who does the runs')
        .choices(executors)
        .default('threads', 'threads of this machine'),
    )
    .addOption(redisOption())
    .option('--tasks <n>', 'with slurm: most tasks of the job array', positiveInteger, 100)
    .option('--sbatch <option...>', 'with slurm: more options for sbatch, such as --sbatch=--partition=long')
    .addOption(shardOption())
    .option('--reuse <folder...>', 'use the runs of other results folders where they are the same')
    .option(
      '--time-limit <duration>',
      'longest time of one run, such as 10min; longer ones are recorded as failed',
      wallTime,
    )
}

/** Reads a time on the clock of the machine, in seconds. */
function wallTime(text: string): number {
  try {
    const seconds = parseQuantity(text, 's')
    if (seconds > 0 && seconds < 2e6) return seconds
  } catch {
    // Told below, in the words of the command line.
  }
  throw new InvalidArgumentError('Expected a time above 0, such as 30s or 10min.')
}

/**
 * Makes the executor that was asked for. Those that few need are loaded only then.
 * @param out results folder
 * @param limits those of the study; the command line comes first
 * @throws when the options do not go together
 */
export async function makeExecutor(
  choice: ExecutorChoice & { jobs: number; eventList?: EventListKind; fresh?: boolean },
  out: string,
  limits: RunLimits = {},
): Promise<Executor> {
  const { executor = 'threads', redis, jobs, eventList } = choice
  const problem = contradiction(choice)
  if (problem !== undefined) throw new Error(problem)
  const time = choice.timeLimit ?? limits.time
  const memory =
    choice.memory ?? (limits.memory === undefined ? undefined : Math.max(1, Math.round(limits.memory / 1_048_576)))
  const each: Limits = { ...(time !== undefined && { time }), ...(memory !== undefined && { memory }) }
  const list = eventList === undefined ? {} : { eventList }
  switch (executor) {
    case 'serial':
      return (await import('../experiments/executor/serial.ts')).serialExecutor(list)
    case 'bullmq': {
      const { bullmqExecutor } = await import('../experiments/executor/bullmq/submit.ts')
      return bullmqExecutor({ redis: redis!, ...(choice.fresh && { fresh: true }), notice: note, ...each })
    }
    case 'slurm': {
      const { slurmExecutor } = await import('../experiments/executor/slurm/slurm.ts')
      const { tasks = 100, sbatch = [] } = choice
      // Cores of the node where the sweep is started say nothing of those of the tasks.
      return slurmExecutor({ folder: join(out, 'slurm'), tasks, jobs: 1, sbatch, notice: note, ...each })
    }
    default:
      return (await import('../experiments/executor/threads.ts')).threadExecutor({ jobs, ...list, ...each, keep: true })
  }
}

function contradiction({
  executor = 'threads',
  redis,
  shard,
  timeLimit,
  sbatch,
  fresh,
}: ExecutorChoice & { fresh?: boolean }): string | undefined {
  if (executor === 'bullmq' && redis === undefined)
    return '--executor bullmq: say where Redis is, with --redis redis://host:6379 or MEANWHILE_REDIS.'
  if (executor !== 'slurm' && sbatch !== undefined)
    return `--sbatch: only --executor slurm submits to Slurm; this is ${executor}.`
  if (executor === 'serial' && timeLimit !== undefined)
    return '--time-limit: --executor serial can not break off a run; use --jobs 1 instead.'
  if (shard !== undefined && (executor === 'bullmq' || executor === 'slurm'))
    return `--shard: --executor ${executor} shares out the runs itself; leave one of the two out.`
  if (shard !== undefined && fresh === true)
    return '--fresh: with --shard it would delete the runs of the other parts; delete the folder before the first part begins.'
  return undefined
}
