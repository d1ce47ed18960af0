import { SaxesParser } from 'saxes'
import { TopologyFileError } from './file-place.ts'

/** A node or an edge with its data, by `attr.name`. */
export interface GraphmlItem {
  readonly kind: 'node' | 'edge'
  readonly attributes: Readonly<Record<string, string>>
  readonly data: Map<string, string>
  /** File, line and column of its tag. */
  readonly where: string
}

/** The declaration of an attribute. */
export interface GraphmlKey {
  /** What it is called: its `attr.name`, or its id where it has none. */
  readonly name: string
  /** What has it: `node`, `edge`, `all`... */
  readonly target: string
  /** The value of those that do not give one. */
  fallback: string | undefined
}

/** What a GraphML file says. */
export interface GraphmlDocument {
  /** Nodes and edges in the order of the file. */
  readonly items: readonly GraphmlItem[]
  readonly keys: readonly GraphmlKey[]
  /** Whether edges are directed that do not say. */
  readonly directed: boolean
}

/** Parts of the format that have no meaning for a topology of hosts and links. */
const REFUSED = new Set(['hyperedge', 'port', 'locator'])

/**
 * Reads GraphML without asking what its attributes mean. Elements of other vocabularies inside `data` are passed over.
 * @param file its name, for messages
 * @throws TopologyFileError when the XML is not well-formed, data is of an undeclared key, or the file has no graph,
 *   several, or one inside a node
 */
export function parseGraphml(text: string, file: string): GraphmlDocument {
  const parser = new SaxesParser({ xmlns: true })
  const items: GraphmlItem[] = []
  const keys = new Map<string, GraphmlKey>()
  const lines = lineStarts(text)
  let directed: boolean | undefined
  let item: GraphmlItem | undefined
  let key: GraphmlKey | undefined
  let dataKey: GraphmlKey | undefined
  /** Text of the data or default that is open, and how many elements of other vocabularies are open inside it. */
  let collected: string | undefined
  let inside = 0
  let tagOffset = 0

  const place = (offset: number): string => {
    const line = lineOf(lines, offset)
    return `${file}, line ${line + 1}, column ${offset - lines[line]! + 1}`
  }
  const fail = (problem: string): never => {
    throw new TopologyFileError(`${place(tagOffset)}: ${problem}`)
  }
  const opened = (name: string, attributes: Record<string, string>): void => {
    if (REFUSED.has(name)) fail(`<${name}> is not a thing a topology has: expected nodes and edges between two nodes.`)
    if (name === 'graph') {
      if (item !== undefined) fail(`a graph inside ${describeItem(item)}: expected one flat graph.`)
      if (directed !== undefined) fail('a second graph: expected one graph a file.')
      const { edgedefault } = attributes
      if (edgedefault !== 'directed' && edgedefault !== 'undirected')
        fail(`edgedefault is ${JSON.stringify(edgedefault) ?? 'missing'}, expected "directed" or "undirected".`)
      directed = edgedefault === 'directed'
    } else if (name === 'key') {
      const { id, for: target = 'all', 'attr.name': called } = attributes
      if (id === undefined) return fail('a key without an id.')
      if (keys.has(id)) fail(`key "${id}" is there already: ids are unique.`)
      key = { name: called ?? id, target, fallback: undefined }
      keys.set(id, key)
    } else if (name === 'node' || name === 'edge') {
      if (directed === undefined) fail(`a ${name} outside a graph.`)
      item = { kind: name, attributes, data: new Map(), where: place(tagOffset) }
      items.push(item)
    } else if (name === 'data' && item !== undefined) {
      dataKey = keys.get(attributes['key'] ?? '')
      if (dataKey === undefined)
        fail(`${describeItem(item)} has data of key ${JSON.stringify(attributes['key'])}, which no <key> declares.`)
      collected = ''
    } else if (name === 'default' && key !== undefined) collected = ''
  }
  const closed = (name: string): void => {
    if (name === 'data' && item !== undefined && dataKey !== undefined) {
      if (item.data.has(dataKey.name)) fail(`${describeItem(item)} has two values of "${dataKey.name}".`)
      item.data.set(dataKey.name, collected!)
      dataKey = undefined
      collected = undefined
    } else if (name === 'default' && key !== undefined) {
      key.fallback = collected
      collected = undefined
    } else if (name === 'key') key = undefined
    else if (name === 'node' || name === 'edge') item = undefined
  }

  parser.on('error', ({ message }) => {
    const problem = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
    throw new TopologyFileError(
      `${file}, line ${parser.line}, column ${Math.max(1, parser.column)}: ${problem}. Expected well-formed XML.`,
    )
  })
  // The parser stands behind the name of the tag by now; it began at the bracket before.
  parser.on('opentagstart', ({ name }) => {
    tagOffset = Math.max(0, text.lastIndexOf(`<${name}`, parser.position))
  })
  parser.on('opentag', ({ local, attributes }) => {
    const plain: Record<string, string> = {}
    for (const { local, value } of Object.values(attributes)) plain[local] = value
    if (collected === undefined) opened(local, plain)
    else inside++
  })
  parser.on('closetag', ({ local }) => {
    if (inside === 0) closed(local)
    else inside--
  })
  const collect = (part: string): void => {
    if (collected !== undefined) collected += part
  }
  parser.on('text', collect)
  parser.on('cdata', collect)
  parser.write(text).close()
  if (directed === undefined) throw new TopologyFileError(`${file}: there is no <graph>, expected GraphML with one.`)
  return { items, keys: [...keys.values()], directed }
}

/** How a node or an edge is called in messages. */
export function describeItem({ kind, attributes: { id, source, target } }: GraphmlItem): string {
  const name = id === undefined ? kind : `${kind} "${id}"`
  return kind === 'node' ? name : `${name} from "${source ?? ''}" to "${target ?? ''}"`
}

/** Offsets at which lines begin. */
function lineStarts(text: string): number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length)
  return starts
}

/** The line, from 0, that an offset is in. */
function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle
  }
  return low
}
