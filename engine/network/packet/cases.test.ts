import { beforeEach, describe, expect, it } from 'vitest'
import { laws } from '../../random/laws.ts'
import { Simulation } from '../../simulation.ts'
import { TopologyBuilder } from '../topology/builder.ts'
import { DropTail } from './drop-tail.ts'
import type { LinkOptions } from './link-options.ts'
import { Link } from './link.ts'
import { transmissionNanoseconds } from './nanoseconds.ts'
import { PacketNetwork } from './packet-network.ts'
import { TokenBucket } from './token-bucket.ts'

// Section E of the conformance cases.

let sim: Simulation
beforeEach(() => {
  sim = new Simulation({ seed: 'E' })
})

const link = (options: Partial<LinkOptions>): Link =>
  new Link(sim, { name: 'l', latency: 0, bandwidth: 1e6, ...options })

/** Arrival times of packets of that many bytes, sent at once at t = 1; and when they were dropped. */
function burst(wire: Link, packets: number, bytes: number): { arrived: number[]; dropped: number[] } {
  const arrived: number[] = []
  const dropped: number[] = []
  sim.schedule(1, () => {
    for (let i = 0; i < packets; i++) {
      wire.send(
        bytes,
        () => arrived.push(sim.now),
        () => dropped.push(sim.now),
      )
    }
  })
  sim.run()
  return { arrived, dropped }
}

const both = describe.each([{ timing: 'seconds' as const }, { timing: 'ns-3' as const }])

both('a point-to-point link in $timing', ({ timing }) => {
  it('carries one packet with framing in 8 ms and 10 ms (E2)', () => {
    const { arrived } = burst(link({ latency: 0.01, headerBytes: 2, timing }), 1, 998)
    expect(arrived[0]).toBeCloseTo(1.018, 12)
  })

  it('keeps one in the transmitter and three in the queue of a burst of eight (E3)', () => {
    const wire = link({ latency: 0.01, headerBytes: 2, queue: { kind: 'drop-tail', packets: 3 }, timing })
    const { arrived, dropped } = burst(wire, 8, 998)
    expect(arrived.map((time) => Math.round(time * 1e9))).toEqual([1018e6, 1026e6, 1034e6, 1042e6])
    expect(dropped).toEqual([1, 1, 1, 1])
  })

  it('takes 3.6864 ms for the packet of the tutorial (E6)', () => {
    const { arrived } = burst(link({ latency: 0.002, bandwidth: 5e6, headerBytes: 2, timing }), 1, 1052)
    expect(Math.round(arrived[0]! * 1e9)).toBe(1_003_686_400)
  })

  it('accounts for every byte at every instant (E12)', () => {
    const wire = link({ latency: 0.004, loss: 0.2, mtu: 700, headerBytes: 20, queueLimit: 4, timing, check: true })
    const stream = sim.stream('sizes')
    let told = 0
    for (let i = 0; i < 300; i++) {
      sim.schedule(i * 0.005, () =>
        wire.send(
          stream.integer(0, 1500),
          () => told++,
          () => told++,
        ),
      )
    }
    // `check` looks after every packet; this looks between.
    for (let time = 0.0005; time < 1.6; time += 0.01) {
      sim.run(time)
      const { offered, delivered, inFlight, dropped } = wire.account()
      expect(delivered.bytes + inFlight.bytes + dropped.bytes).toBe(offered.bytes)
      expect(delivered.packets + inFlight.packets + dropped.packets).toBe(offered.packets)
    }
    sim.run()
    expect(told).toBe(300)
    expect(wire.account().inFlight).toEqual({ packets: 0, bytes: 0 })
    expect([wire.lost.count > 0, wire.dropped.count > 0]).toEqual([true, true])
  })
})

describe('a link without a queue', () => {
  it('is busy while it transmits, then the bits travel (E1)', () => {
    const wire = link({ latency: 0.1, bandwidth: 1e5, queueLimit: 0 })
    const arrived: number[] = []
    const refused: number[] = []
    for (const [time, bits] of [
      [1, 500],
      [2, 300],
      // Busy until 2.003: there is no hidden queue.
      [2.002, 100],
      [2.004, 200],
    ] as const) {
      sim.schedule(time, () =>
        wire.send(
          bits / 8,
          () => arrived.push(sim.now),
          () => refused.push(sim.now),
        ),
      )
    }
    sim.run()
    expect(arrived.map((time) => Math.round(time * 1e9))).toEqual([1_105_000_000, 2_103_000_000, 2_106_000_000])
    expect(refused).toEqual([2.002])
  })

  it('sends nothing at all in ns-3, where every packet passes through the queue', () => {
    const { arrived, dropped } = burst(link({ queue: { kind: 'drop-tail', bytes: 999 }, timing: 'ns-3' }), 1, 1000)
    expect([arrived, dropped]).toEqual([[], [1]])
  })
})

