import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

/** A compiled tree: `dist` inside it is what its revision compiles to. */
export interface Checkout {
  readonly folder: string
  /** Full hash of the revision. */
  readonly revision: string
  /** First type error, where there are any: compiled code may be there nevertheless. */
  readonly typeError: string | undefined
  /** Takes the folder away. */
  remove(): void
}

/**
 * Full hash of a revision.
 * @throws Error when git knows no such revision, or there is no repository
 */
export function resolveRevision(root: string, name: string): string {
  try {
    return run(root, 'git', ['rev-parse', '--verify', '--quiet', `${name}^{commit}`])
  } catch {
    throw new Error(`${name}: git knows no such revision in ${root}. Expected a commit, a branch or a tag.`)
  }
}

/**
 * Checks a revision out into a folder of its own and compiles it. The working tree is left alone.
 * @param root a checkout with its packages installed
 * @param folder where to; must not exist
 * @throws Error when git knows no such revision, its packages can not be had or it does not compile
 */
export function checkOut(root: string, name: string, folder: string): Checkout {
  const revision = resolveRevision(root, name)
  run(root, 'git', ['worktree', 'add', '--detach', folder, revision])
  const remove = (): void => {
    run(root, 'git', ['worktree', 'remove', '--force', folder])
  }
  try {
    installPackages(root, folder)
    return { folder, revision, typeError: compileTree(folder, join(folder, 'dist')), remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** Equal lock files mean equal packages: then those of the working tree serve the checkout too. */
function installPackages(root: string, checkout: string): void {
  const lock = (folder: string): string => readFileSync(join(folder, 'package-lock.json'), 'utf8')
  if (lock(root) === lock(checkout)) symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
  else run(checkout, 'npm', ['ci', '--ignore-scripts'])
}

/**
 * Compiles a tree. A type error does not keep the compiler from writing what can be run, so only its output counts.
 * @returns the first type error, if any
 * @throws Error when nothing was written
 */
export function compileTree(folder: string, outDir: string): string | undefined {
  const compiler = join(folder, 'node_modules', 'typescript', 'bin', 'tsc')
  try {
    run(folder, process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', outDir])
    return undefined
  } catch (error) {
    const said = error as { stdout?: string; stderr?: string }
    const first = (said.stdout || said.stderr || '').split('\n')[0] ?? ''
    if (!existsSync(join(outDir, 'engine/index.js'))) {
      throw new Error(`${folder} does not compile: ${first}`, { cause: error })
    }
    return first
  }
}

function run(cwd: string, program: string, args: readonly string[]): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}
