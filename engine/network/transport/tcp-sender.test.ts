import { describe, expect, it } from 'vitest'
import { Simulation } from '../../simulation.ts'
import { PacketNetwork } from '../packet/packet-network.ts'
import { topologies } from '../topology/topologies.ts'
import { PacketTcp } from './packet-tcp.ts'
import { TcpSender, type TcpCongestion, type TcpSenderOptions } from './tcp-sender.ts'

/** A sender in congestion avoidance with a window of eight segments, which it has sent: 0 to 7. */
function eightSent(congestion: TcpCongestion, options: Partial<TcpSenderOptions> = {}) {
  const sim = new Simulation({ seed: 'sender' })
  const log: number[] = []
  const sender = new TcpSender(
    sim,
    {
      congestion,
      initialWindow: 8,
      receiveWindow: Infinity,
      slowStartThreshold: 8,
      minTimeout: 1,
      maxAttempts: 10,
      ...options,
    },
    (segment) => log.push(segment),
    () => log.push(-1),
  )
  sender.offer(1000)
  /** What it sends when so many acknowledgements of a number come. */
  const on = (number: number, times = 1): number[] => {
    log.length = 0
    for (let i = 0; i < times; i++) sender.acknowledged(number)
    return [...log]
  }
  expect(log).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  return { sim, sender, on, log }
}

describe('a sender that hears of one loss by seven duplicates', () => {
  it('does nothing at the first two', () => {
    for (const congestion of ['tahoe', 'reno', 'newreno'] as const) expect(eightSent(congestion).on(0, 2)).toEqual([])
  })

  it('by Tahoe begins anew with one segment, and grows by one an acknowledgement up to half the window', () => {
    const { sender, on } = eightSent('tahoe')
    expect(on(0, 7)).toEqual([0])
    expect(sender.window).toBe(1)
    expect(on(8)).toEqual([8, 9])
    expect(on(9)).toEqual([10, 11])
    expect(on(10)).toEqual([12, 13])
    expect(sender.window).toBe(4)
    expect(on(11)).toEqual([14])
    expect(sender.window).toBe(4.25)
  })

  it.each(['reno', 'newreno'] as const)('by %s goes on with half the window', (congestion) => {
    const { sender, on } = eightSent(congestion)
    // Half the window and three for the segments that have left; each further duplicate is one more.
    expect(on(0, 3)).toEqual([0])
    expect(sender.window).toBe(7)
    expect(on(0, 4)).toEqual([8, 9, 10])
    expect(on(8)).toEqual([11])
    expect(sender.window).toBe(4)
    expect(on(9)).toEqual([12])
    expect(sender.window).toBe(4.25)
    expect(sender.retransmissions).toBe(1)
  })

  it.each(['reno', 'newreno'] as const)('by %s never exceeds the window of the receiver', (congestion) => {
    const { sender, on } = eightSent(congestion, { receiveWindow: 9 })
    expect(on(0, 7)).toEqual([0, 8])
    on(8)
    for (let i = 9; i < 200; i++) on(i)
    expect(sender.window).toBe(9)
  })
})

describe('a sender that has lost two segments of a window, 0 and 3', () => {
  it('by Reno leaves recovery at the first, and has too few duplicates left for the second: a time-out', () => {
    const { sim, sender, on, log } = eightSent('reno')
    expect(on(0, 6)).toEqual([0, 8, 9])
    expect(on(3)).toEqual([])
    expect(sender.window).toBe(4)
    expect(on(3, 2)).toEqual([])
    log.length = 0
    sim.run(1.5)
    expect([sender.timeouts, sender.window, log]).toEqual([1, 1, [3]])
    expect(on(10)).toEqual([10, 11])
  })

  it('by Reno halves the window a second time where duplicates are enough', () => {
    const { sender, on } = eightSent('reno', { initialWindow: 8 })
    expect(on(0, 7)).toEqual([0, 8, 9, 10])
    expect(on(3)).toEqual([])
    // Segments 3 to 10 are under way: half of eight, and three.
    expect(on(3, 3)).toEqual([3])
    expect(sender.window).toBe(7)
    expect(on(11)).toEqual([11, 12, 13, 14])
    expect(sender.window).toBe(4)
  })

  it('by NewReno repairs the second a round trip later, and halves the window once', () => {
    const { sim, sender, on } = eightSent('newreno')
    expect(on(0, 6)).toEqual([0, 8, 9])
    // Ten less the three that are acknowledged, and one for the segment repeated.
    expect(on(3)).toEqual([3, 10])
    expect(sender.window).toBe(8)
    expect(on(3, 2)).toEqual([11, 12])
    expect(on(10)).toEqual([13])
    expect(sender.window).toBe(4)
    for (let i = 11; i < 1001; i++) on(i)
    sim.run()
    expect([sender.timeouts, sender.retransmissions]).toEqual([0, 2])
  })

  it('by Tahoe sends again all that is not acknowledged', () => {
    const { sender, on } = eightSent('tahoe')
    expect(on(0, 6)).toEqual([0])
    expect(on(3)).toEqual([3, 4])
    // What the receiver has already is passed over, and duplicates of repeated segments mean nothing.
    expect(on(8)).toEqual([8, 9, 10])
    expect(on(8, 2)).toEqual([])
    expect(sender.retransmissions).toBe(3)
  })
})

