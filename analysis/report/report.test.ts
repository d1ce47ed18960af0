import { execFileSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunRecord } from '../record.ts'
import { galleryRuns, galleryStudy, writeGallery } from '../sample-gallery.ts'
import { html } from './html.ts'
import { writeReport, type WrittenReport } from './write-report.ts'

/** What the page says of itself after it was loaded and the mouse was moved over the first chart. */
interface Sight {
  /** State of each chart: `live` when it can be hovered. */
  readonly charts: Readonly<Record<string, string>>
  /** Marks in each chart. */
  readonly marks: Readonly<Record<string, number>>
  /** Anything that the page asked for, from the network or from the disk. */
  readonly requests: readonly string[]
  readonly errors: readonly string[]
  /** How much wider the page is than the window, in pixels. */
  readonly overflow: number
  /** Text of the tooltip. */
  readonly tooltip: string
}

/** Runs in the page: waits for the charts, hovers a marker of the first one, and writes down what is to be seen. */
const inspection = `<script>
  const sight = { charts: {}, marks: {}, requests: [], errors: [], overflow: 0, tooltip: '' }
  addEventListener('error', (event) => sight.errors.push(String(event.message)))
  addEventListener('securitypolicyviolation', (event) => sight.requests.push(event.blockedURI))
  const states = () => [...document.querySelectorAll('.chart[data-spec]')]
  const wait = setInterval(() => {
    if (states().some((chart) => chart.dataset.state === undefined)) return
    clearInterval(wait)
    for (const chart of states()) {
      const id = chart.closest('figure').id
      sight.charts[id] = chart.dataset.state
      sight.marks[id] = chart.querySelectorAll('svg path, svg line, svg rect').length
    }
    const marker = [...document.querySelectorAll('#line .mark-symbol path')].find((path) => path.__data__?.datum?.x !== undefined)
    const { x, y, width, height } = (marker ?? document.body).getBoundingClientRect()
    const at = { bubbles: true, clientX: x + width / 2, clientY: y + height / 2 }
    for (const type of ['pointermove', 'mousemove']) marker?.dispatchEvent(new MouseEvent(type, at))
    const { scrollWidth, clientWidth } = document.documentElement
    sight.overflow = scrollWidth - clientWidth
    sight.tooltip = document.getElementById('vg-tooltip-element')?.innerText ?? ''
    sight.requests.push(...performance.getEntriesByType('resource').map((entry) => entry.name))
    document.body.innerHTML = '<pre>' + encodeURIComponent(JSON.stringify(sight)) + '</pre>'
  }, 50)
</script>`

