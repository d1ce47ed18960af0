import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { strToU8 } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeRuns } from '../csv/write-runs.ts'
import { writeSummary } from '../csv/write-summary.ts'
import { buildManifest, writeManifest } from '../manifest.ts'
import { sampleRuns, sampleStudy } from '../sample-study.ts'
import { summarise } from '../summary.ts'
import { makePack } from './make-pack.ts'
import { openPack } from './open-pack.ts'
import { textOf, unzipFiles, zipFiles } from './zip.ts'

const study = {
  ...sampleStudy,
  charts: [{ id: 'wait', kind: 'line' as const, x: 'load', y: 'meanWait', title: 'Wait | load' }],
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-pack-test-'))
  const records = sampleRuns()
  writeRuns(join(folder, 'runs.csv'), study, records)
  writeSummary(join(folder, 'summary.csv'), study, summarise(study, records))
  const created = new Date(0)
  writeManifest(
    folder,
    buildManifest({ command: 'test', version: '1.2', study, records, created, code: { commit: 'abc', dirty: true } }),
  )
  mkdirSync(join(folder, 'charts'))
  for (const file of ['wait.svg', 'wait.txt']) writeFileSync(join(folder, 'charts', file), file)
})
afterEach(() => rmSync(folder, { recursive: true }))

const pack = (minutes = 12.3): Uint8Array =>
  makePack({
    results: folder,
    study: { name: 'study.yaml', text: 'model: queueing/mmc\n' },
    extra: new Map([['package-lock.json', strToU8('{}')]]),
    contents: [['package-lock.json', 'versions']],
    minutes,
  })

/** Writes bytes to a file of the test and gives its path. */
function saved(bytes: Uint8Array): string {
  const file = join(folder, 'a.zip')
  writeFileSync(file, bytes)
  return file
}

describe('a pack', () => {
  it('has equal bytes whenever and wherever it is made', () => {
    const zone = process.env['TZ']
    const first = pack()
    process.env['TZ'] = 'Pacific/Auckland'
    const second = pack()
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true)
  })

  it('has a README that maps each figure to its command and minutes', () => {
    const readme = textOf(unzipFiles(pack(), 'a.zip').get('queueing-mmc-pack/README.md')!)
    expect(readme).toContain(
      '| Wait \\| load | `results/charts/wait.svg`<br>`results/charts/wait.txt` | `meanwhile sweep study.yaml --out again` | about 13 |',
    )
    expect(readme).toContain('revision abc with changes that are not committed')
    expect(readme).toContain('| `package-lock.json` | versions |')
  })

  it('carries what the charts and the runs of some studies need', () => {
    writeFileSync(join(folder, 'theory.csv'), 'load,metric,unit,value\n')
    writeFileSync(join(folder, 'allocation.json'), '{}')
    writeFileSync(join(folder, 'journal.ndjson'), 'not for others')
    const files = unzipFiles(pack(), 'a.zip')
    const results = [...files.keys()]
      .map((path) => path.split('/').slice(1).join('/'))
      .filter((path) => /^results\/\w+\./.test(path))
    expect(results).toEqual(
      ['allocation.json', 'manifest.json', 'runs.csv', 'summary.csv', 'theory.csv'].map((name) => `results/${name}`),
    )
    expect(textOf(files.get('queueing-mmc-pack/README.md')!)).toContain(
      '`meanwhile sweep study.yaml --allocation results/allocation.json --out again`',
    )
  })

  it('opens as it was packed, and again from the folder that it was unpacked into', () => {
    const opened = openPack(saved(pack()))
    expect(opened.checked).toBe(9)
    expect(opened.paths).toEqual(
      expect.arrayContaining(['README.md', 'study.yaml', 'results/charts/wait.svg', 'SHA256SUMS']),
    )
    expect(readdirSync(opened.results).sort()).toEqual(['charts', 'manifest.json', 'runs.csv', 'summary.csv'])
    const again = openPack(dirname(opened.results))
    expect(again.checked).toBe(9)
    again.close()
    expect(readdirSync(opened.results)).toHaveLength(4)
    opened.close()
  })

  it.each<[string, (files: Map<string, Uint8Array>) => void, string]>([
    [
      'has a changed byte',
      (files) => (files.get('queueing-mmc-pack/results/runs.csv')![30]! ^= 1),
      'results/runs.csv is not what was packed',
    ],
    ['lacks a file', (files) => files.delete('queueing-mmc-pack/study.yaml'), 'study.yaml is missing'],
    ['has a file more', (files) => files.set('queueing-mmc-pack/x', strToU8('')), 'x was not packed'],
    ['has no sums', (files) => files.delete('queueing-mmc-pack/SHA256SUMS'), 'has no SHA256SUMS'],
    ['is another zip', (files) => files.delete('queueing-mmc-pack/pack.json'), 'has no pack.json: it is no pack'],
    [
      'leads out of its folder',
      (files) => files.set('../evil', strToU8('')),
      'has the path "../evil", which leads out',
    ],
  ])('is refused when it %s', (_what, change, message) => {
    const files = unzipFiles(pack(), 'a.zip')
    change(files)
    expect(() => openPack(saved(zipFiles(files)))).toThrow(message)
  })

  it('is refused when it is cut off', () => {
    expect(() => openPack(saved(pack().slice(0, 2000)))).toThrow(
      /a\.zip is no sound zip archive \(.+\)\. Was it cut off or changed\?/,
    )
    expect(() => openPack(join(folder, 'none.zip'))).toThrow('there is no such file')
  })

  it('is not made of broken results, nor without its figures', () => {
    rmSync(join(folder, 'charts'), { recursive: true })
    expect(() => pack()).toThrow(
      `${folder} has no file of chart "wait", which its study declares. Draw it with: meanwhile chart`,
    )
    writeFileSync(join(folder, 'summary.csv'), 'study,poi')
    expect(() => pack()).toThrow('the file is cut off')
    rmSync(join(folder, 'manifest.json'))
    expect(() => pack()).toThrow('is ' + folder + ' a folder of results?')
  })
})
