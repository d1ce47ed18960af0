import { describe, expect, it } from 'vitest'
import type { ChartSpec, StudyDescription } from '../analysis/record.ts'
import { defineModel } from '../models/definition.ts'
import { integer, real } from '../models/parameter.ts'
import { theoryGrid } from './theory-grid.ts'

const model = defineModel({
  name: 'queueing/line',
  title: 'A straight line',
  source: 'test',
  parameters: {
    load: real({ default: 0.5, unit: '1', above: 0, doc: 'Load.' }),
    servers: integer({ default: 1, unit: 'servers', min: 1, doc: 'Servers.' }),
  },
  metrics: { wait: { unit: 's', doc: 'Wait.' }, other: { unit: 's', doc: 'Other.' } },
  theory: { wait: ({ load, servers }) => (load < 1 ? load / servers : NaN), other: () => 1 },
  run: { warmUp: 0, horizon: 1, replications: 1 },
  build: () => () => ({ wait: 0, other: 0 }),
})

const point = (load: number, servers: number) => ({ id: `${load}/${servers}`, parameters: { load, servers } })

function grid(charts: readonly ChartSpec[], points: readonly ReturnType<typeof point>[]) {
  const factors = [
    { name: 'load', unit: '1', levels: [] },
    { name: 'servers', unit: 'servers', levels: [] },
  ]
  return theoryGrid(model, { factors, charts } as unknown as StudyDescription, points)
}

const byLoad: ChartSpec = { id: 'a', kind: 'line', x: 'load', y: 'wait' }

describe('closed forms between the design points', () => {
  it('are those of the model at levels strictly between two neighbours, for the charted metric alone', () => {
    const rows = grid([byLoad], [point(0.2, 2), point(0.6, 2), point(0.4, 1)])
    expect(rows).toHaveLength(11)
    for (const { factors, metric, value } of rows) {
      expect([metric, factors['servers'], value]).toEqual(['wait', 2, Number(factors['load']) / 2])
      expect(Number(factors['load'])).toBeGreaterThan(0.2)
      expect(Number(factors['load'])).toBeLessThan(0.6)
    }
  })

  it('end where the formula does: nothing is put between a point with and a point without a value', () => {
    const rows = grid([byLoad], [point(0.5, 1), point(0.9, 1), point(1.2, 1)])
    expect(rows.map(({ factors }) => Number(factors['load'])).every((load) => load < 0.9)).toBe(true)
    expect(rows).toHaveLength(11)
  })

  it('stand at whole numbers where the parameter takes no others, each once', () => {
    const chart: ChartSpec = { id: 'a', kind: 'line', x: 'servers', y: 'wait' }
    const rows = grid([chart], [point(0.5, 1), point(0.5, 5), point(0.5, 6)])
    expect(rows.map(({ factors }) => factors['servers'])).toEqual([2, 3, 4])
  })

  it('are not computed for charts that draw no curve of theory', () => {
    const points = [point(0.2, 1), point(0.6, 1)]
    expect(
      grid(
        [
          { ...byLoad, overlay: 'none' },
          { ...byLoad, kind: 'bar' },
        ],
        points,
      ),
    ).toEqual([])
  })
})
