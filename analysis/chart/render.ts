import type { ChartData } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { fontFamily, textWidth } from './font.ts'
import { columnCount, panelHeight } from './grid.ts'
import { hatched } from './hatch.ts'
import { isFilled } from './layers.ts'
import { legend } from './legend.ts'
import { type Look, lookOf } from './look.ts'
import { panelsSpec } from './panel-spec.ts'
import type { Spec } from './spec.ts'

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
  const look = lookOf(chart)
  const { width } = look
  const inner = width - 2 * edge
  const key = legend(chart, data, inner, look)
  const keyDrawing = key === undefined ? undefined : await drawVega(key.spec)
  const panels = await fittedPanels(chart, data, inner, look)
  const top = edge + (key === undefined ? 0 : key.height + legendGap)
  const height = round(top + panels.height + edge)
  const left = edge + Math.max(0, (inner - panels.width) / 2)
  const panelGroup = `<g transform="translate(${round(left)},${round(top)})">${panels.body}</g>`
  const hatch = (svg: string): string => (isFilled(chart, data) ? hatched(svg, data.series.length, look.theme) : svg)
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}pt" height="${height}pt" viewBox="0 0 ${width} ${height}" ` +
      `font-family="${fontFamily}">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    hatch(keyDrawing === undefined ? panelGroup : `${keyGroup(keyDrawing)}\n${panelGroup}`),
    '</svg>',
  ]
  return `${parts.join('\n')}\n`
}

function keyGroup({ body }: Drawing): string {
  return `<g transform="translate(${edge},${edge})">${body}</g>`
}

/**
 * The panels at the given total width. How much of it the axes take is known only after drawing, so the inner width is
 * corrected by what the drawing before missed.
 */
async function fittedPanels(chart: ChartSpec, data: ChartData, target: number, look: Look): Promise<Drawing> {
  const columns = columnCount(data, target, look.labelSize)
  let width = target / columns - 40
  let height = 0
  let fitting: Drawing | undefined
  for (let attempt = 0; attempt < 6; attempt++) {
    // Later the height stays: an axis title that breaks at one height and not at another would never settle.
    if (attempt < 2) height = panelHeight(data, { width, height, columns, look })
    const drawing = await drawVegaLite(panelsSpec(chart, data, { width, height, columns, look }))
    const miss = target - drawing.width
    // Vega gives whole points, rounded up.
    if (miss >= 0 && miss < 1) return drawing
    if (miss >= 0 || fitting === undefined) fitting = drawing
    width = Math.max(20, width + (miss - 0.5) / columns)
  }
  return fitting ?? { body: '', width: 0, height: 0 }
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
  return (
    body
      // The dash without gap of a solid line, which PDF does not know.
      .replaceAll(' stroke-dasharray="1,0"', '')
      .replaceAll(/ (?:class|pointer-events|role|aria-[a-z]+|font-family)="[^"]*"/g, '')
      .replaceAll(/<[^>]*>/g, (tag) =>
        tag.replaceAll(/-?\d+\.\d+(?:e-?\d+)?/g, (digits) => String(round(Number(digits)))),
      )
      .replaceAll(/<text([^>]*font-size="([\d.]+)px"[^>]*)>([^<]+)<\/text>/g, withLength)
  )
}

/** A text with its length, so that a viewer with another font keeps the layout. */
function withLength(_all: string, attributes: string, size: string, text: string): string {
  const length = round(textWidth(unescaped(text), Number(size)))
  return `<text${attributes} textLength="${length}" lengthAdjust="spacingAndGlyphs">${text}</text>`
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

/** A drawing for renderers that have the font of the charts, and need no lengths of texts. */
export function withoutLengths(svg: string): string {
  return svg.replaceAll(/ textLength="[^"]*" lengthAdjust="[^"]*"/g, '')
}

function round(x: number): number {
  return Math.round(x * 100) / 100 + 0
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
