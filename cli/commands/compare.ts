import type { Command } from 'commander'
import { examples, jobsOption, positiveInteger } from '../options.ts'

/** Options as commander gives them. */
export interface CompareCommandOptions {
  study?: string
  replications?: number
  margin: string[]
  ignore: string[]
  all?: boolean
  json?: boolean
  csv?: string
  out?: string
  jobs: number
}

export function addCompare(program: Command): void {
  program
    .command('compare')
    .argument('<a>', 'a results folder; with --study also a git revision, or "." for the working tree')
    .argument('<b>', 'the other side')
    .description('tell what changed from one version to another: IDENTICAL, EQUIVALENT, CHANGED or INCONCLUSIVE')
    .option('--study <study>', 'study file or bundled study that revisions run, with the same seeds')
    .option('--replications <n>', 'replications of that study, in place of its own', positiveInteger)
    .option('--margin <margin...>', 'largest difference that counts as none: 2%, meanWait=5%, lost=0.001', [])
    .option('--ignore <parameter...>', 'parameters that may differ between the two: what is compared', [])
    .option('--all', 'list identical metrics as well')
    .option('--json', 'print one JSON object')
    .option('--csv <file>', 'also write a row per metric and design point')
    .option('--out <folder>', 'where revisions write their results (default: results/compare/<study>)')
    .addOption(jobsOption())
    .addHelpText(
      'after',
      '\nVerdicts, for each metric at each design point:\n' +
        '  IDENTICAL     equal to the last bit in every replication\n' +
        '  EQUIVALENT    shown to differ by less than the margin, 2 % of the mean by default (two one-sided t-tests at 5 %)\n' +
        '  CHANGED       a difference that chance would give anywhere in the comparison in 5 % of cases at most (t-test, Holm);\n' +
        '                with its 95 % interval\n' +
        '  INCONCLUSIVE  neither, with the replications that would probably decide\n' +
        'Runs with equal seeds are compared replication by replication, which shows much smaller changes. Percentiles are\n' +
        'those of the observations of all replications, as in summary.csv; these stand in journal.ndjson. Without it, means of\n' +
        'the percentiles of single runs are compared, and the output says so.\n' +
        '\nExit codes: 0 all identical or equivalent, 3 something changed, 4 inconclusive (or points, parameters or metrics\n' +
        'that only one side has), 1 the two can not be compared.\n' +
        examples([
          ['meanwhile compare results/old results/new', 'two results folders'],
          ['meanwhile compare main . --study queueing/mmc', 'what the working tree changes'],
          ['meanwhile compare results/fifo results/lifo --ignore discipline --margin 5%', 'two settings'],
        ]),
    )
    .action(async (a: string, b: string, options: CompareCommandOptions) => {
      const { compareAndReport } = await import('../compare-report.ts')
      await compareAndReport(a, b, options)
    })
}
