import { CsvError, parse } from 'csv-parse/sync'
import { readFileSync } from 'node:fs'
import { AnalysisError, fileError } from '../errors.ts'
import type { PlainValue } from '../record.ts'
import type { SummaryMethod, SummaryRow } from '../summary.ts'
import { columnsAfterFactors, columnsBeforeFactors, flagSeparator } from './summary-columns.ts'

/** A parsed line and where its record ends in the file. */
interface Line {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

const leading = columnsBeforeFactors.length
const trailing = columnsAfterFactors.length

/**
 * The rows of a `summary.csv` that `writeSummary` wrote. Factor cells that read as a number, `true` or `false` become
 * one; any other is text.
 * @throws AnalysisError naming file and line when the file cannot be read, is cut off or is no such file.
 */
export function readSummary(path: string): SummaryRow[] {
  const [header, ...lines] = parseLines(path, readText(path))
  const columns = header?.record ?? []
  const factors = columns.slice(leading, columns.length - trailing)
  const isSummary =
    columns.length >= leading + trailing &&
    columnsBeforeFactors.every((name, index) => columns[index] === name) &&
    columnsAfterFactors.every((name, index) => columns[columns.length - trailing + index] === name)
  if (!isSummary) {
    throw new AnalysisError(
      `${path}, line 1: this is not a summary of Meanwhile. Expected the columns ${columnsBeforeFactors.join(',')},` +
        `<factors>,${columnsAfterFactors.join(',')}; found ${columns.join(',') || 'nothing'}.`,
    )
  }
  return lines.map((line) => summaryRow(path, line, factors))
}

function readText(path: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw fileError(`Cannot read ${path}`, cause)
  }
  if (text !== '' && !text.endsWith('\n')) {
    const lines = text.split('\n').length
    throw new AnalysisError(
      `${path}, line ${lines}: the file is cut off in this line. Run the study again to rewrite it.`,
    )
  }
  return text
}

function parseLines(path: string, text: string): Line[] {
  try {
    return parse(text, { info: true }) as unknown as Line[]
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const line = (cause as { lines?: number }).lines ?? 1
    throw new AnalysisError(`${path}, line ${line}: ${cause.message}. Run the study again to rewrite the file.`, {
      cause,
    })
  }
}

function summaryRow(path: string, line: Line, factors: readonly string[]): SummaryRow {
  const cell = (index: number): string => line.record[index] ?? ''
  const after = leading + factors.length
  const where = `${path}, line ${line.info.lines}`
  const number = (offset: number): number => {
    const value = numberOf(cell(after + offset))
    if (value !== undefined) return value
    const given = JSON.stringify(cell(after + offset))
    throw new AnalysisError(`${where}: ${columnsAfterFactors[offset]} is ${given}; expected a number or nothing.`)
  }
  const flags = cell(after + 8)
  return {
    study: cell(0),
    point: cell(1),
    factors: Object.fromEntries(factors.map((name, index) => [name, plainValue(cell(leading + index))])),
    metric: cell(after),
    unit: cell(after + 1),
    estimate: number(2),
    low: number(3),
    high: number(4),
    confidence: number(5),
    method: method(where, cell(after + 6)),
    replications: number(7),
    flags: flags === '' ? [] : flags.split(flagSeparator),
  }
}

/** NaN for an empty cell; nothing for a cell that is no number. */
function numberOf(cell: string): number | undefined {
  if (cell === '') return NaN
  const value = Number(cell)
  return Number.isNaN(value) || cell.trim() !== cell ? undefined : value
}

function plainValue(cell: string): PlainValue {
  if (cell === 'true' || cell === 'false') return cell === 'true'
  const value = numberOf(cell)
  // Only the digits that we would write ourselves: text such as "007" or "0x10" stays text.
  return value !== undefined && String(value) === cell ? value : cell
}

function method(where: string, cell: string): SummaryMethod {
  if (cell === 'replication-t' || cell === 'theory') return cell
  throw new AnalysisError(`${where}: method is ${JSON.stringify(cell)}; expected replication-t or theory.`)
}
