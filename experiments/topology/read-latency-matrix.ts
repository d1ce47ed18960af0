import { csvLines } from './csv-lines.ts'
import { readQuantity, TopologyFileError } from './file-place.ts'

/** Options of `readLatencyMatrix`. */
export interface LatencyMatrixOptions {
  /** The file's name, for messages. */
  file: string
  /** Unit of bare numbers, such as `ms`; default `s`. */
  unit?: string
}

/** Measured latencies: what `latencies.matrix(rows, { names })` takes. */
export interface LatencyMatrix {
  /** What rows and columns are called. */
  readonly names: readonly string[]
  /** `rows[i][j]` is the latency from i to j, seconds; NaN on the diagonal where it is missing. */
  readonly rows: readonly Float64Array[]
}

/**
 * Reads a matrix of measured latencies from CSV. The first line names the columns, behind a cell that is passed over;
 * each further line is a row, its name and its entries: from that place to the place of the column. Both directions may
 * differ. Cells on the diagonal may be empty, no others.
 * @throws TopologyFileError naming file, line, row and column of what is missing or no such quantity
 */
export function readLatencyMatrix(text: string, { file, unit = 's' }: LatencyMatrixOptions): LatencyMatrix {
  const [header, ...lines] = csvLines(text, file)
  if (header === undefined || header.cells.length < 2)
    throw new TopologyFileError(`${file}: expected a header with the names of the columns, then a line for each row.`)
  const names = header.cells.slice(1)
  const columns = new Map<string, number>()
  for (const [column, name] of names.entries()) {
    if (columns.has(name)) throw new TopologyFileError(`${file}, line ${header.line}: column "${name}" is there twice.`)
    columns.set(name, column)
  }
  const rows: Float64Array[] = []
  for (const { cells, line } of lines) {
    const [name = '', ...entries] = cells
    const where = `${file}, line ${line}, row "${name}"`
    const index = columns.get(name)
    if (index === undefined)
      throw new TopologyFileError(
        `${where}: there is no column of that name, expected rows and columns of the same names.`,
      )
    if (rows[index] !== undefined) throw new TopologyFileError(`${where}: the row is there twice.`)
    if (entries.length > names.length)
      throw new TopologyFileError(
        `${where}: ${entries.length} entries, expected one for each of ${names.length} columns.`,
      )
    rows[index] = Float64Array.from(names, (column, j) => {
      const entry = entries[j] ?? ''
      const place = `${where}, column "${column}"`
      if (entry !== '') {
        const value = readQuantity(entry, 's', unit, place)
        if (value >= 0) return value
        throw new TopologyFileError(`${place}: a latency of ${value} s, expected a number >= 0.`)
      }
      if (j === index) return NaN
      throw new TopologyFileError(`${place}: the entry is missing. Measure it, or leave that place out.`)
    })
  }
  const absent = names.find((_, index) => rows[index] === undefined)
  if (absent !== undefined)
    throw new TopologyFileError(`${file}: row "${absent}" is missing, expected a row for each column.`)
  return { names, rows }
}
