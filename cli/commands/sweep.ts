import { join } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { EventListKind } from '../../engine/index.ts'
import { parseQuantity } from '../../models/quantity.ts'
import { addExecutorOptions, type ExecutorChoice } from '../executor-options.ts'
import { eventListOption, examples, jobsOption, memoryOption } from '../options.ts'
import { print } from '../terminal.ts'

interface SweepCommandOptions extends ExecutorChoice {
  out?: string
  jobs: number
  plan?: boolean
  pilot: boolean
  fresh?: boolean
  budget?: number
  allocation?: string
  eventList?: EventListKind
  memory?: number
}

export function addSweep(program: Command): void {
  addExecutorOptions(program.command('sweep'))
    .argument('<study>', 'path of a study file (.yaml, .mjs, .ts), or name of a bundled study')
    .description('run a study; the same command again goes on where it was stopped')
    .option('--out <folder>', 'results folder (default: results/<study>)')
    .addOption(jobsOption())
    .option('--plan', 'only show what would be run, what it would cost, and what lint finds')
    .option('--no-pilot', 'with --plan: do not time a few runs (which takes up to 5 s)')
    .option('--fresh', 'delete what the results folder holds and begin anew')
    .addOption(
      new Option('--budget <duration>', 'spend about this time, on the design points that are least certain')
        .argParser(wallTime)
        .conflicts('allocation'),
    )
    .option('--allocation <file>', 'as many replications of each design point as an earlier sweep with a budget made')
    .addOption(eventListOption())
    .addOption(memoryOption())
    .addHelpText(
      'after',
      examples([
        ['meanwhile sweep queueing/mmc --plan', 'what it would run, and what is there already'],
        ['meanwhile sweep queueing/mmc', 'results/queueing/mmc: CSV, summary, manifest, charts'],
        ['meanwhile sweep my-study.yaml --budget 10min', 'the best figure that ten minutes can buy'],
        ['meanwhile sweep my-study.yaml --out /tmp/mine --jobs 1', 'your own study, one core'],
      ]),
    )
    .action(sweepStudy)
}

async function sweepStudy(name: string, options: SweepCommandOptions): Promise<void> {
  const [{ loadStudy }, { withSpending }] = await Promise.all([
    import('../../experiments/study.ts'),
    import('../../experiments/precision/study-sampler.ts'),
  ])
  const study = withSpending(await loadStudy(name), options)
  const out = options.out ?? join('results', ...study.name.split('/'))
  if (options.plan === true) {
    const { describePlan } = await import('../sweep-plan.ts')
    print(await describePlan(study, out, options))
    return
  }
  const { runSweep, reportSweep } = await import('../sweep-report.ts')
  reportSweep(await runSweep(study, out, options), study)
}

/** Reads a duration of wall-clock time, in seconds. */
function wallTime(text: string): number {
  try {
    const seconds = parseQuantity(text, 's')
    if (seconds > 0) return seconds
  } catch {
    // Whatever is wrong with it, the message is the same.
  }
  throw new InvalidArgumentError('Expected a duration, such as 10min or 90s.')
}
