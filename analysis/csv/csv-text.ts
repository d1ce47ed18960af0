import { stringify } from 'csv-stringify/sync'
import { AnalysisError } from '../errors.ts'
import type { PlainValue } from '../record.ts'

/** A cell: null and NaN are written as an empty one. */
export type Cell = PlainValue | null

/**
 * CSV text (RFC 4180, UTF-8, `\n`). Numbers have the shortest digits that read back to the same bits; a missing value
 * is an empty cell, never 0; infinities are `Infinity` and `-Infinity`, which R, pandas and DuckDB read as numbers.
 * @param header Column names.
 * @param rows Cells in the order of the header.
 * @throws AnalysisError when two columns have one name, because readers would silently mix them up.
 */
export function csvText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const twice = header.find((name, index) => header.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new AnalysisError(
      `The CSV would have two columns named "${twice}": a parameter or metric has the name of another column. ` +
        `Rename it in the model.`,
    )
  }
  return stringify([header, ...rows], {
    record_delimiter: 'unix',
    cast: {
      boolean: (value) => (value ? 'true' : 'false'),
      number: (value) => (Number.isNaN(value) ? '' : String(value)),
    },
  })
}
