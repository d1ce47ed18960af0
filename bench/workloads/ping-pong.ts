import { Network, Simulation } from '../../engine/index.ts'
import type { Workload } from './workload.ts'

const ROUND_TRIPS = 100_000

/** Two hosts send a message of 1000 bytes back and forth over a link of 1 Mbit/s and 1 ms. */
export const pingPong: Workload = {
  name: 'ping-pong over a link',
  unit: 'messages',
  operations: 2 * ROUND_TRIPS,
  prepare() {
    const sim = new Simulation({ seed: 'ping-pong' })
    const network = new Network(sim)
    const a = network.host('a')
    const b = network.host('b')
    const [forth, back] = network.connect(a, b, { latency: 0.001, bandwidth: 1e6 })
    let left = ROUND_TRIPS
    const pong = (): void => back.send(1000, ping)
    const ping = (): void => {
      if (left-- > 0) forth.send(1000, pong)
    }
    sim.schedule(0, ping)
    return () => {
      sim.run()
      return sim.now
    }
  },
}
