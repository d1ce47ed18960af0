import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installedCopy, type InstalledCopy } from './testing/installed-copy.ts'

// 120 runs of a few milliseconds each: long enough to be caught in the middle.
const study = 'model: faulty/moody\ntitle: slow\nvary: { work: [10000, 10001] }\nrun: { replications: 60 }\n'
const total = 120

let copy: InstalledCopy

beforeAll(() => {
  copy = installedCopy()
  copy.write('slow.yaml', study)
})

afterAll(() => copy.remove())

const file = (...path: string[]): string => join(copy.folder, ...path)
const tables = (out: string): string[] =>
  ['runs.csv', 'summary.csv'].map((name) => readFileSync(file(out, name), 'utf8'))

/** Starts the sweep, sends the signal when some runs are saved, and waits for the end. */
async function interrupted(
  out: string,
  signal: NodeJS.Signals,
): Promise<{ code: number | null; err: string; saved: number }> {
  const child = copy.start('sweep', 'slow.yaml', '--out', out, '--jobs', '2')
  let err = ''
  child.stderr!.on('data', (data: Buffer) => (err += data.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  while (savedRuns(out) < 5 && child.exitCode === null) await setTimeout(5)
  child.kill(signal)
  const code = await ended
  expect(existsSync(file(out, 'runs.csv')), 'the sweep was over before the signal').toBe(false)
  return { code, err, saved: savedRuns(out) }
}

function savedRuns(out: string): number {
  const journal = file(out, 'journal.ndjson')
  return existsSync(journal) ? readFileSync(journal, 'utf8').split('\n{"id":').length - 1 : 0
}

describe('a sweep that is interrupted', () => {
  it('by kill -9 goes on where it was, and ends with the bytes of an uninterrupted one', async () => {
    expect(copy.run('sweep', 'slow.yaml', '--out', 'whole', '--jobs', '1', '--event-list', 'heap').code).toBe(0)
    const { saved } = await interrupted('killed', 'SIGKILL')
    expect(saved).toBeGreaterThanOrEqual(5)
    const { code, out } = copy.run('sweep', 'slow.yaml', '--out', 'killed', '--jobs', '2')
    expect(out).toContain(`= ${total} runs (${saved} were there already)`)
    expect(tables('killed')).toEqual(tables('whole'))
    expect(code).toBe(0)
  })

  it('by ^C saves what is finished, says so, and ends with code 130', async () => {
    const { code, err, saved } = await interrupted('stopped', 'SIGINT')
    expect(err).toContain(`${saved} of ${total} runs saved in stopped; run the same command to go on.`)
    expect(code).toBe(130)
    expect(copy.run('sweep', 'slow.yaml', '--out', 'stopped').code).toBe(0)
    expect(tables('stopped')).toEqual(tables('whole'))
  })
})
