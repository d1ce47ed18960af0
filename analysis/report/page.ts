import { html, Html, scriptJson } from './html.ts'
import { libraryScripts } from './libraries.ts'

/** A chart as the page shows it. */
export interface PageChart {
  readonly id: string
  readonly title: string
  readonly caption: string
  /** Shown until, or instead of, the chart that can be hovered. */
  readonly svg: string
  /** Vega-Lite specification; absent for a chart of so much data that only its drawing is shown. */
  readonly spec?: object
  /** What is drawn, as a table. */
  readonly data: Html
}

/** What a report shows. */
export interface Page {
  readonly title: string
  readonly subtitle: string
  readonly charts: readonly PageChart[]
  readonly summary: Html
  readonly methods: string
  readonly provenance: Html
  readonly failures: Html
}

const style = `
:root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; color: #222 }
body { margin: 0 auto; max-width: 60rem; padding: 1rem 1.5rem 4rem }
h1 { margin-bottom: 0; line-height: 1.2 } h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc }
.subtitle { color: #555; margin-top: .25rem }
figure { margin: 2rem 0 } figcaption { font-size: .9rem; max-width: 48rem }
.chart { overflow-x: auto } .chart > svg { width: 40rem } .chart svg { max-width: 100%; height: auto }
details { margin: .5rem 0 } summary { cursor: pointer; color: #05507f }
.wide { overflow: auto; max-height: 36rem } table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums }
th, td { padding: .15rem .6rem; text-align: left; border-bottom: 1px solid #e4e4e4 } .n { text-align: right; white-space: nowrap }
thead th { position: sticky; top: 0; background: #fff; box-shadow: inset 0 -1px #888; vertical-align: bottom; white-space: normal }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem } dt { color: #555 } dd { margin: 0; overflow-wrap: anywhere }
@media print { details:not([open]) { display: none } body { max-width: none } .wide { max-height: none } }
`

/**
 * Puts the charts that can be hovered in place of their drawings; where one fails, its drawing stays. It stays on a narrow
 * screen too: no mouse is there, and its letters are the larger ones.
 */
const script = `
for (const holder of document.querySelectorAll('.chart[data-spec]')) {
  if (innerWidth < 640) { holder.dataset.state = 'drawing'; continue }
  const drawing = [...holder.childNodes]
  const spec = JSON.parse(document.getElementById(holder.dataset.spec).textContent)
  const target = document.createElement('div')
  vegaEmbed(target, spec, { renderer: 'svg', actions: { export: true, source: false, compiled: false, editor: false } })
    .then(() => { holder.replaceChildren(target); holder.dataset.state = 'live' })
    .catch((error) => { holder.replaceChildren(...drawing); holder.dataset.state = 'failed: ' + error.message })
}
`

/** A report as one HTML page that needs nothing else: no network, no other file. */
export function page(content: Page): string {
  const isLive = content.charts.some(({ spec }) => spec !== undefined)
  const libraries = isLive ? [...libraryScripts(), new Html(`<script>${script}</script>`)] : []
  const charts =
    content.charts.length === 0 ? html`<p>The study declares no charts.</p>` : html`${content.charts.map(figure)}`
  const result = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${content.title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <h1>${content.title}</h1>
        <p class="subtitle">${content.subtitle}</p>
        <h2>Charts</h2>
        ${charts}
        <h2>Methods</h2>
        <p id="methods">${content.methods}</p>
        <h2>Estimates</h2>
        <div id="estimates">${content.summary}</div>
        ${content.failures}
        <h2>Provenance</h2>
        <div id="provenance">${content.provenance}</div>
        ${libraries}
      </body>
    </html> `
  return result.text
}

function figure(chart: PageChart): Html {
  const holder = `spec-${chart.id}`
  const attribute = chart.spec === undefined ? html`` : html` data-spec="${holder}"`
  const spec =
    chart.spec === undefined
      ? html``
      : html`<script type="application/json" id="${holder}">
          ${scriptJson(chart.spec)}
        </script>`
  return html`<figure id="${chart.id}">
    <div class="chart" ${attribute}>${new Html(chart.svg)}</div>
    <figcaption><strong>${chart.title}</strong> ${chart.caption}</figcaption>
    <details>
      <summary>What is drawn, as a table</summary>
      ${chart.data}
    </details>
    ${spec}
  </figure>`
}
