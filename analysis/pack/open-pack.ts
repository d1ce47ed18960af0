import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { AnalysisError, fileError } from '../errors.ts'
import { fromJson } from '../json.ts'
import { checkSums } from './checksums.ts'
import { packFile, packSchema } from './make-pack.ts'
import { type Files, textOf, unzipFiles } from './zip.ts'

/** A pack whose files are what was packed. */
export interface OpenPack {
  /** Folder of its results. */
  readonly results: string
  /** Number of files held against their checksum. */
  readonly checked: number
  /** Paths in the pack. */
  readonly paths: readonly string[]
  /** Removes what was unpacked; nothing of the user's. */
  close(): void
}

/** Whether a folder is an unpacked pack. */
export function isPackFolder(folder: string): boolean {
  return existsSync(join(folder, packFile))
}

/**
 * Opens a pack: the zip, or the folder that it was unpacked into.
 * @throws AnalysisError when it is no pack, broken, or changed since it was packed.
 */
export function openPack(path: string): OpenPack {
  if (isPackFolder(path)) {
    const files = filesBelow(path)
    const checked = checkPack(files, path)
    return { results: join(path, 'results'), checked, paths: [...files.keys()], close: () => {} }
  }
  const files = withoutTopFolder(unzipFiles(readPack(path), path), path)
  const checked = checkPack(files, path)
  const folder = mkdtempSync(join(tmpdir(), 'meanwhile-pack-'))
  for (const [name, bytes] of files) {
    const file = join(folder, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, bytes)
  }
  const close = (): void => rmSync(folder, { recursive: true, force: true })
  return { results: join(folder, 'results'), checked, paths: [...files.keys()], close }
}

function readPack(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path))
  } catch (cause) {
    throw fileError(`Cannot read ${path}`, cause)
  }
}

function withoutTopFolder(files: Files, name: string): Map<string, Uint8Array> {
  const found = [...files.keys()].find((path) => path === packFile || path.endsWith(`/${packFile}`))
  if (found === undefined)
    throw new AnalysisError(`${name} has no ${packFile}: it is no pack, as \`meanwhile pack\` makes it.`)
  const top = found.slice(0, found.length - packFile.length)
  return new Map([...files].map(([path, bytes]) => [path.startsWith(top) ? path.slice(top.length) : path, bytes]))
}

function checkPack(files: Files, name: string): number {
  const checked = checkSums(files, name)
  const { schema } = fromJson(textOf(files.get(packFile)!)) as { schema?: unknown }
  if (schema === packSchema) return checked
  throw new AnalysisError(`${name}: ${packFile} has schema ${JSON.stringify(schema)}; expected "${packSchema}".`)
}

function filesBelow(folder: string): Map<string, Uint8Array> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    entries.map((entry) => {
      const file = join(entry.parentPath, entry.name)
      return [file.slice(join(folder, sep).length).split(sep).join('/'), new Uint8Array(readFileSync(file))]
    }),
  )
}
