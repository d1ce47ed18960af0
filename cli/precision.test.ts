import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { serialExecutor } from '../experiments/executor/serial.ts'
import { sweep } from '../experiments/runner.ts'
import { parseStudy } from '../experiments/study.ts'
import mmc from '../models/queueing/mmc/model.ts'
import { makeProgram } from './program.ts'

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-precision-cli-'))
  const text = `model: queueing/mmc\ntitle: Wait\nvary: { servers: [9, 10] }\nrun: { warmUp: 20, horizon: 120, replications: 4 }\nmeasure: [meanWait]\n`
  const study = await parseStudy({ name: 'wait', file: 'wait.yaml' }, text)
  await sweep(study, { out: folder, executor: serialExecutor(), command: 'test' })
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = undefined
})

/** Runs a command in this process; what it prints. */
async function output(...words: string[]): Promise<string> {
  let text = ''
  const take = (chunk: string | Uint8Array): boolean => {
    text += String(chunk)
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(take)
  vi.spyOn(process.stderr, 'write').mockImplementation(take)
  const program = makeProgram()
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: take })
  await program.parseAsync(['node', 'meanwhile', ...words])
  return text
}

describe('contrast', () => {
  it('prints paired differences with what the shared random numbers saved', async () => {
    const text = await output('contrast', folder, '--baseline', '10')
    expect(text).toMatch(/^servers +Metric +At 10 +Difference +Unit +Corr\. +Fewer runs +p \(Holm\)$/m)
    expect(text).toMatch(/^ +9 +meanWait +[\d.]+ +[\d.]+ +± [\d.]+ +s +[\d.-]+ +[\d.]+ +[\d.e-]+$/m)
    expect(text).toContain('95 % paired-t interval')
  })

  it.each([
    [['--factor', 'load'], 'The study does not vary "load"; it varies servers.'],
    [['--baseline', '11'], '"servers" has no level 11; it has 9, 10.'],
    [['--metric', 'wait'], '--metric wait: the study has no such metric. It has: meanWait.'],
  ])('explains what it can not compare: %j', async (words, message) => {
    await expect(output('contrast', folder, ...words)).rejects.toThrow(message)
  })
})

describe('warm-up', () => {
  it('tells where the warm-up of each metric ends, and writes the data of a Welch plot', async () => {
    const file = join(folder, 'welch.csv')
    const words = ['warm-up', 'queueing/mmc', '--horizon', '300', '--replications', '3', '--jobs', '1', '--csv', file]
    const text = await output(...words)
    expect(text).toMatch(/^meanWait +[\d.]+ s +[\d.]+ %/m)
    expect(text).toContain('MSER-5 on the average of 3 replications over 500 intervals to 300 s.')
    const lines = readFileSync(file, 'utf8').split('\n')
    expect(lines[0]).toBe('metric,unit,time,mean,average_5,average_20,average_100')
    expect(lines).toHaveLength(1 + Object.keys(mmc.metrics).length * 500 + 1)
  })

  it('gives no warm-up to a queue that grows', async () => {
    const words = ['--set', 'servers=6', '--horizon', '1000', '--replications', '5', '--jobs', '1']
    expect(await output('warm-up', 'queueing/mmc', ...words)).toMatch(/^meanWait +- +UNSTABLE: still grows/m)
    expect(process.exitCode).toBe(2)
  })

  it('refuses a share that can not be deleted', async () => {
    await expect(output('warm-up', 'queueing/mmc', '--at-most', '80%')).rejects.toThrow('at most one half')
  })
})

describe('long-run', () => {
  it('prints means with intervals from batches, and none for a quantile', async () => {
    const words = ['--set', 'servers=12', '--horizon', '2500', '--precision', '20%', '--doublings', '4']
    const text = await output('long-run', 'queueing/mmc', ...words)
    expect(text).toMatch(/^utilisation +0\.6\d+ +± 0\.0\d+ +1 +[\d.]+ s/m)
    expect(text).toMatch(/^p99Wait +- .*run replications/m)
    expect(text).toContain('interval over 32 batches')
  })
})

describe('extend', () => {
  it('wants results that are there', async () => {
    await expect(output('extend', 'queueing/mmc', '--by', '2', '--out', join(folder, 'none'))).rejects.toThrow(
      /Cannot read .*manifest/,
    )
  })
})
