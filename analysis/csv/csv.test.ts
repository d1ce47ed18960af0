import fc from 'fast-check'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleRun, sampleRuns, sampleStudy } from '../sample-study.ts'
import { summarise } from '../summary.ts'
import { csvText } from './csv-text.ts'
import { readSummary } from './read-summary.ts'
import { writeRuns } from './write-runs.ts'
import { writeSummary } from './write-summary.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-csv-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('csvText', () => {
  it('leaves the cell of a missing value empty and writes numbers so that they read back to the same bits', () => {
    const row = [null, NaN, 0, -0, 0.1 + 0.2, 1e-7, 1e21, Infinity, -Infinity]
    expect(csvText(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'], [row])).toBe(
      'a,b,c,d,e,f,g,h,i\n,,0,0,0.30000000000000004,1e-7,1e+21,Infinity,-Infinity\n',
    )
  })

  it('writes true and false as words and quotes only what needs it', () => {
    expect(csvText(['a', 'b', 'c', 'd'], [[true, false, 'one, "two"', 'line\nbreak']])).toBe(
      'a,b,c,d\ntrue,false,"one, ""two""","line\nbreak"\n',
    )
  })

  it('refuses two columns of one name', () => {
    expect(() => csvText(['seed', 'load', 'seed'], [])).toThrow('two columns named "seed"')
  })

  it('keeps every finite number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(Number(csvText(['x'], [[x]]).split('\n')[1])).toBe(x === 0 ? 0 : x)
      }),
    )
  })
})

describe('writeRuns', () => {
  it('writes one row per run with the parameters and metrics in the order of the model', () => {
    const path = join(folder, 'runs.csv')
    const failed = sampleRun(1, 0.9, 1, { stop: 'error', responses: {}, fingerprint: '', error: 'boom' })
    writeRuns(path, sampleStudy, [failed, sampleRun(1, 0.9, 0)])
    expect(readFileSync(path, 'utf8')).toBe(
      'id,study,model,point,replication,seed,servers,load,service,meanWait,utilisation,events,stop,fingerprint\n' +
        's1l0.9r0,queueing/mmc,queueing/mmc,s1l0.9,0,root,1,0.9,exponential(1s),0.1,0.9,100,horizon,f00\n' +
        's1l0.9r1,queueing/mmc,queueing/mmc,s1l0.9,1,root,1,0.9,exponential(1s),,,100,error,\n',
    )
  })

  it('gives the same bytes whatever order the runs finished in', () => {
    const path = join(folder, 'runs.csv')
    writeRuns(path, sampleStudy, sampleRuns())
    const expected = readFileSync(path, 'utf8')
    writeRuns(path, sampleStudy, sampleRuns().reverse())
    expect(readFileSync(path, 'utf8')).toBe(expected)
  })

  it('leaves no temporary file and makes the folders on the way', () => {
    writeRuns(join(folder, 'a', 'b', 'runs.csv'), sampleStudy, sampleRuns())
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['runs.csv'])
  })

  it('says in one sentence why it cannot write', () => {
    writeFileSync(join(folder, 'file'), '')
    const path = join(folder, 'file', 'runs.csv')
    expect(() => writeRuns(path, sampleStudy, [])).toThrow(
      `Cannot write ${path}: a part of the path is a file, not a folder`,
    )
  })

  it('keeps the old file when the new one cannot replace it', () => {
    const path = join(folder, 'folder')
    writeRuns(join(path, 'runs.csv'), sampleStudy, [])
    expect(() => writeRuns(path, sampleStudy, [])).toThrow(`Cannot write ${path}`)
    expect(readdirSync(folder)).toEqual(['folder'])
  })
})

describe('summary.csv', () => {
  const theory = [{ point: 's2l0.5', metric: 'meanWait', value: 1 / 3 }]
  const rows = summarise(sampleStudy, [...sampleRuns().slice(0, 3), sampleRun(1, 0.9, 0)], theory)

  it('has the documented columns, and empty cells where there is no interval', () => {
    const path = join(folder, 'summary.csv')
    writeSummary(path, sampleStudy, rows.slice(1, 3).concat(rows.slice(-1)))
    expect(readFileSync(path, 'utf8')).toBe(
      'study,point,servers,load,metric,unit,estimate,ci_low,ci_high,confidence,method,replications,flags\n' +
        'queueing/mmc,s2l0.5,2,0.5,meanWait,s,0.3333333333333333,,,,theory,,\n' +
        'queueing/mmc,s2l0.5,2,0.5,utilisation,1,0.5,0.5,0.5,0.95,replication-t,3,\n' +
        'queueing/mmc,s1l0.9,1,0.9,utilisation,1,0.9,,,,replication-t,1,FEW-REPLICATIONS;UNFINISHED=2\n',
    )
  })

  it('reads back as it was written', () => {
    const path = join(folder, 'summary.csv')
    writeSummary(path, sampleStudy, rows)
    expect(readSummary(path)).toEqual(rows)
  })

  it('keeps factor levels that only look like numbers as text', () => {
    const path = join(folder, 'summary.csv')
    const levels = ['007', '0x10', ' 1', '1', 'true', 'on', 'a,b'].map((servers) => ({
      ...rows[0]!,
      factors: { servers },
    }))
    writeSummary(path, { ...sampleStudy, factors: sampleStudy.factors.slice(0, 1) }, levels)
    expect(readSummary(path).map((row) => row.factors['servers'])).toEqual(['007', '0x10', ' 1', 1, true, 'on', 'a,b'])
  })

  it('names file and line of a file that was cut off', () => {
    const path = join(folder, 'summary.csv')
    writeSummary(path, sampleStudy, rows)
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.slice(0, text.length - 30))
    expect(() => readSummary(path)).toThrow(`${path}, line 6: the file is cut off in this line`)
    const lines = text.split('\n')
    lines[3] = 'queueing/mmc,s2l0.5'
    writeFileSync(path, lines.join('\n'))
    expect(() => readSummary(path)).toThrow(`${path}, line 4: Invalid Record Length`)
  })

  it('names file, line and column of a cell that is no number', () => {
    const path = join(folder, 'summary.csv')
    writeSummary(path, sampleStudy, rows)
    writeFileSync(path, readFileSync(path, 'utf8').replace('0.3333333333333333', 'a third'))
    expect(() => readSummary(path)).toThrow(`${path}, line 3: estimate is "a third"; expected a number or nothing`)
  })

  it('tells a foreign, an empty and an absent file', () => {
    const path = join(folder, 'summary.csv')
    expect(() => readSummary(path)).toThrow(`Cannot read ${path}: there is no such file or folder (ENOENT)`)
    writeFileSync(path, 'x,y\n1,2\n')
    expect(() => readSummary(path)).toThrow(`${path}, line 1: this is not a summary of Meanwhile.`)
    writeFileSync(path, '')
    expect(() => readSummary(path)).toThrow('found nothing')
  })
})
