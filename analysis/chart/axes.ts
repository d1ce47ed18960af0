import type { ChartData, ChartPanel } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { textWidth } from './font.ts'
import { axisGroups, limitsOf, panelValues, within } from './limits.ts'
import { type AxisRange, linearRange, logRange, niceRange, powerTexts, tickFormat, xRange } from './scales.ts'
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

/** Most ticks that a log y axis has room for. */
function mostLogTicks(grid: PanelGrid): number {
  return Math.min(8, Math.max(4, Math.floor(grid.height / (1.6 * grid.look.labelSize))))
}

/** One range for each group of panels, so that the panels of a facet can be compared. */
export function yRanges(chart: ChartSpec, data: ChartData, grid: PanelGrid): Map<number, AxisRange> {
  const fromZero = chart.kind === 'bar' || chart.kind === 'histogram'
  const range = (panels: readonly ChartPanel[]): AxisRange => {
    if (chart.kind === 'ecdf') return { low: 0, high: 1 }
    const limits = limitsOf(panels)
    const points = chart.band === 'none' ? [] : panels.flatMap((panel) => panel.points)
    const values = [...panelValues(panels), ...points.flatMap((point) => within(limits, point))]
    if (hasLogY(chart)) return logRange(values, mostLogTicks(grid))
    return niceRange(linearRange(values, fromZero), yTickCount(grid))
  }
  return new Map([...axisGroups(data)].map(([group, panels]) => [group, range(panels)]))
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
    return {
      ...numbered(format),
      tickCount: Math.min(10, Math.max(3, Math.round(grid.width / (3.5 * grid.look.labelSize)))),
    }
  }
  if (data.xTicks === undefined) return { values: range.ticks, ...tickTexts(range.ticks ?? [], true, format) }
  const levels = data.xTicks.filter(({ value }) => value > 0 || range.ticks === undefined)
  // Levels such as 1 MiB carry a unit of their own.
  const areNumbers = levels.every(({ text }) => !Number.isNaN(Number(text)))
  const values = levels.map(({ value }) => value)
  const powers = areNumbers ? powerTexts(values, range.ticks !== undefined) : undefined
  const named = levels.map(({ value, text }) => ({ value, text: powers?.get(value) ?? text }))
  const ticks = withRoom(named, grid.width / Math.log(range.high / range.low), grid.look.labelSize)
  const texts = written(ticks.map(({ value, text }) => [value, text]))
  return { values: ticks.map(({ value }) => value), ...texts, labelOverlap: false }
}

/** How ticks are written: as powers of ten where that is shorter, else in a number format. */
function tickTexts(ticks: readonly number[], isLog: boolean, format: string): Spec {
  const powers = powerTexts(ticks, isLog)
  return powers === undefined ? numbered(format) : written([...powers])
}

/** Ticks in a number format, whose `0M` is a plain 0. */
function numbered(format: string): Spec {
  return format === '~s' ? { format, labelExpr: 'datum.value === 0 ? "0" : datum.label' } : { format }
}

/** Ticks with texts of their own. */
function written(texts: readonly (readonly [value: number, text: string])[]): Spec {
  return { labelExpr: `${JSON.stringify(Object.fromEntries(texts))}[datum.value]` }
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
  const format = tickFormat(range)
  const isCount = chart.kind === 'histogram'
  const ticks =
    range.ticks === undefined || isCount
      ? { tickCount: yTickCount(grid), ...numbered(format), ...(isCount ? { tickMinStep: 1 } : {}) }
      : // Without a count of its own the chart library would leave every second tick out.
        { values: range.ticks, tickCount: range.ticks.length, ...tickTexts(range.ticks, isLog, format) }
  const axis = { title, labels: isFirst, grid: true, ...ticks }
  return { y: { field: 'y', type: 'quantitative', scale, axis } }
}
