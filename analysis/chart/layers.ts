import { xAxisRange } from './axes.ts'
import { bandsOf, isWide, overAxis } from './bands.ts'
import { barLayers, boxLayers, histogramLayers } from './bar-layers.ts'
import type { ChartData, ChartPanel, ChartPoint } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { directLabelLayers, hasDirectLabels } from './direct-labels.ts'
import { heatLayers } from './heat-layers.ts'
import { hoverLayer, layer } from './layer.ts'
import { within } from './limits.ts'
import { fillColor, seriesStyle, theoryColor, theoryDash, theoryWidth } from './palette.ts'
import type { AxisRange } from './scales.ts'
import type { PanelGrid, Spec } from './spec.ts'

/** Kinds of chart that are drawn as lines without markers: their points are too many, or are no measured ones. */
export const bareLines: readonly string[] = ['ecdf', 'timeseries', 'histogram']

/** Whether a chart has filled areas, told apart by hatching, in place of lines and markers. */
export function isFilled(chart: ChartSpec, data: ChartData): boolean {
  return chart.kind === 'bar' || chart.kind === 'box' || (chart.kind === 'histogram' && data.series.length === 1)
}

/** Whether a line connects the points of a series. */
export function hasLine(chart: ChartSpec): boolean {
  return chart.kind === 'line' || bareLines.includes(chart.kind)
}

/** The colour channel of a panel, with a legend where the chart library is to make it. */
export function seriesEncoding(chart: ChartSpec, data: ChartData, grid: PanelGrid): Spec {
  if (chart.kind === 'heatmap') return {}
  const { theme } = grid.look
  const range = data.series.map((_, index) =>
    isFilled(chart, data) ? fillColor(index, theme) : seriesStyle(index, theme).color,
  )
  return {
    color: {
      field: 'series',
      type: 'nominal',
      scale: { domain: data.series, range },
      ...libraryLegend(chart, data, grid),
    },
  }
}

function libraryLegend(chart: ChartSpec, data: ChartData, grid: PanelGrid): Spec {
  const lines =
    bareLines.includes(chart.kind) && !isFilled(chart, data) ? { symbolType: 'stroke', symbolSize: 300 } : {}
  const isShown = grid.forScreen === true && data.series.length > 1 && !hasDirectLabels(chart, data)
  return {
    legend: isShown
      ? { title: data.seriesTitle === '' ? null : data.seriesTitle, orient: 'top', columns: 4, ...lines }
      : null,
  }
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

function channelOf(chart: ChartSpec, data: ChartData, grid: PanelGrid, which: 'shape' | 'dash'): Spec {
  const range = data.series.map((_, index) => seriesStyle(index, grid.look.theme)[which])
  // A solid line must be a dash without gap: an empty list would be read as no value.
  const known = range.map((value) => (Array.isArray(value) && value.length === 0 ? [1, 0] : value))
  const scale = { domain: data.series, range: known }
  const channel = { field: 'series', type: 'nominal', scale, ...libraryLegend(chart, data, grid) }
  return { [which === 'dash' ? 'strokeDash' : 'shape']: channel }
}

/**
 * The dash of a series: as a channel where a legend of lines shows it, else fixed, since a legend of markers would dash
 * their outlines.
 */
function dashOf(chart: ChartSpec, data: ChartData, grid: PanelGrid, index: number): { mark: Spec; encoding: Spec } {
  if (bareLines.includes(chart.kind)) return { mark: {}, encoding: channelOf(chart, data, grid, 'dash') }
  const { dash } = seriesStyle(index, grid.look.theme)
  return { mark: dash.length > 0 ? { strokeDash: dash } : {}, encoding: {} }
}

/** What is drawn in a panel, the lowest layer first. */
export function layers(
  chart: ChartSpec,
  data: ChartData,
  panel: ChartPanel,
  range: AxisRange,
  grid: PanelGrid,
): Spec[] {
  if (chart.kind === 'heatmap') return heatLayers(data, panel, grid)
  if (chart.kind === 'bar') {
    const intervals = clipped(chart, panel.points, range).filter(isWide)
    return [...barLayers(data, panel, intervals), ...arrowLayers(data, panel)]
  }
  if (chart.kind === 'box') return boxLayers(data, panel)
  if (chart.kind === 'histogram' && data.series.length === 1) return histogramLayers(panel)
  const parts = data.series.map((series, index) => {
    const isMine = (point: ChartPoint): boolean => point.series === series
    const points = clipped(chart, panel.points.filter(isMine), range)
    return seriesLayers(chart, data, { ...panel, points, theory: panel.theory.filter(isMine) }, grid, index)
  })
  // Kind by kind, so that no band covers the line of another series.
  const drawn = ['area', 'rule', 'line', 'theory', 'point'].flatMap((kind) =>
    parts.flatMap((part) => part.filter((entry) => entry.kind === kind).map((entry) => entry.spec)),
  )
  return [...drawn, ...arrowLayers(data, panel), ...directLabelLayers(chart, data, panel, range, grid)]
}

interface SeriesLayer {
  readonly kind: string
  readonly spec: Spec
}

function seriesLayers(
  chart: ChartSpec,
  data: ChartData,
  { points, theory }: ChartPanel,
  grid: PanelGrid,
  index: number,
): SeriesLayer[] {
  const move = { xOffset: dodge(data, index) }
  const segments = { detail: { field: 'segment', type: 'nominal' } }
  const spans = { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } }
  const isBand = hasLine(chart) && data.xLabels === undefined
  const isStep = chart.kind === 'ecdf' || chart.kind === 'histogram'
  const course = isStep ? { interpolate: 'step-after' } : {}
  const { bands, bars } = isBand ? bandsOf(points) : { bands: [], bars: points.filter(isWide) }
  const detail = { detail: { field: 'band', type: 'nominal' } }
  const all = [
    { kind: 'rule', spec: layer('rule', { strokeWidth: 0.8, ...move }, bars, spans) },
    { kind: 'area', spec: layer('area', { opacity: 0.2, ...course }, bands, { ...spans, ...detail }) },
  ]
  if (hasLine(chart)) {
    const dash = dashOf(chart, data, grid, index)
    const encoding = { ...segments, ...dash.encoding, order: null }
    const path = pathOf(chart, data, points)
    all.push({ kind: 'line', spec: layer('line', { ...move, ...course, ...dash.mark }, path, encoding) })
  }
  if (theory.length > 0) all.push({ kind: 'theory', spec: theoryLayer(chart, data, theory, move) })
  const symbols = bareLines.includes(chart.kind)
    ? hoverLayer(points, grid)
    : layer('point', { ...symbol(index, grid), ...move }, points, channelOf(chart, data, grid, 'shape'))
  // The points stay even when there are none: a panel needs a layer to have axes.
  return [
    ...all.filter(({ spec }) => (spec['data'] as { values: unknown[] }).values.length > 0),
    { kind: 'point', spec: symbols },
  ]
}

