import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeRuns } from '../csv/write-runs.ts'
import { writeSummary } from '../csv/write-summary.ts'
import { buildManifest, writeManifest } from '../manifest.ts'
import { sampleRuns, sampleStudy } from '../sample-study.ts'
import { summarise } from '../summary.ts'
import { queryResults, writeParquet } from './query.ts'
import { resultsFolders } from './results-folders.ts'

const hasDuckDb = await import('@duckdb/node-api').then(
  () => true,
  () => false,
)

let root = ''
const folders: string[] = []
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'meanwhile-query-'))
  for (const name of ['a', 'b']) folders.push(results(name))
})
afterAll(() => rmSync(root, { recursive: true }))

/** A results folder; point ids are digits only, as a hash may happen to be. */
function results(name: string): string {
  const folder = join(root, name)
  const study = { ...sampleStudy, name }
  const records = sampleRuns().map((run) => ({
    ...run,
    study: name,
    point: `00${run.parameters['servers']}e${run.point.slice(-1)}`,
  }))
  mkdirSync(folder)
  writeRuns(join(folder, 'runs.csv'), study, records)
  writeSummary(join(folder, 'summary.csv'), study, summarise(study, records))
  writeManifest(
    folder,
    buildManifest({ command: 'test', version: '0', study, records, code: { commit: null, dirty: null } }),
  )
  return folder
}

describe.skipIf(!hasDuckDb)('a query', () => {
  it('sees the runs of several folders', async () => {
    const sql =
      'select folder, count(*) as n, sum(meanWait) as wait, min(point) as point from runs group by 1 order by 1'
    const { columns, rows } = await queryResults(sql, folders)
    expect(columns).toEqual(['folder', 'n', 'wait', 'point'])
    expect(rows.map((row) => row.slice(1))).toEqual([
      [12, expect.closeTo(13.2, 9), '001e5'],
      [12, expect.closeTo(13.2, 9), '001e5'],
    ])
  })

  it('sees the summary, and the long table with units', async () => {
    const summary = await queryResults(
      "select servers, estimate from summary where metric = 'utilisation' and load = 0.9",
      [folders[0]!],
    )
    expect(summary.rows).toEqual([
      [2, 0.9],
      [1, 0.9],
    ])
    const long = await queryResults('select metric, unit, count(value) from long group by all order by all', [
      folders[0]!,
    ])
    expect(long.rows).toEqual([
      ['meanWait', 's', 12],
      ['utilisation', '1', 12],
    ])
  })

  it('can be kept as Parquet', async () => {
    const file = join(root, 'runs.parquet')
    await writeParquet(file, 'select * from runs;', folders)
    expect(readFileSync(file).subarray(0, 4).toString()).toBe('PAR1')
    const { rows } = await queryResults(`select count(*), max(servers) from '${file}'`, folders)
    expect(rows).toEqual([[24, 2]])
  })

  it('tells what is wrong with the SQL, and which tables there are', async () => {
    await expect(queryResults('selec 1', folders)).rejects.toThrow(
      /syntax error at or near "selec"[^]*runs: one row per run/,
    )
    await expect(queryResults('select waits from runs', folders)).rejects.toThrow(
      /"waits" not found[^]*meanwhile sql "describe runs"/,
    )
  })

  it('names the file and the line that can not be read', async () => {
    const folder = results('broken')
    const file = join(folder, 'runs.csv')
    const lines = readFileSync(file, 'utf8').split('\n')
    writeFileSync(file, [...lines.slice(0, 3), lines[3]!.replace(/,[^,]*,horizon/, ',many,horizon'), ''].join('\n'))
    await expect(queryResults('select sum(events) from runs', [folder])).rejects.toThrow(
      /runs\.csv, line 4: the file can not be read/,
    )
    writeFileSync(file, lines.join('\n').slice(0, -5))
    await expect(queryResults('select * from runs', [folder])).rejects.toThrow(
      `${file}: the file is cut off in its last line`,
    )
    rmSync(file)
    await expect(queryResults('select * from runs', [folder])).rejects.toThrow(
      `Cannot read ${file}: there is no such file`,
    )
  })
})

describe('without DuckDB', () => {
  it('says what to install and what works nevertheless', async () => {
    const missing = (): never => {
      throw new Error("Cannot find package '@duckdb/node-api'\nand more")
    }
    await expect(queryResults('select 1', folders, async () => missing())).rejects.toThrow(
      "SQL and Parquet need DuckDB, which is not installed here (Cannot find package '@duckdb/node-api'). Install it with: npm install @duckdb/node-api. CSV needs nothing more",
    )
  })
})

describe('results folders', () => {
  it('are found below a folder, in the order of their names', () => {
    expect(resultsFolders(root).slice(0, 2)).toEqual(folders)
    expect(resultsFolders(folders[0]!)).toEqual([folders[0]])
  })

  it('need a manifest', () => {
    const folder = join(root, 'no-manifest')
    mkdirSync(folder)
    expect(() => resultsFolders(folder)).toThrow(
      `${folder} holds no results: there is no manifest.json in it or below.`,
    )
    writeFileSync(join(folder, 'runs.csv'), '')
    expect(() => resultsFolders(folder)).toThrow('though there is a runs.csv')
    expect(() => resultsFolders(join(root, 'nowhere'))).toThrow('There is no results folder')
    expect(() => resultsFolders(join(folder, 'runs.csv'))).toThrow('is a file; expected a results folder')
  })
})
