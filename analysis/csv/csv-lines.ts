import { CsvError, parse } from 'csv-parse/sync'
import { readFileSync } from 'node:fs'
import { AnalysisError, fileError } from '../errors.ts'
import type { PlainValue } from '../record.ts'

/** A parsed line and where its record ends in the file. */
export interface CsvLine {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/**
 * The lines of a CSV file that Meanwhile wrote, the header first.
 * @throws AnalysisError naming file and line when the file cannot be read, is cut off, or has a line of another length.
 */
export function csvLines(path: string): CsvLine[] {
  const text = readText(path)
  try {
    // A spreadsheet that saved the file again puts a mark of its byte order before it.
    return parse(text, { info: true, bom: true }) as unknown as CsvLine[]
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const line = (cause as { lines?: number }).lines ?? 1
    throw new AnalysisError(`${path}, line ${line}: ${cause.message}. Run the study again to rewrite the file.`, {
      cause,
    })
  }
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

/** NaN for an empty cell; nothing for a cell that is no number. */
export function numberOf(cell: string): number | undefined {
  if (cell === '') return NaN
  const value = Number(cell)
  return Number.isNaN(value) || cell.trim() !== cell ? undefined : value
}

/** A cell that reads as a number, `true` or `false` becomes one; any other is text. */
export function plainValue(cell: string): PlainValue {
  if (cell === 'true' || cell === 'false') return cell === 'true'
  const value = numberOf(cell)
  // Only the digits that we would write ourselves: text such as "007" or "0x10" stays text.
  return value !== undefined && String(value) === cell ? value : cell
}

/**
 * The number in a cell; NaN when it is empty.
 * @param where File and line, for the message.
 * @throws AnalysisError when it is no number.
 */
export function numberCell(where: string, column: string, cell: string): number {
  const value = numberOf(cell)
  if (value !== undefined) return value
  throw new AnalysisError(`${where}: ${column} is ${JSON.stringify(cell)}; expected a number or nothing.`)
}
