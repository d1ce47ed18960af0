import { type Command, InvalidArgumentError } from 'commander'
import type { EventListKind } from '../../engine/index.ts'
import { assignments } from '../assignments.ts'
import { chosenExecutor } from '../chosen-executor.ts'
import { eventListOption, examples, positiveInteger } from '../options.ts'
import { exitCodes, note, print } from '../terminal.ts'

interface LongRunOptions {
  set: string[]
  seed?: string
  warmUp?: string
  horizon?: string
  precision: number
  doublings: number
  eventList?: EventListKind
}

export function addLongRun(program: Command): void {
  program
    .command('long-run')
    .argument('<model>', 'name of a model, area/name')
    .description('estimate from one run by batch means, made twice as long until the batches are independent')
    .option('--set <name=value...>', 'parameters that differ from their defaults', [])
    .option('--seed <text>', 'root of all random numbers')
    .option('--warm-up <duration>', 'start that is not measured, such as 500 or 10min')
    .option('--horizon <duration>', 'end of the first attempt, such as 5500 or 2h')
    .option('--precision <fraction>', 'largest half-width, relative to the mean', fraction, 0.05)
    .option('--doublings <n>', 'how often the run may be made twice as long', positiveInteger, 6)
    .addOption(eventListOption())
    .addHelpText(
      'after',
      examples([
        ['meanwhile long-run queueing/mmc', 'every metric within 5 %'],
        [
          'meanwhile long-run queueing/mmc --precision 2% --doublings 10',
          'closer, if it takes a thousand times longer',
        ],
      ]),
    )
    .action(longRun)
}

async function longRun(name: string, options: LongRunOptions): Promise<void> {
  const [{ singleRun }, { observeLongRun }, output] = await Promise.all([
    import('../../experiments/single-run.ts'),
    import('../../experiments/warm-up/observe.ts'),
    import('../table.ts'),
  ])
  const { set, seed, warmUp, horizon, precision, doublings } = options
  const study = await singleRun(name, {
    parameters: assignments(set),
    replications: 1,
    ...(seed !== undefined && { seed }),
    ...(warmUp !== undefined && { warmUp }),
    ...(horizon !== undefined && { horizon }),
  })
  const executor = await chosenExecutor(1, { ...options, jobs: 1 })
  const result = await observeLongRun(study, executor, { relative: precision, doublings })
  const rows = result.estimates.map(({ metric, unit, run, horizon: end }) => {
    if (run === undefined)
      return [metric, '-', '', unit, '', 'a quantile, or some batches have no observation: run replications']
    const why = run.autocorrelated ? 'AUTOCORR: batches depend on one another; no interval' : ''
    return [
      metric,
      output.formatNumber(run.mean),
      output.formatHalfWidth(run.halfWidth),
      unit,
      `${output.formatNumber(end)} s`,
      why,
    ]
  })
  const right = { align: 'right' as const }
  const columns = [
    { heading: 'Metric' },
    { heading: 'Mean', ...right },
    { heading: '' },
    { heading: 'Unit' },
    { heading: 'Run to', ...right },
    { heading: '' },
  ]
  print(`${study.model.title}\n\n${output.table(columns, rows)}\n`)
  const { warmUp: start, confidence, seed: root } = study.description
  const percent = Number((100 * confidence).toPrecision(6))
  print(`One run from ${start} s, seed ${root}; ± is the ${percent} % interval over 32 batches.`)
  if (result.done) return
  note(`Not every metric is within ${100 * precision} %: allow more --doublings, or run replications.`)
  process.exitCode = exitCodes.incomplete
}

function fraction(text: string): number {
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text)
  if (text.trim() === '' || !(value > 0 && value < 1))
    throw new InvalidArgumentError('Expected a fraction above 0 and below 1, such as 5% or 0.05.')
  return value
}
