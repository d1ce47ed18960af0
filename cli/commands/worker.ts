import { Option, type Command } from 'commander'
import type { EventListKind } from '../../engine/index.ts'
import type { Shard } from '../../experiments/shard.ts'
import { redisOption, shardOption } from '../executor-options.ts'
import { eventListOption, examples, jobsOption } from '../options.ts'
import { note } from '../terminal.ts'

interface WorkerOptions {
  redis?: string
  jobs: number
  eventList?: EventListKind
  order?: string
  shard?: Shard
}

export function addWorker(program: Command): void {
  program
    .command('worker')
    .description('do runs for sweeps that are started elsewhere with --executor bullmq')
    .addOption(redisOption())
    .addOption(jobsOption())
    .addOption(eventListOption())
    // What the tasks of a Slurm array call; not for users.
    .addOption(new Option('--order <file>').hideHelp())
    .addOption(shardOption().hideHelp())
    .addHelpText(
      'after',
      examples([
        ['meanwhile worker --redis redis://head-node:6379', 'all cores of this machine, until ^C'],
        ['meanwhile worker --redis redis://head-node:6379 --jobs 4', 'four of them'],
      ]) +
        '\nThe worker needs the same commit as the sweep, built; it refuses work of other code.\n' +
        'MEANWHILE_REDIS=redis://:password@host keeps the password out of the list of processes.\n',
    )
    .action(work)
}

async function work({ redis, jobs, eventList, order, shard }: WorkerOptions): Promise<void> {
  const { interruptible } = await import('../interrupt.ts')
  if (order !== undefined && shard !== undefined) {
    const { doTask } = await import('../../experiments/executor/slurm/task.ts')
    const count = await interruptible((signal) => doTask(order, shard, jobs, signal))
    return note(`${count} runs done.`)
  }
  if (redis === undefined)
    throw new Error('Say where Redis is: --redis redis://host:6379, or MEANWHILE_REDIS in the environment.')
  const { serve } = await import('../../experiments/executor/bullmq/serve.ts')
  await interruptible((signal) => serve({ redis, jobs, ...(eventList && { eventList }), signal, notice: note }))
}
