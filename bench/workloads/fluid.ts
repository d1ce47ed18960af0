import { FluidNetwork, Simulation } from '../../engine/index.ts'
import { starFlows } from './star-flows.ts'
import type { Workload } from './workload.ts'

/** Flows per second that keep the links of the star busy for four fifths of the time: some 500 flows at once. */
const RATE = 200

/** Flows over a star of 100 hosts, all at once or one after the other. */
function star(name: string, flows: number, rate: number): Workload {
  return {
    name: `fluid/${name}/${flows}`,
    unit: 'flows',
    operations: flows,
    prepare() {
      const sim = new Simulation({ seed: 'star' })
      const network = new FluidNetwork(sim)
      const { links, bandwidth, routes, bytes, starts } = starFlows(flows, rate)
      for (let i = 0; i < links; i++) network.addLink({ bandwidth })
      return () => {
        let i = 0
        const begun = sim.now
        const next = (): void => {
          network.start(routes[i]!, bytes[i]!)
          if (++i < flows) sim.schedule(Math.max(0, begun + starts[i]! - sim.now), next)
        }
        sim.schedule(0, next)
        sim.run()
        return sim.now
      }
    },
  }
}

export const workloads: readonly Workload[] = [
  star('star', 1000, Infinity),
  star('star-over-time', 1000, RATE),
  star('star-over-time', 10_000, RATE),
]
