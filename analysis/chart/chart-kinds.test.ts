import { describe, expect, it } from 'vitest'
import type { RunRow } from '../csv/read-runs.ts'
import type { ChartSpec, RunRecord } from '../record.ts'
import { galleryRuns, gallerySeries, galleryStudy } from '../sample-gallery.ts'
import { summarise } from '../summary.ts'
import { chartCaption } from './caption.ts'
import type { ChartData } from './chart-data.ts'
import { drawnCsv } from './drawn-csv.ts'
import { readChart } from './read-chart.ts'
import { bandOf, binCounts, binEdges, boxOf, stepsOf } from './spread.ts'

/** The runs as `readRuns` gives them. */
function asRows(runs: readonly RunRecord[]): RunRow[] {
  return runs.map((run) => {
    const { servers = '', load = '' } = run.parameters
    const responses = Object.fromEntries(Object.entries(run.responses).map(([name, value]) => [name, value ?? NaN]))
    return { ...run, factors: { servers, load }, responses }
  })
}

function read(chart: Omit<ChartSpec, 'id'>, runs: readonly RunRecord[] = galleryRuns()): ChartData {
  const summary = summarise(galleryStudy, runs)
  const sources = { runs: () => asRows(runs), series: gallerySeries }
  return readChart(galleryStudy, { id: 'chart', ...chart }, summary, sources)
}

const at9 = { servers: 1, load: 0.9 }

describe('an empirical distribution', () => {
  it('rises by 1/n at each run, from 0 at the lowest to 1 at the highest', () => {
    expect(stepsOf([3, 1, 2, 2])).toEqual([
      [1, 0],
      [1, 0.25],
      [2, 0.75],
      [3, 1],
    ])
    const [panel] = read({ kind: 'ecdf', x: 'meanWait', where: at9 }).panels
    expect(panel?.points.map(({ y }) => Number(y.toFixed(3)))).toEqual([0, 0.167, 0.333, 0.5, 0.667, 0.833, 1])
    expect(panel?.yTitle).toBe('Fraction of runs')
  })

  it('has the band of Dvoretzky, Kiefer and Wolfowitz, cut to 0 and 1', () => {
    // sqrt(ln(40) / 200): the table value of Massart's bound for n = 100 at 95 %.
    expect(bandOf(100, 0.95)).toBeCloseTo(0.13581, 5)
    const [panel] = read({ kind: 'ecdf', x: 'meanWait', where: at9 }).panels
    const half = bandOf(6, 0.95)
    expect(panel?.points.map(({ low, high }) => [low, high]).at(3)).toEqual([
      Math.max(0, 0.5 - half),
      Math.min(1, 0.5 + half),
    ])
  })

  it('has no band under 3 runs, nor when none is asked for', () => {
    const two = galleryRuns().filter(({ replication }) => replication < 2)
    for (const data of [
      read({ kind: 'ecdf', x: 'meanWait', where: at9 }, two),
      read({ kind: 'ecdf', x: 'meanWait', where: at9, band: 'none' }),
    ]) {
      expect(data.panels[0]?.points.every(({ y, low, high }) => low === y && high === y)).toBe(true)
    }
  })

  it('leaves failed runs out', () => {
    const runs = galleryRuns().map((run, i) => (i % 6 === 0 ? { ...run, stop: 'error' as const, responses: {} } : run))
    expect(read({ kind: 'ecdf', x: 'meanWait', where: at9 }, runs).runs).toEqual([5])
  })
})

describe('a histogram', () => {
  it('has bins of 1, 2 or 5 times a power of ten that hold every run once', () => {
    expect(binEdges([0.3, 4.1], 5, false)).toEqual([0, 1, 2, 3, 4, 5])
    expect(binCounts([0.3, 1, 4.1, 5], [0, 1, 2, 3, 4, 5])).toEqual([1, 1, 0, 0, 2])
    const [panel] = read({ kind: 'histogram', x: 'meanWait', where: at9, bins: 4 }).panels
    expect(panel?.points.map(({ x, x2, y }) => [x, x2, y])).toEqual([
      [8, 10, 4],
      [10, 12, 1],
      [12, 14, 1],
    ])
  })

  it('has one bin for equal values, and bins of equal ratio on a log axis', () => {
    expect(binCounts([7, 7, 7], binEdges([7, 7, 7], undefined, false)).reduce((a, b) => a + b)).toBe(3)
    expect(binEdges([1, 10, 1000], 3, true).map((edge) => Number(edge.toPrecision(6)))).toEqual([1, 10, 100, 1000])
  })

  it('shares its bins among the series', () => {
    const [panel] = read({ kind: 'histogram', x: 'meanWait', by: 'servers', where: { load: 0.9 } }).panels
    const edges = (series: string) => panel?.points.filter((bin) => bin.series === series).map(({ x }) => x)
    expect(edges('1')).toEqual(edges('2'))
  })
})

describe('a box', () => {
  it('goes from quartile to quartile, with whiskers to the last run within 1.5 of its height', () => {
    expect(boxOf([1, 2, 3, 4, 5, 30])).toEqual({
      lowWhisker: 1,
      lowQuartile: 2.25,
      median: 3.5,
      highQuartile: 4.75,
      highWhisker: 5,
      outliers: [30],
      runs: 6,
    })
    expect(boxOf([])).toBeUndefined()
  })

  it('stands at each level of each series, in the order of the study', () => {
    const [panel] = read({ kind: 'box', x: 'load', y: 'meanWait', by: 'servers' }).panels
    expect(panel?.boxes.map(({ x, series, runs }) => [x, series, runs])).toEqual([
      ['0.5', '2', 6],
      ['0.9', '2', 6],
      ['0.5', '1', 6],
      ['0.9', '1', 6],
    ])
  })
})

