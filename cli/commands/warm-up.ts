import { type Command, InvalidArgumentError } from 'commander'
import { assignments } from '../assignments.ts'
import { chosenExecutor } from '../chosen-executor.ts'
import { eventListOption, examples, jobsOption, positiveInteger } from '../options.ts'
import type { EventListKind } from '../../engine/index.ts'
import { exitCodes, print } from '../terminal.ts'

interface WarmUpOptions {
  set: string[]
  seed?: string
  replications: number
  atMost: number
  horizon?: string
  csv?: string
  jobs: number
  eventList?: EventListKind
}

export function addWarmUp(program: Command): void {
  program
    .command('warm-up')
    .argument('<model>', 'name of a model, area/name')
    .description('where the start of a run ends that should not be measured: MSER-5 and the data of a Welch plot')
    .option('--set <name=value...>', 'parameters that differ from their defaults', [])
    .option('--seed <text>', 'root of all random numbers')
    .option('--replications <n>', 'pilot runs to average over', positiveInteger, 10)
    .option('--horizon <duration>', 'end of the simulated time, such as 5500 or 2h')
    .option('--at-most <share>', 'longest warm-up to look for, of the horizon, at most half', share, 0.2)
    .option('--csv <file>', 'write the averages over time, and their moving averages')
    .addOption(jobsOption())
    .addOption(eventListOption())
    .addHelpText(
      'after',
      examples([
        ['meanwhile warm-up queueing/mmc', 'one line per metric'],
        ['meanwhile warm-up queueing/mmc --set servers=9 --horizon 20000 --csv welch.csv', 'closer to saturation'],
      ]),
    )
    .action(warmUp)
}

async function warmUp(name: string, options: WarmUpOptions): Promise<void> {
  const [{ singleRun }, { observeStart, welchRows, welchWindows }, { table, formatNumber }] = await Promise.all([
    import('../../experiments/single-run.ts'),
    import('../../experiments/warm-up/observe.ts'),
    import('../table.ts'),
  ])
  const { set, seed, horizon, replications, atMost, csv } = options
  const study = await singleRun(name, {
    parameters: assignments(set),
    warmUp: '0',
    ...(seed !== undefined && { seed }),
    ...(horizon !== undefined && { horizon }),
  })
  const executor = await chosenExecutor(replications, options)
  const starts = await observeStart(study, executor, { replications, intervals: 500, atMost })
  const end = study.description.horizon
  const rows = starts.map(({ metric, cut, flag, mean }) => {
    const known = mean.some((value) => !Number.isNaN(value))
    const percent = `${Number(((100 * cut) / end).toPrecision(3))} %`
    return known && flag !== 'UNSTABLE'
      ? [metric, `${formatNumber(cut)} s`, percent, explained(flag)]
      : [metric, '-', '', known ? explained(flag) : 'never observed']
  })
  const right = { align: 'right' as const }
  const columns = [{ heading: 'Metric' }, { heading: 'Warm-up', ...right }, { heading: 'Of the run', ...right }]
  print(`${study.model.title}\n\n${table([...columns, { heading: '' }], rows)}\n`)
  print(`MSER-5 on the average of ${replications} replications over 500 intervals to ${formatNumber(end)} s.`)
  if (csv !== undefined) {
    const [{ csvText }, { writeWholeFile }] = await Promise.all([
      import('../../analysis/csv/csv-text.ts'),
      import('../../analysis/atomic-file.ts'),
    ])
    const header = ['metric', 'unit', 'time', 'mean', ...welchWindows.map((window) => `average_${window}`)]
    writeWholeFile(csv, csvText(header, welchRows(starts, end)))
    print(`Averages over time: ${csv}`)
  }
  if (starts.some(({ flag }) => flag !== undefined)) process.exitCode = exitCodes.incomplete
}

function share(text: string): number {
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text)
  if (text.trim() === '' || !(value > 0 && value <= 0.5))
    throw new InvalidArgumentError('Expected a share above 0 and at most one half, such as 20% or 0.2.')
  return value
}

function explained(flag: 'UNSTABLE' | 'SHORT' | undefined): string {
  if (flag === 'UNSTABLE') return 'UNSTABLE: still grows at the end; overloaded, or far too short'
  return flag === 'SHORT' ? 'SHORT: the run is too short to tell; lengthen it' : ''
}
