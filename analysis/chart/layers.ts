import type { ChartSpec } from '../record.ts'
import type { ChartData, ChartPanel, ChartPoint } from './chart-data.ts'
import { seriesStyle, theoryColor, theoryDash, theoryWidth } from './palette.ts'
import type { AxisRange } from './scales.ts'
import type { Spec } from './spec.ts'
import { ink } from './theme.ts'

/** The colour channel of a panel. */
export function seriesEncoding(data: ChartData): Spec {
  const range = data.series.map((_, index) => seriesStyle(index).color)
  return { color: { field: 'series', type: 'nominal', scale: { domain: data.series, range }, legend: null } }
}

/**
 * How far a series stands beside its place on an axis of words, in points, so that no error bar hides another.
 * @param index Number of the series.
 */
function dodge(data: ChartData, index: number): number {
  const series = data.series.length
  if (data.xLabels === undefined || series < 2) return 0
  const step = Math.min(4, 18 / (series - 1))
  return step * (index - (series - 1) / 2)
}

function shapeAndDash(data: ChartData, which: 'shape' | 'dash'): Spec {
  const range = data.series.map((_, index) => seriesStyle(index)[which])
  // A solid line must be a dash without gap: an empty list would be read as no value.
  const known = range.map((value) => (Array.isArray(value) && value.length === 0 ? [1, 0] : value))
  const scale = { domain: data.series, range: known }
  return { [which === 'dash' ? 'strokeDash' : 'shape']: { field: 'series', type: 'nominal', scale, legend: null } }
}

/** What is drawn in a panel, the lowest layer first. */
export function layers(chart: ChartSpec, data: ChartData, panel: ChartPanel, range: AxisRange): Spec[] {
  const withInterval = chart.band !== 'none'
  const intervals = withInterval ? clipped(panel.points, range).filter((point) => point.low < point.high) : []
  if (chart.kind === 'bar') return barLayers(data, panel, intervals)
  const parts = data.series.map((series, index) => {
    const isMine = (point: ChartPoint): boolean => point.series === series
    const move = { xOffset: dodge(data, index) }
    const theory = panel.theory.filter(isMine)
    return seriesLayers(chart, data, panel.points.filter(isMine), intervals.filter(isMine), theory, move)
  })
  // Kind by kind, so that no band covers the line of another series.
  return ['area', 'rule', 'line', 'theory', 'point'].flatMap((kind) =>
    parts.flatMap((part) => part.filter((entry) => entry.kind === kind).map((entry) => entry.spec)),
  )
}

interface SeriesLayer {
  readonly kind: string
  readonly spec: Spec
}

function seriesLayers(
  chart: ChartSpec,
  data: ChartData,
  points: readonly ChartPoint[],
  intervals: readonly ChartPoint[],
  theory: readonly ChartPoint[],
  move: Spec,
): SeriesLayer[] {
  const segments = { detail: { field: 'segment', type: 'nominal' } }
  const spans = { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } }
  const isBand = chart.kind === 'line' && data.xLabels === undefined
  const bars = isBand ? intervals.filter((point) => point.alone) : intervals
  const symbol = { filled: true, opacity: 1, size: 17, stroke: 'white', strokeWidth: 0.3, ...move }
  const all = [
    { kind: 'rule', spec: layer('rule', { strokeWidth: 0.8, ...move }, bars, spans) },
    { kind: 'point', spec: layer('point', symbol, points, shapeAndDash(data, 'shape')) },
  ]
  if (isBand) {
    const wide = intervals.filter((point) => !point.alone)
    all.push({ kind: 'area', spec: layer('area', { opacity: 0.2 }, wide, { ...spans, ...segments }) })
  }
  if (chart.kind === 'line') {
    const encoding = { ...segments, ...shapeAndDash(data, 'dash'), order: null }
    all.push({ kind: 'line', spec: layer('line', move, points, encoding) })
  }
  if (theory.length > 0) all.push({ kind: 'theory', spec: theoryLayer(chart, data, theory, move) })
  // The points stay even when there are none: a panel needs a layer to have axes.
  return all.filter(({ kind, spec }) => kind === 'point' || (spec['data'] as { values: unknown[] }).values.length > 0)
}

/** Whether closed forms are drawn as a line. Between words, or among a scatter, it would claim values that do not exist. */
export function drawsTheoryAsLine(chart: ChartSpec, data: ChartData): boolean {
  return chart.kind === 'line' && data.xLabels === undefined
}

function theoryLayer(chart: ChartSpec, data: ChartData, theory: readonly ChartPoint[], move: Spec): Spec {
  const color = { color: { value: theoryColor } }
  if (drawsTheoryAsLine(chart, data)) {
    const look = { strokeWidth: theoryWidth, strokeDash: theoryDash, opacity: 1 }
    return layer('line', look, theory, { ...color, detail: { field: 'segment' }, order: null })
  }
  return layer('tick', { thickness: 0.8, size: 10, orient: 'horizontal', opacity: 1, ...move }, theory, color)
}

function barLayers(data: ChartData, panel: ChartPanel, intervals: readonly ChartPoint[]): Spec[] {
  const isGrouped = data.series.length > 1
  const offset = isGrouped ? { xOffset: { field: 'series', type: 'nominal', scale: { domain: data.series } } } : {}
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

function layer(type: string, mark: Spec, values: readonly ChartPoint[], encoding: Spec): Spec {
  return { data: { values }, mark: { type, ...mark }, encoding }
}

/** Intervals cut to the axis: the lower end of one may be 0 or less on a log axis. */
function clipped(points: readonly ChartPoint[], range: AxisRange): ChartPoint[] {
  return points.map((point) => ({
    ...point,
    low: Math.max(point.low, range.low),
    high: Math.min(point.high, range.high),
  }))
}
