import { beforeEach, describe, expect, it } from 'vitest'
import { laws } from '../../random/laws.ts'
import { Simulation } from '../../simulation.ts'
import { latencies } from './latencies.ts'
import { LatencyNetwork, type LatencyNetworkOptions } from './latency-network.ts'
import { placesInSquare } from './placed.ts'

let sim: Simulation
let log: [number, string][]
const note = (what: string) => (): void => void log.push([sim.now, what])
const network = (options: Partial<LatencyNetworkOptions> = {}): LatencyNetwork =>
  new LatencyNetwork(sim, { hosts: 4, latency: latencies.constant(0.5), ...options })

beforeEach(() => {
  sim = new Simulation({ seed: 'latency network' })
  log = []
})

describe('a latency network', () => {
  it('delivers after the latency of the pair, in one event', () => {
    const net = network()
    net.send(0, 1, 1e9, note('a'))
    sim.schedule(1, () => net.send(2, 3, 0, { arrive: note('b') }))
    sim.run()
    expect(log).toEqual([
      [0.5, 'a'],
      [1.5, 'b'],
    ])
    expect(sim.executed).toBe(3)
  })

  it('delivers to oneself at once, in an event of its own, past the access links', () => {
    const net = network({ upload: 8, download: 8 })
    net.send(2, 2, 1000, note('self'))
    expect(log).toEqual([])
    sim.run()
    expect(log).toEqual([[0, 'self']])
  })

  it('has the messages of one host take turns on its uplink', () => {
    const net = network({ upload: 8000 })
    net.send(0, 1, 1000, note('a'))
    net.send(0, 2, 2000, note('b'))
    net.send(1, 0, 1000, note('c'))
    expect([net.uploadBacklog(0), net.uploadBacklog(1), net.uploadBacklog(2)]).toEqual([3, 1, 0])
    sim.run()
    expect(log).toEqual([
      [1.5, 'a'],
      [1.5, 'c'],
      [3.5, 'b'],
    ])
  })

  it('has the messages to one host take turns on its downlink in the order they reach it', () => {
    const asymmetric = latencies.matrix([
      [0, 1, 3],
      [1, 0, 2],
      [1, 1, 0],
    ])
    const net = network({ hosts: 3, latency: asymmetric, download: 8000 })
    net.send(0, 2, 1000, note('from 0'))
    net.send(1, 2, 2000, note('from 1'))
    sim.run(3.5)
    expect(net.downloadBacklog(2)).toBe(1.5)
    sim.run()
    expect(log).toEqual([
      [4, 'from 1'],
      [5, 'from 0'],
    ])
  })

  it('takes bandwidths by host', () => {
    const net = network({ upload: [8000, 16_000, Infinity, 8], download: Float64Array.of(8000, 8000, 4000, Infinity) })
    net.send(0, 3, 1000, note('1 up'))
    net.send(1, 2, 1000, note('half a second up, two down'))
    net.send(2, 0, 1000, note('1 down'))
    sim.run()
    expect(log).toEqual([
      [1.5, '1 up'],
      [1.5, '1 down'],
      [3, 'half a second up, two down'],
    ])
  })

  it('counts what was sent, is delivered and is on its way', () => {
    const net = network({ observe: true })
    net.send(0, 1, 100, () => {})
    sim.schedule(0.25, () => net.send(0, 1, 50, () => {}))
    sim.run(0.6)
    expect(net.traffic).toEqual({
      sent: { messages: 2, bytes: 150 },
      delivered: { messages: 1, bytes: 100 },
      inFlight: { messages: 1, bytes: 50 },
    })
    sim.endWarmUp()
    expect(net.traffic).toEqual({
      sent: { messages: 0, bytes: 0 },
      delivered: { messages: 0, bytes: 0 },
      inFlight: { messages: 1, bytes: 50 },
    })
    sim.run()
    expect([net.traffic.delivered.bytes, net.traffic.inFlight.bytes]).toEqual([50, 0])
    const blind = network()
    blind.send(0, 1, 100, () => {})
    expect(blind.traffic.sent.bytes).toBe(100)
    expect(blind.traffic.delivered.bytes).toBeNaN()
  })

  it('never has more bytes on their way than were sent and not delivered, whatever the traffic', () => {
    const net = network({
      hosts: 50,
      latency: latencies.coordinates(placesInSquare(50, 100, sim.stream('places')), { secondsPerUnit: 0.001 }),
      upload: 1e6,
      download: 2e6,
      observe: true,
    })
    const draws = sim.stream('traffic')
    let [sent, delivered] = [0, 0]
    const send = (): void => {
      const bytes = draws.integer(0, 2000)
      sent += bytes
      net.send(draws.integer(0, 49), draws.integer(0, 49), bytes, () => {
        delivered += bytes
        expect(net.traffic.delivered.bytes).toBe(delivered)
        expect(net.traffic.inFlight.bytes).toBe(sent - delivered)
      })
      if (sim.now < 20) sim.schedule(draws.exponential(0.01), send)
    }
    send()
    sim.run()
    expect(net.traffic.inFlight).toEqual({ messages: 0, bytes: 0 })
  })

  it('has an uplink behave as an M/D/1 queue', () => {
    // Mean wait rho / (2 (1 - rho)) = 2 services at load 0.8 (Pollaczek-Khinchine).
    const net = network({ upload: 8000 })
    const gaps = sim.stream('gaps')
    let waits = 0
    const count = 200_000
    let left = count
    const send = (): void => {
      const sentAt = sim.now
      net.send(0, 1, 1000, () => {
        waits += sim.now - sentAt - 0.5 - 1
      })
      if (--left > 0) sim.schedule(gaps.exponential(1.25), send)
    }
    send()
    sim.run()
    // The standard deviation over twenty other seeds is 1.7 %: four of them.
    expect(Math.abs(waits / count / 2 - 1)).toBeLessThan(0.07)
  })

  it('gives the same run for the same seed', () => {
    const run = (): string => {
      const sim = new Simulation({ seed: 'same', fingerprint: true })
      const latency = latencies.lognormal(0.1, 0.7, sim.stream('latency'))
      const net = new LatencyNetwork(sim, { hosts: 100, latency, upload: 1e5, download: 1e5 })
      const draws = sim.stream('to')
      let left = 2000
      const hop = (at: number): void => {
        if (left-- <= 0) return
        const to = draws.integer(0, 99)
        net.send(at, to, 100, () => hop(to))
      }
      for (let i = 0; i < 10; i++) hop(i)
      sim.run()
      return sim.fingerprint
    }
    expect(run()).toBe(run())
  })

  const negative = latencies.perMessage(laws.deterministic(0), undefined as never)
  it.each([
    [() => network({ hosts: 0 }), 'LatencyNetwork, hosts = 0: expected an integer >= 1'],
    [() => network({ upload: 0 }), 'LatencyNetwork, upload = 0: expected a number of bits per second > 0'],
    [() => network({ download: NaN }), 'LatencyNetwork, download = NaN'],
    [() => network({ upload: [1, 2] }), 'LatencyNetwork, upload: 2 bandwidths for 4 hosts'],
    [() => network({ upload: [1, 2, -3, 4] }), 'LatencyNetwork, upload[2] = -3'],
    [() => network({ latency: latencies.matrix([[0]]) }), 'with 4 hosts and a latency model that knows 1'],
    [() => network().send(0, 4, 1, () => {}), 'Host 4: expected the id of a host, an integer from 0 to 3.'],
    [() => network().send(0.5, 1, 1, () => {}), 'Host 0.5'],
    [() => network().send(NaN, 1, 1, () => {}), 'Host NaN'],
    [() => network().send(0, -1, 1, () => {}), 'Host -1'],
    [() => network().send(0, 1, -1, () => {}), 'A message of -1 bytes from host 0 to host 1'],
    [() => network().send(0, 1, NaN, () => {}), 'A message of NaN bytes'],
    [() => network().uploadBacklog(7), 'Host 7'],
    [
      () => network({ latency: { ...negative, latency: () => -1 } }).send(0, 1, 1, () => {}),
      'The latency model gives -1 s from host 0 to host 1: expected a finite number >= 0.',
    ],
  ])('refuses what makes no sense (%#)', (attempt, message) => {
    expect(attempt).toThrow(message)
  })
})
