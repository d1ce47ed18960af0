import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { serialExecutor } from '../executor/serial.ts'
import { sweep } from '../runner.ts'
import { parseStudy } from '../study.ts'
import { reproduce, type Reproduction } from './reproduce.ts'
import { runMinutes } from './run-cost.ts'
import { parseSample, sampleOf } from './sample.ts'

const text = `
model: queueing/mmc
title: small
vary: { servers: [10, 12] }
run: { warmUp: 10s, horizon: 60s, replications: 4 }
measure: [meanWait]
charts: [{ id: wait, kind: line, x: servers, y: meanWait }]
`

let root = ''
let made = ''
let results = ''
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'meanwhile-reproduce-'))
  made = join(root, 'made')
  const study = await parseStudy({ name: 'small', file: 'small.yaml' }, text)
  await sweep(study, { out: made, executor: serialExecutor(), command: 'test' })
})
beforeEach(() => {
  results = mkdtempSync(join(root, 'copy-'))
  cpSync(made, results, { recursive: true })
})
afterAll(() => rmSync(root, { recursive: true }))

const again = async (): Promise<Reproduction> =>
  (await reproduce(results, { sample: { share: 1 }, salt: '', executor: serialExecutor() }))!

/** Changes a file of the results by a text replacement that must hit. */
function change(name: string, from: string | RegExp, to: string): void {
  const before = readFileSync(join(results, name), 'utf8')
  const after = before.replace(from, to)
  expect(after).not.toBe(before)
  writeFileSync(join(results, name), after)
}

describe('reproducing', () => {
  it('finds all rows, estimates and charts equal where nothing was changed', async () => {
    const { reproduced, rerun, equal, sameCode, summary, charts } = await again()
    expect({ reproduced, rerun, equal, sameCode }).toEqual({ reproduced: true, rerun: 8, equal: 8, sameCode: true })
    expect(summary).toMatchObject({ equal: 4, different: [] })
    expect(charts).toEqual([
      { id: 'wait', equal: expect.arrayContaining(['wait.svg', 'wait.png', 'wait.txt']) as string[], different: [] },
    ])
  })

  it('names the run and the column that come out otherwise, and the estimate that follows from it', async () => {
    change('runs.csv', /,(\d\.\d+|0),(\d+),horizon/, ',9.5,$2,horizon')
    const { reproduced, different, summary } = await again()
    expect(reproduced).toBe(false)
    expect(different).toEqual([expect.stringMatching(/^point \w+, replication 0: meanWait was 9\.5, is [\d.e-]+$/)])
    expect(summary.different[0]).toMatch(/meanWait \(replication-t\): estimate was/)
  })

  it('names the chart file that differs', async () => {
    change('charts/wait.svg', '</svg>', '<!-- --></svg>')
    rmSync(join(results, 'charts', 'wait.txt'))
    const { reproduced, charts } = await again()
    expect(reproduced).toBe(false)
    expect(charts[0]!.different).toEqual(['wait.svg'])
  })

  it('tells a version of the code that only gives other ids', async () => {
    change('runs.csv', /^[0-9a-f]{16}/gm, 'ffffffffffffffff')
    expect(await again()).toMatchObject({ reproduced: true, sameCode: false, equal: 8 })
  })

  it('refuses rows of two code versions', async () => {
    change('runs.csv', /^[0-9a-f]{16}/m, 'ffffffffffffffff')
    await expect(again()).rejects.toThrow('mixes rows of two code versions: 7 of 8 ids are of the code of today')
  })

  it('refuses a row whose parameters are not those of its point', async () => {
    change('runs.csv', /,8,1,10,/, ',8,1,11,')
    await expect(again()).rejects.toThrow(
      /runs\.csv, row 1: the parameters are those of point \w+, but the row says point \w+/,
    )
  })

  it('refuses a folder without a manifest', async () => {
    rmSync(join(results, 'manifest.json'))
    await expect(again()).rejects.toThrow(`is ${results} a folder of results?`)
  })
})

describe('the minutes of all runs', () => {
  it('are measured once and kept', async () => {
    const minutes = await runMinutes(results)
    expect(minutes).toBeGreaterThan(0)
    expect(await runMinutes(results)).toBe(minutes)
    writeFileSync(join(results, 'cost.json'), '{}')
    await expect(runMinutes(results)).rejects.toThrow('cost.json has no "minutes"; delete the file')
  })

  it('are not told of runs that come out otherwise', async () => {
    change('runs.csv', /[0-9a-f]{16}$/gm, '0123456789abcdef')
    await expect(runMinutes(results)).rejects.toThrow(
      'comes out otherwise than runs.csv says (fingerprint 0123456789abcdef',
    )
    expect(existsSync(join(results, 'cost.json'))).toBe(false)
  })
})

describe('a sample', () => {
  const names = Array.from({ length: 100 }, (_, i) => `run ${i}`)

  it('is the same for the same salt, in order, and another for another', () => {
    const picked = sampleOf(names, { runs: 20 }, 'a')
    expect(sampleOf(names, { runs: 20 }, 'a')).toEqual(picked)
    expect(picked).toEqual(picked.toSorted((a, b) => a - b))
    expect(new Set(picked).size).toBe(20)
    expect(sampleOf(names, { runs: 20 }, 'b')).not.toEqual(picked)
  })

  it('of a share has at least three runs, and never more than there are', () => {
    expect(sampleOf(names, parseSample('5%'), 'a')).toHaveLength(5)
    expect(sampleOf(names, parseSample('0.1%'), 'a')).toHaveLength(3)
    expect(sampleOf(names, parseSample('1000'), 'a')).toHaveLength(100)
  })

  it.each(['0', '0%', '101%', 'some', '2.5', '-1'])('can not be %s', (given) => {
    expect(() => parseSample(given)).toThrow(`--sample ${given}: expected a share such as 5%, or a number of runs`)
  })
})
