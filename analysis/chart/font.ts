import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** File of the font that charts are set in: Tinos, which has the widths of Times. */
export const fontFile = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf',
)

/** Family of that font, as the PNG renderer knows it. */
export const fontName = 'Tinos'

/**
 * Families that the SVG asks for. All but the last have the same widths, so that a viewer without Tinos shows the
 * same layout.
 */
export const fontFamily = `${fontName}, 'Times New Roman', 'Liberation Serif', 'Nimbus Roman', 'TeX Gyre Termes', Times, serif`

/** What is read from the font once. */
interface Metrics {
  /** Width of one character as a fraction of the font size. */
  readonly advance: (codePoint: number) => number
  readonly has: (codePoint: number) => boolean
}

let metrics: Metrics | undefined

function fontMetrics(): Metrics {
  metrics ??= readMetrics(readFileSync(fontFile))
  return metrics
}

/**
 * Width of a text in the chart font. Vega without a canvas guesses widths, which leaves margins too wide and legends
 * uneven; reading them from the font gives the same layout on every machine.
 * @param text Any text; kerning is left out.
 * @param fontSize In points.
 * @returns In points.
 */
export function textWidth(text: string, fontSize: number): number {
  const { advance } = fontMetrics()
  let width = 0
  for (const character of text) width += advance(character.codePointAt(0) ?? 0)
  return width * fontSize
}

/** The characters of a text that the chart font has no glyph for, each once: Chinese, Arabic, emoji. */
export function missingGlyphs(text: string): string[] {
  const { has } = fontMetrics()
  return [...new Set(text)].filter((character) => !/\s/u.test(character) && !has(character.codePointAt(0) ?? 0))
}

/** A text in which every character without a glyph is a box, so that a reader sees that something is missing there. */
export function withBoxes(text: string): string {
  const missing = new Set(missingGlyphs(text))
  return missing.size === 0 ? text : Array.from(text, (letter) => (missing.has(letter) ? '\u25A1' : letter)).join('')
}

/**
 * The advance widths of a TrueType font.
 * @source OpenType specification, tables `head`, `hhea`, `hmtx` and `cmap` (format 4: the Basic Multilingual Plane).
 */
function readMetrics(font: Buffer): Metrics {
  const table = (tag: string): number => tableOffset(font, tag)
  const unitsPerEm = font.readUInt16BE(table('head') + 18)
  const count = font.readUInt16BE(table('hhea') + 34)
  const widths = table('hmtx')
  const glyphs = characterMap(font, table('cmap'))
  const advance = (codePoint: number): number => {
    const glyph = glyphs.get(codePoint)
    // The letters of East Asia, which other fonts will show, fill a square.
    if (glyph === undefined && codePoint >= 0x2e80) return 1
    return font.readUInt16BE(widths + 4 * Math.min(glyph ?? 0, count - 1)) / unitsPerEm
  }
  return { advance, has: (codePoint) => glyphs.has(codePoint) }
}

function tableOffset(font: Buffer, tag: string): number {
  const tables = font.readUInt16BE(4)
  for (let entry = 12; entry < 12 + 16 * tables; entry += 16) {
    if (font.toString('latin1', entry, entry + 4) === tag) return font.readUInt32BE(entry + 8)
  }
  throw new Error(`The chart font ${fontFile} has no table "${tag}"; install the dependencies again.`)
}

/** Glyph number of each code point. */
function characterMap(font: Buffer, cmap: number): Map<number, number> {
  const glyphs = new Map<number, number>()
  const encodings = font.readUInt16BE(cmap + 2)
  for (let entry = cmap + 4; entry < cmap + 4 + 8 * encodings; entry += 8) {
    const start = cmap + font.readUInt32BE(entry + 4)
    if (font.readUInt16BE(start) === 4) readSegments(font, start, glyphs)
  }
  return glyphs
}

function readSegments(font: Buffer, start: number, glyphs: Map<number, number>): void {
  const size = font.readUInt16BE(start + 6)
  const ends = start + 14
  const starts = ends + size + 2
  for (let offset = 0; offset < size; offset += 2) {
    const last = font.readUInt16BE(ends + offset)
    const first = font.readUInt16BE(starts + offset)
    const delta = font.readUInt16BE(starts + size + offset)
    const rangeAt = starts + 2 * size + offset
    const range = font.readUInt16BE(rangeAt)
    for (let code = first; code <= last && code !== 0xffff; code++) {
      const glyph = range === 0 ? code : font.readUInt16BE(rangeAt + range + 2 * (code - first))
      if (glyph !== 0) glyphs.set(code, (glyph + delta) & 0xffff)
    }
  }
}
