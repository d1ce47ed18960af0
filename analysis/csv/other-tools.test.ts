import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleRun, sampleRuns, sampleStudy } from '../sample-study.ts'
import { summarise } from '../summary.ts'
import { columnsText } from './columns-text.ts'
import { csvLines } from './csv-lines.ts'
import { writeRuns } from './write-runs.ts'
import { writeSummary } from './write-summary.ts'

/** Debian's Python is where python3-pandas is; another one may come first in the path. */
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import pandas']).status === 0,
)
const has = (program: string, ...words: string[]): boolean => spawnSync(program, words).status === 0
const hasR = has('Rscript', '--version')
const hasGnuplot = has('gnuplot', '--version')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-tools-'))
  const failed = sampleRun(1, 0.9, 2, { stop: 'error', responses: {}, fingerprint: '' })
  const runs = [...sampleRuns().slice(0, -1), failed]
  writeRuns(join(folder, 'runs.csv'), sampleStudy, runs)
  writeSummary(join(folder, 'summary.csv'), sampleStudy, summarise(sampleStudy, runs))
  for (const name of ['runs', 'summary']) {
    writeFileSync(join(folder, `${name}.dat`), columnsText(csvLines(join(folder, `${name}.csv`))))
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

// 11 runs have a mean wait: nine of 0.1, 1.1, 2.1 in turn, then 0.1 and 1.1.
const rows = 12
const total = (3 * (0.1 + 1.1 + 2.1) + 0.1 + 1.1).toFixed(6)

describe('without options', () => {
  it.skipIf(python === undefined)('pandas reads runs.csv and summary.csv', () => {
    const script = `
import pandas
runs, summary = pandas.read_csv('runs.csv'), pandas.read_csv('summary.csv')
print(len(runs), '%.6f' % runs.meanWait.sum(), runs.meanWait.dtype.kind, runs.load.dtype.kind, runs.meanWait.isna().sum())
print(len(summary), summary.estimate.dtype.kind, summary[summary.metric == 'meanWait'].ci_low.isna().sum())`
    const said = execFileSync(python!, ['-c', script], { cwd: folder, encoding: 'utf8' }).trim().split('\n')
    expect(said).toEqual([`${rows} ${total} f f 1`, '8 f 1'])
  })

  it.skipIf(!hasR)('R reads runs.csv and summary.csv', () => {
    const script = `runs <- read.csv("runs.csv"); summary <- read.csv("summary.csv")
cat(nrow(runs), sprintf("%.6f", sum(runs$meanWait, na.rm = TRUE)), class(runs$meanWait), sum(is.na(runs$meanWait)), nrow(summary), class(summary$estimate))`
    expect(execFileSync('Rscript', ['-e', script], { cwd: folder, encoding: 'utf8' })).toBe(
      `${rows} ${total} numeric 1 8 numeric`,
    )
  })

  it.skipIf(!hasGnuplot)(
    'gnuplot reads the columns between spaces by their names, and the CSV once told of the commas',
    () => {
      const script = (file: string): string =>
        `stats '${file}' using 'meanWait' nooutput; print sprintf('%d %.6f', STATS_records, STATS_sum)`
      const plot = (text: string): string =>
        spawnSync('gnuplot', ['-e', text], { cwd: folder, encoding: 'utf8' }).stderr.trim()
      expect(plot(script('runs.dat'))).toBe(`11 ${total}`)
      expect(plot(`set datafile separator comma; ${script('runs.csv')}`)).toBe(`11 ${total}`)
      expect(plot(`stats 'summary.dat' using 'estimate' nooutput; print STATS_records`)).toBe('8')
    },
  )
})