let folder = ''
let report: WrittenReport
const page = (): string => readFileSync(report.path, 'utf8')
/** The page without its scripts, and without white space between its elements. */
const markup = (path = report.path): string =>
  readFileSync(path, 'utf8')
    .replaceAll(/<script[\s\S]*?<\/script>/g, '')
    .replaceAll(/>\s+</g, '><')
    .replaceAll(/\s+/g, ' ')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-report-'))
  writeGallery(folder, { ...galleryStudy, title: 'Wait & load <script>alert(1)</script>' })
  report = await writeReport(folder)
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** The page in a browser that reaches no network. */
function seen(chromium: string, width: number): Sight {
  const copy = join(folder, 'inspected.html')
  // Before the scripts of the page, so that no error is missed.
  writeFileSync(
    copy,
    page().replace('<body>', () => `<body>${inspection}`),
  )
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', `--user-data-dir=${folder}/profile`]
  flags.push('--host-resolver-rules=MAP * ~NOTFOUND', '--virtual-time-budget=20000', `--window-size=${width},1200`)
  const dom = execFileSync(chromium, [...flags, '--dump-dom', `file://${copy}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  })
  const answer = decodeURIComponent(/<pre>(.*)<\/pre>/.exec(dom)?.[1] ?? '')
  if (!answer.startsWith('{')) throw new Error(`Chromium answered: ${dom.slice(-2000)}`)
  return JSON.parse(answer) as Sight
}

function onPath(names: readonly string[]): string | undefined {
  for (const name of names)
    for (const place of (process.env['PATH'] ?? '').split(delimiter))
      try {
        accessSync(join(place, name), constants.X_OK)
        return join(place, name)
      } catch {
        // Not here.
      }
  return undefined
}

const chromium = onPath(['chromium', 'chromium-browser', 'google-chrome', 'chrome'])

describe('report.html', () => {
  it('in a browser shows every chart, live, and tells values to the mouse, without asking for anything', (test) => {
    if (chromium === undefined) return test.skip('no Chromium on the PATH')
    const sight = seen(chromium, 1000)
    expect(sight.errors).toEqual([])
    expect(sight.requests).toEqual([])
    expect(sight.charts).toEqual(Object.fromEntries(galleryStudy.charts.map(({ id }) => [id, 'live'])))
    for (const [id, marks] of Object.entries(sight.marks)) expect([id, marks > 10]).toEqual([id, true])
    expect(sight.tooltip).toContain('Mean wait (s)')
    expect(sight.tooltip).toContain('Load')
  })

  it('on a narrow screen shows the drawings, whose letters are larger, and nothing beyond the edge', (test) => {
    if (chromium === undefined) return test.skip('no Chromium on the PATH')
    const { charts, errors, overflow } = seen(chromium, 500)
    expect(errors).toEqual([])
    expect(overflow).toBe(0)
    expect(charts).toEqual(Object.fromEntries(galleryStudy.charts.map(({ id }) => [id, 'drawing'])))
  })

  it('is one file under 3 MB that names no other host but in texts', () => {
    expect(report.bytes).toBe(Buffer.byteLength(page()))
    expect(report.bytes).toBeLessThan(3_000_000)
    expect(markup()).not.toMatch(/ (?:src|href)="(?!data:)/)
    expect(markup()).not.toContain('@import')
    expect(page().includes('sourceMappingURL')).toBe(false)
  })

  it('has the drawing of each chart without scripts too, a table of what is drawn, and its caption', () => {
    for (const { id } of galleryStudy.charts) {
      const figure =
        markup()
          .slice(markup().indexOf(`<figure id="${id}">`))
          .split('</figure>')[0] ?? ''
      expect(figure).toContain('<svg ')
      expect(figure).toContain('<table>')
      expect(figure).toContain('seed root')
    }
  })

  it('has estimates beside closed forms, methods, and provenance', () => {
    expect(markup()).toContain('<th class="n">theory</th>')
    expect(markup()).toContain('We simulated the model queueing/mmc')
    expect(markup()).toContain('<dt>Command</dt><dd>meanwhile sweep mmc</dd>')
  })

  it('takes no text for markup', () => {
    expect(markup()).toContain('<h1>Wait &amp; load &lt;script&gt;alert(1)&lt;/script&gt;</h1>')
    expect(page().includes('<script>alert')).toBe(false)
    expect(html`<a title="${'"><b>'}">${['x'].map((text) => html`<i>${text}</i>`)}</a>`.text).toBe(
      '<a title="&quot;&gt;&lt;b&gt;"><i>x</i></a>',
    )
  })

  it('has the same bytes each time', async () => {
    const before = page()
    await writeReport(folder)
    expect(page() === before).toBe(true)
  })
})

describe('a report of results with faults', () => {
  it('lists the runs that failed, and shows the charts that can be drawn', async () => {
    const runs = galleryRuns().map((run, index): RunRecord => {
      return index === 0 ? { ...run, stop: 'error', responses: {}, error: 'the <queue> burst' } : run
    })
    const charts = [{ ...galleryStudy.charts[0]! }, { id: 'lost', kind: 'line', x: 'load', y: 'nothing' } as const]
    const other = mkdtempSync(join(tmpdir(), 'meanwhile-report-'))
    try {
      writeGallery(other, { ...galleryStudy, charts }, runs)
      const { path, warnings, missing } = await writeReport(other)
      expect(missing).toBe(1)
      expect(warnings.join()).toContain('Chart "lost": y is "nothing"; expected a metric')
      const text = markup(path)
      expect(text).toContain('<td>the &lt;queue&gt; burst</td>')
      expect(text).toContain('<figure id="line">')
      expect(text).not.toContain('<figure id="lost">')
    } finally {
      rmSync(other, { recursive: true })
    }
  })

  it('is refused without a manifest', async () => {
    await expect(writeReport(join(folder, 'nowhere'))).rejects.toThrow('a folder of results?')
  })
})
