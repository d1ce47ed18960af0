import { describe, expect, it } from 'vitest'
import type { ChartSpec, RunRecord, TheoryValue } from '../record.ts'
import { sampleRuns, sampleStudy } from '../sample-study.ts'
import { summarise } from '../summary.ts'
import { chartCaption } from './caption.ts'
import { chartProblem } from './check-chart.ts'
import { readChart } from './read-chart.ts'

const byServers: ChartSpec = { id: 'wait', kind: 'line', x: 'load', y: 'meanWait', by: 'servers' }

/** The sample study with the mean waits of its four design points: servers 2 then 1, load 0.5 then 0.9. */
function rows(waits: readonly (number | null)[], theory: readonly TheoryValue[] = []) {
  const points = ['s2l0.5', 's2l0.9', 's1l0.5', 's1l0.9']
  const runs = sampleRuns().map((run): RunRecord => {
    const meanWait = waits[points.indexOf(run.point)] ?? null
    return { ...run, responses: { meanWait, utilisation: 0.5 } }
  })
  return summarise(sampleStudy, runs, theory)
}

describe('readChart', () => {
  it('makes one series of each level of `by`, in the order of the study, with x in rising order', () => {
    const data = readChart(sampleStudy, byServers, rows([1, 2, 3, 4]))
    expect(data.series).toEqual(['2', '1'])
    expect(data.panels).toHaveLength(1)
    expect(data.panels[0]?.points.map(({ series, x, y }) => [series, x, y])).toEqual([
      ['2', 0.5, 1],
      ['2', 0.9, 2],
      ['1', 0.5, 3],
      ['1', 0.9, 4],
    ])
    expect([data.xTitle, data.panels[0]?.yTitle, data.seriesTitle]).toEqual(['Load', 'Mean wait (s)', 'Servers'])
  })

  it('shows small values in a smaller unit', () => {
    const data = readChart(sampleStudy, byServers, rows([0.001, 0.002, 0.003, 0.004]))
    expect(data.panels[0]?.yTitle).toBe('Mean wait (ms)')
    expect(data.panels[0]?.points[1]?.y).toBeCloseTo(2, 12)
  })

  it('breaks a line at a missing value and says so', () => {
    const data = readChart(sampleStudy, byServers, rows([1, null, 3, 4]))
    expect(data.panels[0]?.points.map(({ y, segment, alone }) => [y, segment, alone])).toEqual([
      [1, 0, true],
      [3, 0, false],
      [4, 0, false],
    ])
    expect(data.warnings).toEqual(['Chart "wait": missing values of meanWait, left as gaps: 1.'])
  })

  it('leaves values at or below 0 out of a log axis and says so, but not out of a linear one', () => {
    const data = readChart(sampleStudy, { ...byServers, yScale: 'log' }, rows([1, 0, -1, 4]))
    expect(data.panels[0]?.points.map(({ y }) => y)).toEqual([1, 4])
    expect(data.warnings).toEqual([
      'Chart "wait": values of meanWait that are not above 0, as a log axis needs, left as gaps: 2.',
    ])
    expect(readChart(sampleStudy, byServers, rows([1, 0, -1, 4])).panels[0]?.points).toHaveLength(4)
  })

  it('puts closed forms beside the simulation, unless the overlay is off', () => {
    const theory = [{ point: 's2l0.5', metric: 'meanWait', value: 1.5 }]
    const data = readChart(sampleStudy, byServers, rows([1, 2, 3, 4], theory))
    expect(data.panels[0]?.theory.map(({ x, y, series }) => [x, y, series])).toEqual([[0.5, 1.5, '2']])
    const without = readChart(sampleStudy, { ...byServers, overlay: 'none' }, rows([1, 2, 3, 4], theory))
    expect(without.panels[0]?.theory).toEqual([])
  })

  it('makes one panel of each level of `facet`', () => {
    const { by: _, ...chart } = byServers
    const data = readChart(sampleStudy, { ...chart, facet: 'servers' }, rows([1, 2, 3, 4]))
    expect(data.panels.map(({ title, points }) => [title, points.map(({ y }) => y)])).toEqual([
      ['Servers: 2', [1, 2]],
      ['Servers: 1', [3, 4]],
    ])
  })

  it('makes a panel of each metric, and series of them only when they share a unit', () => {
    const both: ChartSpec = { ...byServers, y: ['meanWait', 'utilisation'] }
    expect(readChart(sampleStudy, both, rows([1, 2, 3, 4])).panels.map(({ yTitle }) => yTitle)).toEqual([
      'Mean wait (s)',
      'Utilisation',
    ])
    const metrics = sampleStudy.metrics.map((metric) => ({ ...metric, unit: 's' }))
    const { by: _, ...chart } = both
    const data = readChart({ ...sampleStudy, metrics }, { ...chart, where: { servers: 1 } }, rows([1, 2, 3, 4]))
    expect([data.panels.length, data.series]).toEqual([1, ['Mean wait', 'Utilisation']])
  })

  it('draws one metric against another in the order of the design', () => {
    const chart: ChartSpec = { id: 'curve', kind: 'line', x: 'utilisation', y: 'meanWait', by: 'servers' }
    const data = readChart(sampleStudy, chart, rows([1, 2, 3, 4]))
    expect(data.panels[0]?.points.map(({ x, y }) => [x, y])).toEqual([
      [0.5, 1],
      [0.5, 2],
      [0.5, 3],
      [0.5, 4],
    ])
  })

  it('takes the levels of a bar chart, and levels that are text, as words', () => {
    const data = readChart(sampleStudy, { ...byServers, kind: 'bar' }, rows([1, 2, 3, 4]))
    expect(data.xLabels).toEqual(['0.5', '0.9'])
  })

  it('says when the summary has nothing for it', () => {
    expect(() => readChart(sampleStudy, byServers, [])).toThrow('Chart "wait": summary.csv has no row for it.')
  })
})

