import { AnalysisError } from '../errors.ts'
import { type SummaryMethod, summaryMethods, type SummaryRow } from '../summary.ts'
import { type CsvLine, csvLines, numberCell, plainValue } from './csv-lines.ts'
import { columnsAfterFactors, columnsBeforeFactors, flagSeparator } from './summary-columns.ts'

const leading = columnsBeforeFactors.length
const trailing = columnsAfterFactors.length

/**
 * The rows of a `summary.csv` that `writeSummary` wrote. Factor cells that read as a number, `true` or `false` become
 * one; any other is text.
 * @throws AnalysisError naming file and line when the file cannot be read, is cut off or is no such file.
 */
export function readSummary(path: string): SummaryRow[] {
  const [header, ...lines] = csvLines(path)
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

function summaryRow(path: string, line: CsvLine, factors: readonly string[]): SummaryRow {
  const cell = (index: number): string => line.record[index] ?? ''
  const after = leading + factors.length
  const where = `${path}, line ${line.info.lines}`
  const number = (offset: number): number => numberCell(where, columnsAfterFactors[offset] ?? '', cell(after + offset))
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

function method(where: string, cell: string): SummaryMethod {
  const known = summaryMethods.find((name) => name === cell)
  if (known !== undefined) return known
  throw new AnalysisError(`${where}: method is ${JSON.stringify(cell)}; expected one of ${summaryMethods.join(', ')}.`)
}
