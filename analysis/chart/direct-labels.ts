import { hasLogY, xAxisRange } from './axes.ts'
import type { ChartData, ChartPanel } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { layer } from './layer.ts'
import { seriesStyle } from './palette.ts'
import { type AxisRange, place } from './scales.ts'
import type { PanelGrid, Spec } from './spec.ts'
import { shorten } from './text.ts'
import { ink } from './theme.ts'

/** Longest label at the end of a line, as a share of the width of the chart. */
const longest = 0.36
const gap = 5

/** Whether the lines are named at their ends: only one panel has room beside it, and words have no line. */
export function hasDirectLabels(chart: ChartSpec, data: ChartData): boolean {
  const lines = ['line', 'ecdf', 'timeseries'].includes(chart.kind)
  const isPossible = lines && data.panels.length === 1 && data.xLabels === undefined && data.series.length > 1
  return chart.labels === 'direct' && isPossible
}

/** The name of each line at its right end, moved up or down where two would overlap, with a thin line to where it ends. */
export function directLabelLayers(
  chart: ChartSpec,
  data: ChartData,
  panel: ChartPanel,
  range: AxisRange,
  grid: PanelGrid,
): Spec[] {
  const across = xAxisRange(chart, data)
  if (!hasDirectLabels(chart, data) || across === undefined) return []
  const size = grid.look.labelSize
  const ends = data.series.flatMap((series, index) => {
    const last = panel.points.findLast((point) => point.series === series)
    if (last === undefined) return []
    const x = grid.width * place(across, chart.xScale === 'log', Number(last.x))
    const y = grid.height * (1 - place(range, hasLogY(chart), last.y))
    return [
      {
        label: shorten(series, longest * grid.look.width, size),
        color: seriesStyle(index, grid.look.theme).color,
        x,
        y,
      },
    ]
  })
  const placed = spread(ends, size + 1, grid.height)
  const names = placed.flatMap(({ label, color, x, y, at }) => {
    const isFar = Math.abs(at - y) > 1.5 || grid.width - x > 12
    const text = { text: label, fontSize: size, align: 'left', baseline: 'middle', color }
    const one = [{}]
    const name = layer('text', text, one, { x: { value: grid.width + gap }, y: { value: at }, color: { value: color } })
    if (!isFar) return [name]
    const line = { x: { value: x + 2 }, x2: { value: grid.width + gap - 1 }, y: { value: y }, y2: { value: at } }
    return [layer('rule', { strokeWidth: 0.4 }, one, { ...line, color: { value: color } }), name]
  })
  return [...names, ...heading(data, grid)]
}

/** What the names at the line ends are levels of, above them. */
function heading(data: ChartData, { width, look }: PanelGrid): Spec[] {
  if (data.seriesTitle === '') return []
  const text = shorten(data.seriesTitle, longest * look.width, look.labelSize)
  const mark = { text, fontSize: look.labelSize, align: 'left', baseline: 'bottom', color: ink }
  return [layer('text', mark, [{}], { x: { value: width + gap }, y: { value: -6 }, color: { value: ink } })]
}

/** Gives each label a height of its own, as near to its line as the others leave room for. */
function spread<T extends { readonly y: number }>(
  ends: readonly T[],
  distance: number,
  height: number,
): (T & { readonly at: number })[] {
  const sorted = ends.toSorted((a, b) => a.y - b.y).map((end) => ({ ...end, at: end.y }))
  // Down from the top, then up from the bottom: each pass moves a label only when it must.
  sorted.forEach((end, index) => {
    const before = sorted[index - 1]
    if (before !== undefined) end.at = Math.max(end.at, before.at + distance)
  })
  let floor = Math.max(height, (sorted.length - 1) * distance)
  for (const end of sorted.toReversed()) {
    end.at = Math.min(end.at, floor)
    floor = end.at - distance
  }
  return sorted
}
