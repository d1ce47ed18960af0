import { Network, Simulation } from '../../engine/index.ts'
import type { Workload } from './workload.ts'

const MESSAGES = 200_000

/** Two hosts send a message of 1000 bytes back and forth over a link of 1 Gbit/s and 1 ms. */
export const workloads: readonly Workload[] = [
  {
    name: 'link/ping-pong',
    unit: 'messages',
    operations: MESSAGES,
    prepare() {
      const sim = new Simulation({ seed: 'ping-pong' })
      const network = new Network(sim)
      const a = network.host('a')
      const b = network.host('b')
      const [forth, back] = network.connect(a, b, { latency: 0.001, bandwidth: 1e9 })
      let left = 0
      const atB = (): void => {
        if (--left === 0) sim.stop()
        back.send(1000, atA)
      }
      const atA = (): void => {
        if (--left === 0) sim.stop()
        forth.send(1000, atB)
      }
      forth.send(1000, atB)
      return () => {
        left = MESSAGES
        sim.run()
        return sim.now
      }
    },
  },
]
