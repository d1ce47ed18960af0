import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, extname, isAbsolute, join } from 'node:path'
import { parse } from 'yaml'
import { writeWholeFile } from '../analysis/atomic-file.ts'
import { readManifest, type Manifest } from '../analysis/manifest.ts'
import { makePack, packName } from '../analysis/pack/make-pack.ts'
import { minutesText } from '../analysis/pack/pack-readme.ts'
import { findStudy } from '../experiments/bundled.ts'
import { packageRoot, packageVersion } from '../experiments/package-root.ts'
import { costFile, runMinutes } from '../experiments/reproduce/run-cost.ts'
import { loadStudy } from '../experiments/study.ts'
import type { PackOptions } from './commands/pack.ts'
import { print, warn } from './terminal.ts'

/** Packs a results folder and tells what may be missing. */
export async function packAndReport(results: string, options: PackOptions): Promise<void> {
  const manifest = readManifest(results)
  const study = await studyFile(manifest, options.study)
  const hadCost = existsSync(join(results, costFile))
  const minutes = await runMinutes(results)
  const { extra, contents } = surroundings(manifest.study.model)
  for (const [path, bytes] of designFile(study)) extra.set(path, bytes)
  const bytes = makePack({ results, study, extra, contents, minutes })
  const out = options.out ?? `${packName(manifest.study.name)}.zip`
  writeWholeFile(out, bytes)
  print(
    `${out}: ${Math.ceil(bytes.length / 1024)} KiB, ${manifest.design.runs} runs, ${manifest.study.charts.length} figures`,
  )
  print(
    `All runs take ${minutesText(minutes)} min of one core${hadCost ? '' : ` (kept in ${join(results, costFile)})`}.`,
  )
  if (manifest.code.dirty === true)
    warn('the results were made with changes that are not committed; the pack can not carry those of the engine.')
  if (manifest.version !== packageVersion())
    warn(`the results were made with version ${manifest.version}; this is ${packageVersion()}.`)
  if (!extra.has('package-lock.json'))
    warn('there is no package-lock.json here, so that versions of packages are not in the pack.')
}

/** A study file: its name in the pack, its text, and the folder that it lies in. */
interface StudyFile {
  readonly name: string
  readonly text: string
  readonly beside: string
}

/**
 * The study file, once it is sure that it is the one of the results.
 * @throws when there is none, or when it has been changed since
 */
async function studyFile({ study, command }: Manifest, given: string | undefined): Promise<StudyFile> {
  const inCommand = /^meanwhile sweep (\S+)/.exec(command)?.[1]
  const candidates = given === undefined ? [study.name, ...(inCommand === undefined ? [] : [inCommand])] : [given]
  const name = candidates.find(exists)
  if (name === undefined) {
    throw new Error(`There is no study file for "${candidates.join('" or "')}". Give it with: --study <file>`)
  }
  const { description, file } = await loadStudy(name)
  const keys = ['model', 'factors', 'metrics', 'replications', 'seed', 'horizon'] as const
  const changed: string[] = keys.filter((key) => essence(description[key]) !== essence(study[key]))
  // A warm-up that was found from the data is known only afterwards.
  if (study.warmUpRule === undefined && description.warmUp !== study.warmUp) changed.push('warmUp')
  if (changed.length > 0) {
    throw new Error(
      `${file} is not the study of these results: ${changed.join(', ')} differ. Run it again, or give the right one with --study <file>.`,
    )
  }
  return { name: `study${extname(file)}`, text: readFileSync(file, 'utf8'), beside: dirname(file) }
}

/** The CSV file that the design of a study in YAML may be read from. */
function designFile({ name, text, beside }: StudyFile): Map<string, Uint8Array> {
  if (!/\.ya?ml$/.test(name)) return new Map()
  const { design } = parse(text) as { design?: string | { file?: string } }
  const path = typeof design === 'string' ? design : design?.file
  if (path === undefined || !existsSync(join(beside, path)) || !statSync(join(beside, path)).isFile()) return new Map()
  if (isAbsolute(path) || path.split(/[/\\]/).includes('..')) {
    warn(`the design is read from ${path}, which is not beside the study and so not in the pack.`)
    return new Map()
  }
  return new Map([[path.replace(/^\.\//, ''), new Uint8Array(readFileSync(join(beside, path)))]])
}

function exists(name: string): boolean {
  try {
    return existsSync(findStudy(name).file)
  } catch {
    return false
  }
}

/** Values, names and levels; not the words that describe them. */
function essence(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (typeof part === 'number' && !Number.isFinite(part)) return String(part)
    return key === 'doc' || key === 'unit' ? undefined : part
  })
}

/** The model's source and the versions of packages, as far as they are here. */
function surroundings(model: string): { extra: Map<string, Uint8Array>; contents: [string, string][] } {
  const extra = new Map<string, Uint8Array>()
  const contents: [string, string][] = []
  const add = (path: string): boolean => {
    const file = join(packageRoot, path)
    if (!existsSync(file)) return false
    extra.set(path, new Uint8Array(readFileSync(file)))
    return true
  }
  if (add('package.json')) contents.push(['package.json', 'the package that made the results'])
  if (add('package-lock.json')) contents.push(['package-lock.json', 'the exact version of every package below it'])
  const folder = join('models', ...model.split('/'))
  const source = existsSync(join(packageRoot, folder))
    ? readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
    : []
  for (const entry of source) if (entry.isFile()) add(join(entry.parentPath, entry.name).slice(packageRoot.length + 1))
  if (source.length > 0) contents.push([`${folder}/`, 'the source of the model'])
  return { extra, contents }
}
