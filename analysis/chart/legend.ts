import type { ChartData, ColorScale } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { hasDirectLabels } from './direct-labels.ts'
import { fontFamily, textWidth } from './font.ts'
import { heatColor, shortNumber } from './heat-layers.ts'
import { bareLines, drawsTheoryAsLine, hasLine, isFilled } from './layers.ts'
import type { Look } from './look.ts'
import { fillColor, seriesStyle, theoryColor, theoryDash, theoryWidth } from './palette.ts'
import { shorten } from './text.ts'
import { ink, seriesWidth } from './theme.ts'

/** A legend as a Vega specification of its own, drawn above the panels so that it never covers data. */
export interface Legend {
  readonly spec: Readonly<Record<string, unknown>>
  /** In points. */
  readonly height: number
}

interface Entry {
  readonly label: string
  readonly color: string
  readonly dash: readonly number[]
  readonly shape?: string
  readonly hollow: boolean
  readonly swatch: boolean
  readonly line: boolean
  readonly x: number
  readonly row: number
}

const keyWidth = 16
const keyGap = 3
const entryGap = 9
/** Below this width every long label has a row of its own; above it two share one. In points. */
const columnWidth = 300

/**
 * The legend of a chart; nothing when there is only one series and no closed form.
 * @param width Width on paper, in points; the entries are wrapped to it and centred.
 */
export function legend(chart: ChartSpec, data: ChartData, width: number, look: Look): Legend | undefined {
  if (data.colors !== undefined) return colorStrip(data.colors, width, look)
  const all = entries(chart, data, width, look)
  const isDirect = hasDirectLabels(chart, data)
  if (all.length < (isDirect ? 1 : 2)) return undefined
  const isNamed = data.seriesTitle !== '' && data.series.length > 1 && !isDirect
  const { labelSize } = look
  const rowHeight = labelSize + 3
  const rows = wrap(isNamed ? `${data.seriesTitle}:` : '', all, width, labelSize)
  const height = rows.length * rowHeight
  const placed = rows.flatMap((row, index) => centred(row, index, width))
  const y = (row: number): number => row * rowHeight + rowHeight / 2
  const marks = placed.flatMap((entry) => [
    ...keyMarks(entry, y(entry.row), 0.27 * labelSize * labelSize),
    textMark(entry.label, entry.x + keyWidth + keyGap, y(entry.row), labelSize),
  ])
  return { spec: { width, height, padding: 0, autosize: 'none', background: null, marks }, height }
}

type Unplaced = Omit<Entry, 'x' | 'row'>

/** Width of the longest label, in points. */
function longestLabel(width: number): number {
  return (width < columnWidth ? width : (width - entryGap) / 2) - keyWidth - keyGap
}

function entries(chart: ChartSpec, data: ChartData, width: number, look: Look): Unplaced[] {
  const swatch = isFilled(chart, data)
  const line = hasLine(chart) && !swatch
  const series = data.series.map((label, index): Unplaced => {
    const { color, shape, dash, hollow } = seriesStyle(index, look.theme)
    // A single series is named only to tell it from the closed form.
    const text = label === '' ? 'simulation' : shorten(label, longestLabel(width), look.labelSize)
    const marker = swatch || bareLines.includes(chart.kind) ? {} : { shape }
    const fill = swatch ? fillColor(index, look.theme) : color
    return { label: text, color: fill, dash: line ? dash : [], ...marker, hollow, swatch, line }
  })
  const hasTheory = data.panels.some((panel) => panel.theory.length > 0)
  const shown = hasDirectLabels(chart, data) ? [] : series
  if (!hasTheory) return shown
  const dash = drawsTheoryAsLine(chart, data) ? theoryDash : []
  return [...shown, { label: 'theory', color: theoryColor, dash, hollow: false, swatch: false, line: true }]
}

/** A row of the legend: entries with their left ends, from 0. */
interface Row {
  readonly entries: (Unplaced & { x: number })[]
  width: number
}

