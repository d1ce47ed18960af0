import { strFromU8, unzipSync, zipSync, type Zippable } from 'fflate'
import { AnalysisError } from '../errors.ts'

/** Files by path, with forward slashes. */
export type Files = ReadonlyMap<string, Uint8Array>

/**
 * A zip archive. Equal files give equal bytes: entries are sorted, and carry neither the time nor rights of their files.
 * @param files Relative paths without `..`.
 */
export function zipFiles(files: Files): Uint8Array {
  const entries: Zippable = {}
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) entries[path] = bytes
  // A zip has local times: the first moment that it can hold, wherever it is made.
  return zipSync(entries, { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 })
}

/**
 * The files of a zip archive.
 * @param name Its path, for messages.
 * @throws AnalysisError when it is broken, or has a path that leads out of it.
 */
export function unzipFiles(bytes: Uint8Array, name: string): Map<string, Uint8Array> {
  let entries: Record<string, Uint8Array>
  try {
    entries = unzipSync(bytes)
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new AnalysisError(`${name} is no sound zip archive (${said}). Was it cut off or changed? Fetch it again.`, {
      cause,
    })
  }
  const files = new Map(Object.entries(entries).filter(([path]) => !path.endsWith('/')))
  const leaving = [...files.keys()].find((path) => path.startsWith('/') || path.split(/[/\\]/).includes('..'))
  if (leaving !== undefined) throw new AnalysisError(`${name} has the path "${leaving}", which leads out of it.`)
  return files
}

/** The text of a file. */
export function textOf(bytes: Uint8Array): string {
  return strFromU8(bytes)
}
