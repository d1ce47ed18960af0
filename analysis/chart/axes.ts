import type { ChartData, ChartPanel } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { textWidth } from './font.ts'
import { type AxisRange, linearRange, logRange, niceRange, tickFormat, xRange } from './scales.ts'
import type { PanelGrid, Spec } from './spec.ts'
import { inTwoLines } from './text.ts'

/** Whether the y axis is logarithmic; bars on one would have no bottom. */
export function hasLogY(chart: ChartSpec): boolean {
  return chart.yScale === 'log' && !['bar', 'histogram', 'ecdf', 'heatmap'].includes(chart.kind)
}

/** Rough number of ticks on a y axis. */
function yTickCount(grid: PanelGrid): number {
  return Math.max(3, Math.round(grid.height / (4 * grid.look.labelSize)))
}

/** One range for each group of panels, so that the panels of a facet can be compared. */
export function yRanges(chart: ChartSpec, data: ChartData, grid: PanelGrid): Map<number, AxisRange> {
  const values = new Map<number, number[]>()
  for (const panel of data.panels) {
    const group = values.get(panel.group) ?? []
    values.set(panel.group, group)
    const withInterval = chart.band !== 'none'
    for (const point of panel.points) group.push(point.y, ...(withInterval ? [point.low, point.high] : []))
    for (const point of panel.theory) group.push(point.y)
    for (const box of panel.boxes) group.push(box.lowWhisker, box.highWhisker, ...box.outliers)
  }
  const fromZero = chart.kind === 'bar' || chart.kind === 'histogram'
  const range = (group: number[]): AxisRange => {
    if (chart.kind === 'ecdf') return { low: 0, high: 1 }
    return hasLogY(chart) ? logRange(group) : niceRange(linearRange(group, fromZero), yTickCount(grid))
  }
  return new Map([...values].map(([group, all]) => [group, range(all)]))
}

/** The range of a numeric x axis; nothing on an axis of words. */
export function xAxisRange(chart: ChartSpec, data: ChartData): AxisRange | undefined {
  if (data.xLabels !== undefined) return undefined
  const points = data.panels.flatMap((panel) => [...panel.points, ...panel.theory, ...panel.arrows])
  return xRange(
    points.flatMap(({ x, x2 }) => (x2 === undefined ? [Number(x)] : [Number(x), x2])),
    chart.xScale === 'log',
  )
}

/** The x channel of every panel. */
export function xEncoding(chart: ChartSpec, data: ChartData, grid: PanelGrid): Spec & { axis: Spec } {
  const { labelSize, titleSize } = grid.look
  const title = inTwoLines(data.xTitle, grid.width + 20, titleSize)
  const range = xAxisRange(chart, data)
  if (data.xLabels !== undefined || range === undefined) {
    const labels = data.xLabels ?? []
    const room = grid.width / labels.length - 2
    const isTight = labels.some((label) => textWidth(label, labelSize) > room)
    const angle = isTight
      ? { labelAngle: -35, labelAlign: 'right', labelBaseline: 'middle', labelLimit: 80 }
      : { labelAngle: 0 }
    const isFilled = ['bar', 'box'].includes(chart.kind)
    const bands = isFilled
      ? { paddingInner: 0.25, paddingOuter: 0.15 }
      : { padding: chart.kind === 'heatmap' ? 0 : 0.1 }
    const axis = { title, grid: false, labelOverlap: room < labelSize ? 'greedy' : false, ...angle }
    return { field: 'x', type: 'ordinal', sort: null, scale: { type: 'band', domain: labels, ...bands }, axis }
  }
  const isLog = chart.xScale === 'log'
  const scale = {
    type: isLog ? 'log' : 'linear',
    domain: [range.low, range.high],
    nice: false,
    ...(isLog ? {} : { zero: false }),
  }
  const axis = { title, grid: false, ...xTicks(data, range, grid) }
  return { field: 'x', type: 'quantitative', scale, axis }
}

/**
 * On a log axis the simulated levels, or every second or third of them, are better ticks than powers of ten; and a
 * level that is alone needs no others.
 */
function xTicks(data: ChartData, range: AxisRange, grid: PanelGrid): Spec {
  const format = tickFormat(range)
  if (range.ticks === undefined && data.xTicks?.length !== 1) {
    return { format, tickCount: Math.min(10, Math.max(3, Math.round(grid.width / (3.5 * grid.look.labelSize)))) }
  }
  if (data.xTicks === undefined) return { format, values: range.ticks }
  const levels = data.xTicks.filter(({ value }) => value > 0 || range.ticks === undefined)
  const ticks = withRoom(levels, grid.width / Math.log(range.high / range.low), grid.look.labelSize)
  const texts = Object.fromEntries(ticks.map(({ value, text }) => [value, text]))
  const labelExpr = `${JSON.stringify(texts)}[datum.value]`
  return { values: ticks.map(({ value }) => value), labelExpr, labelOverlap: false }
}

type Tick = NonNullable<ChartData['xTicks']>[number]

/**
 * The ticks that have room for their labels on a log axis, from the left. The longest label decides for all, so that
 * levels at equal distances keep a regular choice.
 * @param pointsPerUnit Length of one unit of the natural logarithm, in points.
 */
function withRoom(ticks: readonly Tick[], pointsPerUnit: number, labelSize: number): readonly Tick[] {
  const needed = Math.max(...ticks.map(({ text }) => textWidth(text, labelSize))) + 3
  const kept: Tick[] = []
  for (const tick of ticks) {
    const before = kept.at(-1)
    if (before === undefined || Math.log(tick.value / before.value) * pointsPerUnit >= needed) kept.push(tick)
  }
  return kept
}

/** The y channel of a panel; only the first of a row has labels and a title. */
export function yEncoding(
  chart: ChartSpec,
  data: ChartData,
  panel: ChartPanel,
  range: AxisRange,
  grid: PanelGrid,
  isFirst: boolean,
): Spec {
  const title = isFirst ? inTwoLines(panel.yTitle, grid.height + 10, grid.look.titleSize) : null
  if (data.yLabels !== undefined) {
    // The first level stands at the bottom, where an axis starts.
    const scale = { type: 'band', domain: data.yLabels.toReversed(), padding: 0 }
    const axis = { title, labels: isFirst, ticks: isFirst, grid: false, labelLimit: 80 }
    return { y: { field: 'y', type: 'ordinal', sort: null, scale, axis } }
  }
  const isLog = hasLogY(chart)
  const domain = [range.low, range.high]
  const scale = isLog ? { type: 'log', domain, nice: false } : { type: 'linear', domain, nice: false, zero: false }
  const ticks = range.ticks === undefined ? { tickCount: yTickCount(grid) } : { values: range.ticks }
  const whole = chart.kind === 'histogram' ? { tickMinStep: 1 } : {}
  const axis = { title, labels: isFirst, grid: true, format: tickFormat(range), ...ticks, ...whole }
  return { y: { field: 'y', type: 'quantitative', scale, axis } }
}