describe('a heat map', () => {
  it('has a cell for each pair of levels, in the shown unit', () => {
    const data = read({ kind: 'heatmap', x: 'load', y: 'servers', z: 'meanWait' })
    expect(data.panels[0]?.cells.map(({ x, y }) => [x, y])).toEqual([
      ['0.5', '2'],
      ['0.5', '1'],
      ['0.9', '2'],
      ['0.9', '1'],
    ])
    expect(data.colors).toMatchObject({ title: 'Mean wait (s)', isLog: false })
  })

  it('keeps a cell without value empty and says so, and has an arrow where the value is infinite', () => {
    const runs = galleryRuns().map((run): RunRecord => {
      const meanWait = run.point === 's1l0.9' ? Infinity : run.point === 's1l0.5' ? null : 1
      return { ...run, responses: { ...run.responses, meanWait } }
    })
    const data = read({ kind: 'heatmap', x: 'load', y: 'servers', z: 'meanWait' }, runs)
    expect(data.panels[0]?.cells.map(({ z }) => z)).toEqual([1, NaN, 1, Infinity])
    expect(data.warnings).toEqual(['Chart "chart": cells without a value of meanWait: 1.'])
    const caption = chartCaption(
      galleryStudy,
      { id: 'chart', kind: 'heatmap', x: 'load', y: 'servers', z: 'meanWait' },
      data,
    )
    expect(caption).toContain('An arrow stands for a value that grows without bound.')
  })
})

describe('a time series', () => {
  const chart = { kind: 'timeseries', x: 'time', y: 'queueLength', where: { load: 0.9, servers: 1 } } as const

  it('is the mean over the replications at each time, with its interval', () => {
    const [panel] = read(chart).panels
    expect(panel?.points).toHaveLength(11)
    // The noise of the six runs has the mean 6.45 / 6.
    expect(panel?.points[2]?.y).toBeCloseTo((9 / 2) * (6.45 / 6), 10)
    expect(panel?.points[2]?.low).toBeLessThan(panel?.points[2]?.y ?? 0)
    expect(panel?.yTitle).toBe('Queue length (jobs)')
  })

  it('says which series there are when asked for another', () => {
    expect(() => read({ ...chart, y: 'queue' })).toThrow('y is "queue"; expected a series of series.csv: queueLength.')
  })

  it('says when some replications have no value at a time', () => {
    const samples = gallerySeries().filter(({ replication, time }) => replication < 4 || time < 95)
    const summary = summarise(galleryStudy, galleryRuns())
    const data = readChart(galleryStudy, { id: 'chart', ...chart }, summary, { series: () => samples })
    expect(data.warnings.join()).toContain('times at which some replications have no value')
  })
})

describe('the CSV of what is drawn', () => {
  it('has the numbers in the units of the axes, and a row for nothing that is a gap', () => {
    const chart = { id: 'chart', kind: 'line', x: 'load', y: 'meanWait', where: { servers: 1 } } as const
    const runs = galleryRuns().map((run): RunRecord => {
      const meanWait = run.point === 's1l0.5' ? null : 0.002
      return { ...run, responses: { ...run.responses, meanWait } }
    })
    expect(drawnCsv(chart, read(chart, runs))).toBe(
      'panel,y_title,series,what,x,x2,y,low,high\n,Mean wait (ms),,simulation,0.9,,2,2,2\n',
    )
  })

  it('has a row for each box, outlier and cell', () => {
    const box = { id: 'chart', kind: 'box', x: 'load', y: 'meanWait', where: { servers: 1 } } as const
    const lines = drawnCsv(box, read(box)).trimEnd().split('\n')
    expect(lines[0]).toContain('low_quartile,high_quartile,runs')
    expect(lines.filter((line) => line.includes(',box,'))).toHaveLength(2)
    expect(lines.filter((line) => line.includes(',outlier,'))).toHaveLength(2)
    const map = { id: 'chart', kind: 'heatmap', x: 'load', y: 'servers', z: 'meanWait' } as const
    expect(drawnCsv(map, read(map)).split('\n').slice(0, 2)).toEqual([
      'panel,x,y,z',
      expect.stringMatching(/^,0\.5,2,0\.5/),
    ])
  })
})

describe('closed forms between the design points', () => {
  it('are drawn between levels, never beyond the first or last', () => {
    const chart = { id: 'chart', kind: 'line', x: 'load', y: 'meanWait', where: { servers: 1 } } as const
    const runs = galleryRuns()
    const summary = summarise(galleryStudy, runs, [
      { point: 's1l0.5', metric: 'meanWait', value: 1 },
      { point: 's1l0.9', metric: 'meanWait', value: 9 },
    ])
    const row = (load: number, servers = 1) => ({
      factors: { load, servers },
      metric: 'meanWait',
      value: load / (1 - load),
    })
    const theory = () => [row(0.8), row(0.6), row(0.4), row(0.95), row(0.7, 2)]
    const [panel] = readChart(galleryStudy, chart, summary, { theory }).panels
    expect(panel?.theory.map(({ x, segment }) => [x, segment])).toEqual([
      [0.5, 0],
      [0.6, 0],
      [0.8, 0],
      [0.9, 0],
    ])
  })
})
