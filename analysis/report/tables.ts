import type { Manifest } from '../manifest.ts'
import type { Factor, PlainValue } from '../record.ts'
import type { SummaryRow } from '../summary.ts'
import { html, type Html } from './html.ts'

/** Rows of a table beyond these are only in the CSV file. */
const mostRows = 1000
/** Failed runs beyond these are only in the manifest. */
const mostFailures = 50

/** A table with a header; nothing but its header when there are no rows. */
export function table(header: readonly string[], rows: readonly (readonly Html[])[]): Html {
  // A heading stands over its numbers.
  const isNumeric = (column: number): boolean => rows.some((cells) => cells[column]?.text.startsWith('<td class="n"'))
  const heads = header.map((text, column) =>
    isNumeric(column) ? html`<th class="n">${text}</th>` : html`<th>${text}</th>`,
  )
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells}
      </tr>`,
  )
  return html`<div class="wide" tabindex="0">
    <table>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`
}

const textCell = (text: string): Html => html`<td>${text}</td>`

/** A number with four digits; all of them when the mouse rests on it. */
function numberCell(value: number): Html {
  if (Number.isNaN(value)) return html`<td></td>`
  return html`<td class="n" title="${value}">${fourDigits(value)}</td>`
}

function fourDigits(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  const short = Number(value.toPrecision(4))
  const text = Math.abs(short) >= 1e7 || (short !== 0 && Math.abs(short) < 1e-4) ? short.toExponential() : String(short)
  return text.replace('-', '−')
}

/** The estimates, each beside its closed form where there is one. */
export function summaryTable(factors: readonly Factor[], summary: readonly SummaryRow[]): Html {
  const theory = new Map(
    summary.filter((row) => row.method === 'theory').map((row) => [`${row.point} ${row.metric}`, row.estimate]),
  )
  const simulated = summary.filter((row) => row.method !== 'theory')
  const withTheory = theory.size > 0
  const header = factors.map(({ name, unit }) => (unit === '' || unit === '1' ? name : `${name} (${unit})`))
  header.push('metric', 'estimate', '±', 'unit', ...(withTheory ? ['theory'] : []), 'runs', 'remarks')
  const rows = simulated
    .slice(0, mostRows)
    .map((row) => [
      ...factors.map(({ name }) => levelCell(row.factors[name] ?? '')),
      textCell(row.metric),
      numberCell(row.estimate),
      intervalCell(row),
      textCell(row.unit === '1' ? '' : row.unit),
      ...(withTheory ? [numberCell(theory.get(`${row.point} ${row.metric}`) ?? NaN)] : []),
      numberCell(row.replications),
      textCell(row.flags.join(', ')),
    ])
  const rest = simulated.length - rows.length
  const note = rest > 0 ? html`<p>${rest} more rows are in summary.csv.</p>` : html``
  return html`${table(header, rows)}${note}`
}

/** Half the width of an interval; its ends where the estimate is not in the middle. */
function intervalCell({ estimate, low, high }: SummaryRow): Html {
  const [below, above] = [estimate - low, high - estimate]
  if (!(Math.abs(below - above) > 1e-6 * Math.max(below, above))) return numberCell((high - low) / 2)
  return html`<td class="n" title="${low} to ${high}">${fourDigits(low)} to ${fourDigits(high)}</td>`
}

function levelCell(level: PlainValue): Html {
  return typeof level === 'number' ? numberCell(level) : textCell(String(level))
}

/** A CSV as a table, in as many rows as a page bears. */
export function csvTable(lines: readonly (readonly string[])[], file: string): Html {
  const [header = [], ...rows] = lines
  const shown = rows.slice(0, 200)
  const rest = rows.length - shown.length
  const cells = shown.map((row) => row.map((cell) => (isNumber(cell) ? numberCell(Number(cell)) : textCell(cell))))
  const note = rest > 0 ? html`<p>${rest} more rows are in ${file}.</p>` : html``
  return html`${table(header, cells)}${note}`
}

function isNumber(cell: string): boolean {
  return cell !== '' && !Number.isNaN(Number(cell))
}

/** Runs that failed, with their messages; nothing when there are none. */
export function failuresTable({ failures }: Manifest): Html {
  if (failures.length === 0) return html``
  const rows = failures
    .slice(0, mostFailures)
    .map(({ id, point, replication, message }) => [
      textCell(id),
      textCell(point),
      numberCell(replication),
      textCell(message),
    ])
  const rest = failures.length - rows.length
  const note = rest > 0 ? html`<p>${rest} more are in manifest.json.</p>` : html``
  return html`<h2>Failed runs</h2>
    ${table(['run', 'point', 'replication', 'message'], rows)}${note}`
}

/** How the results came about. */
export function provenanceTable(manifest: Manifest): Html {
  const { study, code, host, design } = manifest
  const commit =
    code.commit === null ? 'not known' : `${code.commit}${code.dirty === true ? ', with local changes' : ''}`
  const entries: [string, string][] = [
    ['Command', manifest.command],
    ['Model', study.model],
    ['Meanwhile', manifest.version],
    ['Commit', commit],
    ['Node.js', manifest.node],
    ['Machine', `${host.os} ${host.arch}, ${host.cores} × ${host.cpu}`],
    ['Written', manifest.created],
    ['Root seed', study.seed],
    [
      'Runs',
      `${design.runs}: ${design.points} design points, ${design.finished} runs finished, ${design.failed} failed`,
    ],
  ]
  return html`<dl>
    ${entries.map(
      ([term, text]) =>
        html`<dt>${term}</dt>
          <dd>${text}</dd>`,
    )}
  </dl>`
}
