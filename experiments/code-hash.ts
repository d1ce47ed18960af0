import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { importClosure } from '../models/registry.ts'
import { codeTokens } from './cache/code-tokens.ts'
import { shortHash } from './canonical.ts'
import { compiledRoot, packageRoot } from './package-root.ts'

/** The code that the outcome of a run depends on, in parts. */
export interface RunCode {
  /** 16 hexadecimal digits, of all parts together. */
  readonly hash: string
  /** Hash of each file, by its path from the root of the package; version of each package, by its name. */
  readonly parts: Readonly<Record<string, string>>
}

const known = new Map<string, RunCode>()
/** Hashes by file: models share the engine, and a command may ask for many models. */
const fileHashes = new Map<string, string>()

/**
 * The code that a run of this model depends on: the model, the run loop and whatever they import, the engine included.
 * Always of the compiled files, which are what the workers load: the tests get the same identities. Comments and
 * formatting do not count.
 * @param model `area/name`
 * @throws when the model has not been compiled
 */
export function runCode(model: string): RunCode {
  const cached = known.get(model)
  if (cached !== undefined) return cached
  const entries = [join(compiledRoot, 'models', model, 'model.js'), join(compiledRoot, 'models', 'simulate.js')]
  const missing = entries.find((file) => !existsSync(file))
  if (missing !== undefined)
    throw new Error(`Model "${model}" is not compiled (no ${relative(packageRoot, missing)}); run: npm run build`)
  const code = codeOf(entries, compiledRoot)
  known.set(model, code)
  return code
}

/** The hash of `runCode`. */
export function runCodeHash(model: string): string {
  return runCode(model).hash
}

/**
 * Hashes what some modules import, themselves included.
 * @param root folder to which the file names are relative, and in or above which the packages are installed
 */
export function codeOf(entries: readonly string[], root: string): RunCode {
  const parts = new Map<string, string>()
  for (const { files, packages } of entries.map((entry) => importClosure(entry))) {
    for (const file of files) parts.set(relative(root, file).split(sep).join('/'), fileHash(file))
    for (const specifier of packages) parts.set(packageOf(specifier), installedVersion(packageOf(specifier), root))
  }
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1))
  return { hash: shortHash(JSON.stringify(sorted), 16), parts: Object.fromEntries(sorted) }
}

function fileHash(file: string): string {
  let hash = fileHashes.get(file)
  if (hash === undefined) fileHashes.set(file, (hash = shortHash(codeTokens(readFileSync(file, 'utf8')), 16)))
  return hash
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

function installedVersion(name: string, root: string): string {
  // Installed as a dependency of another project, our packages lie beside us and not below.
  for (let folder = root; ; folder = dirname(folder)) {
    const file = join(folder, 'node_modules', name, 'package.json')
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
    if (folder === dirname(folder)) return 'not installed'
  }
}
