import { PacketNetwork, TopologyBuilder, type Simulation } from '../../engine/index.ts'
import { Draws } from './draws.ts'

/**
 * Packets of 1000 bytes at exponential gaps through a chain of three links with room for 100 packets each, the last of
 * them overloaded, so that every eighth packet is dropped.
 * @returns sends that many of them, and tells how many arrived
 */
export function runChain(sim: Simulation, packets: number): () => number {
  const builder = new TopologyBuilder()
  builder.addHosts(4)
  for (const [host, bandwidth] of [1e9, 800e6, 640e6].entries()) {
    builder.connect(host, host + 1, { latency: 1e-3, bandwidth })
  }
  const network = new PacketNetwork(sim, builder.build(), { link: { queueLimit: 100 } })
  const gaps = new Draws(1, packets)
  let left = packets
  let got = 0
  const sink = (): void => void got++
  const sendNext = (): void => {
    network.send(0, 3, 1000, sink)
    if (--left > 0) sim.schedule(gaps.exponential(1 / 11e-6), sendNext)
  }
  return () => {
    sim.schedule(gaps.exponential(1 / 11e-6), sendNext)
    sim.run()
    return got
  }
}
