import { SimulationError } from '../../errors.ts'
import { TopologyBuilder, type LinkParameters } from './builder.ts'
import { connectBy, parametersOf, requireInteger, type LinkRule } from './link-rule.ts'
import { TorusForm } from './shapes.ts'
import type { Topology } from './topology.ts'

/**
 * Hosts 0 to `hosts - 1` around a hub, which is host `hosts`. Link 2i leads from host i to the hub, 2i + 1 back.
 */
export function star(hosts: number, links: LinkRule): Topology {
  requireInteger('star', 'hosts', hosts, 1)
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  const hub = builder.addHost('hub')
  for (let host = 0; host < hosts; host++) connectBy(builder, host, hub, links)
  builder.declareShape({ kind: 'star', leaves: hosts })
  builder.declareTerminals(0, hosts)
  return builder.build()
}

/** Options of `bus`. */
export interface BusOptions {
  /** The link between a host and the medium. Default: no latency, unlimited bandwidth. */
  tap?: LinkParameters
}

/**
 * Hosts on one shared medium: whatever is sent, from whomever to whomever, takes the one link of the medium, which is
 * link 0. It leads from host `hosts` (where all feed in) to host `hosts + 1` (where all listen).
 */
export function bus(
  hosts: number,
  links: LinkRule,
  { tap = { latency: 0, bandwidth: Infinity } }: BusOptions = {},
): Topology {
  requireInteger('bus', 'hosts', hosts, 1)
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  const [start, end] = [builder.addHost('bus-in'), builder.addHost('bus-out')]
  builder.connectOneWay(start, end, parametersOf(builder, start, end, links))
  for (let host = 0; host < hosts; host++) {
    builder.connectOneWay(host, start, tap)
    builder.connectOneWay(end, host, tap)
  }
  builder.declareShape({ kind: 'bus', hosts })
  builder.declareTerminals(0, hosts)
  return builder.build()
}

/** Host i is joined to host i + 1, the last to the first. Link 2i leads from host i onwards. */
export function ring(hosts: number, links: LinkRule): Topology {
  requireInteger('ring', 'hosts', hosts, 3)
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  for (let host = 0; host < hosts; host++) connectBy(builder, host, (host + 1) % hosts, links)
  if (hasOneLatency(links)) builder.declareShape({ kind: 'ring', size: hosts })
  return builder.build()
}

/** Host i is joined to host i + 1 by links 2i (onwards) and 2i + 1 (back). */
export function line(hosts: number, links: LinkRule): Topology {
  requireInteger('line', 'hosts', hosts, 1)
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  for (let host = 1; host < hosts; host++) connectBy(builder, host - 1, host, links)
  builder.declareShape({ kind: 'tree', arity: 1, depth: hosts - 1 })
  return builder.build()
}

/** Every host is joined to every other. */
export function fullMesh(hosts: number, links: LinkRule): Topology {
  requireInteger('fullMesh', 'hosts', hosts, 1, 16_384)
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  for (let a = 0; a < hosts; a++) for (let b = a + 1; b < hosts; b++) connectBy(builder, a, b, links)
  if (hasOneLatency(links)) builder.declareShape({ kind: 'full mesh', hosts })
  return builder.build()
}

/**
 * A grid in any number of dimensions whose sides are joined: host c0 + n0 (c1 + n1 (c2 + ...)) has a neighbour before
 * and after it in each dimension. In a dimension of size 2 both are one host, joined once; `[2, 2, 2]` is a cube.
 * @param sizes hosts in each dimension, >= 1
 */
export function torus(sizes: readonly number[], links: LinkRule): Topology {
  if (sizes.length === 0) throw new SimulationError('torus, sizes = []: expected the size of at least one dimension.')
  for (const [i, size] of sizes.entries()) requireInteger('torus', `sizes[${i}]`, size, 1)
  const hosts = sizes.reduce((product, size) => product * size, 1)
  requireInteger('torus', 'product of sizes', hosts, 1)
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  const form = new TorusForm(sizes)
  for (const [dimension, size] of sizes.entries()) {
    if (size === 1) continue
    for (let host = 0; host < hosts; host++) {
      const next = form.neighbour(host, dimension, 1)
      if (size > 2 || next > host) connectBy(builder, host, next, links)
    }
  }
  if (hasOneLatency(links)) builder.declareShape({ kind: 'torus', sizes: [...sizes] })
  return builder.build()
}

/**
 * A complete tree: host 0 is the root, hosts are numbered level by level, and the leaves are the terminals. Link 2i
 * leads down to host i + 1, link 2i + 1 up from it.
 * @param arity children of each host that has any, >= 1
 * @param depth hops from the root to a leaf, >= 0
 */
export function tree(arity: number, depth: number, links: LinkRule): Topology {
  requireInteger('tree', 'arity', arity, 1)
  requireInteger('tree', 'depth', depth, 0)
  let hosts = 1
  let leaves = 1
  for (let level = 0; level < depth; level++) {
    leaves *= arity
    hosts += leaves
    requireInteger('tree', `arity = ${arity}, depth = ${depth}, hosts`, hosts, 1)
  }
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  for (let host = 1; host < hosts; host++) connectBy(builder, Math.floor((host - 1) / arity), host, links)
  builder.declareShape({ kind: 'tree', arity, depth })
  builder.declareTerminals(hosts - leaves, leaves)
  return builder.build()
}

/** Arithmetic may stand for shortest paths when all links take the same time. */
export function hasOneLatency(links: LinkRule): boolean {
  return typeof links.latency === 'number'
}
