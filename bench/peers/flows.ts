import { FluidNetwork, Simulation } from '../../engine/index.ts'
import { starFlows } from '../workloads/star-flows.ts'

/** Runs before the one that is timed: the bar is that of compiled code. */
const WARM_UPS = 10

/**
 * Flows over a star, all at once or at a rate, once the code is compiled.
 * @param rate flows per second; 0: all at once
 * @returns a function that makes the world and runs it, and returns its clock at the end
 */
export function warmFlows(flows: number, rate: number): () => number {
  const { links, bandwidth, routes, bytes, starts } = starFlows(flows, rate === 0 ? Infinity : rate)
  const run = (): number => {
    const sim = new Simulation({ seed: 'star' })
    const network = new FluidNetwork(sim)
    for (let i = 0; i < links; i++) network.addLink({ bandwidth })
    for (const [i, route] of routes.entries()) {
      if (starts[i] === 0) network.start(route, bytes[i]!)
      else sim.scheduleAt(starts[i]!, () => network.start(route, bytes[i]!))
    }
    sim.run()
    return sim.now
  }
  for (let i = 0; i < WARM_UPS; i++) run()
  return run
}
