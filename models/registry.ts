import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Claim } from './claim.ts'
import type { Model } from './definition.ts'
import { didYouMean } from './suggest.ts'

/** A model found on disk, not yet loaded. */
export interface ModelEntry {
  /** `area/name`. */
  readonly name: string
  readonly area: string
  /** The module to import: TypeScript under vitest, compiled JavaScript otherwise. */
  readonly file: string
}

const thisFile = fileURLToPath(import.meta.url)
const modelsFolder = dirname(thisFile)
/** `.ts` when running from source, `.js` from dist. */
const extension = extname(thisFile)

/** A model name that is not found on disk. */
export class UnknownModelError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UnknownModelError'
  }
}

/** The models found on disk, sorted by name: each folder models/area/name with a model file is one. */
export async function listModels(): Promise<ModelEntry[]> {
  return findModels()
}

/**
 * Imports one model.
 * @throws {UnknownModelError} when no folder has this name, with a suggestion and the list.
 */
export async function loadModel(name: string): Promise<Model> {
  const { file } = entryOf(name)
  const model = await importDefault<Model>(file, name)
  if (model === undefined) throw new Error(`${file}: expected a default export, "export default defineModel({ ... })".`)
  if (model.name !== name)
    throw new Error(`${file}: the model calls itself "${model.name}"; its folder says "${name}".`)
  return model
}

/**
 * Imports the claims of a model, apart from the model because only validation needs them, and their expected values may
 * take a while to compute.
 * @throws {UnknownModelError} when no folder has this name, with a suggestion and the list.
 */
export async function loadClaims(name: string): Promise<readonly Claim[]> {
  const file = join(dirname(entryOf(name).file), `validation${extension}`)
  return existsSync(file) ? ((await importDefault<readonly Claim[]>(file, name)) ?? []) : []
}

async function importDefault<T>(file: string, model: string): Promise<T | undefined> {
  try {
    return ((await import(/* @vite-ignore */ pathToFileURL(file).href)) as { default?: T }).default
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`Model "${model}" cannot be loaded: ${reason}`, { cause: error })
  }
}

/**
 * The source folder of a model, where its README is; also when running from dist.
 * @throws {UnknownModelError} when no folder has this name.
 */
export function modelFolder(name: string): string {
  return join(packageRoot(), 'models', entryOf(name).name)
}

/**
 * The study that comes with a model; its file may not exist.
 * @throws {UnknownModelError} when no folder has this name.
 */
export function bundledStudyFile(name: string): string {
  return join(packageRoot(), 'experiments', 'studies', `${entryOf(name).name}.yaml`)
}

/**
 * The README of a model.
 * @throws {UnknownModelError} when no folder has this name.
 */
export function readReadme(name: string): string {
  return readFileSync(join(modelFolder(name), 'README.md'), 'utf8')
}

/**
 * Replaces the README of a model.
 * @throws {UnknownModelError} when no folder has this name.
 */
export function writeReadme(name: string, text: string): void {
  writeFileSync(join(modelFolder(name), 'README.md'), text)
}

function findModels(): ModelEntry[] {
  return subfolders(modelsFolder)
    .flatMap((area) => subfolders(join(modelsFolder, area)).map((name) => ({ area, name: `${area}/${name}` })))
    .map(({ area, name }) => ({ area, name, file: join(modelsFolder, name, `model${extension}`) }))
    .filter(({ file }) => existsSync(file))
}

function subfolders(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

function entryOf(name: string): ModelEntry {
  const entries = findModels()
  const entry = entries.find((candidate) => candidate.name === name)
  if (entry !== undefined) return entry
  const names = entries.map((candidate) => candidate.name)
  throw new UnknownModelError(`There is no model "${name}".${didYouMean(name, names)} There are: ${names.join(', ')}.`)
}

function packageRoot(): string {
  let folder = modelsFolder
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder))
      throw new Error(`No package.json above ${modelsFolder}: models must lie inside the package.`)
    folder = dirname(folder)
  }
  return folder
}

/** Static imports and re-exports at the start of a line, over several lines too; not those quoted in comments. */
const staticImport = /^\s*(?:import|export)\b(?:[^'"`]*?\bfrom)?\s*['"]([^'"]+)['"]/gm

/** The specifiers that a module names in its static imports and re-exports, in order. */
export function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(staticImport)].map(([, specifier = '']) => specifier)
}

/** Every file that a module needs, itself included, and the packages these files name. Both sorted. */
export function importClosure(entry: string): { files: string[]; packages: string[] } {
  const files = new Set<string>()
  const packages = new Set<string>()
  const pending = [entry]
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (files.has(file)) continue
    files.add(file)
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith('.')) pending.push(join(dirname(file), specifier))
      else if (!specifier.startsWith('node:')) packages.add(specifier)
    }
  }
  return { files: [...files].sort(), packages: [...packages].sort() }
}
