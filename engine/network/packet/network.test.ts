import { beforeEach, describe, expect, it } from 'vitest'
import { Link, Network, Simulation } from '../../index.ts'

let sim: Simulation
let log: [number, string][]
const note = (what: string) => (): void => void log.push([sim.now, what])

beforeEach(() => {
  sim = new Simulation({ seed: 'test' })
  log = []
})

describe('a link', () => {
  it('sends one packet after the other and delivers each a latency after its last bit left', () => {
    const link = new Link(sim, { name: 'l', latency: 0.5, bandwidth: 8000 })
    for (const name of ['a', 'b', 'c']) link.send(1000, note(name))
    sim.run()
    expect(log).toEqual([
      [1.5, 'a'],
      [2.5, 'b'],
      [3.5, 'c'],
    ])
    expect(link.meanWait).toBe(1)
    expect(sim.executed).toBe(3)
  })

  it('drops at the tail what finds the queue full; the packet in transmission does not count', () => {
    const link = new Link(sim, { name: 'l', latency: 0, bandwidth: 8000, queueLimit: 2 })
    for (const name of ['a', 'b', 'c', 'd']) link.send(1000, note(name), (reason) => note(`${name} ${reason}`)())
    expect(link.queueLength).toBe(2)
    sim.schedule(1.5, () => link.send(1000, note('e')))
    sim.run()
    expect(log).toEqual([
      [0, 'd queue full'],
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
      [4, 'e'],
    ])
    expect([link.sent.count, link.delivered.count, link.dropped.count]).toEqual([4, 4, 1])
  })

  it('is used exactly while it transmits, counted from the end of warm-up', () => {
    const link = new Link(sim, { name: 'l', latency: 3, bandwidth: 8000 })
    link.send(2000, note('a'))
    sim.schedule(5, () => link.send(1000, note('b')))
    sim.run(1)
    expect(link.utilisation).toBe(1)
    sim.endWarmUp()
    sim.run(5)
    expect(link.utilisation).toBe(0.25)
    sim.run(5.5)
    expect(link.utilisation).toBeCloseTo(1.5 / 4.5, 12)
  })

  it('loses each packet with the probability given, after it has used the wire', () => {
    const link = new Link(sim, { name: 'l', latency: 0, bandwidth: Infinity, loss: 0.25 })
    let told = 0
    for (let i = 0; i < 10_000; i++)
      link.send(
        100,
        () => {},
        () => told++,
      )
    sim.run()
    expect(link.lost.count).toBe(told)
    expect(link.lost.count + link.delivered.count).toBe(10_000)
    // Binomial(10 000, 1/4): six standard deviations are 260.
    expect(Math.abs(link.lost.count - 2500)).toBeLessThan(260)
  })

  it('refuses values that make no sense', () => {
    const make = (options: object) => () => new Link(sim, { name: 'l', latency: 0, bandwidth: 1, ...options })
    expect(make({ latency: -1 })).toThrow('Link "l", latency = -1: expected a finite number of seconds >= 0.')
    expect(make({ bandwidth: 0 })).toThrow('bandwidth = 0: expected a number of bits per second > 0')
    expect(make({ loss: 1.5 })).toThrow('loss = 1.5: expected a probability from 0 to 1')
    expect(() => make({})().send(NaN, () => {})).toThrow('a message of NaN bytes')
  })
})

describe('a network', () => {
  it('stores and forwards along the path of least latency', () => {
    const network = new Network(sim)
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => network.host(name)) as [never, never, never, never]
    const fast = { latency: 1, bandwidth: 8000 }
    network.connect(a, b, fast)
    network.connect(b, c, fast)
    network.connect(a, c, { latency: 5, bandwidth: 8e9 })
    network.connect(c, d, fast)
    network.send(a, d, 1000, note('at d'))
    network.send(d, d, 1000, note('to itself'))
    sim.run()
    expect(log).toEqual([
      [0, 'to itself'],
      [6, 'at d'],
    ])
  })

  it('names the hosts between which no path leads', () => {
    const network = new Network(sim)
    expect(() => network.send(network.host('a'), network.host('b'), 1, () => {})).toThrow(
      'No path leads from host "a" to host "b": connect them.',
    )
  })
})
