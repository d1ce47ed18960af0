import type { ChartSpec } from '../record.ts'
import type { ChartData } from './chart-data.ts'
import { drawsTheoryAsLine } from './layers.ts'
import { fontFamily, textWidth } from './font.ts'
import { seriesStyle, theoryColor, theoryDash, theoryWidth } from './palette.ts'
import { labelSize, shorten } from './text.ts'
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
  readonly swatch: boolean
  readonly line: boolean
  readonly x: number
  readonly row: number
}

const keyWidth = 16
const keyGap = 3
const entryGap = 9
const rowHeight = 11
const longestLabel = 110

/**
 * The legend of a chart; nothing when there is only one series and no closed form.
 * @param width Width on paper, in points; the entries are wrapped to it and centred.
 */
export function legend(chart: ChartSpec, data: ChartData, width: number): Legend | undefined {
  const all = entries(chart, data)
  if (all.length < 2) return undefined
  const title = data.seriesTitle === '' || data.series.length < 2 ? '' : `${data.seriesTitle}:`
  const rows = wrap(title, all, width)
  const height = rows.length * rowHeight
  const placed = rows.flatMap((row, index) => centred(row, index, width))
  const y = (row: number): number => row * rowHeight + rowHeight / 2
  const marks = placed.flatMap((entry) => [...keyMarks(entry, y(entry.row)), labelMark(entry, y(entry.row))])
  return { spec: { width, height, padding: 0, autosize: 'none', background: null, marks }, height }
}

type Unplaced = Omit<Entry, 'x' | 'row'>

function entries(chart: ChartSpec, data: ChartData): Unplaced[] {
  const isBar = chart.kind === 'bar'
  const series = data.series.map((label, index) => {
    const { color, shape, dash } = seriesStyle(index)
    // A single series is named only to tell it from the closed form.
    const text = label === '' ? 'simulation' : shorten(label, longestLabel)
    const line = chart.kind === 'line'
    return { label: text, color, dash: line ? dash : [], ...(isBar ? {} : { shape }), swatch: isBar, line }
  })
  const hasTheory = data.panels.some((panel) => panel.theory.length > 0)
  if (!hasTheory) return series
  const dash = drawsTheoryAsLine(chart, data) ? theoryDash : []
  return [...series, { label: 'theory', color: theoryColor, dash, swatch: false, line: true }]
}

/** A row of the legend: entries with their left ends, from 0. */
interface Row {
  readonly entries: (Unplaced & { x: number })[]
  width: number
}

function wrap(title: string, all: readonly Unplaced[], width: number): Row[] {
  const rows: Row[] = [{ entries: [], width: 0 }]
  if (title !== '') {
    const label = shorten(title, longestLabel)
    const name = { label, color: ink, dash: [], swatch: false, line: false, x: -keyWidth - keyGap }
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

function keyMarks(entry: Entry, y: number): object[] {
  const middle = entry.x + keyWidth / 2
  const marks: object[] = []
  const encode = (values: Record<string, unknown>): object => ({
    encode: { enter: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])) },
  })
  if (entry.line) {
    const strokeWidth = entry.shape === undefined ? theoryWidth : seriesWidth
    const line = { x: entry.x, x2: entry.x + keyWidth, y, stroke: entry.color, strokeWidth, strokeDash: entry.dash }
    marks.push({ type: 'rule', ...encode(line) })
  }
  if (entry.shape !== undefined) {
    const symbol = { x: middle, y, size: 17, shape: entry.shape, fill: entry.color, stroke: 'white', strokeWidth: 0.3 }
    marks.push({ type: 'symbol', ...encode(symbol) })
  }
  if (entry.swatch) {
    const box = { x: middle - 4, width: 8, y: y - 3, height: 6, fill: entry.color, stroke: ink, strokeWidth: 0.4 }
    marks.push({ type: 'rect', ...encode(box) })
  }
  return marks
}

function labelMark(entry: Entry, y: number): object {
  const text = {
    x: { value: entry.x + keyWidth + keyGap },
    y: { value: y },
    text: { value: entry.label },
    font: { value: fontFamily },
    fontSize: { value: labelSize },
    fill: { value: ink },
    baseline: { value: 'middle' },
  }
  return { type: 'text', encode: { enter: text } }
}
