import { readFileSync } from 'node:fs'
import { CsvError, parse, type Info } from 'csv-parse/sync'
import type { Model, PlainValue } from '../../models/definition.ts'
import { didYouMean } from '../../models/suggest.ts'
import { show, ValueProblem } from '../../models/value-problem.ts'
import { StudyError } from '../study-text.ts'

/** The design points of a CSV file: a column for each factor, a row for each point. */
export interface CsvPoints {
  readonly factors: readonly string[]
  readonly points: readonly Readonly<Record<string, PlainValue>>[]
}

/**
 * Reads design points from a CSV file. Its first row names parameters of the model; cells may have units (`10ms`).
 * @param shown name of the file, for messages
 * @param taken names that the study sets elsewhere
 * @throws {StudyError} with line and column in the CSV file
 */
export function readCsvPoints(path: string, shown: string, model: Model, taken: readonly string[]): CsvPoints {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new StudyError(`The design file "${shown}" can not be read: ${(error as Error).message}`, shown)
  }
  const lines = text.split(/\r?\n/)
  const fail = (line: number, cell: number, message: string): StudyError => {
    const column = columnOf(lines[line - 1] ?? '', cell)
    return new StudyError(`${shown}:${line}:${column}: ${message}`, shown, line, column)
  }
  const rows = records(text, shown)
  const [head] = rows
  if (head === undefined)
    throw fail(1, 0, 'the file is empty; expected a row of parameter names, then a row for each point')
  const names = Object.keys(model.parameters)
  head.cells.forEach((name, i) => {
    if (!names.includes(name)) {
      const has = `It has: ${names.join(', ')}`
      throw fail(head.line, i, `model "${model.name}" has no parameter "${name}".${didYouMean(name, names)} ${has}`)
    }
    if (head.cells.indexOf(name) < i) throw fail(head.line, i, `the column "${name}" is there twice; keep one`)
    if (taken.includes(name)) throw fail(head.line, i, `"${name}" is set in the study file too; keep one of the two`)
  })
  if (rows.length === 1) throw fail(head.line, 0, 'the file has no points; expected a row for each below the names')
  const seen = new Map<string, number>()
  const points = rows.slice(1).map(({ cells, line }) => {
    if (cells.length !== head.cells.length)
      throw fail(
        line,
        0,
        `the row has ${cells.length} cells; expected ${head.cells.length}, one for each name in row 1`,
      )
    const point = Object.fromEntries(cells.map((cell, i) => [head.cells[i]!, readCell(cell, head.cells[i]!, i, line)]))
    const key = JSON.stringify(point)
    const first = seen.get(key)
    if (first !== undefined) throw fail(line, 0, `the point is that of row ${first} again; keep one`)
    seen.set(key, line)
    return point
  })
  return { factors: head.cells, points }

  function readCell(cell: string, name: string, index: number, line: number): PlainValue {
    try {
      return model.parameters[name]!.parse(cell)
    } catch (problem) {
      if (!(problem instanceof ValueProblem)) throw problem
      const given = cell === '' ? 'empty' : show(cell)
      const found = problem.found === undefined ? '' : ` (${problem.found})`
      throw fail(line, index, `${name} is ${given}${found}; expected ${problem.expected}`)
    }
  }
}

function records(text: string, shown: string): { cells: string[]; line: number }[] {
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const
    const rows = parse(text, options) as unknown as { record: string[]; info: Info }[]
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number((error as { lines?: number }).lines ?? 1)
    const message = `this is not valid CSV: ${error.message.replace(/ at line.*| on line.*|\.$/s, '').toLowerCase()}; expected cells with commas between them and quotes in pairs`
    throw new StudyError(`${shown}:${line}:1: ${message}`, shown, line, 1)
  }
}

/** Where a cell begins in its line; 1 where quotes make that hard to say. */
function columnOf(line: string, cell: number): number {
  if (line.includes('"')) return 1
  const before = line.split(',').slice(0, cell)
  const start = before.reduce((sum, part) => sum + part.length + 1, 0)
  return start + 1 + (/^\s*/.exec(line.slice(start))?.[0].length ?? 0)
}
