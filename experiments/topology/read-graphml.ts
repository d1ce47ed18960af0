import type { LinkRule, Topology } from '../../engine/index.ts'
import { readQuantity, TopologyFileError, type FileUnits } from './file-place.ts'
import { describeItem, parseGraphml, type GraphmlDocument, type GraphmlItem } from './graphml-document.ts'
import { topologyOfFile, type FileEdge, type FileHost } from './links-of-file.ts'

/** Options of `readGraphml`. */
export interface GraphmlOptions {
  /** The file's name, for messages. */
  file: string
  /**
   * Which attributes (`attr.name` of a `key`) hold what. Default: `latency` and `bandwidth` of edges, `x` and `y` of
   * nodes, which are used when all nodes have them. A host's name is the id of its node.
   */
  attributes?: { latency?: string; bandwidth?: string; x?: string; y?: string }
  /** Units of bare numbers. */
  units?: FileUnits
  /** Latency (seconds) or bandwidth (bit/s) of edges that have none. Default: to lack one is an error. */
  defaults?: Partial<LinkRule>
}

/**
 * Reads a topology in GraphML.
 * @throws TopologyFileError naming file, line and column, when the XML is not well-formed, an id is there twice, an edge
 *   is at an unknown node, or an attribute is missing or no such quantity
 * @source Brandes, Eiglsperger, Herman, Himsolt, Marshall, GraphML progress report, Graph Drawing 2001
 */
export function readGraphml(text: string, options: GraphmlOptions): Topology {
  const { file, defaults = {}, units = {} } = options
  const names = { latency: 'latency', bandwidth: 'bandwidth', x: 'x', y: 'y', ...options.attributes }
  const document = parseGraphml(text, file)
  refuseDuplicates(document.items)

  const quantity = (item: GraphmlItem, what: 'latency' | 'bandwidth'): number | undefined => {
    const value = valueOf(document, item, names[what])
    if (value === undefined && defaults[what] !== undefined) return undefined
    if (value === undefined) throw missing(document, item, names[what])
    const where = `${item.where}: ${describeItem(item)}, ${names[what]}`
    if (what === 'latency') return readQuantity(value, 's', units.latency ?? 's', where)
    return readQuantity(value, 'bit/s', units.bandwidth ?? 'bit/s', where)
  }
  const coordinate = (item: GraphmlItem, name: string): number | undefined => {
    const value = valueOf(document, item, name)
    if (value === undefined) return undefined
    const number = value.trim() === '' ? NaN : Number(value)
    if (Number.isFinite(number)) return number
    throw new TopologyFileError(`${item.where}: ${describeItem(item)}, ${name} = "${value}": expected a number.`)
  }

  const hosts: FileHost[] = []
  const edges: FileEdge[] = []
  for (const item of document.items) {
    const { id, source, target, directed } = item.attributes
    if (item.kind === 'node') {
      if (id === undefined) throw new TopologyFileError(`${item.where}: a node without an id.`)
      hosts.push({ name: id, x: coordinate(item, names.x), y: coordinate(item, names.y) })
      continue
    }
    if (source === undefined || target === undefined) {
      const absent = source === undefined ? 'source' : 'target'
      throw new TopologyFileError(`${item.where}: ${describeItem(item)} has no ${absent}.`)
    }
    edges.push({
      from: source,
      to: target,
      latency: quantity(item, 'latency'),
      bandwidth: quantity(item, 'bandwidth'),
      directed: directed === undefined ? document.directed : directed === 'true',
      where: item.where,
    })
  }
  if (hosts.length === 0) throw new TopologyFileError(`${file}: the graph has no node, expected at least one.`)
  return topologyOfFile(hosts, edges, defaults)
}

/** What an item has of an attribute, or else the default of its key. */
function valueOf({ keys }: GraphmlDocument, item: GraphmlItem, name: string): string | undefined {
  const applies = (target: string): boolean => target === item.kind || target === 'all'
  return item.data.get(name) ?? keys.find((key) => key.name === name && applies(key.target))?.fallback
}

function missing({ keys }: GraphmlDocument, item: GraphmlItem, name: string): TopologyFileError {
  const ofEdges = keys.filter(({ target }) => target === 'edge' || target === 'all').map((key) => key.name)
  const hint = ofEdges.includes(name)
    ? `Give it a <data>, or the key "${name}" a <default>.`
    : `No <key for="edge" attr.name="${name}"> is declared; declared for edges: ${ofEdges.join(', ') || 'none'}.`
  return new TopologyFileError(`${item.where}: ${describeItem(item)}: attribute "${name}" is missing. ${hint}`)
}

function refuseDuplicates(items: readonly GraphmlItem[]): void {
  const seen = { node: new Map<string, GraphmlItem>(), edge: new Map<string, GraphmlItem>() }
  for (const item of items) {
    const { id } = item.attributes
    if (id === undefined) continue
    const before = seen[item.kind].get(id)
    if (before !== undefined)
      throw new TopologyFileError(
        `${item.where}: ${item.kind} "${id}" is there already (${before.where}): ids are unique.`,
      )
    seen[item.kind].set(id, item)
  }
}
