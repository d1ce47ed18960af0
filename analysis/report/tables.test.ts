import { describe, expect, it } from 'vitest'
import { galleryRuns, galleryStudy } from '../sample-gallery.ts'
import { summarise } from '../summary.ts'
import { csvTable, summaryTable } from './tables.ts'

const markup = (text: string): string => text.replaceAll(/>\s+</g, '><')

describe('the table of estimates', () => {
  const summary = summarise(galleryStudy, galleryRuns())

  it('shows an interval by half its width, and by its ends where the estimate is not in the middle', () => {
    const [row] = summary
    const lopsided = [
      { ...row!, estimate: 0.5, low: 0.28, high: 0.72 },
      { ...row!, estimate: 0.02, low: 0.0035, high: 0.11 },
    ]
    const { text } = summaryTable(galleryStudy.factors, lopsided)
    expect(markup(text)).toContain('<td class="n" title="0.21999999999999997">0.22</td>')
    expect(markup(text)).toContain('<td class="n" title="0.0035 to 0.11">0.0035 to 0.11</td>')
  })

  it('is empty where there is no interval', () => {
    const [row] = summary
    const { text } = summaryTable([], [{ ...row!, estimate: 0.5, low: NaN, high: NaN }])
    expect(markup(text)).toContain('>0.5</td><td></td>')
  })
})

describe('a heading', () => {
  it('stands over its numbers', () => {
    const { text } = csvTable(
      [
        ['load', 'policy'],
        ['0.5', 'fifo'],
      ],
      'x.csv',
    )
    expect(markup(text)).toContain('<th class="n">load</th><th>policy</th>')
  })
})
