import { join } from 'node:path'
import type { Command } from 'commander'
import { examples } from '../options.ts'
import { print } from '../terminal.ts'

interface WhyOptions {
  out?: string
  in: string[]
}

export function addWhy(program: Command): void {
  program
    .command('why')
    .argument('<study|run>', 'study file, bundled study, or id of a run')
    .description('tell which runs of a study would be done again, and why; or whether one run is still current')
    .option('--out <folder>', 'results folder of the study (default: results/<study>)')
    .option('--in <folder...>', 'where to look for the run', ['results'])
    .addHelpText(
      'after',
      examples([
        ['meanwhile why queueing/mmc', 'what has changed since it was run'],
        ['meanwhile why 3f9a12', 'one row of a runs.csv, by the first digits of its id'],
      ]),
    )
    .action(why)
}

async function why(given: string, options: WhyOptions): Promise<void> {
  if (/^[0-9a-f]{4,16}$/.test(given)) return await whyRun(given, options.in)
  const [{ loadStudy }, { wantedRuns }, { explainPlan }] = await Promise.all([
    import('../../experiments/study.ts'),
    import('../../experiments/cache/wanted-runs.ts'),
    import('../../experiments/cache/why.ts'),
  ])
  const study = await loadStudy(given)
  const out = options.out ?? join('results', ...study.name.split('/'))
  const { total, saved, reasons } = explainPlan(wantedRuns(study, out), out)
  print(`${out}: ${saved} of ${total} runs are saved and current, ${total - saved} to do.`)
  const width = Math.max(...reasons.map(({ runs }) => String(runs).length))
  for (const { text, runs } of reasons) print(`${String(runs).padStart(width)}  ${text}`)
}

async function whyRun(id: string, folders: string[]): Promise<void> {
  const [{ findRun, idNow }, { codeChange }, { runCode }] = await Promise.all([
    import('../../experiments/cache/find-run.ts'),
    import('../../experiments/cache/why.ts'),
    import('../../experiments/code-hash.ts'),
  ])
  const { spec, folder, code, record } = await findRun(id, folders)
  const { model, replication, seed, warmUp, horizon, parameters } = spec
  const { table } = await import('../table.ts')
  print(`Run ${spec.id} of study "${spec.study}" in ${folder}`)
  print(
    table(
      [{ heading: 'Ingredient' }, { heading: 'Value' }],
      [
        ['model', model],
        ...Object.entries(parameters).map(([name, value]) => [`  ${name}`, String(value)]),
        ['seed', seed],
        ['replication', String(replication)],
        ['warm-up', `${warmUp} s`],
        ['horizon', `${horizon} s`],
        ['code', code?.hash ?? 'not recorded'],
      ],
    ),
  )
  if (record?.stop === 'error') print(`It failed, and is tried again: ${record.error ?? ''}`)
  else if (idNow(spec) === spec.id) print('It is current: a sweep would use it.')
  else print(`It would be done again, as ${idNow(spec)}: ${codeChange(runCode(model), code)}.`)
}
