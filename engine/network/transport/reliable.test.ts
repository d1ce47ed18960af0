import { beforeEach, describe, expect, it } from 'vitest'
import { laws, Simulation, type ProcessBody } from '../../index.ts'
import type { Carrier } from '../carrier.ts'
import { FaultLayer } from '../faults/fault-layer.ts'
import { DeliveryFailed, ReliableChannel } from './reliable.ts'
import type { ReliableOptions } from './reliable-options.ts'

let sim: Simulation
let log: [number, string][]
/** Messages that the network is to lose, by number from 0 in the order sent. */
let lost: Set<number>
let wire: Carrier
const note = (what: string): void => void log.push([sim.now, what])

beforeEach(() => {
  sim = new Simulation({ seed: 'test' })
  log = []
  lost = new Set()
  let sent = 0
  wire = {
    sim,
    hosts: 2,
    send: (_from, _to, _bytes, onDelivered, onDropped) =>
      lost.has(sent++) ? onDropped?.('lost') : void sim.schedule(1, onDelivered),
  }
})

function open(options: Partial<ReliableOptions<string>> = {}, carrier = wire): ReliableChannel<string> {
  return new ReliableChannel(carrier, {
    from: 0,
    to: 1,
    timeout: 3,
    onReceived: (payload) => note(payload),
    onFailed: (payload) => note(`${payload} failed`),
    ...options,
  })
}

