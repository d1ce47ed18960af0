import type { ChartTheme } from './chart-spec.ts'
import { fillColor } from './palette.ts'

/** Lines of one tile of 4 x 4 points, as an SVG path; none for a plain fill. */
const lines = [
  '',
  'M-1,1L1,-1M0,4L4,0M3,5L5,3',
  'M-1,3L1,5M0,0L4,4M3,-1L5,1',
  'M0,2H4',
  'M2,0V4',
  'M0,2H4M2,0V4',
  'M0,4L4,0M0,0L4,4',
]

/**
 * An SVG drawing whose bars and boxes are told apart by hatching too, so that they still are in black and white: fills in
 * the colour of a series become a pattern on that colour. What is drawn stays plain data in the Vega-Lite specification,
 * which knows no patterns.
 * @param series Number of series of the chart.
 */
export function hatched(svg: string, series: number, theme: ChartTheme): string {
  const used: string[] = []
  let text = svg
  for (let index = 1; index < Math.min(series, lines.length); index++) {
    const color = fillColor(index, theme)
    const fill = `fill="${color}"`
    if (!text.includes(fill)) continue
    const name = `hatch-${index}-${theme}`
    text = text.replaceAll(fill, `fill="url(#${name})"`)
    used.push(pattern(name, color, lines[index] ?? '', theme))
  }
  return used.length === 0 ? text : `<defs>${used.join('')}</defs>\n${text}`
}

function pattern(name: string, color: string, path: string, theme: ChartTheme): string {
  const stroke = theme === 'print' ? '#000000' : '#FFFFFF'
  return (
    `<pattern id="${name}" patternUnits="userSpaceOnUse" width="4" height="4">` +
    `<rect width="4" height="4" fill="${color}"/><path d="${path}" stroke="${stroke}" stroke-width="0.6" fill="none"/></pattern>`
  )
}
