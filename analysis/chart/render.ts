import { type ChartSpec, chartSizes } from '../record.ts'
import type { ChartData } from './chart-data.ts'
import { fontFamily, textWidth } from './font.ts'
import { legend } from './legend.ts'
import { panelsSpec } from './panel-spec.ts'
import type { PanelGrid, Spec } from './spec.ts'

/** White edge around everything, in points. */
const edge = 2
const legendGap = 3

/** A drawing without its outer element. */
interface Drawing {
  readonly body: string
  readonly width: number
  readonly height: number
}

/**
 * A chart as SVG text of exactly its paper width, one unit being one point. The same data gives the same bytes.
 * @param title Written into the file, not drawn.
 * @param description The caption, written into the file.
 */
export async function renderSvg(
  chart: ChartSpec,
  data: ChartData,
  title: string,
  description: string,
): Promise<string> {
  const width = chartSizes[chart.size ?? 'acm-column']
  const inner = width - 2 * edge
  const key = legend(chart, data, inner)
  const keyDrawing = key === undefined ? undefined : await drawVega(key.spec)
  const panels = await fittedPanels(chart, data, inner)
  const top = edge + (key === undefined ? 0 : key.height + legendGap)
  const height = round(top + panels.height + edge)
  const left = edge + Math.max(0, (inner - panels.width) / 2)
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}pt" height="${height}pt" viewBox="0 0 ${width} ${height}" ` +
      `font-family="${fontFamily}">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...(keyDrawing === undefined ? [] : [`<g transform="translate(${edge},${edge})">${keyDrawing.body}</g>`]),
    `<g transform="translate(${round(left)},${round(top)})">${panels.body}</g>`,
    '</svg>',
  ]
  return `${parts.join('\n')}\n`
}

/**
 * The panels at the given total width. How much of it the axes take is known only after drawing, so the inner width is
 * corrected by what the drawing before missed.
 */
async function fittedPanels(chart: ChartSpec, data: ChartData, target: number): Promise<Drawing> {
  const columns = columnCount(data, target)
  let width = target / columns - 40
  let height = 0
  let fitting: Drawing | undefined
  for (let attempt = 0; attempt < 6; attempt++) {
    // Later the height stays: an axis title that breaks at one height and not at another would never settle.
    if (attempt < 2) height = panelHeight(data, { width, height, columns })
    const drawing = await drawVegaLite(panelsSpec(chart, data, { width, height, columns }))
    const miss = target - drawing.width
    if (miss >= 0 && miss < 0.5) return drawing
    if (miss >= 0 || fitting === undefined) fitting = drawing
    width = Math.max(20, width + (miss - 0.1) / columns)
  }
  return fitting ?? { body: '', width: 0, height: 0 }
}

/** As many panels side by side as stay readable, with rows of equal length where that is possible. */
function columnCount(data: ChartData, width: number): number {
  const groups = new Set(data.panels.map(({ group }) => group)).size
  const facets = data.panels.length / groups
  // Panels of different metrics each have an axis title and labels of their own.
  const most = Math.max(1, Math.floor(width / (facets > 1 ? 110 : 160)))
  if (groups === 1 || facets === 1) return Math.ceil(data.panels.length / Math.ceil(data.panels.length / most))
  // Each metric starts a row of its own.
  let columns = Math.min(facets, most)
  while (facets % columns !== 0) columns--
  return columns
}

function panelHeight(data: ChartData, grid: PanelGrid): number {
  if (data.panels.length === 1) return Math.min(180, Math.max(100, 0.6 * grid.width))
  const shape = grid.columns === 1 ? 0.48 : 0.75
  return Math.min(140, Math.max(70, shape * grid.width))
}

async function drawVegaLite(spec: Spec): Promise<Drawing> {
  const { compile } = await import('vega-lite')
  const { spec: compiled } = compile(spec as unknown as Parameters<typeof compile>[0])
  return drawVega({ ...compiled, padding: 0 } as Readonly<Record<string, unknown>>)
}

async function drawVega(spec: Readonly<Record<string, unknown>>): Promise<Drawing> {
  const vega = await import('vega')
  textMetricsOf(vega).width = measure
  vega.resetSVGDefIds()
  const view = new vega.View(vega.parse(spec as unknown as Parameters<typeof vega.parse>[0]), { renderer: 'none' })
  const svg = await view.toSVG()
  view.finalize()
  const [, head = '', body = ''] = /^<svg([^>]*)>(.*)<\/svg>$/s.exec(svg) ?? []
  const size = (name: string): number => Number(new RegExp(` ${name}="([\\d.]+)"`).exec(head)?.[1] ?? 0)
  return { body: compact(body), width: size('width'), height: size('height') }
}

/** Vega's way to have its texts measured by others; it is exported, but absent from the types of the package. */
function textMetricsOf(vega: object): { width: typeof measure } {
  return (vega as { textMetrics: { width: typeof measure } }).textMetrics
}

/** What Vega says of a text: its size, and the width from which on it is cut. */
interface TextItem {
  readonly fontSize?: number
  readonly limit?: number
}

/** Width of one line of a text item of Vega, in points, as it is after the cut. */
function measure(item: TextItem, line: unknown): number {
  const width = textWidth(String(line ?? ''), item.fontSize ?? 11)
  return item.limit !== undefined && item.limit > 0 ? Math.min(width, item.limit) : width
}

/**
 * Without what only an interactive view needs and the font that every text repeats, and with coordinates that do not
 * depend on the last bits of a logarithm, which differ between versions of Node.
 */
function compact(body: string): string {
  return body
    .replaceAll(/ (?:class|pointer-events|role|aria-[a-z]+|font-family)="[^"]*"/g, '')
    .replaceAll(/<[^>]*>/g, (tag) =>
      tag.replaceAll(/-?\d+\.\d+(?:e-?\d+)?/g, (digits) => String(round(Number(digits)))),
    )
}

function round(x: number): number {
  return Math.round(x * 100) / 100 + 0
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
