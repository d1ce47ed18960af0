import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { columnsAfterFactors, columnsBeforeFactors } from '../csv/summary-columns.ts'
import { columnsAfterMetrics, columnsBeforeParameters } from '../csv/run-columns.ts'
import { AnalysisError, fileError } from '../errors.ts'
import { readManifest } from '../manifest.ts'
import type { PlainValue, StudyDescription } from '../record.ts'
import { sqlName, sqlText } from './duckdb.ts'

/** The tables that a query can name, and what is in them. */
export const tableDocs = {
  runs: 'one row per run, the columns of runs.csv',
  summary: 'one row per design point and metric, the columns of summary.csv',
  long: 'one row per run and metric: the columns of runs, with metric, unit and value in place of the metrics',
} as const

/**
 * SQL that makes those tables of `tableDocs` that a query names, over some results folders, each with a column `folder`.
 * @throws AnalysisError when a folder has no manifest, or a file that is needed is not there or cut off.
 */
export function tableStatements(folders: readonly string[], query: string): string[] {
  const results = folders.map((folder) => ({ folder, study: readManifest(folder).study }))
  const union = (select: (one: { folder: string; study: StudyDescription }) => string): string =>
    results.map(select).join(' UNION ALL BY NAME ')
  const makers = { runs: runsOf, summary: summaryOf, long: longOf }
  return Object.entries(makers)
    .filter(([name]) => new RegExp(`\\b${name}\\b`, 'i').test(query))
    .map(([name, select]) => `CREATE VIEW ${name} AS ${union(({ folder, study }) => select(folder, study))}`)
}

function runsOf(folder: string, study: StudyDescription): string {
  return `SELECT *, ${sqlText(folder)} AS folder FROM ${readCsv(join(folder, 'runs.csv'), runTypes(study))}`
}

function runTypes({ parameters, factors, metrics }: StudyDescription): Record<string, string> {
  const types: Record<string, string> = {}
  const levels = new Map(factors.map((factor) => [factor.name, factor.levels]))
  for (const { name } of parameters) types[name] = typeOf(levels.get(name))
  for (const { name } of metrics) types[name] = 'DOUBLE'
  const own = ['replication', 'events']
  // A hash that happens to have digits only must stay text.
  for (const name of [...columnsBeforeParameters, ...columnsAfterMetrics]) {
    types[name] = own.includes(name) ? 'BIGINT' : 'VARCHAR'
  }
  return types
}

function summaryOf(folder: string, { factors }: StudyDescription): string {
  const types: Record<string, string> = {}
  for (const { name, levels } of factors) types[name] = typeOf(levels)
  const numbers = ['estimate', 'ci_low', 'ci_high', 'confidence', 'replications']
  for (const name of [...columnsBeforeFactors, ...columnsAfterFactors]) {
    types[name] = numbers.includes(name) ? 'DOUBLE' : 'VARCHAR'
  }
  return `SELECT *, ${sqlText(folder)} AS folder FROM ${readCsv(join(folder, 'summary.csv'), types)}`
}

function longOf(folder: string, study: StudyDescription): string {
  const metrics = study.metrics.map(({ name }) => sqlName(name)).join(', ')
  const units = study.metrics.map(({ name, unit }) => `WHEN ${sqlText(name)} THEN ${sqlText(unit)}`).join(' ')
  const pivoted = `(${runsOf(folder, study)}) UNPIVOT INCLUDE NULLS (value FOR metric IN (${metrics}))`
  return `SELECT *, CASE metric ${units} END AS unit FROM ${pivoted}`
}

/** Type of a parameter column; `''` where DuckDB has to look: a parameter that is the same in all runs. */
function typeOf(levels: readonly PlainValue[] | undefined): string {
  if (levels === undefined || levels.length === 0) return ''
  const kinds = new Set(levels.map((level) => typeof level))
  if (kinds.size > 1) return 'VARCHAR'
  return kinds.has('number') ? 'DOUBLE' : kinds.has('boolean') ? 'BOOLEAN' : 'VARCHAR'
}

/** @throws AnalysisError when the file is not there, or cut off */
function readCsv(path: string, types: Readonly<Record<string, string>>): string {
  checkEnd(path)
  const known = Object.entries(types).filter(([, type]) => type !== '')
  const listed = known.map(([name, type]) => `${sqlText(name)}: ${sqlText(type)}`).join(', ')
  // Quoting and delimiter are given: guessing them reads the file once more, and may guess wrong.
  const format = `header = true, delim = ',', quote = '"', escape = '"', new_line = '\\n'`
  return `read_csv(${sqlText(path)}, ${format}, types = {${listed}})`
}

function checkEnd(path: string): void {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (cause) {
    throw fileError(`Cannot read ${path}`, cause)
  }
  try {
    const { size } = fstatSync(file)
    const last = Buffer.alloc(1)
    if (size > 0) readSync(file, last, 0, 1, size - 1)
    if (last[0] === 0x0a) return
    throw new AnalysisError(`${path}: the file is cut off in its last line. Run the study again to rewrite it.`)
  } finally {
    closeSync(file)
  }
}
