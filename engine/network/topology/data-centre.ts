import { SimulationError } from '../../errors.ts'
import { TopologyBuilder } from './builder.ts'
import { connectBy, requireInteger, type LinkRule } from './link-rule.ts'
import { hasOneLatency } from './regular.ts'
import type { Topology } from './topology.ts'

/**
 * A fat tree of switches with k ports: k pods of k/2 edge and k/2 aggregation switches, k^2/4 core switches, and k^3/4
 * hosts, which are the terminals and come first. Then come edge, aggregation and core switches.
 * @param k ports of a switch, even, >= 2
 * @source Al-Fares, Loukissas, Vahdat, A scalable, commodity data center network architecture, SIGCOMM 2008, section 2.2
 */
export function fatTree(k: number, links: LinkRule): Topology {
  requireInteger('fatTree', 'k', k, 2, 800)
  if (k % 2 !== 0) throw new SimulationError(`fatTree, k = ${k}: expected an even number of ports.`)
  const half = k / 2
  const hosts = (k * k * k) / 4
  const edges = k * half
  const builder = new TopologyBuilder()
  builder.addHosts(hosts + 2 * edges + half * half)
  const [firstEdge, firstAggregation, firstCore] = [hosts, hosts + edges, hosts + 2 * edges]
  for (let host = 0; host < hosts; host++) connectBy(builder, host, firstEdge + Math.floor(host / half), links)
  for (let edge = 0; edge < edges; edge++) {
    const pod = Math.floor(edge / half)
    for (let i = 0; i < half; i++) connectBy(builder, firstEdge + edge, firstAggregation + pod * half + i, links)
  }
  for (let aggregation = 0; aggregation < edges; aggregation++) {
    const group = (aggregation % half) * half
    for (let i = 0; i < half; i++) connectBy(builder, firstAggregation + aggregation, firstCore + group + i, links)
  }
  if (hasOneLatency(links)) builder.declareShape({ kind: 'fat tree', k })
  builder.declareTerminals(0, hosts)
  return builder.build()
}

/** What the links of a dumbbell are like. */
export interface DumbbellLinks {
  /** Between a host and its router. */
  access: LinkRule
  /** Between the routers. */
  bottleneck: LinkRule
}

/**
 * Two groups of hosts, each around a router, and one connection between the routers, which comes last: its link from
 * left to right has id `2 (left + right)`. Hosts 0 to `left - 1` are on the left, then come those on the right.
 */
export function dumbbell(left: number, right: number, { access, bottleneck }: DumbbellLinks): Topology {
  requireInteger('dumbbell', 'left', left, 1)
  requireInteger('dumbbell', 'right', right, 1)
  const builder = new TopologyBuilder()
  builder.addHosts(left + right)
  const [west, east] = [builder.addHost('router-left'), builder.addHost('router-right')]
  for (let host = 0; host < left + right; host++) connectBy(builder, host, host < left ? west : east, access)
  connectBy(builder, west, east, bottleneck)
  builder.declareShape({ kind: 'dumbbell', left, right })
  builder.declareTerminals(0, left + right)
  return builder.build()
}
