import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileError } from '../analysis/errors.ts'
import { fromJson, toJson } from '../analysis/json.ts'
import type { RunRecord } from '../analysis/record.ts'
import { lockFolder } from './lock.ts'

/** Whose results a folder holds. */
export interface JournalIdentity {
  readonly study: string
  readonly model: string
}

interface Place {
  offset: number
  length: number
  ok: boolean
}

const newline = 0x0a
const chunkSize = 1 << 20
/** Milliseconds of work that a power cut may cost; a killed process loses nothing that was appended. */
const syncInterval = 1000

/**
 * The finished runs of one results folder, `journal.ndjson`: a line that names the study, then one line per run, only
 * ever appended to. A line that a crash left unfinished is cut off when the journal is opened, and its run is run again.
 * Only the places of the records are kept in memory.
 */
export class Journal {
  /** File name within the results folder. */
  static readonly fileName = 'journal.ndjson'

  readonly #fd: number
  readonly #unlock: () => void
  readonly #places = new Map<string, Place>()
  #end = 0
  #unsynced = false
  #lastSync = performance.now()

  private constructor(fd: number, unlock: () => void) {
    this.#fd = fd
    this.#unlock = unlock
  }

  /**
   * Opens the journal of a results folder, creating both when needed, and locks the folder.
   * @param fresh forget what the folder holds, its charts and tables included
   * @throws when the folder can not be written, is in use, or holds another study
   */
  static open(folder: string, identity: JournalIdentity, fresh = false): Journal {
    const file = join(folder, Journal.fileName)
    let unlock: () => void
    try {
      mkdirSync(folder, { recursive: true })
      unlock = lockFolder(folder)
    } catch (error) {
      throw explainFolder(error, folder)
    }
    try {
      // Only a folder with a journal is one of ours; anything else that lies in the way is not for us to delete.
      if (fresh && existsSync(file)) {
        for (const name of ['runs.csv', 'summary.csv', 'manifest.json', 'charts', Journal.fileName]) {
          rmSync(join(folder, name), { recursive: true, force: true })
        }
      }
      const journal = new Journal(openSync(file, 'a+'), unlock)
      journal.#recover(folder, identity)
      return journal
    } catch (error) {
      unlock()
      throw explainFolder(error, folder)
    }
  }

  /** The runs that a results folder holds and that did not fail; none when there is no such folder. Takes no lock. */
  static savedIds(folder: string): Set<string> {
    const file = join(folder, Journal.fileName)
    const ids = new Set<string>()
    if (!existsSync(file)) return ids
    const fd = openSync(file, 'r')
    for (const { text } of completeLines(fd)) {
      const record = tryDecode(text)
      if (record?.stop === 'error') ids.delete(record.id)
      else if (record !== undefined) ids.add(record.id)
    }
    closeSync(fd)
    return ids
  }

  /** Whether the run is saved and did not fail. */
  has(id: string): boolean {
    return this.#places.get(id)?.ok === true
  }

  /** Saves a finished run with a single write; a later record of the same run takes the place of the earlier one. */
  append(record: RunRecord): void {
    const place = this.#write(toJson(record, 0))
    this.#places.set(record.id, { ...place, ok: record.stop !== 'error' })
    if (performance.now() - this.#lastSync > syncInterval) this.sync()
  }

  /** Waits until all that was appended is on the disk. */
  sync(): void {
    if (this.#unsynced) fdatasyncSync(this.#fd)
    this.#unsynced = false
    this.#lastSync = performance.now()
  }

  /** The record of a run, failed ones included; undefined when there is none. */
  read(id: string): RunRecord | undefined {
    const place = this.#places.get(id)
    if (place === undefined) return undefined
    const buffer = Buffer.allocUnsafe(place.length)
    readSync(this.#fd, buffer, 0, place.length, place.offset)
    return fromJson(buffer.toString('utf8')) as RunRecord
  }

  /** Syncs, closes the file and unlocks the folder. */
  close(): void {
    this.sync()
    closeSync(this.#fd)
    this.#unlock()
  }

  #write(line: string): { offset: number; length: number } {
    const bytes = Buffer.from(`${line}\n`)
    let written: number
    try {
      written = writeSync(this.#fd, bytes)
    } catch (error) {
      throw fileError('Cannot save a run', error)
    }
    if (written < bytes.length) throw new Error('Cannot save a run: the disk took only a part of it. Is the disk full?')
    const offset = this.#end
    this.#end += bytes.length
    this.#unsynced = true
    return { offset, length: bytes.length - 1 }
  }

  #recover(folder: string, identity: JournalIdentity): void {
    let header: string | undefined
    this.#end = 0
    for (const { text, offset, length } of completeLines(this.#fd)) {
      this.#end = offset + length + 1
      if (header === undefined) {
        header = text
        refuseOther(folder, text, identity)
        continue
      }
      const record = tryDecode(text)
      if (record !== undefined) this.#places.set(record.id, { offset, length, ok: record.stop !== 'error' })
    }
    if (fstatSync(this.#fd).size > this.#end) ftruncateSync(this.#fd, this.#end)
    if (header === undefined) this.#write(JSON.stringify({ journal: 1, ...identity }))
  }
}

function refuseOther(folder: string, header: string, { study, model }: JournalIdentity): void {
  const found = tryParse(header) as Partial<JournalIdentity> | undefined
  if (found?.study === study && found.model === model) return
  const holds =
    typeof found?.study === 'string'
      ? `study "${found.study}" (model "${found.model}")`
      : `a ${Journal.fileName} of something else`
  throw new Error(
    `The results folder "${folder}" holds ${holds}; this is study "${study}" (model "${model}"). ` +
      'Choose another folder with --out, or give --fresh to delete those results.',
  )
}

/** The lines of a file that end in a newline, with their places, read in pieces. */
function* completeLines(fd: number): Generator<{ text: string; offset: number; length: number }> {
  let pending = Buffer.alloc(0)
  let offset = 0
  const chunk = Buffer.allocUnsafe(chunkSize)
  for (;;) {
    const count = readSync(fd, chunk, 0, chunkSize, offset + pending.length)
    if (count === 0) return
    const bytes = Buffer.concat([pending, chunk.subarray(0, count)])
    let start = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      yield { text: bytes.toString('utf8', start, end), offset: offset + start, length: end - start }
      start = end + 1
    }
    pending = bytes.subarray(start)
    offset += start
  }
}

function tryDecode(text: string): RunRecord | undefined {
  try {
    const record = fromJson(text) as RunRecord
    return typeof record?.id === 'string' ? record : undefined
  } catch {
    return undefined
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function explainFolder(error: unknown, folder: string): unknown {
  const isFileError = error instanceof Error && 'syscall' in error
  return isFileError ? fileError(`Cannot write the results folder "${folder}"`, error) : error
}
