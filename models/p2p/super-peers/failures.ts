import type { Simulation } from '../../../engine/index.ts'
import type { Clusters } from './clusters.ts'
import type { Traffic } from './traffic.ts'

/** How long super-peers last; see the parameters of the model. */
export interface FailureParameters {
  /** s, Infinity for ever */
  readonly uptime: number
  /** s */
  readonly replacement: number
}

/**
 * Lets each super-peer of a cluster fail now and then, whatever the others do, and another peer of the cluster take its place
 * some time later. Begins as after a long time.
 */
export function failSuperPeers(sim: Simulation, p: FailureParameters, clusters: Clusters, traffic: Traffic): void {
  if (p.uptime === Infinity) return
  const stream = sim.stream('failures')
  const size = new Int32Array(clusters.count)
  for (const cluster of clusters.cluster) if (cluster >= 0) size[cluster]!++
  const fail = (cluster: number): void => {
    traffic.up[cluster]!--
    sim.schedule(stream.exponential(p.replacement), () => {
      traffic.replace(cluster, size[cluster]!)
      last(cluster)
    })
  }
  const last = (cluster: number): void => {
    sim.schedule(stream.exponential(p.uptime), () => fail(cluster))
  }
  for (let cluster = 0; cluster < clusters.count; cluster++) {
    for (let partner = 0; partner < clusters.partners; partner++) {
      if (stream.uniform01() * (p.uptime + p.replacement) < p.replacement) fail(cluster)
      else last(cluster)
    }
  }
}
