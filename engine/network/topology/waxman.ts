import { SimulationError } from '../../errors.ts'
import { math } from '../../random/math.ts'
import type { RandomStream } from '../../random/stream.ts'
import { TopologyBuilder } from './builder.ts'
import { connectBy, requireInteger, requireProbability, type LinkRule } from './link-rule.ts'
import { drawPairs, finish, MOST_HOSTS, type RandomGraphOptions } from './random-graph.ts'
import type { Topology } from './topology.ts'

/** Options of `waxman`. */
export interface WaxmanOptions extends RandomGraphOptions {
  /** Decay: a larger one makes long connections more likely; > 0. Default 0.15. */
  alpha?: number
  /** Probability of a connection at distance 0, 0 to 1. Default 0.4. */
  beta?: number
  /** Side of the square in which hosts are placed uniformly, > 0. Default 1. */
  side?: number
}

/**
 * Waxman graph: hosts are placed at random in a square; two at distance d are connected with probability
 * beta exp(-d / (alpha L)), where L is the diagonal, the largest distance possible.
 * @source Waxman, Routing of multipoint connections, IEEE J. Sel. Areas Commun. 6(9), 1988, eq. for RG1
 */
export function waxman(
  hosts: number,
  links: LinkRule,
  stream: RandomStream,
  { alpha = 0.15, beta = 0.4, side = 1, ...options }: WaxmanOptions = {},
): Topology {
  requireInteger('waxman', 'hosts', hosts, 1, MOST_HOSTS)
  requireProbability('waxman', 'beta', beta)
  if (!(alpha > 0)) throw new SimulationError(`waxman, alpha = ${alpha}: expected a number > 0.`)
  if (!(side > 0 && side < Infinity)) throw new SimulationError(`waxman, side = ${side}: expected a finite number > 0.`)
  const builder = new TopologyBuilder()
  builder.addHosts(hosts)
  for (let host = 0; host < hosts; host++) builder.place(host, stream.uniform(0, side), stream.uniform(0, side))
  const reach = alpha * side * Math.SQRT2
  // Candidates by beta, kept by distance: the same law, and time in proportion to the candidates.
  drawPairs(hosts, beta, stream, (a, b) => {
    if (stream.uniform01() < math.exp(-builder.distance(a, b) / reach)) connectBy(builder, a, b, links)
  })
  return finish(builder, links, stream, options)
}
