import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChartSpec, RunRecord, StudyDescription } from '../record.ts'
import { galleryRuns, galleryStudy, writeGallery } from '../sample-gallery.ts'
import { sampleRun } from '../sample-study.ts'
import { drawCharts, type DrawnChart } from './draw-charts.ts'
import { missingGlyphs, withBoxes } from './font.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-bad-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Draws one chart of the given runs as SVG and data. */
async function draw(
  chart: Omit<ChartSpec, 'id'>,
  runs?: RunRecord[],
  change: Partial<StudyDescription> = {},
): Promise<DrawnChart> {
  writeGallery(folder, { ...galleryStudy, ...change, charts: [{ id: 'chart', ...chart }] }, runs)
  return drawn()
}

async function drawn(): Promise<DrawnChart> {
  const [chart] = await drawCharts(folder, { formats: ['svg', 'data'] })
  if (chart === undefined) throw new Error('nothing was drawn')
  return chart
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const edit = (name: string, change: (text: string) => string): void =>
  writeFileSync(join(folder, name), change(read(name)))
const byLoad = { kind: 'line', x: 'load', y: 'meanWait', where: { servers: 1 } } as const
const ecdf = { kind: 'ecdf', x: 'meanWait', where: { servers: 1, load: 0.9 } } as const

describe('a results folder that is broken', () => {
  it.each([
    ['summary.csv', byLoad],
    ['runs.csv', ecdf],
  ])('by a %s that ends in the middle of a line is refused with the line', async (name, chart) => {
    await draw(chart)
    edit(name, (text) => text.slice(0, -10))
    await expect(drawn()).rejects.toThrow(new RegExp(`${name}, line \\d+: the file is cut off in this line`))
  })

  it('by a manifest that is missing is refused', async () => {
    await draw(byLoad)
    rmSync(join(folder, 'manifest.json'))
    await expect(drawn()).rejects.toThrow('manifest.json (is ')
  })

  it('by a file that is missing is refused only by the charts that need it', async () => {
    await draw(byLoad)
    rmSync(join(folder, 'runs.csv'))
    expect((await drawn()).warnings).toEqual([])
    await draw(ecdf)
    rmSync(join(folder, 'runs.csv'))
    await expect(drawn()).rejects.toThrow('a chart of kind ecdf is drawn from runs.csv, which is not there')
  })

  it('by rows of two versions of the code is refused', async () => {
    await draw(ecdf)
    edit('runs.csv', (text) => `${text}${(text.split('\n')[1] ?? '').replace('s2l0.5r0', 'other')}\n`)
    await expect(drawn()).rejects.toThrow('these are rows of two code versions')
    await draw(byLoad)
    edit('summary.csv', (text) => text + text.slice(text.indexOf('\n') + 1))
    await expect(drawn()).rejects.toThrow('summary.csv has two rows for meanWait at point s2l0.5. Rows of two versions')
  })

  it('by a file that has only its header is refused', async () => {
    await draw(ecdf)
    edit('runs.csv', (text) => text.slice(0, text.indexOf('\n') + 1))
    await expect(drawn()).rejects.toThrow('Chart "chart": runs.csv has no run for it.')
  })

  it('by no more than the byte order mark of a spreadsheet is read', async () => {
    await draw(ecdf)
    edit('runs.csv', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`)
    expect((await drawn()).warnings).toEqual([])
  })

  it('by rows of another study is refused', async () => {
    await draw(ecdf)
    edit('runs.csv', (text) => text.replace(/queueing\/mmc/, 'queueing/mm1'))
    await expect(drawn()).rejects.toThrow('line 2: a run of study "queueing/mm1"')
  })

  it('by a number that is none is refused with file, line and column', async () => {
    await draw(ecdf)
    edit('runs.csv', (text) => text.replace(/(exponential\(1s\)),[\d.]+,/, '$1,NaN?,'))
    await expect(drawn()).rejects.toThrow(/runs\.csv, line \d+: .* is "NaN\?"; expected a number or nothing/)
  })
})

describe('a value that can not be drawn', () => {
  const change = (point: string, meanWait: number | null): RunRecord[] =>
    galleryRuns().map((run) => (run.point === point ? { ...run, responses: { ...run.responses, meanWait } } : run))

  it('because all runs of its point failed is a gap that is counted', async () => {
    const runs = galleryRuns().map((run): RunRecord => {
      return run.point === 's1l0.9' ? { ...run, stop: 'error', responses: {}, error: 'boom' } : run
    })
    const { warnings, text } = await draw(byLoad, runs)
    expect(warnings).toContain('Chart "chart": missing values of meanWait, left as gaps: 1.')
    expect(text).toContain('Runs that failed are left out of 1 of 2 values')
    expect(read('charts/chart.csv')).not.toContain(',simulation,0.9,')
  })

  it('because it is NaN is a gap', async () => {
    await draw(byLoad, change('s1l0.5', NaN))
    expect(read('charts/chart.csv')).not.toContain(',simulation,0.5,')
    expect(read('charts/chart.svg')).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('because it is infinite is an arrow, not a number', async () => {
    const { text } = await draw(byLoad, change('s1l0.9', Infinity))
    expect(text).toContain('An arrow stands for a value that grows without bound.')
    expect(read('charts/chart.csv')).toContain(',arrow,0.9,,,,\n')
    expect(read('charts/chart.svg')).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('because it is 0 on a log axis is a gap, and a constant above 0 is a line', async () => {
    const { warnings } = await draw({ ...byLoad, yScale: 'log' }, change('s1l0.5', 0))
    expect(warnings.join()).toContain('values of meanWait that are not above 0, as a log axis needs, left as gaps: 1')
    const constant = galleryRuns().map((run) => ({ ...run, responses: { ...run.responses, meanWait: 3 } }))
    expect((await draw({ ...byLoad, yScale: 'log', overlay: 'none' }, constant)).warnings).toEqual([])
    expect(read('charts/chart.csv')).toContain(',simulation,0.9,,3,3,3\n')
    expect(read('charts/chart.svg')).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('leaves charts of distributions whole when every run is missing', async () => {
    const none = galleryRuns().map((run) => ({ ...run, responses: { meanWait: null, utilisation: null } }))
    for (const kind of ['ecdf', 'histogram'] as const) {
      await draw({ kind, x: 'meanWait', where: { servers: 1, load: 0.9 } }, none)
      expect(read('charts/chart.svg')).not.toMatch(/NaN|undefined|Infinity/)
    }
  })
})

describe('one replication', () => {
  it('is drawn without an interval, and the caption says why', async () => {
    const runs = galleryRuns().filter(({ replication }) => replication === 0)
    const { text } = await draw(byLoad, runs, { replications: 1 })
    expect(text).toContain('Markers are means of 1 independent replication; no confidence intervals are drawn.')
    expect(text).toContain('No interval for 2 of')
  })
})

describe('a chart that is hard to draw', () => {
  it('because it names an unknown column is refused with the columns there are', async () => {
    await expect(draw({ ...byLoad, y: 'wait' })).rejects.toThrow(
      'Chart "chart": y is "wait"; expected a metric of the study: meanWait, utilisation.',
    )
    await expect(draw({ kind: 'heatmap', x: 'load', y: 'server', z: 'meanWait' })).rejects.toThrow(
      'y is "server"; expected a factor',
    )
    await expect(draw({ kind: 'heatmap', x: 'load', y: 'servers' })).rejects.toThrow('z is missing; expected a metric')
    await expect(draw({ ...ecdf, y: 'meanWait' })).rejects.toThrow('a chart of kind ecdf has no y; it is "meanWait"')
  })

  it('because of ten curves with labels of 80 letters keeps within its paper, and says that they are many', async () => {
    const policies = Array.from({ length: 10 }, (_, index) =>
      `${index} ${'a policy whose name is far too long '.repeat(3)}`.slice(0, 80),
    )
    const factors = [{ name: 'policy', unit: '', levels: policies }, galleryStudy.factors[1]!]
    const runs = policies.flatMap((policy, index) =>
      [0.5, 0.9].flatMap((load) =>
        [0, 1, 2, 3, 4].map((replication) =>
          sampleRun(1, load, replication, {
            point: `${index}/${load}`,
            parameters: { policy, load },
            responses: { meanWait: 1 + index + replication / 10, utilisation: load },
          }),
        ),
      ),
    )
    const parameters = [
      { name: 'policy', unit: '' },
      { name: 'load', unit: '1' },
    ]
    for (const labels of ['legend', 'direct'] as const) {
      const chart = { kind: 'line', x: 'load', y: 'meanWait', by: 'policy', labels } as const
      const { warnings } = await draw(chart, runs, { factors, parameters })
      expect(warnings).toEqual([
        'Chart "chart": 10 series are hard to tell apart; use facet, or keep at most 6 with where.',
      ])
      const svg = read('charts/chart.svg')
      for (const policy of policies) expect(svg).toContain(`>${policy.slice(0, 6)}`)
      expect(svg).toContain('…')
    }
  })

  it('because of letters that the font lacks shows boxes in PNG and PDF, and says so', async () => {
    const { warnings } = await draw({ ...byLoad, xLabel: 'Last λ, нагрузка, 負荷' })
    expect(warnings).toEqual([
      expect.stringContaining('Chart "chart": the chart font has no 負 荷; PNG and PDF show boxes'),
    ])
    // Greek and Cyrillic are there.
    expect(missingGlyphs('λ μ нагрузка ∞ ≤ é')).toEqual([])
    expect(withBoxes('λ 負荷 🙂')).toBe('λ □□ □')
    expect(read('charts/chart.svg')).toContain('負荷')
  })
})
