import { crc32 } from 'node:zlib'
import { fontFile, fontName, withBoxes } from './font.ts'
import { withoutLengths } from './render.ts'

/** Dots per inch of a PNG at the paper size of its chart. */
export const pngResolution = 300

const pointsPerInch = 72
const metresPerInch = 0.0254
/** Length of the PNG signature and the header chunk, after which other chunks may stand. */
const headLength = 33

/**
 * A PNG of an SVG chart, in the font that comes with Meanwhile. It carries its resolution, so that it has its paper size
 * when it is put into a document. The same SVG gives the same bytes.
 * @param svg A chart as `renderSvg` makes it, whose width is in points.
 */
export async function renderPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const width = Number(/ width="([\d.]+)pt"/.exec(svg)?.[1] ?? NaN)
  const image = new Resvg(withBoxes(withoutLengths(svg)), {
    fitTo: { mode: 'width', value: Math.ceil((width * pngResolution) / pointsPerInch) },
    // Without a font file resvg would silently draw no text at all.
    font: { loadSystemFonts: false, fontFiles: [fontFile], defaultFontFamily: fontName, serifFamily: fontName },
  })
  const png = image.render().asPng()
  return Buffer.concat([png.subarray(0, headLength), resolutionChunk(), png.subarray(headLength)])
}

/** @source PNG specification (third edition), section 11.3.4.3, chunk pHYs. */
function resolutionChunk(): Buffer {
  const dotsPerMetre = Math.round(pngResolution / metresPerInch)
  const content = Buffer.alloc(13)
  content.write('pHYs', 0, 'latin1')
  content.writeUInt32BE(dotsPerMetre, 4)
  content.writeUInt32BE(dotsPerMetre, 8)
  content.writeUInt8(1, 12)
  const chunk = Buffer.alloc(21)
  chunk.writeUInt32BE(9, 0)
  content.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(content), 17)
  return chunk
}
