import { describe, expect, it } from 'vitest'
import { Link, Simulation, type ProcessBody } from '../../index.ts'
import { perform } from '../../time/event-list.ts'
import type { Carrier } from '../carrier.ts'
import { FaultLayer } from '../faults/fault-layer.ts'
import { PacketTcp } from './packet-tcp.ts'
import type { PacketTcpOptions } from './packet-tcp-options.ts'
import { fetchTime, slowStartLatency, stalledWindows, transferTime, type TcpPath } from './slow-start.ts'
import { TcpConnection, type TcpOptions } from './tcp-connection.ts'

interface WireOptions {
  rtt: number
  bandwidth: number
  loss?: number
  queueLimit?: number
}

/** A client, host 0, and a server, host 1, joined by a link each way; `loss` and the queue limit are of the way down. */
function wire(sim: Simulation, { rtt, bandwidth, ...down }: WireOptions): Carrier {
  const up = new Link(sim, { name: 'up', latency: rtt / 2, bandwidth })
  const back = new Link(sim, { name: 'down', latency: rtt / 2, bandwidth, ...down })
  return {
    sim,
    hosts: 2,
    send: (from, _to, bytes, onDelivered, onDropped) =>
      (from === 0 ? up : back).send(bytes, () => perform(onDelivered), onDropped),
  }
}

/** Seconds that set-up and each of some fetches take, packet by packet. */
function packetByPacket(
  objects: readonly number[],
  path: WireOptions,
  options: Partial<PacketTcpOptions> = {},
): { times: number[]; tcp: PacketTcp; sim: Simulation } {
  const sim = new Simulation({ seed: 'tcp' })
  const tcp = new PacketTcp(wire(sim, path), { client: 0, server: 1, ...options })
  const times: number[] = []
  function* browse(): ProcessBody {
    let since = sim.now
    const lap = (): void => {
      times.push(sim.now - since)
      since = sim.now
    }
    yield* tcp.connect()
    lap()
    for (const bytes of objects) {
      yield* tcp.fetch(bytes)
      lap()
    }
  }
  sim.spawn(browse())
  sim.run()
  return { times, tcp, sim }
}

/** The same with a delay for each transfer. */
function analytic(objects: readonly number[], options: TcpOptions): number[] {
  const sim = new Simulation({ seed: 'tcp' })
  const connection = new TcpConnection(sim, options)
  const times: number[] = []
  function* browse(): ProcessBody {
    let since = sim.now
    const lap = (): void => {
      times.push(sim.now - since)
      since = sim.now
    }
    yield* connection.connect()
    lap()
    for (const bytes of objects) {
      yield* connection.request(0)
      yield* connection.reply(bytes)
      lap()
    }
  }
  sim.spawn(browse())
  sim.run()
  return times
}

const sum = (times: readonly number[]): number => times.reduce((total, time) => total + time, 0)

describe('the slow-start latency formula', () => {
  // The cases of Kurose, Ross, Computer Networking, 3rd ed. (2005), section 3.7.2: S = 536 bytes, RTT = 100 ms. The values
  // were worked out from the formula apart from this code, to six digits.
  it.each([
    [100_000, 28e3, 28.8714, 1],
    [100_000, 100e3, 8.3571, 2],
    [100_000, 1e6, 1.38851, 5],
    [100_000, 10e6, 0.928544, 7],
    [5000, 28e3, 1.72857, 1],
    [5000, 100e3, 0.75712, 2],
    [5000, 1e6, 0.522848, 3],
    [5000, 10e6, 0.502285, 3],
  ])('gives the latency of %d bytes at %d bit/s', (bytes, bandwidth, latency, stalls) => {
    const given = { bytes, mss: 536, bandwidth, rtt: 0.1 }
    expect(Math.abs(slowStartLatency(given) / latency - 1)).toBeLessThan(5e-6)
    expect(stalledWindows(given)).toBe(stalls)
  })

  const cases: { bytes: number; path: TcpPath & { mss: number; initialWindow: number } }[] = []
  for (const bytes of [1, 536, 537, 5000, 100_000, 536 * 7, 536 * 63 + 1])
    for (const bandwidth of [28e3, 100e3, 1e6, 10e6])
      for (const initialWindow of [1, 2, 3, 10])
        cases.push({ bytes, path: { mss: 536, rtt: 0.1, bandwidth, initialWindow } })

  it.each(cases)('is what the packets of $bytes bytes take over $path', ({ bytes, path }) => {
    const closed = slowStartLatency({ bytes, ...path })
    const { mss, initialWindow } = path
    expect(sum(packetByPacket([bytes], path, { mss, initialWindow }).times)).toBeCloseTo(closed, 9)
    expect(sum(analytic([bytes], path))).toBeCloseTo(closed, 9)
    expect(fetchTime(path, bytes)).toBeCloseTo(closed, 9)
  })
})

