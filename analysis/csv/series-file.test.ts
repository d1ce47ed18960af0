import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { gallerySeries, galleryStudy } from '../sample-gallery.ts'
import { readSeries, writeSeries } from './series-file.ts'
import { readTheory, writeTheory } from './theory-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'meanwhile-csv-'))
const path = (name: string): string => join(folder, name)
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('what is written is read back the same', () => {
  it('for time series', () => {
    writeSeries(path('series.csv'), galleryStudy, gallerySeries())
    expect(readSeries(path('series.csv'))).toEqual(gallerySeries())
  })

  it('for closed forms', () => {
    const rows = [{ factors: { servers: 2, load: 0.55 }, metric: 'meanWait', value: 1 / 3 }]
    writeTheory(path('theory.csv'), galleryStudy, rows)
    expect(readTheory(path('theory.csv'))).toEqual(rows)
  })
})

describe('a file that is something else', () => {
  it.each([
    [
      'time series',
      () => readSeries(path('other.csv')),
      'Expected the columns study,point,<factors>,replication,series',
    ],
    [
      'closed forms',
      () => readTheory(path('other.csv')),
      'Expected the columns <factors>,metric,unit,value; found a,b,c.',
    ],
  ])('is not taken for %s', (_, read, message) => {
    writeFileSync(path('other.csv'), 'a,b,c\n1,2,3\n')
    expect(read).toThrow(message)
  })
})
