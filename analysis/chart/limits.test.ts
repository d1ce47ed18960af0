import { describe, expect, it } from 'vitest'
import type { ChartSpec, RunRecord } from '../record.ts'
import { galleryRuns, galleryStudy } from '../sample-gallery.ts'
import { summarise } from '../summary.ts'
import { yRanges } from './axes.ts'
import { chartCaption } from './caption.ts'
import { lookOf } from './look.ts'
import { readChart } from './read-chart.ts'
import { renderSvg } from './render.ts'

const chart: ChartSpec = { id: 'chart', kind: 'line', x: 'load', y: 'meanWait', overlay: 'none', where: { servers: 1 } }

/** Runs whose responses at the low load are those given, and ten times as much at the high load. */
function runsOf(metric: string, values: readonly number[]): RunRecord[] {
  return galleryRuns().map((run) => {
    const scale = metric === 'meanWait' && run.parameters['load'] === 0.9 ? 10 : 1
    return { ...run, responses: { ...run.responses, [metric]: scale * (values[run.replication] ?? 0) } }
  })
}

/** The y axis of a chart of these runs, and what its caption says of intervals that are cut. */
function axisOf(spec: ChartSpec, runs: readonly RunRecord[]): { low: number; high: number; cut: string } {
  const data = readChart(galleryStudy, spec, summarise(galleryStudy, runs))
  const grid = { width: 200, height: 120, columns: 1, look: lookOf({}) }
  const { low, high } = yRanges(spec, data, grid).get(0) ?? { low: NaN, high: NaN }
  const [cut = ''] = /Intervals are cut off at [^.]*\./.exec(chartCaption(galleryStudy, spec, data)) ?? []
  return { low, high, cut }
}

describe('an axis of values that are never negative', () => {
  it('starts at 0 although an interval reaches below, and the caption says that it is cut off', () => {
    const runs = runsOf('meanWait', [0, 0, 0, 0, 0, 0.06])
    expect(axisOf(chart, runs)).toMatchObject({ low: 0, cut: 'Intervals are cut off at 0.' })
    expect(axisOf({ ...chart, kind: 'bar' }, runs)).toMatchObject({ low: 0, cut: 'Intervals are cut off at 0.' })
    expect(axisOf({ ...chart, band: 'none' }, runs).cut).toBe('')
  })

  it('goes below 0 as soon as one value does', () => {
    const runs = runsOf('meanWait', [-3, 1, 1, 1, -3, 1])
    expect(axisOf(chart, runs)).toMatchObject({ cut: '' })
    expect(axisOf(chart, runs).low).toBeLessThan(-3)
  })
})

describe('an axis of shares', () => {
  const share = { ...chart, y: 'utilisation' }

  it('ends at 1 although an interval reaches a little beyond', () => {
    expect(axisOf(share, runsOf('utilisation', [1, 1, 0.99, 1, 1, 0.99]))).toMatchObject({
      high: 1,
      cut: 'Intervals are cut off at 1.',
    })
  })

  it('shows an interval that reaches far beyond, since the ratio may then be no share', () => {
    const { high, cut } = axisOf(share, runsOf('utilisation', [1, 0.7, 1.2, 1, 0.7, 0.9]))
    expect(high).toBeGreaterThan(1)
    expect(cut).toBe('')
  })
})

describe('the ticks of a linear axis', () => {
  it('are all there, at both ends too', async () => {
    const runs = runsOf('meanWait', [0.1, 0.1, 0.1, 0.1, 0.1, 0.1])
    const data = readChart(galleryStudy, chart, summarise(galleryStudy, runs))
    const svg = await renderSvg(chart, data, '', '')
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)
    expect(texts.slice(-7, -1)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1'])
  })
})
