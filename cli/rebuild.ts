import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { compiledRoot, packageRoot } from '../experiments/package-root.ts'
import { note } from './terminal.ts'

const compiler = join(packageRoot, 'node_modules', 'typescript', 'bin', 'tsc')
const settings = join(packageRoot, 'tsconfig.build.json')
const sources = join(packageRoot, 'models')

/** Whether this is a checkout of the sources, where models can be added, and not an installed package. */
export function isCheckout(): boolean {
  return existsSync(settings) && existsSync(compiler) && !packageRoot.includes(`${sep}node_modules${sep}`)
}

/**
 * In a checkout, compiles when a model is newer than its compiled file, so that a new model folder is there at once.
 * Compiled models whose folder is gone are removed.
 * @throws when the sources do not compile
 */
export function rebuildWhenStale(): void {
  if (!isCheckout()) return
  removeOrphans()
  const stale = sourceFiles().find((file) => isStale(file))
  if (stale === undefined) return
  note(`Compiling, because ${join('models', stale)} is newer than its compiled file ...`)
  compile()
}

/**
 * Compiles the package.
 * @throws with the messages of the compiler, when the sources have errors; the compiled files stay as they were
 */
export function compile(): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', settings, '--noEmitOnError'], {
    cwd: packageRoot,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The sources do not compile:\n${`${stdout}${stderr}`.trim()}`)
}

function sourceFiles(): string[] {
  return readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.d.ts'),
  )
}

function isStale(file: string): boolean {
  const compiled = statSync(join(compiledRoot, 'models', file.replace(/\.ts$/, '.js')), { throwIfNoEntry: false })
  return compiled === undefined || compiled.mtimeMs < statSync(join(sources, file)).mtimeMs
}

function removeOrphans(): void {
  const compiledModels = join(compiledRoot, 'models')
  if (!existsSync(compiledModels)) return
  for (const file of readdirSync(compiledModels, { recursive: true, encoding: 'utf8' })) {
    const folder = file.endsWith(`${sep}model.js`) ? file.slice(0, -'/model.js'.length) : undefined
    if (folder === undefined || existsSync(join(sources, folder, 'model.ts'))) continue
    rmSync(join(compiledModels, folder), { recursive: true })
    note(`Removed ${relative(packageRoot, join(compiledModels, folder))}: its model is gone.`)
  }
}