describe('queues', () => {
  it('of drop-tail refuse the fourth of a limit of three and keep the order (E7)', () => {
    const queue = new DropTail({ kind: 'drop-tail', packets: 3 }, { owner: 'E7' })
    const packets = [1, 2, 3, 4].map((bytes) => ({ bytes, joinedAt: 0 }))
    expect(packets.map((packet) => queue.enqueue(packet, 0, false))).toEqual([true, true, true, false])
    expect([queue.dequeue(), queue.dequeue(), queue.dequeue()].map((packet) => packet?.bytes)).toEqual([1, 2, 3])
    expect(queue.dequeue()).toBeUndefined()
  })

  it('of a token bucket lend tokens to bursts (E9)', () => {
    const options = { kind: 'token-bucket', rate: 48_000, burst: 6000, packets: 4 } as const
    const bucket = new TokenBucket(options, { owner: 'E9' })
    const packets = [1, 2, 3, 4, 5].map(() => ({ bytes: 1500, joinedAt: 0 }))
    expect(packets.map((packet) => bucket.enqueue(packet, 0, false))).toEqual([true, true, true, true, false])
    const tokens = [1, 2, 3, 4].map(() => {
      bucket.dequeue(0)
      return bucket.tokens
    })
    expect(tokens).toEqual([4500, 3000, 1500, 0])
  })
})

describe('bit times', () => {
  it.each([
    [64, 8e9, 64],
    [64, 1e9, 512],
    [64, 64e9, 8],
    [125, 1e6, 1_000_000],
    [125, 25e9, 40],
    [3, 16e9, 1],
    [3, 24_576, 976_563],
  ])('are rounded once a packet: %i bytes at %i bit/s take %i ns (E8)', (bytes, rate, ns) => {
    expect(transmissionNanoseconds(bytes, rate)).toBe(ns)
  })
})

describe('chains and windows', () => {
  function chain(hops: number, latency: number, options = {}): PacketNetwork {
    const builder = new TopologyBuilder()
    builder.addHosts(hops + 1)
    for (let hop = 0; hop < hops; hop++) builder.connect(hop, hop + 1, { latency, bandwidth: 1e6 })
    return new PacketNetwork(sim, builder.build(), { check: true, ...options })
  }

  it('store and forward ten packets over three hops in 126 ms (E10)', () => {
    const network = chain(3, 0.01)
    let last = 0
    for (let i = 0; i < 10; i++) network.send(0, 3, 1000, () => (last = sim.now))
    sim.run()
    expect(last).toBeCloseTo(0.126, 12)
    expect(sim.executed).toBe(30)
  })

  it.each([
    [1, 285_714],
    [4, 1_000_000],
  ])('carry a window of %i at %i bit/s (E11)', (window, rate) => {
    const network = chain(1, 0.01)
    let got = 0
    const atReceiver = (): void => {
      got++
      network.send(1, 0, 0, send)
    }
    const send = (): void => network.send(0, 1, 1000, atReceiver)
    for (let i = 0; i < window; i++) send()
    sim.run(0.1)
    const [before, from] = [got, sim.now]
    sim.run(from + 280)
    expect(((got - before) * 8000) / 280 / rate).toBeCloseTo(1, 3)
  })
})

describe('a link as a queue', () => {
  it('makes Poisson packets wait as M/D/1 does (E13)', () => {
    const wire = link({})
    const gaps = sim.stream('gaps')
    const next = (): void => {
      wire.send(1000, () => {})
      sim.schedule(gaps.exponential(0.01), next)
    }
    sim.schedule(0, next)
    sim.run(200)
    sim.endWarmUp()
    sim.run(12_000)
    // 1.2 M packets of strongly correlated waits: 2 % is more than four standard errors.
    expect(wire.meanWait / 0.016).toBeGreaterThan(0.98)
    expect(wire.meanWait / 0.016).toBeLessThan(1.02)
    expect(wire.meanQueueLength / 1.6).toBeGreaterThan(0.98)
    expect(wire.meanQueueLength / 1.6).toBeLessThan(1.02)
    expect(wire.utilisation).toBeCloseTo(0.8, 2)
  })

  it('drops as M/M/1/10 does (E14)', () => {
    const wire = link({ queueLimit: 9 })
    const [gaps, sizes] = [sim.stream('gaps'), laws.exponential(1000)]
    const sizeStream = sim.stream('sizes')
    const next = (): void => {
      wire.send(sizes.sample(sizeStream), () => {})
      sim.schedule(gaps.exponential(0.008 / 0.9), next)
    }
    sim.schedule(0, next)
    sim.run(9000)
    const loss = wire.dropped.count / (wire.dropped.count + wire.sent.count)
    // 1 M packets; drops come in bursts of some ten: the standard error is near 0.0009.
    expect(Math.abs(loss - 0.050813731)).toBeLessThan(0.003)
  })
})
