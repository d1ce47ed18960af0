import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AnalysisError } from '../errors.ts'

/**
 * The results folders at or below a path: the folder itself when it has a manifest, else all below it that have one.
 * @returns Paths in the order of their names, at least one.
 * @throws AnalysisError when there is no such folder, or no results in it.
 */
export function resultsFolders(path: string): string[] {
  if (!existsSync(path)) throw new AnalysisError(`There is no results folder ${path}. Make one with: meanwhile sweep`)
  if (!statSync(path).isDirectory()) {
    throw new AnalysisError(`${path} is a file; expected a results folder, as \`meanwhile sweep\` writes it.`)
  }
  if (existsSync(join(path, 'manifest.json'))) return [path]
  const found = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /[/\\]manifest\.json$/.test(name))
    .map((name) => join(path, name, '..'))
    .sort()
  if (found.length > 0) return found
  const csv = existsSync(join(path, 'runs.csv')) ? ' though there is a runs.csv. Run the study again to write it' : ''
  throw new AnalysisError(`${path} holds no results: there is no manifest.json in it or below${csv}.`)
}
