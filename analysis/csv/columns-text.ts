import type { CsvLine } from './csv-lines.ts'

/**
 * A CSV table as columns between spaces, which gnuplot reads without any option: names and text in double quotes, `NaN`
 * for an empty cell of a column of numbers. R (`read.table`) and pandas (`sep=' '`) read it as well.
 * @param lines The header and the rows of the CSV.
 */
export function columnsText([header, ...rows]: readonly CsvLine[]): string {
  if (header === undefined) return ''
  const numeric = header.record.map((_, column) => rows.every(({ record }) => isNumber(record[column] ?? '')))
  const line = (cells: readonly string[]): string => `${cells.join(' ')}\n`
  return [
    line(header.record.map(quoted)),
    ...rows.map(({ record }) =>
      line(record.map((cell, column) => (numeric[column] === true ? (cell === '' ? 'NaN' : cell) : quoted(cell)))),
    ),
  ].join('')
}

function isNumber(cell: string): boolean {
  return cell.trim() === cell && !Number.isNaN(Number(cell))
}

/** Within quotes gnuplot knows no escape, so the quotes of the text itself become single ones. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', "'").replaceAll('\n', ' ')}"`
}
