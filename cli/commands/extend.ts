import { join } from 'node:path'
import type { Command } from 'commander'
import type { EventListKind } from '../../engine/index.ts'
import { eventListOption, examples, jobsOption, memoryOption, positiveInteger } from '../options.ts'

interface ExtendOptions {
  by: number
  out?: string
  jobs: number
  eventList?: EventListKind
  memory?: number
}

export function addExtend(program: Command): void {
  program
    .command('extend')
    .argument('<study>', 'path of a study file, or name of a bundled study')
    .description('add replications to finished results; the runs that are there stay as they are')
    .requiredOption('--by <n>', 'replications to add to every design point', positiveInteger)
    .option('--out <folder>', 'results folder (default: results/<study>)')
    .addOption(jobsOption())
    .addOption(eventListOption())
    .addOption(memoryOption())
    .addHelpText(
      'after',
      examples([
        ['meanwhile extend queueing/mmc --by 20', '20 more replications of every design point'],
        ['meanwhile extend my-study.yaml --by 5 --out /tmp/mine', 'of results elsewhere'],
      ]),
    )
    .action(extend)
}

async function extend(name: string, { by, jobs, out: folder, eventList, memory }: ExtendOptions): Promise<void> {
  const [{ loadStudy }, { extendedStudy }, { runSweep, reportSweep }] = await Promise.all([
    import('../../experiments/study.ts'),
    import('../../experiments/precision/extend.ts'),
    import('../sweep-report.ts'),
  ])
  const study = await loadStudy(name)
  const out = folder ?? join('results', ...study.name.split('/'))
  const extended = extendedStudy(study, out, by)
  const options = { jobs, ...(eventList && { eventList }), ...(memory && { memory }) }
  reportSweep(await runSweep(extended, out, options), extended)
}
