import { createRequire } from 'node:module'
import { fontFile, withBoxes } from './font.ts'
import { withoutLengths } from './render.ts'

/** The part of pdfkit that is used here; the package has no types. */
interface PdfDocument {
  on(event: 'data', listener: (chunk: Uint8Array) => void): void
  on(event: 'end', listener: () => void): void
  on(event: 'error', listener: (error: Error) => void): void
  registerFont(name: string, file: string): void
  end(): void
}
type NewPdfDocument = new (options: Readonly<Record<string, unknown>>) => PdfDocument
type DrawSvg = (
  document: PdfDocument,
  svg: string,
  x: number,
  y: number,
  options: { readonly assumePt: boolean; readonly fontCallback: () => string },
) => void

/** Name under which the chart font is known inside the document. */
const fontName = 'Chart'

/**
 * A PDF of an SVG chart: one page of its size, lines and letters as vectors, the font embedded as TrueType with the glyphs
 * that occur. No date of making is in it and nothing is compressed, because the compression of Node differs between
 * machines: the same SVG gives the same bytes.
 * @param svg A chart as `renderSvg` makes it, in points.
 * @param title Title and subject of the document.
 */
export async function renderPdf(svg: string, title: string, subject: string): Promise<Uint8Array> {
  // Required when it is needed: it takes longer to load than all else here.
  const require = createRequire(import.meta.url)
  const Document = require('pdfkit') as NewPdfDocument
  const drawSvg = require('svg-to-pdfkit') as DrawSvg
  const size = ['width', 'height'].map((name) => Number(new RegExp(` ${name}="([\\d.]+)pt"`).exec(svg)?.[1] ?? NaN))
  const epoch = new Date(0)
  const document = new Document({
    size,
    margin: 0,
    compress: false,
    // Otherwise it would look for the metrics of Helvetica, and name that font in the document.
    font: fontFile,
    info: {
      Title: title,
      Subject: subject,
      Creator: 'Meanwhile',
      Producer: 'Meanwhile',
      CreationDate: epoch,
      ModDate: epoch,
    },
  })
  const chunks: Uint8Array[] = []
  const finished = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk) => chunks.push(chunk))
    document.on('end', resolve)
    document.on('error', reject)
  })
  document.registerFont(fontName, fontFile)
  // Plain numbers: a point of SVG would become 4/3 of one of PDF.
  const drawing = withBoxes(withoutLengths(svg)).replace(
    / width="([\d.]+)pt" height="([\d.]+)pt"/,
    ' width="$1" height="$2"',
  )
  drawSvg(document, drawing, 0, 0, { assumePt: true, fontCallback: () => fontName })
  document.end()
  await finished
  return Buffer.concat(chunks)
}
