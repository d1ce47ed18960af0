import { createHash } from 'node:crypto'
import { AnalysisError } from '../errors.ts'
import { type Files, textOf } from './zip.ts'

/** File that lists the SHA-256 of all others, as `sha256sum -c` reads it. */
export const checksumsFile = 'SHA256SUMS'

/** The content of `SHA256SUMS` for some files. */
export function checksumsOf(files: Files): string {
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`)
    .join('')
}

/**
 * Holds files against their `SHA256SUMS`.
 * @param name Pack they are from, for messages.
 * @returns How many files were checked.
 * @throws AnalysisError naming every file that is changed, missing or not listed.
 */
export function checkSums(files: Files, name: string): number {
  const sums = files.get(checksumsFile)
  if (sums === undefined) throw new AnalysisError(`${name} has no ${checksumsFile}: it is no pack, or not a whole one.`)
  const listed = new Map(
    textOf(sums)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  )
  const changed = [...listed].flatMap(([path, sum]) => {
    const bytes = files.get(path)
    if (bytes === undefined) return [`${path} is missing`]
    return sha256(bytes) === sum ? [] : [`${path} is not what was packed`]
  })
  const foreign = [...files.keys()].filter((path) => path !== checksumsFile && !listed.has(path))
  const problems = [...changed, ...foreign.map((path) => `${path} was not packed`)]
  if (problems.length > 0) {
    throw new AnalysisError(`${name} has been changed since it was packed: ${problems.join('; ')}. Fetch it again.`)
  }
  return listed.size
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
