import type { Command } from 'commander'
import { examples } from '../options.ts'

/** Options as commander gives them. */
export interface PackOptions {
  out?: string
  study?: string
}

export function addPack(program: Command): void {
  program
    .command('pack')
    .argument('<results>', 'a results folder, as sweep writes it')
    .description('put results, study and versions into one zip that anybody can check with meanwhile reproduce')
    .option('-o, --out <file>', 'the zip (default: <study>-pack.zip)')
    .option('--study <file>', 'the study file, where it can not be found by its name')
    .addHelpText(
      'after',
      '\nIn the zip: README.md (which command makes which figure, in how many minutes), study.yaml, results with charts, the\n' +
        'source of the model, package.json and package-lock.json, and the SHA-256 of every file. Equal content gives equal\n' +
        'bytes. The minutes are measured once, by doing a few runs again, and kept in cost.json beside the results.\n' +
        examples([
          ['meanwhile pack results/queueing/mmc', 'queueing-mmc-pack.zip'],
          ['meanwhile pack results/mine --study mine.yaml -o artifact.zip', ''],
        ]),
    )
    .action(async (results: string, options: PackOptions) => {
      const { packAndReport } = await import('../pack-report.ts')
      await packAndReport(results, options)
    })
}
