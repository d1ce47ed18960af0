import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileError } from '../analysis/errors.ts'
import type { RunRecord } from '../analysis/record.ts'
import type { RunCode } from './code-hash.ts'
import { JournalFile, type Entry, type JournalIdentity } from './journal-file.ts'
import { lockFolder } from './lock.ts'
import type { Shard } from './shard.ts'

export type { JournalIdentity } from './journal-file.ts'

/** How a journal is opened. */
export interface JournalOptions {
  /** Forget what the folder holds, its charts and tables included. */
  readonly fresh?: boolean
  /** This process does a part of the study; others may write to the same folder, each to a file of its own. */
  readonly shard?: Shard | undefined
  /** The code that the runs to come are made with; noted with them. */
  readonly code?: RunCode
  /** Other results folders whose runs are used as if they were in this one. */
  readonly reuse?: readonly string[]
}

interface Place {
  readonly file: JournalFile
  readonly offset: number
  readonly length: number
  readonly ok: boolean
}

/** What the tables and charts of a results folder are called; `fresh` deletes them. */
const products = [
  'runs.csv',
  'summary.csv',
  'theory.csv',
  'series.csv',
  'effects.csv',
  'report.html',
  'manifest.json',
  'charts',
  'slurm',
]
const journalName = /^journal(\.[\w.-]+)?\.ndjson$/

/**
 * The finished runs of one results folder: `journal.ndjson`, written by sweeps that have the folder to themselves, and
 * one file more for each process that did a part of the study. All are only ever appended to. A line that a crash left
 * unfinished does not count, and its run is run again. Only the places of the records are kept in memory.
 */
export class Journal {
  /** File name within the results folder. */
  static readonly fileName = 'journal.ndjson'

  readonly #folder: string
  readonly #identity: JournalIdentity
  readonly #options: JournalOptions
  readonly #unlock: () => void
  readonly #files = new Map<string, JournalFile>()
  readonly #places = new Map<string, Place>()
  #own: JournalFile | undefined

  private constructor(folder: string, identity: JournalIdentity, options: JournalOptions, unlock: () => void) {
    this.#folder = folder
    this.#identity = identity
    this.#options = options
    this.#unlock = unlock
  }

  /**
   * Opens the journal of a results folder, creating both when needed. Without a shard it locks the folder.
   * @throws when the folder can not be written, is in use, or holds another study
   */
  static open(folder: string, identity: JournalIdentity, options: JournalOptions | boolean = {}): Journal {
    const settings = typeof options === 'boolean' ? { fresh: options } : options
    let unlock = (): void => {}
    try {
      mkdirSync(folder, { recursive: true })
      if (settings.shard === undefined) unlock = lockFolder(folder)
    } catch (error) {
      throw explainFolder(error, folder)
    }
    const journal = new Journal(folder, identity, settings, unlock)
    try {
      if (settings.fresh === true) deleteResults(folder)
      if (settings.shard === undefined) journal.#openOwn(join(folder, Journal.fileName))
      journal.refresh()
      return journal
    } catch (error) {
      journal.close()
      throw explainFolder(error, folder)
    }
  }

  /** The runs that a results folder holds and that did not fail; none when there is no such folder. Takes no lock. */
  static savedIds(folder: string): Set<string> {
    const ids = new Set<string>()
    for (const { entry } of Journal.entries(folder)) {
      if (entry.kind !== 'run') continue
      if (entry.ok) ids.add(entry.id)
    }
    return ids
  }

  /** All that the journals of a results folder hold, file by file. Takes no lock. */
  static *entries(folder: string): Generator<{ entry: Entry; file: JournalFile }> {
    for (const path of journalFiles(folder)) {
      const file = JournalFile.read(path)
      for (const entry of file.news()) yield { entry, file }
    }
  }

  /** Whether the run is saved and did not fail. */
  has(id: string): boolean {
    return this.#places.get(id)?.ok === true
  }

  /** Whether there is a record of the run, be it of a failure. */
  knows(id: string): boolean {
    return this.#places.has(id)
  }

