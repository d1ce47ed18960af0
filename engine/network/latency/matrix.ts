import { SimulationError } from '../../errors.ts'
import { requireCount, type LatencyModel } from './latency-model.ts'

/** Options of `matrix`. */
export interface MatrixOptions {
  /** What rows and columns are called in messages; default: their numbers from 0. */
  names?: readonly string[]
  /**
   * The row of each host, where several hosts are at one measured place. Default: host i is row i. Hosts of one row
   * need the entry on the diagonal, which may else be missing.
   */
  rowOf?: ArrayLike<number>
}

/**
 * Measured latencies: `rows[i][j]` is the latency from i to j, seconds, >= 0. Both directions may differ. A missing entry
 * is undefined or NaN; none may be missing but on the diagonal.
 * @throws SimulationError naming row and column of an entry that is missing or makes no sense
 */
export function matrix(
  rows: readonly ArrayLike<number | undefined>[],
  { names, rowOf }: MatrixOptions = {},
): LatencyModel {
  const size = rows.length
  requireCount('matrix', 'rows.length', size)
  const name = (i: number): string => `"${names?.[i] ?? i}"`
  if (names !== undefined && names.length !== size)
    throw new SimulationError(
      `Latency matrix with ${size} rows and ${names.length} names: expected a name for each row.`,
    )
  const shared = rowOf !== undefined && new Set(Array.from(rowOf)).size < rowOf.length
  const values = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    const row = rows[i]!
    if (row.length !== size)
      throw new SimulationError(
        `Latency matrix, row ${name(i)}: ${row.length} entries, expected one for each of ${size} columns.`,
      )
    for (let j = 0; j < size; j++) {
      const value = row[j] ?? NaN
      const where = `Latency matrix, row ${name(i)}, column ${name(j)}`
      if (Number.isNaN(value)) {
        if (i === j && !shared) continue
        throw new SimulationError(
          `${where}: the entry is missing, expected a latency in seconds. Measure it or leave that place out.`,
        )
      }
      if (!(value >= 0 && value < Infinity))
        throw new SimulationError(`${where} = ${value}: expected a finite number of seconds >= 0.`)
      values[i * size + j] = value
    }
  }
  if (rowOf === undefined) return { hosts: size, latency: (from, to) => values[from * size + to]! }
  for (let host = 0; host < rowOf.length; host++) {
    const row = rowOf[host]!
    if (!(Number.isInteger(row) && row >= 0 && row < size))
      throw new SimulationError(`Latency matrix, rowOf[${host}] = ${row}: expected an integer from 0 to ${size - 1}.`)
  }
  const row = Int32Array.from(rowOf)
  return { hosts: row.length, latency: (from, to) => values[row[from]! * size + row[to]!]! }
}
