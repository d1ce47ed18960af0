import { appendFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunRecord } from '../analysis/record.ts'
import { Journal } from './journal.ts'

const identity = { study: 'wait', model: 'queueing/mmc' }
let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-journal-'))
  file = join(folder, 'journal.ndjson')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function record(id: string, change: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    ...identity,
    point: 'p',
    replication: 0,
    seed: '1',
    warmUp: 0,
    horizon: Infinity,
    parameters: { servers: 1 },
    responses: { wait: 0.1 + 0.2, none: null },
    events: 5,
    stop: 'horizon',
    fingerprint: 'f',
    ...change,
  }
}

function saved(...records: RunRecord[]): void {
  const journal = Journal.open(folder, identity)
  records.forEach((each) => journal.append(each))
  journal.close()
}

describe('a journal', () => {
  it('gives back what was saved, to the last bit', () => {
    saved(record('a'), record('ü', { seed: 'é', parameters: { servers: 2 } }))
    const journal = Journal.open(folder, identity)
    expect(journal.read('a')).toEqual(record('a'))
    expect(journal.read('ü')).toEqual(record('ü', { seed: 'é', parameters: { servers: 2 } }))
    expect(journal.read('b')).toBeUndefined()
    journal.close()
  })

  it('knows a failed run but does not count it as done, until it succeeds', () => {
    saved(record('a', { stop: 'error', error: 'boom', responses: {} }))
    const journal = Journal.open(folder, identity)
    expect(journal.has('a')).toBe(false)
    expect(journal.read('a')?.error).toBe('boom')
    journal.append(record('a'))
    expect(journal.has('a')).toBe(true)
    expect(journal.read('a')).toEqual(record('a'))
    journal.close()
    expect([...Journal.savedIds(folder)]).toEqual(['a'])
  })

  it('drops the line that a crash left unfinished, and goes on behind the last whole one', () => {
    saved(record('a'), record('b'))
    const whole = readFileSync(file, 'utf8')
    for (const torn of ['{', JSON.stringify(record('c')).slice(0, -3), JSON.stringify(record('c'))]) {
      writeFileSync(file, whole + torn)
      const journal = Journal.open(folder, identity)
      expect([journal.has('a'), journal.has('b'), journal.has('c')]).toEqual([true, true, false])
      journal.append(record('c'))
      expect(journal.read('c')).toEqual(record('c'))
      journal.close()
      expect(readFileSync(file, 'utf8')).toBe(
        `${whole}${JSON.stringify(record('c', { horizon: 'Infinity' as never }))}\n`,
      )
    }
  })

  it('survives a crash before its first line was complete', () => {
    writeFileSync(file, '{"journal":1,"stu')
    saved(record('a'))
    expect([...Journal.savedIds(folder)]).toEqual(['a'])
  })

  it('passes over a damaged line in its middle; the run is then run again', () => {
    saved(record('a'))
    appendFileSync(file, 'damaged\n')
    saved(record('b'))
    expect([...Journal.savedIds(folder)]).toEqual(['a', 'b'])
  })

  it('refuses a folder of another study and says whose it is and what to do', () => {
    saved(record('a'))
    expect(() => Journal.open(folder, { study: 'other', model: 'rpc/retries' })).toThrow(
      `The results folder "${folder}" holds study "wait" (model "queueing/mmc"); this is study "other" (model "rpc/retries"). ` +
        'Choose another folder with --out, or give --fresh to delete those results.',
    )
    expect([...Journal.savedIds(folder)]).toEqual(['a'])
  })

  it('begins anew on request, and only in a folder that is its own', () => {
    saved(record('a'))
    writeFileSync(join(folder, 'runs.csv'), 'old')
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    Journal.open(folder, { study: 'other', model: 'm' }, true).close()
    expect(readdirSync(folder).sort()).toEqual(['journal.ndjson', 'notes.txt'])

    const foreign = join(folder, 'foreign')
    Journal.open(foreign, identity).close()
    rmSync(join(foreign, 'journal.ndjson'))
    writeFileSync(join(foreign, 'runs.csv'), 'mine')
    Journal.open(foreign, identity, true).close()
    expect(existsSync(join(foreign, 'runs.csv'))).toBe(true)
  })

  it('is open to one sweep at a time', () => {
    const journal = Journal.open(folder, identity)
    expect(() => Journal.open(folder, identity)).toThrow(`is in use by another sweep (process ${process.pid} on `)
    journal.close()
    Journal.open(folder, identity).close()
  })

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1, started: null }],
    ['another process that has its number now', { pid: process.pid, started: '1' }],
  ])('takes over the lock of %s', (_whose, holder) => {
    const lock = join(folder, 'journal.lock')
    const host = (() => {
      const journal = Journal.open(folder, identity)
      const own = JSON.parse(readFileSync(lock, 'utf8')) as { host: string }
      journal.close()
      return own.host
    })()
    writeFileSync(lock, JSON.stringify({ ...holder, host }))
    Journal.open(folder, identity).close()
    expect(existsSync(lock)).toBe(false)
  })

  it('says when its folder can not be made', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => Journal.open(join(folder, 'file', 'results'), identity)).toThrow(
      /a part of the path is a file, not a folder/,
    )
  })
})
