import { Link, PacketNetwork, Simulation, TopologyBuilder } from '../../engine/index.ts'
import type { Workload } from './workload.ts'

const MESSAGES = 200_000
const PACKETS = 100_000

/** Messages of 1000 bytes over links of 1 Gbit/s and 1 ms, back and forth; and through a chain with drop-tail queues. */
export const workloads: readonly Workload[] = [
  {
    name: 'link/ping-pong',
    unit: 'messages',
    operations: MESSAGES,
    prepare() {
      const sim = new Simulation({ seed: 'ping-pong' })
      const wire = { latency: 0.001, bandwidth: 1e9 }
      const forth = new Link(sim, { name: 'forth', ...wire })
      const back = new Link(sim, { name: 'back', ...wire })
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
  {
    name: 'link/chain/3',
    unit: 'packets',
    operations: PACKETS,
    prepare() {
      const sim = new Simulation({ seed: 'chain' })
      const builder = new TopologyBuilder()
      builder.addHosts(4)
      // The last hop is overloaded: every eighth packet is dropped.
      for (const [host, bandwidth] of [1e9, 800e6, 640e6].entries()) {
        builder.connect(host, host + 1, { latency: 0.001, bandwidth })
      }
      const network = new PacketNetwork(sim, builder.build(), { link: { queueLimit: 100 } })
      const gaps = sim.stream('gaps')
      let left = 0
      let got = 0
      const sink = (): void => void got++
      const sendNext = (): void => {
        network.send(0, 3, 1000, sink)
        if (--left === 0) sim.stop()
        sim.schedule(gaps.exponential(11e-6), sendNext)
      }
      sim.schedule(0, sendNext)
      return () => {
        left = PACKETS
        sim.run()
        return got
      }
    },
  },
]
