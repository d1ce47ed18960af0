import type { Law, Simulation } from '../../../engine/index.ts'
import { type Latency, pairLatency } from '../shared/underlay.ts'

export type { Latency } from '../shared/underlay.ts'

/**
 * Latencies after a law.
 * @param scope `message`: each message draws anew. `pair`: two hosts keep their latency, the same in both directions
 */
export function latencyModel(sim: Simulation, law: Law, scope: 'pair' | 'message'): Latency {
  const stream = sim.stream('latency')
  if (scope === 'pair' || law.variance === 0) return pairLatency(law, stream)
  return (from, to) => (from === to ? 0 : law.sample(stream))
}
