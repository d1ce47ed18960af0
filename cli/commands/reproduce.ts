import type { Command } from 'commander'
import { examples, jobsOption } from '../options.ts'

/** Options as commander gives them. */
export interface ReproduceCommandOptions {
  sample: string
  salt: string
  json?: boolean
  jobs: number
}

export function addReproduce(program: Command): void {
  program
    .command('reproduce')
    .argument('<pack|folder>', 'a pack (zip or unpacked), a results folder, or a folder that holds some')
    .description('do a sample of runs again, demand the same bytes, draw all charts again and tell the verdicts')
    .option('--sample <size>', 'how many runs of each study to do again: a share (at least 3 runs) or a number', '5%')
    .option('--salt <text>', 'another text picks other runs', 'reproduce')
    .option('--json', 'print one JSON array')
    .addOption(jobsOption())
    .addHelpText(
      'after',
      '\nEqual means: each row of runs.csv to the byte (the id apart when the code is another version), each estimate of\n' +
        'summary.csv to the last bit, each file of each chart to the byte.\n' +
        '\nExit codes: 0 all reproduced, 3 something came out otherwise, 1 broken or changed files, 130 interrupted.\n' +
        examples([
          ['meanwhile reproduce results/published', 'the published studies'],
          ['meanwhile reproduce artifact.zip --sample 100%', 'every run of a pack'],
        ]),
    )
    .action(async (target: string, options: ReproduceCommandOptions) => {
      const { reproduceAndReport } = await import('../reproduce-report.ts')
      await reproduceAndReport(target, options)
    })
}
