import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { galleryStudy, writeGallery } from '../sample-gallery.ts'
import { paperSizes } from './chart-spec.ts'
import { drawCharts } from './draw-charts.ts'

/** Whether the tools of poppler are there. */
const hasPoppler = ((): boolean => {
  try {
    execFileSync('pdffonts', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

let folder = ''
const path = (name: string): string => join(folder, 'charts', 'print', name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-pdf-'))
  writeGallery(folder)
  await drawCharts(folder, { theme: 'print', formats: ['svg', 'pdf'] })
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('a PDF', () => {
  it.each(galleryStudy.charts.map(({ id }) => [id]))(
    'of the chart "%s" has all its fonts embedded as TrueType',
    (id) => {
      const pdf = readFileSync(path(`${id}.pdf`), 'latin1')
      // One font, made of glyphs from a TrueType file that is in the document; no Type 3, and none of the viewer's own.
      expect(pdf.match(/\/Subtype \/CIDFontType2/g)).toHaveLength(1)
      expect(pdf.match(/\/FontFile2 /g)).toHaveLength(1)
      expect(pdf).not.toMatch(/\/Type3|\/Type1\b/)
    },
  )

  it('is so for pdffonts too', (test) => {
    if (!hasPoppler) return test.skip('no pdffonts on the PATH')
    const listed = execFileSync('pdffonts', [path('line.pdf')], { encoding: 'utf8' })
      .trimEnd()
      .split('\n')
      .slice(2)
    expect(listed).toEqual([expect.stringMatching(/Tinos-Regular +CID TrueType +Identity-H +yes yes yes/)])
  })

  it('is one page of the size of the SVG, with the letters as text', (test) => {
    const pdf = readFileSync(path('line.pdf'), 'latin1')
    const [, width = '', height = ''] =
      / width="([\d.]+)pt" height="([\d.]+)pt"/.exec(readFileSync(path('line.svg'), 'utf8')) ?? []
    expect(Number(width)).toBe(paperSizes['acm-column'].width)
    expect(pdf).toContain(`/MediaBox [0 0 ${width} ${height}]`)
    if (!hasPoppler) return test.skip('no pdftotext on the PATH')
    const text = execFileSync('pdftotext', [path('line.pdf'), '-'], { encoding: 'utf8' })
    expect(text).toContain('Mean wait (s)')
    expect(text).toContain('theory')
  })

  it('has no time of making, and the same bytes each time', async () => {
    const before = readFileSync(path('bar.pdf'))
    await drawCharts(folder, { theme: 'print', formats: ['pdf'], ids: ['bar'] })
    expect(readFileSync(path('bar.pdf'))).toEqual(before)
    expect(before.toString('latin1')).toContain('(D:19700101000000Z)')
  })

  it('tells bars apart by hatching in print', () => {
    expect(readFileSync(path('bar.svg'), 'utf8')).toContain('fill="url(#hatch-1-print)"')
    expect(readFileSync(path('bar.pdf'), 'latin1')).toContain('/PatternType 1')
  })

  it('has no colour in print', () => {
    for (const { id } of galleryStudy.charts) {
      const colors = readFileSync(path(`${id}.svg`), 'utf8').match(/#[0-9a-f]{6}\b/gi) ?? []
      const colored = colors.filter((color) => {
        const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
        return Math.max(...channels) - Math.min(...channels) > 1
      })
      expect(colored).toEqual([])
    }
  })
})
