import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { fileError } from '../analysis/errors.ts'
import { fromJson, toJson } from '../analysis/json.ts'
import type { RunRecord } from '../analysis/record.ts'
import type { RunCode } from './code-hash.ts'
import { completeLines } from './line-file.ts'

/** Whose results a folder holds. */
export interface JournalIdentity {
  readonly study: string
  readonly model: string
}

/** A line of a journal: its first, a change of code, or a run. */
export type Entry =
  | { readonly kind: 'header'; readonly identity: Partial<JournalIdentity> | undefined }
  | { readonly kind: 'code'; readonly code: RunCode }
  | {
      readonly kind: 'run'
      readonly id: string
      readonly ok: boolean
      readonly offset: number
      readonly length: number
      /** The record as JSON, to be read before the next entry is asked for. */
      readonly bytes: Buffer
    }

const closingBrace = 0x7d
/** Milliseconds of work that a power cut may cost; a killed process loses nothing that was appended. */
const syncInterval = 1000

/**
 * One append-only file of runs: a line that names the study; before the runs that a piece of code has made, a line that
 * says which code; a line for each run. It has one writer, and may be read by others meanwhile.
 */
export class JournalFile {
  readonly path: string
  /** Absent for a file of others: there may be more of those than a process can have open. */
  readonly #fd: number | undefined
  #end = 0
  #unsynced = false
  #lastSync = performance.now()
  #code: string | undefined

  private constructor(path: string, fd?: number) {
    this.path = path
    this.#fd = fd
  }

  /** Opens a file, made when there is none, for reading and appending. */
  static write(path: string): JournalFile {
    return new JournalFile(path, openSync(path, 'a+'))
  }

  /** Names a file of another writer. */
  static read(path: string): JournalFile {
    return new JournalFile(path)
  }

  /** The entries since the last call. Damaged lines are passed over: their runs are run again. */
  *news(): Generator<Entry> {
    const fd = this.#fd ?? openSync(this.path, 'r')
    try {
      yield* this.#newsFrom(fd)
    } finally {
      if (this.#fd === undefined) closeSync(fd)
    }
  }

  *#newsFrom(fd: number): Generator<Entry> {
    for (const { bytes, offset, length } of completeLines(fd, this.#end)) {
      this.#end = offset + length + 1
      const id = plainRun(bytes)
      if (id !== undefined) {
        yield { kind: 'run', id, ok: true, offset, length, bytes }
        continue
      }
      const data = tryParse(bytes.toString())
      if (offset === 0) yield { kind: 'header', identity: data as Partial<JournalIdentity> | undefined }
      else if (typeof data?.['id'] === 'string')
        yield { kind: 'run', id: data['id'], ok: data['stop'] !== 'error', offset, length, bytes }
      else if (isCode(data?.['code'])) {
        this.#code = data['code'].hash
        yield { kind: 'code', code: data['code'] }
      }
    }
  }

  /** Cuts off what a crash left behind the last whole line; to be called by the writer when all has been read. */
  cutTorn(): void {
    const fd = this.#writable()
    if (fstatSync(fd).size > this.#end) ftruncateSync(fd, this.#end)
  }

  /** Whether nothing has been read or written. */
  get empty(): boolean {
    return this.#end === 0
  }

  writeHeader(identity: JournalIdentity): void {
    this.#write(JSON.stringify({ journal: 1, study: identity.study, model: identity.model }))
  }

  /** Saves a finished run with a single write, and before it, once, the code that made it. */
  append(record: RunRecord, code: RunCode | undefined): { offset: number; length: number } {
    if (code !== undefined && code.hash !== this.#code) {
      this.#write(JSON.stringify({ code }))
      this.#code = code.hash
    }
    const place = this.#write(toJson(record, 0))
    if (performance.now() - this.#lastSync > syncInterval) this.sync()
    return place
  }

  record({ offset, length }: { offset: number; length: number }): RunRecord {
    const buffer = Buffer.allocUnsafe(length)
    const fd = this.#fd ?? openSync(this.path, 'r')
    try {
      readSync(fd, buffer, 0, length, offset)
    } finally {
      if (this.#fd === undefined) closeSync(fd)
    }
    return decodeRecord(buffer)
  }

  /** Waits until all that was appended is on the disk. */
  sync(): void {
    if (this.#unsynced) fdatasyncSync(this.#writable())
    this.#unsynced = false
    this.#lastSync = performance.now()
  }

  close(): void {
    try {
      this.sync()
    } finally {
      if (this.#fd !== undefined) closeSync(this.#fd)
    }
  }

  #writable(): number {
    if (this.#fd === undefined) throw new Error(`${this.path} belongs to another writer.`)
    return this.#fd
  }

  #write(line: string): { offset: number; length: number } {
    const bytes = Buffer.from(`${line}\n`)
    const fd = this.#writable()
    let written: number
    try {
      written = writeSync(fd, bytes)
    } catch (error) {
      throw fileError(`Cannot save a run in ${this.path}`, error)
    }
    if (written < bytes.length) {
      // A part of a line, were anything written behind it, would make a damaged one of both.
      ftruncateSync(fd, this.#end)
      const full = Object.assign(new Error('the disk took only a part'), { code: 'ENOSPC' })
      throw fileError(`Cannot save a run in ${this.path}`, full)
    }
    const offset = this.#end
    this.#end += bytes.length
    this.#unsynced = true
    return { offset, length: bytes.length - 1 }
  }
}

/**
 * The id of a run that did not fail, from a line that is one as a whole; undefined for any other line, to be looked at
 * closely. Reading every record only to know that it is there would take most of the time of a resume.
 */
function plainRun(bytes: Buffer): string | undefined {
  const [, id] = /^\{"id":"([0-9a-f]+)",/.exec(bytes.toString('latin1', 0, 32)) ?? []
  // Two beginnings are a line that was cut off and another behind it.
  const whole = bytes.at(-1) === closingBrace && bytes.indexOf('{"id":', 1) < 0 && bytes.indexOf('"error"') < 0
  return whole ? id : undefined
}

/** The record of a line. */
export function decodeRecord(line: Buffer): RunRecord {
  const text = line.toString()
  // Looking at every value for the texts that stand for infinities takes five times as long as reading the rest.
  return (/"(?:-?Infinity|NaN)"/.test(text) ? fromJson(text) : JSON.parse(text)) as RunRecord
}

function tryParse(text: string): Record<string, unknown> | undefined {
  try {
    const data = JSON.parse(text) as unknown
    return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function isCode(data: unknown): data is RunCode {
  return typeof data === 'object' && data !== null && 'hash' in data && 'parts' in data
}
