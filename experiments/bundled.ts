import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import { didYouMean } from '../models/suggest.ts'
import { studiesRoot } from './package-root.ts'

/** Where a study file is and what its study is called. */
export interface StudyFile {
  /** `area/name` for a bundled study, the file name without its extension for any other. */
  readonly name: string
  /** Path, to be read and to be shown. */
  readonly file: string
}

const extension = /\.ya?ml$/i
/** What a study of the user may end in: YAML, or a module. */
const anyExtension = /\.(ya?ml|m?[jt]s)$/i

/** The studies that come with the package, in the order of their names. */
export function bundledStudies(): StudyFile[] {
  if (!existsSync(studiesRoot)) return []
  return readdirSync(studiesRoot, { recursive: true, encoding: 'utf8' })
    .filter((path) => extension.test(path))
    .map((path) => ({ name: path.split(sep).join('/').replace(extension, ''), file: join(studiesRoot, path) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Finds a study by the path of its file or by the name of a bundled study.
 * @throws when there is neither, with the nearest name
 */
export function findStudy(given: string): StudyFile {
  const bundled = bundledStudies()
  const byName = bundled.find(({ name }) => name === given)
  if (byName !== undefined) return { ...byName, file: shortPath(byName.file) }
  if (existsSync(given) && statSync(given).isFile()) {
    const byPath = bundled.find(({ file }) => file === resolve(given))
    return { name: byPath?.name ?? basename(given).replace(anyExtension, ''), file: given }
  }
  if (anyExtension.test(given)) throw new Error(`There is no study file "${given}".`)
  const names = bundled.map(({ name }) => name)
  throw new Error(
    `There is no study "${given}".${didYouMean(given, names)} Give the path of a study file (.yaml, .ts, .mjs) or the name of a bundled study: ${names.join(', ')}.`,
  )
}

/** The path from the working folder, when the file is below it. */
function shortPath(file: string): string {
  const short = relative(process.cwd(), file)
  return short.startsWith('..') ? file : short
}
