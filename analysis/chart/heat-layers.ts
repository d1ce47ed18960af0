import { textWidth } from './font.ts'
import type { ChartCell, ChartData, ChartPanel, ColorScale } from './chart-data.ts'
import { layer } from './layer.ts'
import { heatColors, isDark, mixed } from './palette.ts'
import type { PanelGrid, Spec } from './spec.ts'
import { ink } from './theme.ts'
import { place } from './scales.ts'
import type { ChartTheme } from './chart-spec.ts'

/** The colour of a value of a heat map. */
export function heatColor(scale: ColorScale, theme: ChartTheme, z: number): string {
  return mixed(heatColors(theme), scale.high > scale.low ? place(scale, scale.isLog, z) : 0.5)
}

/** A value in at most four characters or so: 0.012, 3.4, 120, 1.2e6. */
export function shortNumber(value: number): string {
  const text = String(Number(value.toPrecision(Math.abs(value) >= 100 ? 3 : 2)))
  return text.length <= 6 ? text : value.toExponential(1).replace('e+', 'e')
}

function cellText({ z }: ChartCell): string {
  return Number.isFinite(z) ? shortNumber(z) : z === Infinity ? '↑' : '–'
}

/**
 * Coloured cells with their values where those fit. A cell without a value is white with a dash; one whose value grows
 * without bound has an arrow.
 */
export function heatLayers(data: ChartData, panel: ChartPanel, grid: PanelGrid): Spec[] {
  const scale = data.colors
  if (scale === undefined) return []
  const { theme, labelSize } = grid.look
  const cells = panel.cells.map((cell) => {
    const isNumber = Number.isFinite(cell.z)
    const fill = isNumber ? heatColor(scale, theme, cell.z) : '#FFFFFF'
    const text = cellText(cell)
    return { ...cell, z: isNumber ? cell.z : null, fill, text, ink: isDark(fill) ? '#FFFFFF' : ink }
  })
  const cellWidth = grid.width / (data.xLabels?.length ?? 1)
  const cellHeight = grid.height / (data.yLabels?.length ?? 1)
  // In all panels or in none.
  const texts = data.panels.flatMap((each) => each.cells.map(cellText))
  const fits = texts.every((text) => textWidth(text, labelSize) <= cellWidth - 2) && cellHeight > labelSize
  const written = fits ? cells : cells.filter(({ z }) => z === null)
  const asIs = (field: string): Spec => ({ field, type: 'nominal', scale: null, legend: null })
  return [
    layer('rect', { stroke: 'white', strokeWidth: 0.5 }, cells, { color: asIs('fill') }),
    layer('text', { fontSize: labelSize, baseline: 'middle' }, written, {
      text: { field: 'text', type: 'nominal' },
      color: asIs('ink'),
    }),
  ]
}
