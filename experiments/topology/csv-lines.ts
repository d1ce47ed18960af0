import { CsvError, parse } from 'csv-parse/sync'
import { TopologyFileError } from './file-place.ts'

/** A record of a CSV file and the line on which it ends. */
export interface CsvLine {
  readonly cells: readonly string[]
  readonly line: number
}

/**
 * The records of a CSV text, cells trimmed, empty lines and lines that begin with # left out.
 * @throws TopologyFileError naming the line of what is not CSV
 */
export function csvLines(text: string, file: string): CsvLine[] {
  try {
    const options = {
      info: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      comment: '#',
      relax_column_count: true,
    }
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[]
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }))
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const line = (cause as { lines?: number }).lines ?? 1
    throw new TopologyFileError(`${file}, line ${line}: ${cause.message}. Expected CSV.`, { cause })
  }
}
