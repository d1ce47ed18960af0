import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { compileTree } from './checkout.ts'

/**
 * Compiles the working tree, as it is, into a folder of its own from which commands can be run. Neither the tree nor its
 * `dist` is touched.
 * @returns the first type error, if any
 * @throws Error when it does not compile
 */
export function copyWorkingTree(root: string, folder: string): string | undefined {
  mkdirSync(folder, { recursive: true })
  const typeError = compileTree(root, join(folder, 'dist'))
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  cpSync(join(root, 'experiments', 'studies'), join(folder, 'experiments', 'studies'), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return typeError
}
