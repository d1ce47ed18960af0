import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the package: the nearest one above this file with a package.json, in a checkout and when installed. */
export const packageRoot: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()

/** The folder of the compiled code. Workers and code hashes use it even when the tests run the sources. */
export const compiledRoot: string = join(packageRoot, 'dist')

/** The folder of the bundled studies. */
export const studiesRoot: string = join(packageRoot, 'experiments', 'studies')

/** Version of the package. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version
}
