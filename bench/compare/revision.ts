import { cpSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { checkOut, compileTree } from '../../experiments/revision/checkout.ts'

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

/**
 * Checks the revision out into a temporary worktree and compiles it and the working tree. Both are given the benchmarks
 * of the working tree, compiled once: what differs is the engine alone.
 * @param root the working tree
 * @param out an empty folder for both
 */
export function buildTrees(root: string, name: string, out: string): Trees {
  const head = join(out, 'head', 'dist')
  const { folder, revision, typeError, remove } = checkOut(root, name, join(out, 'base'))
  try {
    tellTypeError(folder, typeError)
    tellTypeError(root, compileTree(root, head))
    cpSync(join(root, 'package.json'), join(out, 'head', 'package.json'))
    symlinkSync(join(root, 'node_modules'), join(out, 'head', 'node_modules'))
    const base = join(folder, 'dist')
    rmSync(join(base, 'bench'), { recursive: true, force: true })
    cpSync(join(head, 'bench'), join(base, 'bench'), { recursive: true })
    return { revision, base, head, remove }
  } catch (error) {
    remove()
    throw error
  }
}

function tellTypeError(folder: string, typeError: string | undefined): void {
  if (typeError !== undefined) console.log(`Note: ${folder} has type errors, the first of them: ${typeError}`)
}
