import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { installedCopy, type InstalledCopy } from './installed-copy.ts'

/** 80 runs of some 15 ms each: long enough to lose a worker in the middle. */
const study = 'model: faulty/moody\ntitle: fleet\nvary: { work: [30000, 30001] }\nrun: { replications: 40 }\n'

/** A command under way. */
export interface Started {
  readonly child: ChildProcess
  /** What it has written so far. */
  said(): string
  readonly ended: Promise<number | null>
}

/** An installed copy with a study of 80 runs, `fleet.yaml`, whose results without any fleet are in `alone`. */
export interface Fleet extends Omit<InstalledCopy, 'start'> {
  readonly total: number
  /** Starts a command. */
  start(env: Readonly<Record<string, string>>, ...words: string[]): Started
  /** Path of a file below the working folder. */
  file(...path: string[]): string
  /** Contents of the tables of a results folder. */
  tables(out: string): string[]
  /** Runs that a journal holds. */
  runsIn(...path: string[]): number
}

export function makeFleet(): Fleet {
  const copy = installedCopy()
  copy.write('fleet.yaml', study)
  const { code, err } = copy.run('sweep', 'fleet.yaml', '--out', 'alone', '--jobs', '2')
  if (code !== 0) throw new Error(err)
  const file = (...path: string[]): string => join(copy.folder, ...path)
  return {
    ...copy,
    total: 80,
    start: (env, ...words) => started(copy.startWith(env, ...words)),
    file,
    tables: (out) => ['runs.csv', 'summary.csv'].map((name) => readFileSync(file(out, name), 'utf8')),
    runsIn: (...path) =>
      existsSync(file(...path)) ? readFileSync(file(...path), 'utf8').split('\n{"id":').length - 1 : 0,
  }
}

/** Collects what a command writes and how it ends. */
export function started(child: ChildProcess): Started {
  let text = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (data: Buffer) => (text += data.toString()))
  return { child, said: () => text, ended: new Promise((resolve) => child.on('close', resolve)) }
}

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 40_000; !holds(); await setTimeout(20)) {
    if (Date.now() > deadline) throw new Error('Waited 40 s in vain.')
  }
}