function wrap(title: string, all: readonly Unplaced[], width: number, labelSize: number): Row[] {
  const rows: Row[] = [{ entries: [], width: 0 }]
  if (title !== '') {
    const label = shorten(title, longestLabel(width), labelSize)
    const name = { label, color: ink, dash: [], hollow: false, swatch: false, line: false, x: -keyWidth - keyGap }
    rows[0] = { entries: [name], width: textWidth(label, labelSize) }
  }
  for (const entry of all) {
    const wide = keyWidth + keyGap + textWidth(entry.label, labelSize)
    let row = rows.at(-1)
    if (row === undefined || (row.width > 0 && row.width + entryGap + wide > width)) {
      row = { entries: [], width: 0 }
      rows.push(row)
    }
    const x = row.width === 0 ? 0 : row.width + entryGap
    row.entries.push({ ...entry, x })
    row.width = x + wide
  }
  return rows
}

function centred(row: Row, index: number, width: number): Entry[] {
  const left = Math.max(0, (width - row.width) / 2)
  return row.entries.map((entry) => ({ ...entry, x: entry.x + left, row: index }))
}

/** A mark whose properties do not change. */
function fixed(type: string, values: Readonly<Record<string, unknown>>): object {
  return { type, encode: { enter: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])) } }
}

function keyMarks(entry: Entry, y: number, size: number): object[] {
  const middle = entry.x + keyWidth / 2
  const marks: object[] = []
  if (entry.line) {
    const strokeWidth = entry.label === 'theory' && entry.shape === undefined ? theoryWidth : seriesWidth
    const line = { x: entry.x, x2: entry.x + keyWidth, y, stroke: entry.color, strokeWidth, strokeDash: entry.dash }
    marks.push(fixed('rule', line))
  }
  if (entry.shape !== undefined) {
    const paint = entry.hollow
      ? { fill: 'white', stroke: entry.color, strokeWidth: 0.9 }
      : { fill: entry.color, stroke: 'white', strokeWidth: 0.3 }
    marks.push(fixed('symbol', { x: middle, y, size, shape: entry.shape, ...paint }))
  }
  if (entry.swatch) {
    marks.push(
      fixed('rect', {
        x: middle - 6,
        width: 12,
        y: y - 3.5,
        height: 7,
        fill: entry.color,
        stroke: ink,
        strokeWidth: 0.4,
      }),
    )
  }
  return marks
}

function textMark(text: string, x: number, y: number, fontSize: number, align = 'left'): object {
  return fixed('text', { x, y, text, font: fontFamily, fontSize, fill: ink, baseline: 'middle', align })
}

/** The colours of a heat map from its lowest to its highest value, with what they stand for. */
function colorStrip(scale: ColorScale, width: number, look: Look): Legend | undefined {
  if (!(scale.low <= scale.high)) return undefined
  const size = look.labelSize
  const height = size + 4
  const steps = 48
  const [low, high] = [shortNumber(scale.low), shortNumber(scale.high)]
  const title = shorten(scale.title, width - 150, size)
  const stripWidth = Math.min(120, width / 3)
  const total = [title, low, high].reduce((sum, text) => sum + textWidth(text, size) + 5, stripWidth)
  const y = height / 2
  let x = Math.max(0, (width - total) / 2)
  const marks: object[] = [textMark(title, x, y, size)]
  x += textWidth(title, size) + 8
  marks.push(textMark(low, x, y, size))
  x += textWidth(low, size) + 3
  for (let step = 0; step < steps; step++) {
    const share = (step + 0.5) / steps
    const value = scale.isLog
      ? scale.low * Math.exp(share * Math.log(scale.high / scale.low))
      : scale.low + share * (scale.high - scale.low)
    // A little overlap hides the seams that some viewers show.
    const box = { x: x + (step * stripWidth) / steps, width: stripWidth / steps + (step === steps - 1 ? 0 : 0.3) }
    marks.push(fixed('rect', { ...box, y: y - 3.5, height: 7, fill: heatColor(scale, look.theme, value) }))
  }
  marks.push(textMark(high, x + stripWidth + 3, y, size))
  return { spec: { width, height, padding: 0, autosize: 'none', background: null, marks }, height }
}
