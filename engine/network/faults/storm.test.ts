import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Simulation } from '../../simulation.ts'
import type { LinkSettings } from '../packet/packet-network.ts'
import { PacketNetwork } from '../packet/packet-network.ts'
import { topologies } from '../topology/topologies.ts'
import type { Fault } from './fault.ts'
import { FaultLayer } from './fault-layer.ts'

/** Four hosts and two routers; links 0 to 9. */
const HOSTS = 4
const LINKS = 10
/** Bytes of the largest packet, with its header. */
const LARGEST = 1010

const time = fc.integer({ min: 0, max: 40 }).map((quarters) => quarters / 4)
const span = fc.integer({ min: 1, max: 16 }).map((quarters) => quarters / 4)
const host = fc.nat(HOSTS - 1)
const faultOf: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('link'), links: fc.tuple(fc.nat(LINKS - 1)), at: time, for: span }),
  fc.record({ kind: fc.constant('crash'), hosts: fc.tuple(host), at: time, for: span }),
  fc.record({ kind: fc.constant('loss'), probability: fc.constantFrom(0.3, 1), at: time, for: span }),
  fc.record({ kind: fc.constant('delay'), by: fc.constantFrom(0.1, 2), at: time, for: span }),
  fc.record({
    kind: fc.constant('partition'),
    groups: fc.uniqueArray(host, { minLength: 1, maxLength: 3 }).map((group) => [group, 'rest' as const]),
    oneWay: fc.boolean(),
    at: time,
    for: span,
  }),
)
const settings: fc.Arbitrary<LinkSettings> = fc.oneof(
  fc.constant({}),
  fc.record({ queue: fc.record({ kind: fc.constant('drop-tail'), packets: fc.nat(3) }) }),
  fc.record({ queue: fc.record({ kind: fc.constant('drop-tail'), bytes: fc.constantFrom(0, 500, 2000) }) }),
  fc.record({ loss: fc.constantFrom(0.2, 1) }),
  fc.constant<LinkSettings>({ queue: { kind: 'codel', target: 0.1, interval: 0.5 } }),
)
const storm = fc.record({
  duplex: fc.constantFrom('full', 'half'),
  mtu: fc.constantFrom(undefined, 150),
  cutThrough: fc.constantFrom(undefined, 40),
  latency: fc.constantFrom(0, 0.25),
  link: settings,
  faults: fc.array(faultOf, { maxLength: 6 }),
  messages: fc.array(fc.record({ at: time, from: host, to: host, bytes: fc.constantFrom(0, 100, 400, 1000) }), {
    minLength: 1,
    maxLength: 30,
  }),
})
type Storm = typeof storm extends fc.Arbitrary<infer T> ? T : never

/** Runs a storm and looks at the books every half a second; how often each message was told of. */
function weather({ faults, messages, latency, mtu, cutThrough, ...rest }: Storm) {
  const sim = new Simulation({ seed: 'storm' })
  const wires = { latency, bandwidth: 8000 }
  const topology = topologies.dumbbell(2, 2, { access: wires, bottleneck: { latency, bandwidth: 4000 } })
  const options = { ...rest, ...(mtu !== undefined && { mtu }), ...(cutThrough !== undefined && { cutThrough }) }
  const network = new PacketNetwork(sim, topology, { ...options, headerBytes: 10, check: true })
  const layer = new FaultLayer(network, { links: network.links })
  for (const fault of faults) {
    try {
      layer.install([fault])
    } catch {
      // Two faults that would take one thing down twice: the first holds.
    }
  }
  const told = messages.map(() => 0)
  for (const [i, { at, from, to, bytes }] of messages.entries()) {
    const tell = (): void => void told[i]!++
    sim.scheduleAt(at, () => layer.send(from, to, bytes, tell, tell))
  }
  const problems: string[] = []
  const audit = (): void => {
    const { offered, delivered, inFlight, dropped } = network.account()
    for (const unit of ['packets', 'bytes'] as const)
      if (delivered[unit] + inFlight[unit] + dropped[unit] !== offered[unit]) problems.push(`${unit} at ${sim.now}`)
    const { bytes } = layer
    if (bytes.delivered + bytes.inFlight + bytes.dropped !== bytes.sent) problems.push(`messages at ${sim.now}`)
    for (const link of network.links) {
      // What arrived by now fits on the wire in that time; of a packet that is cut through the rest may still be on it.
      const rest = cutThrough === undefined ? 0 : LARGEST
      const arrived = (link.account().delivered.bytes - rest) * 8
      if (arrived > link.bandwidth * sim.now * (1 + 1e-9)) problems.push(`${link.name} at ${sim.now}`)
    }
    if (sim.now < 30) sim.schedule(0.5, audit)
  }
  sim.schedule(0, audit)
  sim.run()
  audit()
  return { told, problems, network, layer }
}

describe('packets in a storm of faults', () => {
  it('are never lost from the books nor above the bandwidth, and each message is told of once', () => {
    const property = fc.property(storm, (given) => {
      const { told, problems, network, layer } = weather(given)
      expect(problems).toEqual([])
      expect(told).toEqual(given.messages.map(() => 1))
      expect(network.account().inFlight).toEqual({ packets: 0, bytes: 0 })
      expect(layer.bytes.inFlight).toBe(0)
    })
    fc.assert(property, { numRuns: 100, seed: 4 })
  })
})