describe('chartProblem', () => {
  it.each<[Partial<ChartSpec>, string]>([
    [{ x: 'lod' }, 'x is "lod"; expected a factor or metric of the study: servers, load, meanWait, utilisation.'],
    [{ y: 'wait' }, 'y is "wait"; expected a metric of the study: meanWait, utilisation.'],
    [{ y: [] }, 'y names no metric.'],
    [{ by: 'meanWait' }, 'by is "meanWait"; expected a factor of the study: servers, load.'],
    [{ kind: 'pie' as 'bar' }, 'kind is "pie"; expected one of line, bar, scatter, ecdf,'],
    [{ kind: 'bar', x: 'utilisation' }, 'x is "utilisation"; expected a factor of the study: servers, load.'],
    [{ size: 'a4' as 'lncs' }, 'size is "a4"; expected one of acm-column, acm-wide,'],
    [{ facet: 'servers' }, '"servers" is used twice among x, y, by and facet.'],
    [{ by: undefined as unknown as string }, 'the factor "servers" has 2 levels, which would all be drawn over one'],
    [{ where: { servers: 3 } }, 'where keeps no level of "servers"; it has 2, 1.'],
    [{ id: '../x' }, 'the id names its files'],
  ])('of %j says what was expected', (change, problem) => {
    expect(chartProblem(sampleStudy, { ...byServers, ...change })).toContain(problem)
  })

  it('is nothing for a chart that can be drawn', () => {
    expect(chartProblem(sampleStudy, byServers)).toBeUndefined()
    expect(
      chartProblem(sampleStudy, { id: 'a', kind: 'line', x: 'load', y: 'meanWait', where: { servers: [1] } }),
    ).toBe(undefined)
  })
})

describe('the caption', () => {
  const caption = (chart: ChartSpec): string =>
    chartCaption(sampleStudy, chart, readChart(sampleStudy, chart, rows([1, 2, 3, 4])))

  it('says what is shown, from how many replications, with which interval, run length and seed', () => {
    expect(caption(byServers)).toBe(
      'Mean wait against load, by servers. Markers are means of 3 independent replications; bands are 95 % confidence ' +
        'intervals (Student t over replications). Model queueing/mmc; each run is measured from 10 s to the natural end ' +
        'of the run; seed root.',
    )
  })

  it('does not claim intervals that are not drawn', () => {
    expect(caption({ ...byServers, band: 'none' })).toContain('no confidence intervals are drawn')
  })

  it('says how many values leave out waits that went on at the end of a run', () => {
    const flagged = rows([1, 2, 3, 4]).map((row, i) => (i === 0 ? { ...row, flags: ['CENSORED=3'] } : row))
    expect(chartCaption(sampleStudy, byServers, readChart(sampleStudy, byServers, flagged))).toMatch(
      / 1 of \d+ values leave out waits that went on at the end of a run: they are too low\.$/,
    )
  })

  it('starts with the words of the study where it has any', () => {
    expect(caption({ ...byServers, caption: 'Waits explode near saturation' })).toMatch(
      /^Waits explode near saturation\. /,
    )
  })
})
