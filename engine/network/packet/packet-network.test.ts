import { beforeEach, describe, expect, it } from 'vitest'
import { Simulation } from '../../simulation.ts'
import type { DropReason } from '../carrier.ts'
import { TopologyBuilder } from '../topology/builder.ts'
import { PacketNetwork, type PacketNetworkOptions } from './packet-network.ts'

let sim: Simulation
let log: [number, string][]
const note = (what: string) => (): void => void log.push([sim.now, what])
const dropped =
  (what: string) =>
  (reason: DropReason): void =>
    void log.push([sim.now, `${what} ${reason}`])

beforeEach(() => {
  sim = new Simulation({ seed: 'packet network' })
  log = []
})

/** A chain of hosts 0, 1, 2, ...; 1000 bytes take a second per hop, unless told otherwise, and half a second to travel. */
function chain(options: PacketNetworkOptions = {}, bandwidths = [8000, 8000]): PacketNetwork {
  const builder = new TopologyBuilder('')
  builder.addHosts(bandwidths.length + 1)
  for (const [host, bandwidth] of bandwidths.entries()) builder.connect(host, host + 1, { latency: 0.5, bandwidth })
  return new PacketNetwork(sim, builder.build(), { check: true, ...options })
}

describe('a packet network', () => {
  it('stores and forwards, with one event a packet and hop', () => {
    const network = chain()
    network.send(0, 2, 1000, note('a'))
    network.send(0, 2, 1000, note('b'))
    network.send(2, 0, 1000, note('c'))
    sim.run()
    expect(log).toEqual([
      [3, 'a'],
      [3, 'c'],
      [4, 'b'],
    ])
    expect(sim.executed).toBe(6)
    expect([network.sent.count, network.delivered.count, network.links[0]!.delivered.count]).toEqual([3, 3, 2])
  })

  it('needs a second event a packet and hop where transmissions are events', () => {
    const network = chain({ link: { timing: 'ns-3' } })
    network.send(0, 2, 1000, note('a'))
    sim.run()
    expect([log, sim.executed]).toEqual([[[3, 'a']], 4])
  })

  it('delivers an object as well as a function, and to the sender itself in an event of its own', () => {
    const network = chain()
    let arrived = 0
    network.send(1, 1, 1000, { arrive: () => void arrived++ })
    expect(arrived).toBe(0)
    sim.run()
    expect([arrived, sim.now]).toEqual([1, 0])
  })

  it('tells of what is dropped at any hop', () => {
    const network = chain({ link: (id) => (id === 2 ? { queueLimit: 0 } : {}) }, [16_000, 8000])
    for (const name of ['a', 'b', 'c']) network.send(0, 2, 1000, note(name), dropped(name))
    sim.run()
    expect(log).toEqual([
      [1.5, 'b queue full'],
      [2.5, 'a'],
      [3.5, 'c'],
    ])
    const { offered, delivered, dropped: gone, inFlight } = network.account()
    expect([offered.packets, delivered.packets, gone.packets, inFlight.packets]).toEqual([3, 2, 1, 0])
    expect([network.dropped.count, network.links[2]!.dropped.count]).toEqual([1, 1])
  })

  it('puts messages together at their destination only', () => {
    const network = chain({ mtu: 400, headerBytes: 100 })
    network.send(0, 2, 1000, note('whole'))
    sim.run()
    // Packets of 500, 500 and 300 bytes: the last leaves the first hop at 1.3 and finds the second free at 2.0.
    expect(log[0]![0]).toBeCloseTo(0.5 + 0.5 + 0.5 + 0.5 + 0.3 + 0.5, 12)
    expect(network.delivered.count).toBe(3)
  })

  it('cuts through: a packet goes on once its head is in, and is delivered whole', () => {
    const network = chain({ cutThrough: 100 }, [8000, 8000, 8000])
    network.send(0, 3, 1000, note('a'))
    sim.run()
    // Two heads of 0.1 s, one packet of 1 s, three latencies.
    expect(log[0]![0]).toBeCloseTo(0.1 + 0.1 + 1 + 1.5, 12)
  })

  it('does not cut through faster than the packet comes in', () => {
    const network = chain({ cutThrough: 100 }, [8000, 80_000])
    network.send(0, 2, 1000, note('a'))
    sim.run()
    expect(log[0]![0]).toBeCloseTo(1 + 1, 12)
  })

  it('transmits one packet at a time both ways on half-duplex connections', () => {
    const network = chain({ duplex: 'half' }, [8000])
    network.send(0, 1, 1000, note('forth'))
    network.send(1, 0, 1000, note('back'))
    sim.run()
    expect(log).toEqual([
      [1.5, 'forth'],
      [2.5, 'back'],
    ])
  })

  it('says that there is no route, at the start or on the way', () => {
    const nowhere = chain({ routing: { nextLink: () => -1 } })
    nowhere.send(0, 2, 1000, note('a'), dropped('a'))
    const halfway = chain({ name: 'other ', routing: { nextLink: (at) => (at === 0 ? 0 : -1) } })
    halfway.send(0, 2, 1000, note('b'), dropped('b'))
    sim.run()
    expect(log).toEqual([
      [0, 'a no route'],
      [1.5, 'b no route'],
    ])
    expect([nowhere.unrouted.count, halfway.unrouted.count]).toEqual([1, 1])
  })

  it('drops what a link that goes down has not sent', () => {
    const network = chain()
    for (const name of ['a', 'b', 'c']) network.send(0, 2, 1000, note(name), dropped(name))
    sim.schedule(1.25, () => network.links[0]!.setUp(false))
    sim.run()
    expect(log).toEqual([
      [1.25, 'b link down'],
      [1.25, 'c link down'],
      [3, 'a'],
    ])
    const account = network.account()
    expect(account.delivered.bytes + account.dropped.bytes).toBe(account.offered.bytes)
  })

  it('gives parallel links and other networks names, and so streams, of their own', () => {
    const builder = new TopologyBuilder('')
    builder.addHosts(2)
    for (let i = 0; i < 2; i++) builder.connect(0, 1, { latency: 0, bandwidth: 1 })
    const network = new PacketNetwork(sim, builder.build(), { name: 'core ' })
    expect(network.links.map(({ name }) => name)).toEqual(['core 0->1', 'core 1->0', 'core 0->1#2', 'core 1->0#3'])
  })

  it.each<[() => unknown, string]>([
    [
      () => chain().send(0, 3, 1, () => {}),
      'a message from host 0 to host 3: expected ids of hosts, integers from 0 to 2',
    ],
    [() => chain().send(-1, 0, 1, () => {}), 'from host -1 to host 0'],
    [() => chain().send(0.5, 0, 1, () => {}), 'from host 0.5 to host 0'],
    [() => chain().send(0, NaN, 1, () => {}), 'from host 0 to host NaN'],
    [
      () => chain().send(0, 1, -1, () => {}),
      'a message of -1 bytes from host 0 to host 1: expected a finite number >= 0',
    ],
    [() => chain().send(0, 1, NaN, () => {}), 'a message of NaN bytes'],
    [() => chain().send(0, 1, Infinity, () => {}), 'a message of Infinity bytes'],
    [() => chain({ mtu: NaN }), 'PacketNetwork, mtu = NaN: expected a number of bytes > 0'],
    [() => chain({ headerBytes: -1 }), 'headerBytes = -1'],
    [() => chain({ cutThrough: -1 }), 'cutThrough = -1'],
    [() => chain({ duplex: 'both' as 'half' }), 'duplex = both: expected full or half'],
    [() => chain({ link: { queueLimit: NaN } }), 'Link "0->1", queueLimit = NaN'],
  ])('refuses what makes no sense: %#', (action, message) => {
    expect(action).toThrow(message)
  })
})
