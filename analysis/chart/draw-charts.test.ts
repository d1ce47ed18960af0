import { Resvg } from '@resvg/resvg-js'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSummary } from '../csv/write-summary.ts'
import { buildManifest, writeManifest } from '../manifest.ts'
import type { ChartSpec, RunRecord, StudyDescription } from '../record.ts'
import { sampleRun, sampleStudy } from '../sample-study.ts'
import { summarise } from '../summary.ts'
import { drawCharts, type DrawnChart } from './draw-charts.ts'
import { fontFile } from './font.ts'
import { renderPng } from './png.ts'

const charts: ChartSpec[] = [
  { id: 'line', kind: 'line', x: 'load', y: 'meanWait', by: 'servers', yScale: 'log', title: 'Wait & load <1>' },
  {
    id: 'bar',
    kind: 'bar',
    x: 'servers',
    y: 'meanWait',
    by: 'load',
    where: { load: [0.2, 0.9] },
    yScale: 'log',
    size: 'ieee-wide',
  },
  { id: 'facets', kind: 'line', x: 'load', y: 'utilisation', facet: 'servers', size: 'lncs' },
  { id: 'empty', kind: 'scatter', x: 'load', y: 'lost', where: { servers: 1 } },
]
const loads = [0.2, 0.5, 0.8, 0.9]
const study: StudyDescription = {
  ...sampleStudy,
  factors: [
    { name: 'servers', unit: 'servers', levels: ['one', 'a very long name of a policy that never ends', 1, 64] },
    { name: 'load', unit: '1', levels: loads },
  ],
  metrics: [...sampleStudy.metrics, { name: 'lost', unit: '1', doc: 'Never observed.' }],
  charts,
}

function runsOf(servers: string | number, load: number): RunRecord[] {
  return [0, 1, 2, 3].map((replication) => {
    const noise = 1 + 0.1 * Math.cos(replication * 7 + load * 40)
    return sampleRun(1, load, replication, {
      point: `${servers}/${load}`,
      parameters: { servers, load, service: 'exponential(1s)' },
      responses: { meanWait: (noise * load) / (1 - load), utilisation: load, lost: null },
    })
  })
}

let folder = ''
let drawn: DrawnChart[] = []
const file = (name: string): Buffer => readFileSync(join(folder, 'charts', name))

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-charts-'))
  const records = (study.factors[0]?.levels ?? []).flatMap((servers) =>
    loads.flatMap((load) => runsOf(servers as string | number, load)),
  )
  const theory = loads.map((load) => ({ point: `one/${load}`, metric: 'meanWait', value: load / (1 - load) }))
  const code = { commit: null, dirty: null }
  writeManifest(folder, buildManifest({ command: 'test', version: '0', study, records, code }))
  writeSummary(join(folder, 'summary.csv'), study, summarise(study, records, theory))
  drawn = await drawCharts(folder)
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('drawCharts', () => {
  it('writes drawings, specification, data and caption for each declared chart, and nothing else', () => {
    const names = charts.flatMap(({ id }) =>
      ['csv', 'pdf', 'png', 'svg', 'txt', 'vl.json'].map((extension) => `${id}.${extension}`),
    )
    expect(readdirSync(join(folder, 'charts')).toSorted()).toEqual(names.toSorted())
    expect(drawn.map(({ id }) => id)).toEqual(charts.map(({ id }) => id))
  })

  it('gives the same bytes each time', async () => {
    const names = ['line.svg', 'line.png', 'line.pdf', 'line.vl.json', 'line.csv', 'line.txt']
    const before = names.map(file)
    await drawCharts(folder, { ids: ['line'] })
    expect(names.map(file)).toEqual(before)
  })

  it.each([
    ['line', 240.25],
    ['bar', 514.07],
    ['facets', 345.83],
    ['empty', 240.25],
  ])('makes the chart "%s" exactly as wide as its paper, with nothing outside of it', (id, width) => {
    const svg = file(`${id}.svg`).toString()
    expect(svg).toContain(` width="${width}pt"`)
    const drawing = new Resvg(svg.replace(/<rect [^>]*fill="white"\/>/, ''), {
      font: { loadSystemFonts: false, fontFiles: [fontFile] },
    })
    const box = drawing.innerBBox()
    const right = (box?.x ?? 0) + (box?.width ?? 0)
    const bottom = (box?.y ?? 0) + (box?.height ?? 0)
    expect(Math.min(box?.x ?? -1, box?.y ?? -1)).toBeGreaterThanOrEqual(0)
    expect(right).toBeLessThanOrEqual(width)
    // The width is used, not only kept to.
    expect(right).toBeGreaterThan(width - 8)
    expect(bottom).toBeLessThanOrEqual(drawing.height)
  })

  it('puts title and caption into the SVG, with no id that could differ from run to run', () => {
    const svg = file('line.svg').toString()
    expect(svg).toContain('<title>Wait &amp; load &lt;1&gt;</title>')
    expect(svg).toContain(`<desc>Wait &amp; load &lt;1&gt;. Markers are means of 4 independent replications;`)
    expect(file('line.txt').toString()).toContain('Wait & load <1>. Markers are means of 4 independent replications;')
    expect(svg).not.toMatch(/ id="|clip-path|NaN|undefined/)
  })

  it('draws the PNG at 300 dots per inch, with letters in it', async () => {
    const png = file('line.png')
    expect(png.readUInt32BE(16)).toBe(Math.ceil((240.25 * 300) / 72))
    // pHYs: 11811 dots per metre.
    expect(png.toString('latin1', 37, 41)).toBe('pHYs')
    expect(png.readUInt32BE(41)).toBe(11811)
    const svg = file('line.svg').toString()
    expect(Buffer.from(await renderPng(svg))).toEqual(png)
    expect(Buffer.from(await renderPng(svg.replaceAll(/<text.*?<\/text>/g, '')))).not.toEqual(png)
  })

  it('names the closed form in the legend, where there is one', () => {
    expect(file('line.svg').toString()).toContain('>theory</text>')
    expect(file('facets.svg').toString()).not.toContain('>theory</text>')
  })

  it('draws empty axes, and warns, when every value is missing', () => {
    expect(file('empty.svg').toString()).toContain('>Lost</text>')
    expect(drawn.at(-1)?.warnings).toEqual(['Chart "empty": missing values of lost, left as gaps: 4.'])
  })

  it('warns of intervals from few replications', () => {
    expect(drawn[0]?.warnings).toEqual(['Chart "line": 16 intervals rest on fewer than 5 replications.'])
  })

  it('keeps the y axis of bars linear and says so', () => {
    expect(file('bar.svg').toString()).toContain('>0</text>')
    expect(drawn[1]?.warnings.join(' ')).toContain('Chart "bar": the y axis is linear, because bars on a log axis')
  })

  it('says which charts there are when asked for another', async () => {
    await expect(drawCharts(folder, { ids: ['pie'] })).rejects.toThrow(
      'has no chart "pie". It has: line, bar, facets, empty.',
    )
  })
})
