import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleRun, sampleRuns, sampleStudy } from '../sample-study.ts'
import { columnsText } from './columns-text.ts'
import { csvLines } from './csv-lines.ts'
import { readRecords } from './read-records.ts'
import { longText } from './write-long.ts'
import { writeRuns } from './write-runs.ts'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-records-'))
  path = join(folder, 'runs.csv')
})
afterEach(() => rmSync(folder, { recursive: true }))

const failed = sampleRun(1, 0.9, 2, { stop: 'error', responses: {}, fingerprint: '', error: 'boom' })

describe('readRecords', () => {
  it('gives back the runs that were written, in the order of the design', () => {
    writeRuns(path, sampleStudy, sampleRuns().reverse())
    expect(readRecords(path, sampleStudy)).toEqual(sampleRuns())
  })

  it('gives a failed run without values, and an infinite value as it is', () => {
    const infinite = sampleRun(1, 0.9, 1, { responses: { meanWait: Infinity, utilisation: null } })
    writeRuns(path, sampleStudy, [infinite, failed])
    expect(readRecords(path, sampleStudy).map(({ responses, stop }) => [responses, stop])).toEqual([
      [{ meanWait: Infinity, utilisation: null }, 'horizon'],
      [{ meanWait: null, utilisation: null }, 'error'],
    ])
  })

  it('names the line in which a file is cut off', () => {
    writeRuns(path, sampleStudy, sampleRuns())
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -20))
    expect(() => readRecords(path, sampleStudy)).toThrow(`${path}, line 13: the file is cut off in this line`)
  })

  it.each([
    ['meanWait,', 'meanWait,extra,', 'unknown columns extra, against the manifest'],
    [',meanWait,', ',mean,', 'unknown columns mean and no columns meanWait'],
    ['servers,load', 'load,servers', 'the columns in another order'],
    ['id,study', 'a,b', 'these are not the runs of a study. Expected the columns id,study,model,'],
  ])('tells that %s became %s in the header', (from, to, message) => {
    writeRuns(path, sampleStudy, [])
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
    expect(() => readRecords(path, sampleStudy)).toThrow(message)
  })

  it.each([
    [{ responses: { meanWait: 'soon' as never } }, 'line 2: meanWait is "soon"; expected a number or nothing'],
    [{ replication: 1.5 }, 'line 2: replication is "1.5"; expected an integer >= 0'],
    [{ stop: 'tired' as never }, 'line 2: stop is "tired"; expected one of horizon, empty, stopped, error'],
    [{ model: 'queueing/mm1' }, 'a run of study "queueing/mmc" with model "queueing/mm1"; the manifest says'],
  ])('names the line and the column of a cell that can not be: %j', (change, message) => {
    writeRuns(path, sampleStudy, [sampleRun(1, 0.9, 0, change)])
    expect(() => readRecords(path, sampleStudy)).toThrow(message)
  })

  it('refuses rows of two code versions', () => {
    writeRuns(path, sampleStudy, [...sampleRuns(), sampleRun(2, 0.5, 1, { id: 'other' })])
    expect(() => readRecords(path, sampleStudy)).toThrow(
      'both are replication 1 of point s2l0.5. Their ids differ (other and s2l0.5r1): these are rows of two code versions',
    )
  })
})

describe('the long table', () => {
  it('has a row for each run and metric, with the factors and an empty cell for what is missing', () => {
    expect(longText(sampleStudy, [failed, sampleRun(1, 0.9, 0)])).toBe(
      'id,study,model,point,replication,seed,servers,load,stop,metric,unit,value\n' +
        's1l0.9r0,queueing/mmc,queueing/mmc,s1l0.9,0,root,1,0.9,horizon,meanWait,s,0.1\n' +
        's1l0.9r0,queueing/mmc,queueing/mmc,s1l0.9,0,root,1,0.9,horizon,utilisation,1,0.9\n' +
        's1l0.9r2,queueing/mmc,queueing/mmc,s1l0.9,2,root,1,0.9,error,meanWait,s,\n' +
        's1l0.9r2,queueing/mmc,queueing/mmc,s1l0.9,2,root,1,0.9,error,utilisation,1,\n',
    )
  })
})

describe('columns between spaces', () => {
  it('quote names and text, and have NaN where a number is missing', () => {
    writeFileSync(path, 'name,x,flags\n"a ""b"" c",1.5,\nd,,WIDE\n')
    expect(columnsText(csvLines(path))).toBe(`"name" "x" "flags"\n"a 'b' c" 1.5 ""\n"d" NaN "WIDE"\n`)
  })
})
