import { join } from 'node:path'
import type { Command } from 'commander'
import type { EventListKind } from '../../engine/index.ts'
import { eventListOption, examples, jobsOption, memoryOption } from '../options.ts'
import { print } from '../terminal.ts'

interface SweepCommandOptions {
  out?: string
  jobs: number
  plan?: boolean
  fresh?: boolean
  eventList?: EventListKind
  memory?: number
}

export function addSweep(program: Command): void {
  program
    .command('sweep')
    .argument('<study>', 'path of a study file, or name of a bundled study')
    .description('run a study; the same command again goes on where it was stopped')
    .option('--out <folder>', 'results folder (default: results/<study>)')
    .addOption(jobsOption())
    .option('--plan', 'only show what would be run')
    .option('--fresh', 'delete what the results folder holds and begin anew')
    .addOption(eventListOption())
    .addOption(memoryOption())
    .addHelpText(
      'after',
      examples([
        ['meanwhile sweep queueing/mmc --plan', 'what it would run, and what is there already'],
        ['meanwhile sweep queueing/mmc', 'results/queueing/mmc: CSV, summary, manifest, charts'],
        ['meanwhile sweep my-study.yaml --out /tmp/mine --jobs 1', 'your own study, one core'],
      ]),
    )
    .action(sweepStudy)
}

async function sweepStudy(name: string, options: SweepCommandOptions): Promise<void> {
  const { loadStudy } = await import('../../experiments/study.ts')
  const study = await loadStudy(name)
  const out = options.out ?? join('results', ...study.name.split('/'))
  if (options.plan === true) {
    const { describePlan } = await import('../sweep-plan.ts')
    print(describePlan(study, out))
    return
  }
  const { runSweep, reportSweep } = await import('../sweep-report.ts')
  const { jobs, fresh, eventList, memory } = options
  reportSweep(
    await runSweep(study, out, {
      jobs,
      ...(fresh && { fresh }),
      ...(eventList && { eventList }),
      ...(memory && { memory }),
    }),
  )
}