describe('a connection', () => {
  const path = { rtt: 0.1, bandwidth: 1e6, mss: 536, initialWindow: 1 }

  it.each([1, 2, 5, 12, 24, 1000])(
    'with a receive window of %d segments takes as long as its packets',
    (receiveWindow) => {
      const options = { ...path, receiveWindow }
      const objects = [100_000, 5000, 40_000, 0, 100_000]
      const { mss, initialWindow } = options
      const packets = packetByPacket(objects, path, { mss, initialWindow, receiveWindow }).times
      const times = analytic(objects, options)
      times.forEach((time, i) => expect(time).toBeCloseTo(packets[i]!, 9))
    },
  )

  it('that is stop-and-wait takes a round trip and a transmission for each segment', () => {
    expect(transferTime({ ...path, receiveWindow: 1 }, 536 * 10)).toBeCloseTo(0.05 + 10 * 0.004288 + 9 * 0.1, 12)
  })

  it('serves its second fetch with the window of the first', () => {
    const [, first, second] = analytic([100_000, 100_000], path)
    expect(first! - second!).toBeCloseTo(fetchTime(path, 100_000) - 0.2 - 0.8, 9)
    expect(second).toBeCloseTo(0.1 + 0.8, 12)
  })

  // Page of 40 kB with 42 objects of 3 kB, RTT 100 ms, 1 Mbit/s, windows so large that there is no slow start:
  // (n + 1) 2 RTT + S/B, RTT + (n + 1) RTT + S/B, 3 RTT + S/B. @source Kurose, Ross, section 2.2, for these counts
  it.each([
    ['a connection each', 9.928],
    ['one connection', 5.728],
    ['one connection, the requests of all objects at once', 1.628],
  ])('fetches a web page over %s in %d s', (how, expected) => {
    const sim = new Simulation({ seed: 'tcp' })
    const wide = { rtt: 0.1, bandwidth: 1e6, initialWindow: 1000 }
    function* page(): ProcessBody {
      let connection = new TcpConnection(sim, wide)
      const sizes = how.endsWith('once') ? [40_000, 42 * 3000] : [40_000, ...Array.from({ length: 42 }, () => 3000)]
      for (const bytes of sizes) {
        if (how === 'a connection each') connection = new TcpConnection(sim, wide)
        yield* connection.connect()
        yield* connection.request(0)
        yield* connection.reply(bytes)
      }
    }
    sim.spawn(page())
    sim.run()
    expect(sim.now).toBeCloseTo(expected, 9)
  })

  it('falls back to the initial window after a long pause, if so wished', () => {
    const sim = new Simulation({ seed: 'tcp' })
    const connection = new TcpConnection(sim, { ...path, idleReset: 1 })
    connection.connectTime()
    connection.replyTime(100_000)
    expect(connection.window).toBe(188)
    sim.run(10)
    expect(connection.replyTime(100_000)).toBeCloseTo(transferTime(path, 100_000), 12)
  })

  it('pays a round trip more for each of TLS, and none when it is open', () => {
    expect(analytic([], { ...path, tlsRoundTrips: 2 })[0]).toBeCloseTo(0.3, 12)
    expect(packetByPacket([], path, { tlsRoundTrips: 2 }).times[0]).toBeCloseTo(0.3, 12)
    const connection = new TcpConnection(new Simulation({ seed: 'tcp' }), path)
    expect([connection.connectTime(), connection.connectTime()]).toEqual([0.1, 0])
    connection.close()
    expect(connection.connectTime()).toBe(0.1)
  })

  it('with delayed acknowledgements comes within a tenth of its packets', () => {
    for (const bandwidth of [1e6, 10e6, 100e6]) {
      const delayed = { ...path, bandwidth, initialWindow: 10, segmentsPerAck: 2, ackDelay: 0.05 }
      const { mss, initialWindow, segmentsPerAck, ackDelay } = delayed
      const packets = packetByPacket([200_000], delayed, { mss, initialWindow, segmentsPerAck, ackDelay }).times
      expect(Math.abs(sum(analytic([200_000], delayed)) / sum(packets) - 1)).toBeLessThan(0.1)
    }
  })

  it('must be set up before it is used, and serves one fetch at a time', () => {
    const sim = new Simulation({ seed: 'tcp' })
    expect(() => new TcpConnection(sim, path).replyTime(1)).toThrow('Nothing can be sent at t=0 s: connect first.')
    const tcp = new PacketTcp(wire(sim, path), { client: 0, server: 1 })
    expect(() => tcp.fetch(1)).toThrow('is not set up')
    tcp.connect()
    expect(() => tcp.connect()).toThrow('connect once')
    expect(() => tcp.fetch(1)).toThrow('is busy')
  })

  it('refuses a path that makes no sense', () => {
    const make = (options: Partial<TcpOptions>) => () =>
      new TcpConnection(new Simulation({ seed: 's' }), { ...path, ...options })
    expect(make({ rtt: -1 })).toThrow('TCP path, rtt = -1: expected a finite number of seconds >= 0.')
    expect(make({ bandwidth: 0 })).toThrow('bandwidth = 0')
    expect(make({ mss: NaN })).toThrow('mss = NaN')
    expect(make({ initialWindow: 4, receiveWindow: 3 })).toThrow(
      'receiveWindow = 3: expected an integer >= the initial window of 4',
    )
    expect(make({ tlsRoundTrips: 0.5 })).toThrow('tlsRoundTrips = 0.5')
    expect(() => transferTime(path, -1)).toThrow('An object of -1 bytes')
  })
})

