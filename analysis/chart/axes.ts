import type { ChartSpec } from '../record.ts'
import type { ChartData, ChartPanel } from './chart-data.ts'
import { textWidth } from './font.ts'
import { type AxisRange, linearRange, logRange, tickFormat, xRange } from './scales.ts'
import type { PanelGrid, Spec } from './spec.ts'
import { inTwoLines, labelSize, titleSize } from './text.ts'

/** One range for each group of panels, so that the panels of a facet can be compared. */
export function yRanges(chart: ChartSpec, data: ChartData): Map<number, AxisRange> {
  const values = new Map<number, number[]>()
  for (const panel of data.panels) {
    const group = values.get(panel.group) ?? []
    values.set(panel.group, group)
    const withInterval = chart.band !== 'none'
    for (const point of panel.points) group.push(point.y, ...(withInterval ? [point.low, point.high] : []))
    for (const point of panel.theory) group.push(point.y)
  }
  const isLog = chart.yScale === 'log' && chart.kind !== 'bar'
  const range = (group: number[]): AxisRange => (isLog ? logRange(group) : linearRange(group, chart.kind === 'bar'))
  return new Map([...values].map(([group, all]) => [group, range(all)]))
}

/** The x channel of every panel. */
export function xEncoding(chart: ChartSpec, data: ChartData, grid: PanelGrid): Spec & { axis: Spec } {
  const title = inTwoLines(data.xTitle, grid.width + 20, titleSize)
  if (data.xLabels !== undefined) {
    const room = grid.width / data.xLabels.length - 2
    const isTight = data.xLabels.some((label) => textWidth(label, labelSize) > room)
    const angle = isTight
      ? { labelAngle: -35, labelAlign: 'right', labelBaseline: 'middle', labelLimit: 80 }
      : { labelAngle: 0 }
    const padding = chart.kind === 'bar' ? { paddingInner: 0.25, paddingOuter: 0.15 } : { padding: 0.1 }
    const axis = { title, grid: false, labelOverlap: room < labelSize ? 'greedy' : false, ...angle }
    return { field: 'x', type: 'ordinal', sort: null, scale: { type: 'band', domain: data.xLabels, ...padding }, axis }
  }
  const values = data.panels.flatMap((panel) => [...panel.points, ...panel.theory]).map((point) => Number(point.x))
  const isLog = chart.xScale === 'log'
  const range = xRange(values, isLog)
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
    return { format, tickCount: Math.min(10, Math.max(3, Math.round(grid.width / 28))) }
  }
  if (data.xTicks === undefined) return { format, values: range.ticks }
  const levels = data.xTicks.filter(({ value }) => value > 0 || range.ticks === undefined)
  const ticks = withRoom(levels, grid.width / Math.log(range.high / range.low))
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
function withRoom(ticks: readonly Tick[], pointsPerUnit: number): readonly Tick[] {
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
  panel: ChartPanel,
  range: AxisRange,
  grid: PanelGrid,
  isFirst: boolean,
): Spec {
  const isLog = chart.yScale === 'log' && chart.kind !== 'bar'
  const tickCount = Math.max(3, Math.round(grid.height / 32))
  const domain = [range.low, range.high]
  const scale = isLog ? { type: 'log', domain, nice: false } : { type: 'linear', domain, nice: tickCount, zero: false }
  const ticks = range.ticks === undefined ? { tickCount } : { values: range.ticks }
  const title = isFirst ? inTwoLines(panel.yTitle, grid.height + 10, titleSize) : null
  const axis = { title, labels: isFirst, grid: true, format: tickFormat(range), ...ticks }
  return { y: { field: 'y', type: 'quantitative', scale, axis } }
}
