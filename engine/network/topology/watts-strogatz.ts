import { SimulationError } from '../../errors.ts'
import type { RandomStream } from '../../random/stream.ts'
import { TopologyBuilder } from './builder.ts'
import { connectBy, requireInteger, requireProbability, type LinkRule } from './link-rule.ts'
import { PairSet } from './pair-set.ts'
import { finish, MOST_HOSTS, type RandomGraphOptions } from './random-graph.ts'
import type { Topology } from './topology.ts'

/**
 * Watts-Strogatz graph: a ring in which each host is joined to its `neighbours` nearest; then the far end of each
 * connection, lap by lap, is moved with probability `rewiring` to a host drawn among those it may go to.
 * @param neighbours even, >= 2, < hosts
 * @source Watts, Strogatz, Collective dynamics of small-world networks, Nature 393 (1998)
 */
export function wattsStrogatz(
  hosts: number,
  neighbours: number,
  rewiring: number,
  links: LinkRule,
  stream: RandomStream,
  options: RandomGraphOptions = {},
): Topology {
  requireInteger('wattsStrogatz', 'hosts', hosts, 3, MOST_HOSTS)
  requireInteger('wattsStrogatz', 'neighbours', neighbours, 2, hosts - 1)
  requireProbability('wattsStrogatz', 'rewiring', rewiring)
  if (neighbours % 2 !== 0)
    throw new SimulationError(`wattsStrogatz, neighbours = ${neighbours}: expected an even number, half on each side.`)
  const far = new Int32Array((hosts * neighbours) / 2)
  const pairs = new PairSet()
  const degree = new Int32Array(hosts).fill(neighbours)
  for (let lap = 1, k = 0; lap <= neighbours / 2; lap++) {
    for (let host = 0; host < hosts; host++) {
      far[k++] = (host + lap) % hosts
      pairs.add(host, (host + lap) % hosts)
    }
  }
  for (let k = 0; k < far.length; k++) {
    const host = k % hosts
    // A host joined to all others has nowhere to move a connection to.
    if (!stream.bernoulli(rewiring) || degree[host]! >= hosts - 1) continue
    let other = stream.integer(0, hosts - 1)
    while (other === host || pairs.has(host, other)) other = stream.integer(0, hosts - 1)
    pairs.delete(host, far[k]!)
    pairs.add(host, other)
    degree[far[k]!]!--
    degree[other]!++
    far[k] = other
  }
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  for (let k = 0; k < far.length; k++) connectBy(builder, k % hosts, far[k]!, links)
  return finish(builder, links, stream, options)
}