describe('packets of a connection that get lost', () => {
  const path = { rtt: 0.1, bandwidth: 1e6 }

  it('are sent again until the object is there, however many', () => {
    const { times, tcp } = packetByPacket(
      Array.from({ length: 20 }, () => 30_000),
      { ...path, loss: 0.1 },
    )
    expect(times).toHaveLength(21)
    expect(tcp.retransmissions).toBeGreaterThan(20)
  })

  it('are found missing by duplicate acknowledgements, before any time-out', () => {
    // The burst of a large window overflows a short queue.
    const { times, tcp } = packetByPacket([1_000_000], { ...path, queueLimit: 20 })
    expect(tcp.retransmissions).toBeGreaterThan(0)
    expect(tcp.timeouts).toBe(0)
    expect(times[1]).toBeGreaterThan(8.1)
    expect(times[1]).toBeLessThan(12)
  })

  it('leave the throughput near the square-root law', () => {
    // Rate = MSS / RTT * sqrt(3 / 2p) for small p. @source Mathis et al., The macroscopic behavior of the TCP congestion
    // avoidance algorithm, CCR 27(3), 1997. Tahoe restarts from one segment where the law halves: from 0.5 to 1.
    const { times } = packetByPacket([5_000_000], { rtt: 0.1, bandwidth: 1e9, loss: 0.01 })
    const law = (1460 / 0.1) * Math.sqrt(1.5 / 0.01)
    expect(5_000_000 / times[1]! / law).toBeGreaterThan(0.5)
    expect(5_000_000 / times[1]! / law).toBeLessThan(1)
  })

  it('break the connection when nothing comes through any more, and so does closing it', () => {
    const sim = new Simulation({ seed: 'tcp' })
    const layer = new FaultLayer(wire(sim, path))
    const tcp = new PacketTcp(layer, { client: 0, server: 1, maxAttempts: 3 })
    const told: [number, string][] = []
    function* fetch(connection: PacketTcp): ProcessBody {
      try {
        yield* connection.connect()
        yield* connection.fetch(1_000_000)
      } catch (error) {
        told.push([sim.now, String(error)])
      }
    }
    layer.install([{ kind: 'crash', hosts: [1], at: 2 }])
    sim.spawn(fetch(tcp))
    sim.run()
    // Acknowledgements come from 0.26168 s on, every 11.68 ms, the last one at 1.99032 s; time-outs after 1, 2 and 4 s.
    expect(told).toHaveLength(1)
    expect(told[0]![0]).toBeCloseTo(1.99032 + 7, 9)
    expect(told[0]![1]).toBe('ConnectionBroken: The TCP connection of host 0 to host 1 broke: 3 time-outs in a row.')
    const other = new PacketTcp(layer, { client: 0, server: 1 })
    sim.spawn(fetch(other))
    sim.schedule(5, () => other.close())
    sim.run()
    expect(told[1]![1]).toContain('was closed')
    expect(() => other.fetch(1)).toThrow('This TCP connection is over: make a new one.')
  })

  it('of set-up and requests are asked for again after a second, then two', () => {
    const sim = new Simulation({ seed: 'tcp' })
    const below = wire(sim, path)
    let sent = 0
    const lossy: Carrier = { ...below, send: (...message) => (sent++ < 2 ? undefined : below.send(...message)) }
    const tcp = new PacketTcp(lossy, { client: 0, server: 1 })
    sim.spawn(tcp.connect()[Symbol.iterator]())
    sim.run()
    expect(sim.now).toBeCloseTo(3.1, 12)
  })
})
