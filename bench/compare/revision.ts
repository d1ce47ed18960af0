import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

/** The two compiled trees to compare, each with the benchmarks of the working tree. */
export interface Trees {
  /** Full hash of the base revision. */
  readonly revision: string
  /** Folder of the compiled base. */
  readonly base: string
  /** Folder of the compiled working tree. */
  readonly head: string
  /** Takes the worktree away. */
  remove(): void
}

function run(cwd: string, program: string, args: readonly string[]): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

/** @throws Error when git knows no such revision */
function resolveRevision(root: string, name: string): string {
  try {
    return run(root, 'git', ['rev-parse', '--verify', '--quiet', `${name}^{commit}`])
  } catch {
    throw new Error(`--compare ${name}: git knows no such revision. Expected a commit, a branch or a tag.`)
  }
}

/**
 * Checks the revision out into a temporary worktree and compiles it and the working tree. Both are given the benchmarks
 * of the working tree, compiled once: what differs is the engine alone.
 * @param root the working tree
 * @param out an empty folder for both
 */
export function buildTrees(root: string, name: string, out: string): Trees {
  const revision = resolveRevision(root, name)
  const checkout = join(out, 'base')
  const head = join(out, 'head', 'dist')
  const remove = (): void => {
    run(root, 'git', ['worktree', 'remove', '--force', checkout])
  }
  run(root, 'git', ['worktree', 'add', '--detach', checkout, revision])
  try {
    compile(root, head)
    cpSync(join(root, 'package.json'), join(out, 'head', 'package.json'))
    symlinkSync(join(root, 'node_modules'), join(out, 'head', 'node_modules'))
    installPackages(root, checkout)
    const base = join(checkout, 'dist')
    compile(checkout, base)
    rmSync(join(base, 'bench'), { recursive: true, force: true })
    cpSync(join(head, 'bench'), join(base, 'bench'), { recursive: true })
    return { revision, base, head, remove }
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

/** A type error does not keep the compiler from writing what the benchmarks need, so only its output counts. */
function compile(folder: string, outDir: string): void {
  try {
    run(folder, 'npx', ['--no-install', 'tsc', '-p', 'tsconfig.build.json', '--outDir', outDir])
  } catch (error) {
    const first = ((error as { stdout?: string }).stdout ?? '').split('\n')[0]
    if (!existsSync(join(outDir, 'engine/index.js'))) {
      throw new Error(`${folder} does not compile: ${first}`, { cause: error })
    }
    console.log(`Note: ${folder} has type errors, the first of them: ${first}`)
  }
}