function symbol(index: number, { look }: PanelGrid): Spec {
  const isHollow = seriesStyle(index, look.theme).hollow
  // Markers grow with the letters.
  const size = 0.27 * look.labelSize * look.labelSize
  return isHollow
    ? { filled: false, fill: 'white', opacity: 1, size, strokeWidth: 0.9 }
    : { filled: true, opacity: 1, size, stroke: 'white', strokeWidth: 0.3 }
}

/** The points that a line goes through: a distribution function and the outline of a histogram go on beyond their data. */
function pathOf(chart: ChartSpec, data: ChartData, points: readonly ChartPoint[]): readonly ChartPoint[] {
  if (chart.kind === 'histogram') return outline(points)
  const across = chart.kind === 'ecdf' ? xAxisRange(chart, data) : undefined
  return across === undefined ? points : overAxis(points, across)
}

/** The bins of a histogram as the steps of a line that starts and ends at 0. */
function outline(bins: readonly ChartPoint[]): ChartPoint[] {
  const [first] = bins
  const last = bins.at(-1)
  if (first === undefined || last === undefined) return []
  return [{ ...first, y: 0 }, ...bins, { ...last, x: last.x2 ?? last.x, y: 0 }]
}

/** Whether closed forms are drawn as a line. Between words, or among a scatter, it would claim values that do not exist. */
export function drawsTheoryAsLine(chart: ChartSpec, data: ChartData): boolean {
  return chart.kind === 'line' && data.xLabels === undefined
}

function theoryLayer(chart: ChartSpec, data: ChartData, theory: readonly ChartPoint[], move: Spec): Spec {
  const color = { color: { value: theoryColor } }
  if (drawsTheoryAsLine(chart, data)) {
    const look = { strokeWidth: theoryWidth, strokeDash: theoryDash, opacity: 1 }
    return layer('line', look, theory, { ...color, detail: [{ field: 'segment' }, { field: 'series' }], order: null })
  }
  return layer('tick', { thickness: 0.8, size: 10, orient: 'horizontal', opacity: 1, ...move }, theory, color)
}

/** An arrow out of the top of the panel wherever a value grows without bound. */
function arrowLayers(data: ChartData, panel: ChartPanel): Spec[] {
  return data.series.flatMap((series, index) => {
    const mine = panel.arrows.filter((arrow) => arrow.series === series)
    if (mine.length === 0) return []
    const move = { xOffset: 5 * (index - (data.series.length - 1) / 2) }
    return [
      layer('rule', { strokeWidth: 1, ...move }, mine, { y: { value: 14 }, y2: { value: 4 } }),
      layer('point', { shape: 'triangle-up', filled: true, opacity: 1, size: 22, ...move }, mine, { y: { value: 3 } }),
    ]
  })
}

/** Points whose intervals are cut to the axis: the lower end of one may be 0 or less on a log axis. */
function clipped(chart: ChartSpec, points: readonly ChartPoint[], range: AxisRange): ChartPoint[] {
  if (chart.band === 'none')
    return points.map((point) => ({ ...point, low: point.y, high: point.y, hasInterval: false }))
  return points.map((point) => {
    const [low, high] = within(range, point)
    return { ...point, low, high }
  })
}
