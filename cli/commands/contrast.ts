import { join } from 'node:path'
import type { Command } from 'commander'
import type { PlainValue, StudyDescription } from '../../analysis/record.ts'
import { examples } from '../options.ts'
import { formatHalfWidth, formatNumber, table } from '../table.ts'
import { note, print } from '../terminal.ts'

interface ContrastOptions {
  factor?: string
  baseline?: string
  metric: string[]
}

export function addContrast(program: Command): void {
  program
    .command('contrast')
    .argument('<folder>', 'results folder of a finished sweep')
    .description('paired differences between the levels of a factor, on the random numbers that they share')
    .option('--factor <name>', 'factor (default: the first of the study)')
    .option('--baseline <level>', 'level that the others are compared with (default: the first)')
    .option('--metric <name...>', 'metrics (default: all that the study measures)', [])
    .addHelpText(
      'after',
      examples([
        ['meanwhile contrast results/queueing/mmc --factor servers --baseline 10', 'what one server more changes'],
        ['meanwhile contrast results/queueing/mmc --metric meanWait', 'of one metric'],
      ]),
    )
    .action(contrast)
}

async function contrast(folder: string, options: ContrastOptions): Promise<void> {
  const [{ contrasts }, { readRuns }, { readManifest }] = await Promise.all([
    import('../../analysis/contrast.ts'),
    import('../../analysis/csv/read-runs.ts'),
    import('../../analysis/manifest.ts'),
  ])
  const { study } = readManifest(folder)
  const factor = options.factor ?? study.factors[0]?.name
  if (factor === undefined) throw new Error(`${folder}: the study varies nothing, so that there is nothing to compare.`)
  const metrics = metricNames(study, options.metric)
  const baseline = levelOf(study, factor, options.baseline)
  const found = contrasts(study, readRuns(join(folder, 'runs.csv'), study), { factor, baseline, metrics })
  const others = study.factors.map(({ name }) => name).filter((name) => name !== factor)
  const rows = found.map((one) => [
    ...others.map((name) => String(one.others[name])),
    String(one.level),
    one.metric,
    formatNumber(one.baseline),
    formatNumber(one.mean),
    formatHalfWidth(one.halfWidth),
    one.unit,
    formatNumber(Number.isNaN(one.correlation) ? null : Number(one.correlation.toFixed(3))),
    one.varianceReduction === Infinity ? 'all' : Number(one.varianceReduction.toPrecision(3)).toString(),
    Number.isNaN(one.adjusted) ? '-' : one.adjusted.toPrecision(2),
  ])
  const right = { align: 'right' as const }
  const columns = [
    ...others.map((heading) => ({ heading, ...right })),
    { heading: factor, ...right },
    { heading: 'Metric' },
    { heading: `At ${String(baseline)}`, ...right },
    { heading: 'Difference', ...right },
    { heading: '' },
    { heading: 'Unit' },
    { heading: 'Corr.', ...right },
    { heading: 'Fewer runs', ...right },
    { heading: 'p (Holm)', ...right },
  ]
  const percent = Number((100 * study.confidence).toPrecision(6))
  print(table(columns, rows))
  print(`\n± is the ${percent} % paired-t interval over replications; "Fewer runs": how many times more runs would be`)
  print(`needed without common random numbers; p is adjusted for ${found.length} comparisons.`)
  const harmed = found.filter(({ correlation }) => correlation < 0).length
  if (harmed > 0)
    note(`In ${harmed} of ${found.length} comparisons the pairs are negatively correlated: sharing did harm.`)
}

function metricNames({ metrics }: StudyDescription, given: readonly string[]): string[] {
  const names = metrics.map(({ name }) => name)
  const unknown = given.find((name) => !names.includes(name))
  if (unknown === undefined) return given.length === 0 ? names : [...given]
  throw new Error(`--metric ${unknown}: the study has no such metric. It has: ${names.join(', ')}.`)
}

function levelOf({ factors }: StudyDescription, factor: string, given: string | undefined): PlainValue {
  const levels = factors.find(({ name }) => name === factor)?.levels ?? []
  if (given === undefined) return levels[0] ?? ''
  return levels.find((level) => String(level) === given) ?? given
}
