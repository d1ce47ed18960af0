import type { ChartData, ChartPanel, ChartPoint } from './chart-data.ts'
import { layer } from './layer.ts'
import { theoryColor } from './palette.ts'
import type { Spec } from './spec.ts'
import { ink } from './theme.ts'

/** The channel that puts the series of one label side by side. */
function sideBySide(data: ChartData): Spec {
  return data.series.length > 1 ? { xOffset: { field: 'series', type: 'nominal', scale: { domain: data.series } } } : {}
}

/** Bars with their intervals and, as a line across each, the closed form. */
export function barLayers(data: ChartData, panel: ChartPanel, intervals: readonly ChartPoint[]): Spec[] {
  const offset = sideBySide(data)
  const bars = { stroke: ink, strokeWidth: 0.4 }
  const spans = { ...offset, color: { value: ink }, y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } }
  const ends = ['low', 'high'].map((field) =>
    layer('tick', { color: ink, thickness: 0.7, size: 4, orient: 'horizontal', opacity: 1 }, intervals, {
      ...offset,
      color: { value: ink },
      y: { field, type: 'quantitative' },
    }),
  )
  const all = [layer('bar', bars, panel.points, offset), layer('rule', { strokeWidth: 0.7 }, intervals, spans), ...ends]
  if (panel.theory.length > 0) {
    const look = { color: theoryColor, thickness: 1, orient: 'horizontal', opacity: 1 }
    all.push(layer('tick', look, panel.theory, { ...offset, color: { value: theoryColor } }))
  }
  return all
}

/** Boxes from quartile to quartile with the median across, whiskers, and a ring for each run beyond them. */
export function boxLayers(data: ChartData, panel: ChartPanel): Spec[] {
  const offset = sideBySide(data)
  const black = { color: { value: ink } }
  const span = (y: string, y2: string): Spec => ({
    ...offset,
    y: { field: y, type: 'quantitative' },
    y2: { field: y2 },
  })
  const outliers = panel.boxes.flatMap(({ x, series, outliers }) => outliers.map((y) => ({ x, series, y })))
  const ring = { type: 'point', shape: 'circle', filled: false, fill: 'white', size: 10, strokeWidth: 0.6, opacity: 1 }
  const ends = ['lowWhisker', 'highWhisker'].map((field) =>
    layer('tick', { thickness: 0.7, size: 5, orient: 'horizontal', opacity: 1 }, panel.boxes, {
      ...offset,
      ...black,
      y: { field, type: 'quantitative' },
    }),
  )
  return [
    layer('rule', { strokeWidth: 0.7 }, panel.boxes, { ...span('lowWhisker', 'highWhisker'), ...black }),
    ...ends,
    layer('bar', { stroke: ink, strokeWidth: 0.6 }, panel.boxes, span('lowQuartile', 'highQuartile')),
    // A bar without height is a line as wide as the box.
    layer('bar', { stroke: ink, strokeWidth: 1.6, fill: ink }, panel.boxes, { ...span('median', 'median'), ...black }),
    { data: { values: outliers }, mark: ring, encoding: { ...offset, ...black } },
  ]
}

/** The bars of a histogram of one series. */
export function histogramLayers(panel: ChartPanel): Spec[] {
  const bars = { stroke: ink, strokeWidth: 0.4 }
  return [layer('rect', bars, panel.points, { x2: { field: 'x2' }, y2: { datum: 0 } })]
}
