import type { Command } from 'commander'
import type { RunRecord, StudyDescription } from '../../analysis/record.ts'
import type { FoundRun } from '../../experiments/cache/find-run.ts'
import { examples } from '../options.ts'
import { exitCodes, note } from '../terminal.ts'

export function addRerun(program: Command): void {
  program
    .command('rerun')
    .argument('<run>', 'id of a run: the first column of runs.csv, or its first digits')
    .description('do one run of a study again and print its row; tells whether it is the same to the last byte')
    .option('--in <folder...>', 'where to look for its results', ['results'])
    .option('--trace <file>', 'write every event of it: .json for https://ui.perfetto.dev, .log for text')
    .addHelpText(
      'after',
      examples([
        ['meanwhile rerun 3f9a12', 'by the first digits of its id'],
        ['meanwhile rerun 3f9a12 --trace odd.json', 'see what happened in it'],
        ['meanwhile rerun 3f9a12 --in results/published', 'look elsewhere'],
      ]) + '\nExit code 3 when the row differs.\n',
    )
    .action(rerun)
}

async function rerun(id: string, options: { in: string[]; trace?: string }): Promise<void> {
  const { findRun, idNow } = await import('../../experiments/cache/find-run.ts')
  const run = await findRun(id, options.in)
  const now = idNow(run.spec)
  if (now !== run.spec.id) await tellChange(run)
  const record = await doAgain({ ...run, spec: { ...run.spec, id: now } }, options.trace)
  const { runRows } = await import('../run-output.ts')
  const { header, rows } = runRows(run.study ?? (await describe(run)), [record])
  process.stdout.write(`${header}\n${rows[0]}\n`)
  if (record.error !== undefined) note(`error: ${record.error}`)
  verdict(run, rows[0]!, now)
}

function verdict({ row, spec, folder }: FoundRun, again: string, now: string): void {
  if (row === undefined) return note(`${folder} has no runs.csv yet, so that there is no row to compare with.`)
  if (row === again) return note(`Identical to the row in ${folder}/runs.csv.`)
  process.exitCode = exitCodes.disagrees
  if (row.slice(row.indexOf(',')) === again.slice(again.indexOf(','))) {
    process.exitCode = exitCodes.ok
    note(`Identical to the row in ${folder}/runs.csv, but for the id: ${spec.id} there, ${now} with the code of today.`)
  } else note(`Differs from the row in ${folder}/runs.csv, which is:\n${row}`)
}

async function tellChange({ spec, code }: FoundRun): Promise<void> {
  const [{ codeChange }, { runCode }] = await Promise.all([
    import('../../experiments/cache/why.ts'),
    import('../../experiments/code-hash.ts'),
  ])
  note(`Since run ${spec.id} was made, ${codeChange(runCode(spec.model), code)}.`)
}

async function doAgain({ spec }: FoundRun, trace: string | undefined): Promise<RunRecord> {
  if (trace === undefined) return await (await import('../../experiments/executor/execute-run.ts')).executeRun(spec)
  const [{ watchRun }, { loadModel }, { failedRun }] = await Promise.all([
    import('../watched-run.ts'),
    import('../../models/registry.ts'),
    import('../../experiments/executor/execute-run.ts'),
  ])
  const { record, failure, events } = watchRun(
    { model: await loadModel(spec.model), plan: { points: [], specs: [spec] } },
    { trace },
  )
  note(`Trace of ${events} events: ${trace}`)
  return record ?? failedRun(spec, failure ?? 'The run ended without a result.')
}

/** The columns of a study that has not been finished: all parameters and metrics of the model. */
async function describe({ spec }: FoundRun): Promise<StudyDescription> {
  const { singleRun } = await import('../../experiments/single-run.ts')
  return { ...(await singleRun(spec.model, { parameters: {} })).description, name: spec.study }
}
