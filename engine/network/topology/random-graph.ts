import { SimulationError } from '../../errors.ts'
import type { RandomStream } from '../../random/stream.ts'
import { TopologyBuilder } from './builder.ts'
import { joinComponents } from './components.ts'
import { connectBy, requireInteger, requireProbability, type LinkRule } from './link-rule.ts'
import { PairSet } from './pair-set.ts'
import type { Topology } from './topology.ts'

/** Most hosts of a random graph. */
export const MOST_HOSTS = 0x3ffffff

/** Options of the generators whose graph may fall apart. */
export interface RandomGraphOptions {
  /**
   * What to do when the graph drawn is not connected: leave it `as drawn`, or `join` it: each part but that of host 0,
   * in order of its smallest host, gets one connection from that host to one drawn among all hosts of the parts before.
   * Default `join`, because a message to a host out of reach is an error.
   */
  connected?: 'join' | 'as drawn'
}

/**
 * Erdos-Renyi graph G(n, p): each of the n (n - 1) / 2 pairs is connected with probability p, independently.
 * Takes time in proportion to the connections.
 * @source Batagelj, Brandes, Efficient generation of large random networks, Phys. Rev. E 71, 036113 (2005), alg. 1
 */
export function erdosRenyi(
  hosts: number,
  probability: number,
  links: LinkRule,
  stream: RandomStream,
  options: RandomGraphOptions = {},
): Topology {
  requireInteger('erdosRenyi', 'hosts', hosts, 1, MOST_HOSTS)
  requireProbability('erdosRenyi', 'probability', probability)
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  drawPairs(hosts, probability, stream, (a, b) => connectBy(builder, a, b, links))
  return finish(builder, links, stream, options)
}

/**
 * Erdos-Renyi graph G(n, m): m different pairs are connected, each set of m equally likely.
 * @param connections m, 0 to n (n - 1) / 2; joining parts adds to them
 */
export function erdosRenyiOf(
  hosts: number,
  connections: number,
  links: LinkRule,
  stream: RandomStream,
  options: RandomGraphOptions = {},
): Topology {
  requireInteger('erdosRenyiOf', 'hosts', hosts, 1, MOST_HOSTS)
  const pairs = (hosts * (hosts - 1)) / 2
  requireInteger('erdosRenyiOf', `connections of ${hosts} hosts`, connections, 0, Math.min(pairs, 0x1fffffff))
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  if (connections <= pairs / 2) {
    const taken = new PairSet()
    while (builder.size < connections) {
      const [a, b] = [stream.integer(0, hosts - 1), stream.integer(0, hosts - 1)]
      if (a !== b && taken.add(a, b)) connectBy(builder, Math.min(a, b), Math.max(a, b), links)
    }
  } else {
    // Dense: go through all pairs and take each with the chance it has left (Knuth, TAOCP 2, 3.4.2, algorithm S).
    let left = pairs
    for (let b = 1; b < hosts; b++)
      for (let a = 0; a < b; a++)
        if (stream.uniform01() * left-- < connections - builder.size) connectBy(builder, a, b, links)
  }
  return finish(builder, links, stream, options)
}

/**
 * Barabasi-Albert graph: begins with a star of `attached` + 1 hosts; each further host connects to `attached`
 * different hosts there are, drawn with probability in proportion to their degree. So there are
 * `attached` (hosts - `attached`) connections, and the graph is connected.
 * @param attached connections a new host makes, >= 1, < hosts
 * @source Barabasi, Albert, Emergence of scaling in random networks, Science 286 (1999)
 */
export function barabasiAlbert(hosts: number, attached: number, links: LinkRule, stream: RandomStream): Topology {
  requireInteger('barabasiAlbert', 'hosts', hosts, 2, MOST_HOSTS)
  requireInteger('barabasiAlbert', 'attached', attached, 1, hosts - 1)
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  for (let host = 1; host <= attached; host++) connectBy(builder, 0, host, links)
  const chosen: number[] = []
  for (let host = attached + 1; host < hosts; host++) {
    const ends = 2 * builder.size
    chosen.length = 0
    while (chosen.length < attached) {
      // Each connection has two ends: the host at an end drawn alike is a host drawn by degree.
      const other = builder.endOf(stream.integer(0, ends - 1))
      if (!chosen.includes(other)) chosen.push(other)
    }
    for (const other of chosen) connectBy(builder, other, host, links)
  }
  return builder.build()
}

/** Calls back for each pair with the probability given, independently, in order of the larger host, then the smaller. */
export function drawPairs(
  hosts: number,
  probability: number,
  stream: RandomStream,
  drawn: (a: number, b: number) => void,
): void {
  if (probability === 0) return
  let [a, b] = [-1, 1]
  while (b < hosts) {
    // The number of pairs to the next one drawn is geometric.
    a += stream.geometric(probability)
    while (a >= b && b < hosts) {
      a -= b
      b++
    }
    if (b < hosts) drawn(a, b)
  }
}

/** Builds the graph, joined or as drawn. */
export function finish(
  builder: TopologyBuilder,
  links: LinkRule,
  stream: RandomStream,
  { connected = 'join' }: RandomGraphOptions,
): Topology {
  if (connected !== 'join' && connected !== 'as drawn')
    throw new SimulationError(`connected = "${connected as string}": expected "join" or "as drawn".`)
  if (connected === 'join') joinComponents(builder, stream, (a, b) => connectBy(builder, a, b, links))
  return builder.build()
}
