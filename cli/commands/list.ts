import { pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import type { Model } from '../../models/definition.ts'
import { examples } from '../options.ts'
import { exitCodes, print } from '../terminal.ts'

export function addList(program: Command): void {
  program
    .command('list')
    .description('list the models and the bundled studies')
    .addHelpText(
      'after',
      examples([
        ['meanwhile list', 'names and titles'],
        ['meanwhile describe queueing/mmc', 'more about one of them'],
      ]),
    )
    .action(list)
}

async function list(): Promise<void> {
  const [{ listModels }, { bundledStudies }, { table }] = await Promise.all([
    import('../../models/registry.ts'),
    import('../../experiments/bundled.ts'),
    import('../table.ts'),
  ])
  const studies = bundledStudies().map(({ name }) => name)
  const models = await listModels()
  const rows = await Promise.all(
    models.map(async ({ name, file }) => [name, studies.includes(name) ? 'yes' : '-', await titleOf(file)]),
  )
  print(table([{ heading: 'Model' }, { heading: 'Study' }, { heading: 'Title' }], rows))
  const others = studies.filter((study) => models.every(({ name }) => name !== study))
  if (others.length > 0) print(`\nOther studies:\n${others.join('\n')}`)
}

/** The title of a model. Only its own file is loaded: its claims, which may take a while to compute, are not shown. */
async function titleOf(file: string): Promise<string> {
  try {
    const { default: model } = (await import(pathToFileURL(file).href)) as { default: Model }
    return model.title
  } catch (error) {
    // One broken model must not hide the others.
    process.exitCode = exitCodes.usage
    return `can not be loaded: ${error instanceof Error ? error.message : String(error)}`
  }
}