describe('a sender in fast recovery', () => {
  it('begins its time-out anew at the first repair only', () => {
    const { sim, sender, on } = eightSent('newreno')
    sim.schedule(0.5, () => on(0, 3))
    sim.schedule(0.9, () => on(1))
    sim.schedule(1.3, () => on(2))
    sim.run(1.899)
    expect(sender.timeouts).toBe(0)
    sim.run(1.901)
    expect(sender.timeouts).toBe(1)
  })

  it('after a time-out starts slowly, and hears no duplicates of before', () => {
    const { sim, sender, on, log } = eightSent('newreno')
    log.length = 0
    sim.run(1.5)
    expect([sender.window, log]).toEqual([1, [0]])
    expect(on(0, 7)).toEqual([])
    expect(on(8)).toEqual([8, 9])
  })

  it('gives up after as many time-outs in a row as it may have', () => {
    const { sim, log } = eightSent('reno', { maxAttempts: 3 })
    log.length = 0
    sim.run()
    expect([sim.now, log]).toEqual([1 + 2 + 4, [0, 0, -1]])
  })
})

describe('a long transfer over a queue twice as long as the pipe', () => {
  /** 2 MB over 1 Mbit/s and 100 ms: 16 s of bits. The pipe holds nine segments, the queue twenty more. */
  const transfer = (congestion: TcpCongestion) => {
    const sim = new Simulation({ seed: 'queue' })
    const topology = topologies.line(2, { latency: 0.05, bandwidth: 1e6 })
    const link = { queue: { kind: 'drop-tail', packets: 20 } } as const
    const network = new PacketNetwork(sim, topology, { link })
    const tcp = new PacketTcp(network, { client: 0, server: 1, congestion, slowStartThreshold: 10 })
    function* fetch() {
      yield* tcp.connect()
      yield* tcp.fetch(2_000_000)
    }
    sim.spawn(fetch())
    sim.run()
    const { timeouts, retransmissions } = tcp
    return {
      time: sim.now,
      timeouts,
      again: retransmissions - network.account().dropped.packets,
      drops: network.account().dropped.packets,
    }
  }

  it('loses a segment now and then, and by Reno still keeps the link busy: half the window fills the pipe', () => {
    for (const congestion of ['reno', 'newreno'] as const) {
      const { time, timeouts, again, drops } = transfer(congestion)
      expect(drops).toBeGreaterThan(2)
      expect({ timeouts, again }).toEqual({ timeouts: 0, again: 0 })
      // Set-up 0.1 s, request 0.05 s, bits 16 s, latency 0.05 s, and the last acknowledgement 0.05 s: never idle.
      expect(time).toBeCloseTo(16.25, 9)
    }
  })

  it('by Tahoe leaves it idle after each loss', () => {
    const { time, timeouts } = transfer('tahoe')
    expect(timeouts).toBe(0)
    expect(time).toBeGreaterThan(16.5)
  })
})

describe('a connection', () => {
  it('refuses a control that there is not', () => {
    const network = new PacketNetwork(new Simulation({ seed: 'bad' }), topologies.line(2, { latency: 0, bandwidth: 1 }))
    const options = { client: 0, server: 1, congestion: 'cubic' as TcpCongestion }
    expect(() => new PacketTcp(network, options)).toThrow(
      'TCP connection, congestion = cubic: expected one of tahoe, reno, newreno.',
    )
  })
})
