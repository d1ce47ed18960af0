import type { ChartData } from './chart-data.ts'
import type { PanelGrid } from './spec.ts'

/**
 * As many panels side by side as stay readable, with rows of equal length where that is possible.
 * @param labelSize Of tick labels, in points.
 */
export function columnCount(data: ChartData, width: number, labelSize: number): number {
  const groups = new Set(data.panels.map(({ group }) => group)).size
  const facets = data.panels.length / groups
  // Panels of different metrics each have an axis title and labels of their own.
  const most = Math.max(1, Math.floor(width / ((facets > 1 ? 110 : 160) * (labelSize / 8))))
  if (groups === 1 || facets === 1) return Math.ceil(data.panels.length / Math.ceil(data.panels.length / most))
  // Each metric starts a row of its own.
  let columns = Math.min(facets, most)
  while (facets % columns !== 0) columns--
  return columns
}

/** Height of one panel, in points. */
export function panelHeight(data: ChartData, grid: PanelGrid): number {
  const { labelSize } = grid.look
  const letters = labelSize / 8
  if (data.yLabels !== undefined) return Math.min(220, Math.max(60, data.yLabels.length * 2 * labelSize)) * letters
  if (data.panels.length === 1) return Math.min(180 * letters, Math.max(100, 0.6 * grid.width))
  const shape = grid.columns === 1 ? 0.48 : 0.75
  return Math.min(140 * letters, Math.max(70, shape * grid.width))
}
