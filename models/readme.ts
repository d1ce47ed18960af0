import type { Claim } from './claim.ts'
import type { Model } from './definition.ts'
import { listModels, loadClaims, loadModel, readReadme, writeReadme } from './registry.ts'

/** The sections that every model README has, in this order, each as a heading of level two. */
export const readmeSections = [
  'Scope',
  'Mechanism',
  'Parameters',
  'Metrics',
  'Validation',
  'Limitations',
  'Figure',
  'References',
] as const

const tables = { parameters: parameterTable, metrics: metricTable, claims: claimTable }

/**
 * The README text with its generated tables brought up to date. A table stands between two comments:
 * `<!-- generated:parameters -->` and `<!-- /generated -->`; the other two are `metrics` and `claims`.
 * Texts that are up to date come back unchanged.
 * @throws {Error} when the place of a table is missing.
 */
export function freshReadme(text: string, model: Model, claims: readonly Claim[]): string {
  let fresh = text
  for (const [name, table] of Object.entries(tables)) {
    const opening = `<!-- generated:${name} -->`
    const closing = '<!-- /generated -->'
    const start = fresh.indexOf(opening)
    const end = fresh.indexOf(closing, start)
    if (start < 0 || end < 0) {
      throw new Error(
        `README of model "${model.name}": expected the lines "${opening}" and "${closing}" where the ${name} go.`,
      )
    }
    fresh = `${fresh.slice(0, start + opening.length)}\n\n${table(model, claims)}\n\n${fresh.slice(end)}`
  }
  return fresh
}

/** Brings the README of every model up to date; returns the names of the models whose file has changed. */
export async function updateReadmes(): Promise<string[]> {
  const changed: string[] = []
  for (const { name } of await listModels()) {
    const [model, claims] = await Promise.all([loadModel(name), loadClaims(name)])
    const text = readReadme(name)
    const fresh = freshReadme(text, model, claims)
    if (fresh === text) continue
    writeReadme(name, fresh)
    changed.push(name)
  }
  return changed
}

function parameterTable(model: Model): string {
  const rows = Object.entries(model.parameters).map(([name, parameter]) => [
    `\`${name}\``,
    parameter.format(parameter.default),
    parameter.expects,
    parameter.doc,
  ])
  return markdownTable(['Parameter', 'Default', 'Accepts', 'Meaning'], rows)
}

function metricTable(model: Model): string {
  const rows = Object.entries(model.metrics).map(([name, { unit, doc }]) => [
    `\`${name}\``,
    unit,
    model.theory?.[name] === undefined ? '' : 'yes',
    doc,
  ])
  return markdownTable(['Metric', 'Unit', 'Closed form', 'Meaning'], rows)
}

function claimTable(model: Model, claims: readonly Claim[]): string {
  const rows = claims.map(({ claim, parameters, expected, source, tolerance }) => {
    const given = Object.entries(parameters).map(([name, value]) => {
      // Text stays as the author wrote it: 40/h says more than 0.0111/s.
      return `${name}=${typeof value === 'string' ? value : (model.parameters[name]?.format(value) ?? value)}`
    })
    const values = Object.entries(expected).map(([metric, value]) => {
      const unit = model.metrics[metric]?.unit ?? '1'
      const written = unit === '1' ? '' : unit === '1/s' ? '/s' : ` ${unit}`
      return `${metric} = ${Number(value.toPrecision(6))}${written}`
    })
    const reading = tolerance === undefined ? '' : ` (within ${tolerance.relative * 100} %: ${tolerance.reason})`
    return [claim, given.join(', '), values.join(', ') + reading, source]
  })
  return markdownTable(['Claim', 'Parameters', 'Expected', 'Source'], rows)
}

/** Columns are padded as the formatter of this project does it, so that formatting never makes a table stale. */
function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  const rule = line(widths.map((width) => '-'.repeat(width)))
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n')
}