  /** Saves a finished run with a single write; a later record of the same run takes the place of the earlier one. */
  append(record: RunRecord): void {
    const own = this.#own ?? this.#openOwn(this.#ownPath())
    const place = own.append(record, this.#options.code)
    this.#places.set(record.id, { file: own, ...place, ok: record.stop !== 'error' })
  }

  /** Waits until all that was appended is on the disk. */
  sync(): void {
    this.#own?.sync()
  }

  /** The record of a run, failed ones included; undefined when there is none. */
  read(id: string): RunRecord | undefined {
    const place = this.#places.get(id)
    return place?.file.record(place)
  }

  /**
   * Takes in what other processes have written since.
   * @throws when two records of one run differ
   */
  refresh(): void {
    const folders = [this.#folder, ...(this.#options.reuse ?? [])]
    for (const path of folders.flatMap(journalFiles)) {
      if (path === this.#own?.path) continue
      let file = this.#files.get(path)
      if (file === undefined) this.#files.set(path, (file = JournalFile.read(path)))
      this.#take(file)
    }
  }

  /** Syncs, closes the files and unlocks the folder. */
  close(): void {
    try {
      this.#own?.close()
    } finally {
      this.#unlock()
    }
  }

  #openOwn(path: string): JournalFile {
    const own = JournalFile.write(path)
    this.#own = own
    this.#take(own)
    own.cutTorn()
    if (own.empty) own.writeHeader(this.#identity)
    return own
  }

  #ownPath(): string {
    const { index, count } = this.#options.shard!
    const host = hostname().replace(/[^\w-]/g, '_')
    // A name that no other process has had: shards need no locks, which network file systems do not keep well.
    const unique = `${host}.${process.pid}.${Date.now().toString(36)}`
    return join(this.#folder, `journal.${index}-of-${count}.${unique}.ndjson`)
  }

  #take(file: JournalFile): void {
    const inFolder = !(this.#options.reuse ?? []).some((folder) => file.path.startsWith(join(folder, 'journal')))
    for (const entry of file.news()) {
      if (entry.kind === 'header' && inFolder) refuseOther(this.#folder, entry.identity, this.#identity)
      if (entry.kind !== 'run') continue
      const { id, ok, offset, length } = entry
      const known = this.#places.get(id)
      if (known?.ok === true && known.file !== file) {
        if (ok) refuseContradiction(known, { file, offset, length, ok })
        continue
      }
      this.#places.set(id, { file, offset, length, ok })
    }
  }
}

/** The journals of a folder, its own first; none when there is no such folder. */
function journalFiles(folder: string): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return []
  const names = readdirSync(folder).filter((name) => journalName.test(name))
  const order = (name: string): string => (name === Journal.fileName ? '' : name)
  return names.sort((a, b) => (order(a) < order(b) ? -1 : 1)).map((name) => join(folder, name))
}

/** Only a folder with a journal is one of ours; anything else that lies in the way is not for us to delete. */
function deleteResults(folder: string): void {
  const journals = journalFiles(folder)
  if (journals.length === 0) return
  for (const name of products) rmSync(join(folder, name), { recursive: true, force: true })
  for (const file of journals) rmSync(file, { force: true })
}

function refuseOther(
  folder: string,
  found: Partial<JournalIdentity> | undefined,
  { study, model }: JournalIdentity,
): void {
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

/** Two records of one run must be equal: a run is a pure function of what its id is made of. */
function refuseContradiction(one: Place, other: Place): void {
  const [a, b] = [one, other].map(({ file, ...place }) => file.record(place)) as [RunRecord, RunRecord]
  const outcome = ({ responses, events, stop, fingerprint }: RunRecord): string =>
    JSON.stringify([responses, events, stop, fingerprint])
  if (outcome(a) === outcome(b)) return
  throw new Error(
    `Run ${a.id} has two results: ${one.file.path} says ${outcome(a)}, ${other.file.path} says ${outcome(b)}. ` +
      'Equal runs must give equal results: does the model use something that differs between machines (Math.random, ' +
      'Math.pow, the time)? Remove one of the two files to go on.',
  )
}

function explainFolder(error: unknown, folder: string): unknown {
  const isFileError = error instanceof Error && 'syscall' in error
  return isFileError ? fileError(`Cannot write the results folder "${folder}"`, error) : error
}
