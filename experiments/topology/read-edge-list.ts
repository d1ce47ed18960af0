import type { LinkRule, Topology } from '../../engine/index.ts'
import { didYouMean } from '../../models/suggest.ts'
import { csvLines, type CsvLine } from './csv-lines.ts'
import { readQuantity, TopologyFileError, type FileUnits } from './file-place.ts'
import { topologyOfFile, type FileEdge } from './links-of-file.ts'

/** Options of `readEdgeList`. */
export interface EdgeListOptions {
  /** The file's name, for messages. */
  file: string
  /** Which columns hold what. Default `from`, `to`, `latency`, `bandwidth`; others are passed over. */
  columns?: { from?: string; to?: string; latency?: string; bandwidth?: string }
  /** Units of bare numbers. */
  units?: FileUnits
  /** Latency (seconds) or bandwidth (bit/s) of edges that have none. Default: to lack one is an error. */
  defaults?: Partial<LinkRule>
  /** Whether a row is one direction only; two rows that lead there and back are one connection. Default false. */
  directed?: boolean
  /** The hosts there are, in order of their ids. Default: those of the rows, in order of appearance. */
  hosts?: readonly string[]
}

/**
 * Reads a topology from CSV: a header, then a row for each edge, such as `a,b,10ms,1Gbps`.
 * @throws TopologyFileError naming file, line and column, when a column or a cell is missing or no such quantity, an
 *   edge is there twice or joins a host to itself, or a host is not among those given
 */
export function readEdgeList(text: string, options: EdgeListOptions): Topology {
  const { file, units = {}, defaults = {}, directed = false } = options
  const names = { from: 'from', to: 'to', latency: 'latency', bandwidth: 'bandwidth', ...options.columns }
  const [header, ...rows] = csvLines(text, file)
  if (header === undefined) throw new TopologyFileError(`${file}: the file is empty, expected a header and edges.`)
  const columnOf = (what: keyof typeof names, needed: boolean): number => {
    const name = names[what]
    const column = header.cells.indexOf(name)
    if (column >= 0 && header.cells.indexOf(name, column + 1) >= 0)
      throw new TopologyFileError(`${file}, line ${header.line}: column "${name}" is there twice.`)
    if (column >= 0 || !needed) return column
    throw new TopologyFileError(
      `${file}, line ${header.line}: column "${name}" is missing.${didYouMean(name, header.cells)} ` +
        `It has: ${header.cells.join(', ')}.`,
    )
  }
  const columns = {
    from: columnOf('from', true),
    to: columnOf('to', true),
    latency: columnOf('latency', defaults.latency === undefined),
    bandwidth: columnOf('bandwidth', defaults.bandwidth === undefined),
  }
  const cell = (row: CsvLine, what: keyof typeof names, needed: boolean): string | undefined => {
    const text = row.cells[columns[what]] ?? ''
    if (text !== '') return text
    if (!needed) return undefined
    throw new TopologyFileError(`${file}, line ${row.line}, column "${names[what]}": the cell is empty.`)
  }
  const edges: FileEdge[] = rows.map((row) => {
    if (row.cells.length > header.cells.length) {
      throw new TopologyFileError(
        `${file}, line ${row.line}: ${row.cells.length} cells, expected the ${header.cells.length} of the header.`,
      )
    }
    const [from, to] = [cell(row, 'from', true)!, cell(row, 'to', true)!]
    const latency = cell(row, 'latency', defaults.latency === undefined)
    const bandwidth = cell(row, 'bandwidth', defaults.bandwidth === undefined)
    const where = (what: 'latency' | 'bandwidth'): string => `${file}, line ${row.line}, column "${names[what]}"`
    return {
      from,
      to,
      latency: latency === undefined ? undefined : readQuantity(latency, 's', units.latency ?? 's', where('latency')),
      bandwidth:
        bandwidth === undefined
          ? undefined
          : readQuantity(bandwidth, 'bit/s', units.bandwidth ?? 'bit/s', where('bandwidth')),
      directed,
      where: `${file}, line ${row.line}`,
    }
  })
  refuseDuplicates(edges)
  const hosts = options.hosts ?? new Set(edges.flatMap(({ from, to }) => [from, to]))
  const named = Array.from(hosts, (name) => ({ name }))
  if (named.length === 0) throw new TopologyFileError(`${file}: there is no edge, expected at least one.`)
  return topologyOfFile(named, edges, defaults)
}

function refuseDuplicates(edges: readonly FileEdge[]): void {
  const seen = new Map<string, FileEdge>()
  for (const edge of edges) {
    const { from, to, directed, where } = edge
    const key = JSON.stringify(directed || from < to ? [from, to] : [to, from])
    const before = seen.get(key)
    if (before !== undefined) {
      throw new TopologyFileError(
        `${where}: the edge of "${from}" and "${to}" is there already (${before.where}). ` +
          `Remove one${directed ? '' : ', or read the file as directed'}.`,
      )
    }
    seen.set(key, edge)
  }
}
