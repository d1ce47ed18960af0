import { type Cell, csvText } from '../csv/csv-text.ts'
import type { ChartData, ChartPanel, ChartPoint } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'

/**
 * CSV of exactly what a chart draws, in the units of its axes: a row a point, step, bin, box, outlier or cell. `low` and
 * `high` are the ends of the interval, also where the axis cuts it off, and empty where there is none. A value that is a gap has no row; one
 * that is drawn as an arrow has an empty y.
 */
export function drawnCsv(chart: ChartSpec, data: ChartData): string {
  const isSpread = chart.kind === 'box'
  const isMap = chart.kind === 'heatmap'
  const header = isMap
    ? ['panel', 'x', 'y', 'z']
    : ['panel', 'y_title', 'series', 'what', 'x', 'x2', 'y', 'low', 'high']
  if (isSpread) header.push('low_quartile', 'high_quartile', 'runs')
  const rows = data.panels.flatMap((panel): Cell[][] => {
    if (isMap) return panel.cells.map(({ x, y, z }) => [panel.title ?? '', x, y, z])
    return isSpread ? boxRows(panel) : pointRows(chart, panel)
  })
  return csvText(header, rows)
}

function pointRows(chart: ChartSpec, panel: ChartPanel): Cell[][] {
  const isInterval = chart.band !== 'none'
  const row = (what: string, { series, x, x2, y, low, high, hasInterval }: ChartPoint): Cell[] => {
    const ends = isInterval && hasInterval ? [low, high] : [null, null]
    return [panel.title ?? '', panel.yTitle, series, what, x, x2 ?? null, y, ...ends]
  }
  return [
    ...panel.points.map((point) =>
      row(chart.kind === 'ecdf' ? 'step' : chart.kind === 'histogram' ? 'bin' : 'simulation', point),
    ),
    ...panel.arrows.map((point) => row('arrow', point)),
    ...panel.theory.map((point) => row('theory', point)),
  ]
}

function boxRows({ title = '', yTitle, boxes }: ChartPanel): Cell[][] {
  return boxes.flatMap((box) => {
    const start = [title, yTitle, box.series]
    const spread = [box.lowWhisker, box.highWhisker, box.lowQuartile, box.highQuartile, box.runs]
    return [
      [...start, 'box', box.x, null, box.median, ...spread],
      ...box.outliers.map((y): Cell[] => [...start, 'outlier', box.x, null, y, null, null, null, null, null]),
    ]
  })
}
