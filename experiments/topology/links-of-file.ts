import { TopologyBuilder, type LinkParameters, type LinkRule, type Topology } from '../../engine/index.ts'
import { didYouMean } from '../../models/suggest.ts'
import { TopologyFileError } from './file-place.ts'

/** An edge as a file has it. */
export interface FileEdge {
  readonly from: string
  readonly to: string
  /** Undefined where the file has none and the default is to be taken. */
  readonly latency: number | undefined
  readonly bandwidth: number | undefined
  readonly directed: boolean
  /** For messages: file, line and, where known, column. */
  readonly where: string
}

/** A host as a file has it. */
export interface FileHost {
  readonly name: string
  readonly x?: number | undefined
  readonly y?: number | undefined
}

/**
 * The topology of hosts and edges read from a file. An undirected edge is a link each way; a directed edge and the
 * first one that leads back become one connection; a directed edge that none leads back from is a one-way link.
 * @throws TopologyFileError when an edge is at a host that is not there, joins a host to itself, or makes no sense
 */
export function topologyOfFile(
  hosts: readonly FileHost[],
  edges: readonly FileEdge[],
  defaults: Partial<LinkRule>,
): Topology {
  const builder = new TopologyBuilder()
  const ids = new Map<string, number>()
  const placed = hosts.every(({ x, y }) => x !== undefined && y !== undefined)
  for (const { name, x, y } of hosts) {
    const host = builder.addHost(name)
    ids.set(name, host)
    if (placed) builder.place(host, x!, y!)
  }
  const idOf = (name: string, { where }: FileEdge): number => {
    const host = ids.get(name)
    if (host !== undefined) return host
    const names = hosts.map((host) => host.name)
    throw new TopologyFileError(
      `${where}: there is no host "${name}".${didYouMean(name, names)} The file declares ${names.length} hosts.`,
    )
  }
  const parametersOf = (edge: FileEdge, from: number, to: number): LinkParameters => ({
    latency: edge.latency ?? valueOf(defaults.latency!, from, to, builder),
    bandwidth: edge.bandwidth ?? valueOf(defaults.bandwidth!, from, to, builder),
  })
  const waysBack = oppositeEdges(edges)
  for (const [index, edge] of edges.entries()) {
    const [from, to] = [idOf(edge.from, edge), idOf(edge.to, edge)]
    const back = waysBack[index]!
    if (back === TAKEN) continue
    try {
      const forth = parametersOf(edge, from, to)
      if (!edge.directed) builder.connect(from, to, forth)
      else if (back === NONE) builder.connectOneWay(from, to, forth)
      else builder.connect(from, to, forth, parametersOf(edges[back]!, to, from))
    } catch (cause) {
      throw new TopologyFileError(`${edge.where}: ${(cause as Error).message}`, { cause })
    }
  }
  return builder.build()
}

/** No edge leads back. */
const NONE = -1
/** The edge is the way back of one before it. */
const TAKEN = -2

/** For each edge, the index of the directed edge that is its way back. */
function oppositeEdges(edges: readonly FileEdge[]): Int32Array {
  const opposite = new Int32Array(edges.length).fill(NONE)
  const waiting = new Map<string, number[]>()
  for (const [index, { from, to, directed }] of edges.entries()) {
    if (!directed) continue
    const partner = waiting.get(JSON.stringify([to, from]))?.shift()
    if (partner === undefined) {
      const key = JSON.stringify([from, to])
      const queue = waiting.get(key)
      if (queue === undefined) waiting.set(key, [index])
      else queue.push(index)
    } else {
      opposite[partner] = index
      opposite[index] = TAKEN
    }
  }
  return opposite
}

function valueOf(value: LinkRule['latency'], from: number, to: number, builder: TopologyBuilder): number {
  return typeof value === 'number' ? value : value(from, to, builder.distance(from, to))
}
