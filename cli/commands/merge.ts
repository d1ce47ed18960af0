import { join } from 'node:path'
import type { Command } from 'commander'
import { examples } from '../options.ts'
import { exitCodes, note } from '../terminal.ts'

export function addMerge(program: Command): void {
  program
    .command('merge')
    .argument('<study>', 'path of a study file, or name of a bundled study')
    .argument('[folders...]', 'results folders of the parts, where they are not the one of --out')
    .description('put the parts of a study together that were done with sweep --shard')
    .option('--out <folder>', 'results folder (default: results/<study>)')
    .addHelpText(
      'after',
      examples([
        ['meanwhile merge queueing/mmc', 'parts that were done on one file system, into one folder'],
        ['meanwhile merge my-study.yaml --out all node1/results node2/results', 'parts that were copied here'],
      ]),
    )
    .action(merge)
}

async function merge(name: string, folders: string[], options: { out?: string }): Promise<void> {
  const [{ loadStudy }, { mergeParts }, { reportSweep }, { givenCommand }] = await Promise.all([
    import('../../experiments/study.ts'),
    import('../../experiments/merge.ts'),
    import('../sweep-report.ts'),
    import('../shell.ts'),
  ])
  const study = await loadStudy(name)
  const out = options.out ?? join('results', ...study.name.split('/'))
  const result = await mergeParts(study, { out, reuse: folders, command: givenCommand() })
  if (result.complete) return reportSweep(result, study)
  note(
    `${result.missing} of ${result.total} runs are not there; the others are. Do the parts that are missing ` +
      `(meanwhile why ${name} --out ${out} tells which runs), or all that is left with meanwhile sweep ${name} --out ${out}.`,
  )
  process.exitCode = exitCodes.incomplete
}
