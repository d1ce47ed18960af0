import type { Command } from 'commander'
import { examples } from '../options.ts'
import { note, print } from '../terminal.ts'

export function addNew(program: Command): void {
  program
    .command('new')
    .description('begin a new model')
    .addHelpText('after', examples([['meanwhile new model queueing/md1', 'the files of a model that already runs']]))
    .command('model')
    .argument('<area/name>', 'name of the model, in lower case with hyphens')
    .description('write the files of a working model, to be changed into yours')
    .addHelpText(
      'after',
      examples([['meanwhile new model queueing/md1', 'writes models/queueing/md1/ and its study']]) +
        '\nA model is one folder, found on disk: there is no list to edit. See docs/adding-a-model.md.\n',
    )
    .action(newModel)
}

async function newModel(name: string): Promise<void> {
  const [
    { existsSync, mkdirSync, rmSync, writeFileSync },
    { dirname, join },
    { packageRoot },
    { compile, isCheckout },
    { skeleton },
  ] = await Promise.all([
    import('node:fs'),
    import('node:path'),
    import('../../experiments/package-root.ts'),
    import('../rebuild.ts'),
    import('../skeleton.ts'),
  ])
  if (!/^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    throw new Error(
      `The name "${name}" can not be used: expected area/name in lower case with hyphens, such as queueing/md1.`,
    )
  }
  if (!isCheckout()) {
    throw new Error(
      'New models need a checkout of the sources: this is an installed package. Clone the repository and run npm ci there.',
    )
  }
  const files = skeleton(name)
  const taken = files.find(({ path }) => existsSync(join(packageRoot, path)))
  if (taken !== undefined) throw new Error(`There is a ${taken.path} already. Choose another name, or delete it first.`)
  for (const { path, text } of files) {
    mkdirSync(dirname(join(packageRoot, path)), { recursive: true })
    writeFileSync(join(packageRoot, path), text)
  }
  try {
    note('Compiling ...')
    compile()
    await fillTables(name)
  } catch (error) {
    // Half a model would fail every test; better none, and the message why.
    for (const { path } of files) rmSync(join(packageRoot, path), { force: true })
    throw error
  }
  print(files.map(({ path }) => path).join('\n'))
  print(
    `\nTry: meanwhile run ${name}, meanwhile sweep ${name}, meanwhile validate ${name}\nNext: docs/adding-a-model.md`,
  )
}

async function fillTables(name: string): Promise<void> {
  const [{ loadClaims, loadModel, readReadme, writeReadme }, { freshReadme }] = await Promise.all([
    import('../../models/registry.ts'),
    import('../../models/readme.ts'),
  ])
  const [model, claims] = await Promise.all([loadModel(name), loadClaims(name)])
  writeReadme(name, freshReadme(readReadme(name), model, claims))
}
