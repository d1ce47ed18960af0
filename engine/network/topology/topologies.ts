import { dumbbell, fatTree } from './data-centre.ts'
import { barabasiAlbert, erdosRenyi, erdosRenyiOf } from './random-graph.ts'
import { bus, fullMesh, line, ring, star, torus, tree } from './regular.ts'
import { transitStub } from './transit-stub.ts'
import { wattsStrogatz } from './watts-strogatz.ts'
import { waxman } from './waxman.ts'

/**
 * The topologies there are, by name. Each takes its sizes, then what its links are like, then, where it is drawn at
 * random, a stream.
 *
 * @example
 * const links = { latency: 0.001, bandwidth: 1e9 }
 * topologies.torus([100, 100, 100], links).hosts // 1000000
 * topologies.barabasiAlbert(1000, 2, links, sim.stream('topology')).links // 3992
 */
export const topologies = {
  star,
  bus,
  ring,
  line,
  fullMesh,
  torus,
  tree,
  fatTree,
  dumbbell,
  erdosRenyi,
  erdosRenyiOf,
  barabasiAlbert,
  wattsStrogatz,
  waxman,
  transitStub,
} as const
