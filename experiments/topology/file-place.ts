import { parseQuantity } from '../../models/quantity.ts'
import { ValueProblem } from '../../models/value-problem.ts'

/** A file of hosts, links or latencies that says something impossible; the message begins with file, line and column. */
export class TopologyFileError extends Error {
  override readonly name = 'TopologyFileError'
}

/**
 * Reads a latency or a bandwidth: with a unit (`10ms`, `1Gbps`), or a bare number in the unit that the reader was told.
 * @param base `s` or `bit/s`
 * @param bareUnit unit of bare numbers
 * @param where for the message, such as `net.csv, line 3, column "latency"`
 * @throws TopologyFileError when the text is no such quantity
 */
export function readQuantity(text: string, base: 's' | 'bit/s', bareUnit: string, where: string): number {
  const trimmed = text.trim()
  const bare = /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(trimmed)
  // Large matrices are mostly this, and text in base units converts exactly.
  if (bare && bareUnit === base && Number.isFinite(Number(trimmed))) return Number(trimmed)
  try {
    return parseQuantity(bare ? trimmed + bareUnit : trimmed, base)
  } catch (problem) {
    if (!(problem instanceof ValueProblem)) throw problem
    throw new TopologyFileError(`${where}: ${problem.message}.`, { cause: problem })
  }
}

/** Units of bare numbers in a file. */
export interface FileUnits {
  /** Such as `ms`; default `s`. */
  latency?: string
  /** Such as `Mbps`; default `bit/s`. */
  bandwidth?: string
}