describe('a reliable channel', () => {
  it('repeats what gets lost, and hands it over in order', () => {
    lost.add(0)
    const channel = open()
    for (const payload of ['a', 'b', 'c']) channel.send(100, payload)
    sim.run()
    expect(log).toEqual([
      [4, 'a'],
      [4, 'b'],
      [4, 'c'],
    ])
    expect(channel.pending).toBe(0)
    expect([channel.transmissions.count, channel.retransmissions.count]).toEqual([4, 1])
  })

  it('hands over as it comes where order does not matter', () => {
    lost.add(0)
    const channel = open({ inOrder: false })
    for (const payload of ['a', 'b', 'c']) channel.send(100, payload)
    sim.run()
    expect(log).toEqual([
      [1, 'b'],
      [1, 'c'],
      [4, 'a'],
    ])
  })

  it('suppresses the duplicate when only the acknowledgement was lost', () => {
    lost.add(1)
    const channel = open({ window: 1 })
    channel.send(100, 'a')
    channel.send(100, 'b')
    sim.run()
    expect(log).toEqual([
      [1, 'a'],
      [6, 'b'],
    ])
    expect(channel.duplicates.count).toBe(1)
  })

  it('takes a later acknowledgement for the ones before it', () => {
    // Data 0 and 1, then the acknowledgement of 0 is lost and that of 1 says "all below 2".
    lost.add(2)
    const channel = open()
    channel.send(100, 'a')
    channel.send(100, 'b')
    sim.run()
    expect(channel.retransmissions.count).toBe(0)
  })

  it('has no more messages under way than the window', () => {
    const channel = open({ window: 2 })
    for (const payload of ['a', 'b', 'c', 'd', 'e']) channel.send(100, payload)
    sim.run()
    expect(log.map(([time]) => time)).toEqual([1, 1, 3, 3, 5])
  })

  it('backs off exponentially, up to the largest time-out, and then gives up', () => {
    for (let i = 0; i < 10; i++) lost.add(i)
    const times: number[] = []
    const recorded: Carrier = {
      ...wire,
      send: (...message) => {
        times.push(sim.now)
        wire.send(...message)
      },
    }
    const channel = open({ timeout: 1, backoff: 3, maxTimeout: 8, maxAttempts: 5 }, recorded)
    channel.send(100, 'a')
    channel.send(100, 'b')
    sim.run()
    expect(times.filter((_, i) => i % 2 === 0)).toEqual([0, 1, 4, 12, 20])
    expect(log).toEqual([
      [28, 'a failed'],
      [28, 'b failed'],
    ])
    expect(channel.closed).toBe(true)
    expect(() => channel.send(1, 'c')).toThrow('Channel "0->1" is closed, or broken by a message given up.')
  })

  it('goes on after a message given up where order does not matter', () => {
    lost.add(0).add(3)
    const channel = open({ inOrder: false, maxAttempts: 2, window: 2 })
    for (const payload of ['a', 'b', 'c', 'd']) channel.send(100, payload)
    sim.run()
    // 'a' holds the window until it is given up after 3 + 6 s.
    expect(log).toEqual([
      [1, 'b'],
      [9, 'a failed'],
      [10, 'c'],
      [10, 'd'],
    ])
  })

  it('can be waited for, message by message', () => {
    const channel = open({ maxAttempts: 2 })
    sim.spawn(
      (function* (): ProcessBody {
        yield* channel.deliver(100, 'a')
        note('acknowledged')
        for (let i = 2; i < 9; i++) lost.add(i)
        try {
          yield* channel.deliver(100, 'b')
        } catch (error) {
          note(String(error))
          expect(error).toBeInstanceOf(DeliveryFailed)
        }
      })(),
    )
    sim.run()
    expect(log).toEqual([
      [1, 'a'],
      [2, 'acknowledged'],
      [11, 'b failed'],
      [11, 'DeliveryFailed: Message 1 of channel "0->1" did not get through: it was not acknowledged in 2 attempts.'],
    ])
  })

  it('fails what is under way when it is closed, and ignores what still arrives', () => {
    const channel = open()
    sim.spawn(
      (function* (): ProcessBody {
        try {
          yield* channel.deliver(100, 'a')
        } catch {
          note('told')
        }
      })(),
    )
    sim.schedule(0.5, () => channel.close())
    sim.run()
    expect(log).toEqual([
      [0.5, 'a failed'],
      [0.5, 'told'],
    ])
  })

  it('delivers everything once and in order over a network that loses, delays and reorders', () => {
    const layer = new FaultLayer(wire)
    layer.install([
      { kind: 'loss', probability: 0.3 },
      { kind: 'delay', by: laws.exponential(2) },
      { kind: 'crash', hosts: [1], every: 50, for: 10 },
    ])
    const received: number[] = []
    const channel = open(
      { maxAttempts: Infinity, window: 8, maxTimeout: 30, onReceived: (_, __, sequence) => received.push(sequence) },
      layer,
    )
    for (let i = 0; i < 2000; i++) channel.send(100, '')
    sim.run(50_000)
    expect(received).toEqual(Array.from({ length: 2000 }, (_, i) => i))
    expect(channel.pending).toBe(0)
    expect(channel.duplicates.count).toBeGreaterThan(0)
  })

  it('needs 1 / ((1 - p)(1 - q)) transmissions a message where p and q get lost on the two ways', () => {
    const layer = new FaultLayer(wire)
    layer.lose(0.2, { from: [0] })
    layer.lose(0.1, { from: [1] })
    const channel = open({ window: 1, maxAttempts: Infinity, backoff: 1, onReceived: () => {} }, layer)
    const messages = 20_000
    for (let i = 0; i < messages; i++) channel.send(100, '')
    sim.run()
    // Geometric with success probability s = 0.72: variance (1 - s) / s^2; four standard errors are 0.021.
    expect(Math.abs(channel.transmissions.count / messages - 1 / 0.72)).toBeLessThan(0.021)
    // Each success takes a round trip of 2 s and each failure a time-out of 3 s.
    const failures = channel.transmissions.count - messages
    expect(sim.now).toBeCloseTo(2 * messages + 3 * failures, 3)
  })

  it('refuses options that make no sense', () => {
    expect(() => open({ to: 2 })).toThrow('Channel "0->2", to = 2: expected a host from 0 to 1.')
    expect(() => open({ timeout: 0 })).toThrow('timeout = 0: expected a finite number of seconds > 0.')
    expect(() => open({ backoff: 0.5 })).toThrow('backoff = 0.5')
    expect(() => open({ window: 1.5 })).toThrow('window = 1.5: expected an integer >= 1, or Infinity.')
    expect(() => open({ maxAttempts: 0 })).toThrow('maxAttempts = 0')
    expect(() => open().send(-1, 'a')).toThrow('a message of -1 bytes: expected a finite number >= 0.')
  })
})
