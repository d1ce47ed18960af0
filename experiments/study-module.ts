import { statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { StudyInput } from './study-schema.ts'
import { StudyError, type StudyPath, type StudySource } from './study-text.ts'

const extensions = ['.ts', '.mts', '.js', '.mjs']

/**
 * Declares a study in TypeScript or JavaScript: the same keys as a study file, with loops, imports and functions. `where`
 * and the values of `derive` may be functions of the parameters of a design point, in base units.
 * @example
 * export default defineStudy({
 *   model: 'queueing/mmc',
 *   title: 'Load at equal utilisation',
 *   vary: { servers: [1, 2, 4, 8] },
 *   derive: { arrivalRate: ({ servers }) => 0.8 * Number(servers) },
 * })
 */
export function defineStudy(study: StudyInput): StudyInput {
  return study
}

/** Whether a file is a module and not YAML. */
export function isModule(file: string): boolean {
  return extensions.includes(extname(file))
}

/**
 * Imports a study that is written as a module.
 * @param text of the file, for the places of problems
 * @throws {StudyError} when it can not be imported or has no default export
 */
export async function readModule(file: string, text: string): Promise<StudySource> {
  if (/\.m?ts$/.test(file) && !('typescript' in process.features && Boolean(process.features.typescript))) {
    throw new StudyError(
      `${file}: Node ${process.versions.node} can not import TypeScript; expected Node 22.18 or newer, or the study as .mjs`,
      file,
    )
  }
  let content: unknown
  try {
    // A file that was changed is imported anew, not taken from the cache of the process.
    const url = `${pathToFileURL(resolve(file)).href}?${statSync(file).mtimeMs}`
    content = ((await import(/* @vite-ignore */ url)) as { default?: unknown }).default
  } catch (error) {
    throw new StudyError(`${file}: the study can not be imported: ${(error as Error).message}`, file)
  }
  const source = new ModuleSource(file, text, content)
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw source.error([], 'there is no study; expected "export default defineStudy({ model, title, ... })"')
  return source
}

/** A study that was imported. Keys are looked up in the text, which finds most of them in most studies. */
class ModuleSource implements StudySource {
  readonly file: string
  readonly content: unknown
  readonly #text: string

  constructor(file: string, text: string, content: unknown) {
    this.file = file
    this.content = content
    this.#text = text
  }

  error(path: StudyPath, message: string): StudyError {
    const { line, column } = this.place(path) ?? { line: 1, column: 1 }
    const source = this.#text.split(/\r?\n/)[line - 1] ?? ''
    const gutter = `  ${line} | `
    const indent = ' '.repeat(gutter.length) + source.slice(0, column - 1).replace(/[^\t]/g, ' ')
    return new StudyError(
      `${this.file}:${line}:${column}: ${message}\n${gutter}${source}\n${indent}^`,
      this.file,
      line,
      column,
    )
  }

  place(path: StudyPath): { line: number; column: number } | undefined {
    let at = Math.max(0, this.#text.search(/export\s+default\b/))
    let found = false
    for (const key of path) {
      if (typeof key !== 'string') continue
      const place = new RegExp(`(?<![\\w$])(["']?)${key.replace(/[^\w]/g, '\\$&')}\\1\\s*[:(,}]`, 'g')
      place.lastIndex = at
      const match = place.exec(this.#text)
      if (match === null) break
      at = match.index
      found = true
    }
    if (!found && path.length > 0) return undefined
    const before = this.#text.slice(0, at).split('\n')
    return { line: before.length, column: before.at(-1)!.length + 1 }
  }
}
