import { describe, expect, it } from 'vitest'
import { Simulation } from '../../simulation.ts'
import { FaultLayer } from '../faults/fault-layer.ts'
import { TopologyBuilder } from '../topology/builder.ts'
import { routingOf } from '../topology/closed-form.ts'
import { Fluid } from './fluid.ts'
import { EACH } from './shares.ts'
import { FluidNetwork } from './fluid-network.ts'
import type { FlowOptions, OfTopologyOptions } from './fluid-network-options.ts'

/** Seconds that a flow alone takes over links of 100 bytes per second each, with 5 % of cross-traffic and nothing else. */
function alone(bytes: number, route: number[], options: FlowOptions, fatpipe = false): number {
  const sim = new Simulation({ seed: 'alone' })
  const network = new FluidNetwork(sim, { preset: 'tcp-cm02', check: true })
  const policy = fatpipe ? 'fatpipe' : 'shared'
  for (let i = 0; i < 4; i++) network.addLink({ bandwidth: 800, policy })
  network.start(route, bytes, undefined, undefined, options)
  sim.run()
  return sim.now
}

describe('acknowledgements on the way back', () => {
  // SimGrid 3.32 adds up what a flow uses of a link forth and back, as often as it passes; its Wi-Fi example with
  // cross-traffic has 1000 bytes at 54 Mbit/s take 0.0001555556 s to the wire and 0.0003111111 s to another station.
  it.each<[string, number[], FlowOptions, number]>([
    ['use nothing where there is none', [0], {}, 1],
    ['use a link of their own, which holds nobody back', [0], { reverse: [1] }, 1],
    ['use a twentieth of the link that the flow is on', [0], { reverse: [0] }, 1.05],
    ['use each link of a longer way back', [0, 1], { reverse: [1, 2, 0] }, 1.05],
    ['cross a radio cell as often as the flow', [0], { reverse: [0], passes: [2] }, 2.1],
    ['cross only that link of theirs so often', [0, 1], { reverse: [1, 0], passes: [1, 3] }, 3.15],
  ])('%s', (_, route, options, seconds) => expect(alone(100, route, options)).toBeCloseTo(seconds, 12))

  it('do not slow a flow down on a fat pipe', () => {
    expect(alone(100, [0], { reverse: [0] }, true)).toBe(1)
  })

  it('take Wi-Fi as long as SimGrid says', () => {
    const sim = new Simulation({ seed: 'wifi' })
    const network = new FluidNetwork(sim, { preset: 'tcp-cm02', check: true })
    const cell = network.addLink({ bandwidth: 54e6 })
    const ends: number[] = []
    network.start([cell], 1000, () => (ends[0] = sim.now), undefined, { reverse: [cell] })
    sim.run()
    const since = sim.now
    network.start([cell], 1000, () => (ends[1] = sim.now - since), undefined, { reverse: [cell], passes: [2] })
    sim.run()
    expect(ends).toEqual([expect.closeTo(0.0001555556, 9), expect.closeTo(0.0003111111, 9)])
  })

  it('make no loop, whatever the preset', () => {
    for (const preset of ['max-min', 'tcp-lv08'] as const) {
      const network = new FluidNetwork(new Simulation({ seed: 'loop' }), { preset })
      for (let i = 0; i < 3; i++) network.addLink({ bandwidth: 1 })
      const start = (reverse: number[]) => () => network.start([0], 1, undefined, undefined, { reverse })
      expect(start([1, 2, 1])).toThrow('A way back passes link 1 twice: expected no loop.')
      expect(start([0, 0])).toThrow('A way back passes link 0 twice')
      expect(start([7])).toThrow('There is no link 7: expected 0 to 2')
    }
  })
})

describe('flows between hosts', () => {
  /** a and b joined both ways, c reached from b only. Links 0 and 1, and 2; the way back 3 is not there. */
  function world(options: Partial<OfTopologyOptions> = {}): { sim: Simulation; network: FluidNetwork } {
    const builder = new TopologyBuilder()
    const [a, b, c] = ['a', 'b', 'c'].map((name) => builder.addHost(name)) as [number, number, number]
    builder.connect(a, b, { latency: 1, bandwidth: 800 }, { latency: 2, bandwidth: 1600 })
    builder.connectOneWay(b, c, { latency: 0, bandwidth: 800 })
    const topology = builder.build()
    const sim = new Simulation({ seed: 'hosts' })
    const routing = routingOf(topology)
    return { sim, network: FluidNetwork.of(sim, topology, { routing, check: true, ...options }) }
  }
  const never = (): void => expect.unreachable()

  it('go over a one-way link, and nothing goes back over it', () => {
    const { sim, network } = world()
    network.send(0, 2, 200, () => expect(sim.now).toBe(3))
    sim.run()
    expect(network.links).toBe(4)
    expect([0, 1, 2, 3, 4].map((link) => network.has(link))).toEqual([true, true, true, false, false])
    const missing = 'Link 3 is the way back of the one-way link 2: it is not there.'
    for (const act of [
      () => network.start([3], 1),
      () => network.start([2, 3], 1),
      () => network.start([2], 1, undefined, undefined, { reverse: [3] }),
      () => network.latency([3]),
      () => network.setBandwidth(3, 1),
      () => network.setLatency(3, 1),
      () => network.fail(3),
      () => network.isUp(3),
      () => network.bytes(3),
    ])
      expect(act).toThrow(missing)
    expect(() => network.send(2, 1, 1, never)).toThrow('No path leads from host "c" to host "b"')
  })

  it('need a way back where the preset has acknowledgements', () => {
    const { network } = world({ preset: 'tcp-lv08' })
    expect(() => network.send(0, 2, 1, never)).toThrow(
      'A flow from host "a" to host "c": under preset "tcp-lv08" acknowledgements need a way back. No path leads from ' +
        'host "c" to host "a".',
    )
    network.send(0, 1, 1, () => undefined)
  })

  it('fail with the links that are there when all are to', () => {
    const { sim, network } = world()
    const layer = new FaultLayer(network, { links: network })
    layer.install([{ kind: 'link', links: 'all', at: 2, for: 1 }])
    const dropped: number[] = []
    network.send(0, 2, 1e6, never, () => dropped.push(sim.now))
    sim.run()
    expect(dropped).toEqual([2])
    expect(() => layer.install([{ kind: 'link', links: [3], at: 9 }])).toThrow('link')
  })

  it('share a half-duplex connection by either of its ids, with the properties of the first', () => {
    const { sim, network } = world({ duplex: 'half' })
    const ends: [string, number][] = []
    network.start([1], 100, () => ends.push(['back', sim.now]))
    network.start([0], 100, () => ends.push(['forth', sim.now]))
    sim.run(2)
    expect(network.utilisation(1)).toBe(network.utilisation(0))
    network.setBandwidth(1, 400)
    sim.run()
    expect(ends).toEqual([
      ['back', 4],
      ['forth', 4],
    ])
    network.fail(1)
    expect(network.isUp(0)).toBe(false)
    network.setUp(0, true)
    expect(() => network.start([0, 1], 1)).toThrow('A route passes link 1 twice')
  })

  it('of no bytes take the latency, unless a link is down', () => {
    const { sim, network } = world()
    const told: string[] = []
    network.send(0, 2, 0, () => told.push(`arrived at ${sim.now}`))
    sim.run()
    network.fail(2)
    network.send(0, 2, 0, never, (reason) => told.push(reason))
    sim.run()
    expect(told).toEqual(['arrived at 1', 'link down'])
  })

  it('are named by both hosts where something is wrong', () => {
    const { network } = world()
    const empty = world({ routing: { path: () => [] } }).network
    const none = 'A flow from host "a" to host "b": the routing gives a route without links, expected one or more.'
    expect(() => empty.send(0, 1, 1, never)).toThrow(none)
    expect(() => empty.send(0, 1, 0, never)).toThrow(none)
    expect(() => empty.transferBetween(0, 1, 1)).toThrow(none)
    expect(() => network.send(0, 3, 1, never)).toThrow('A flow from host 0 to host 3: expected ids of hosts')
    expect(() => network.send(NaN, 1, 1, never)).toThrow('A flow from host NaN to host 1')
    expect(() => network.transferBetween(1, 1, 1)).toThrow('A flow from host 1 to itself')
    expect(() => network.send(0, 1, -1, never)).toThrow('A flow of -1 bytes from host "a" to host "b"')
    expect(() => network.send(0, 1, Infinity, never)).toThrow('A flow of Infinity bytes from host "a" to host "b"')
    expect(() => network.transferBetween(0, 1, 0)).toThrow('A flow of 0 bytes from host "a" to host "b"')
    expect(() => network.start([0, 2], 0)).toThrow('A flow of 0 bytes over links 0, 2: expected a finite number > 0.')
    expect(() => network.start([0], 1, undefined, undefined, { passes: [1, 1] })).toThrow(
      'A flow, passes has 2 entries: expected 1, one a link.',
    )
  })
})

describe('what makes no sense', () => {
  const sim = new Simulation({ seed: 'bad' })
  const topology = { hosts: 2, links: 0, latency: [], bandwidth: [] }
  const add = (options: object) => () => new FluidNetwork(sim).addLink({ bandwidth: 8, ...options })
  it.each<[() => unknown, string]>([
    [add({ policy: 'wifi' }), 'Link 0, policy = "wifi": expected shared or fatpipe.'],
    [add({ degradation: 0.5 }), 'A fluid constraint, degradation = 0.5: expected a function of a number.'],
    [
      add({ policy: 'fatpipe', degradation: () => 1 }),
      'Link 0, degradation on a fat pipe: expected none, for its flows do not share it.',
    ],
    [
      () => new Fluid(sim).addConstraint(1, EACH, () => 1),
      'A fluid constraint that each user has for itself, degradation: expected none, or SHARED.',
    ],
    [() => FluidNetwork.of(sim, topology, {} as never), 'routing = nothing with a path(): give routingOf(topology).'],
    [
      () => FluidNetwork.of(sim, topology, { routing: { path: () => [] }, duplex: 'semi' as 'half' }),
      'A fluid network, duplex = "semi": expected full or half.',
    ],
    [
      () => new FluidNetwork(sim, { fluid: new Fluid(sim), check: true }),
      'A fluid network, check = true: expected it on the fluid model that is given.',
    ],
  ])('is refused: %#', (act, message) => expect(act).toThrow(message))

  it.each([2, -0.1, NaN])('is refused when a link has a factor of %d on its bandwidth', (factor) => {
    const world = new Simulation({ seed: 'factor' })
    const network = new FluidNetwork(world)
    network.addLink({ bandwidth: 8, degradation: (n) => (n === 2 ? factor : 1) })
    network.start([0], 1)
    network.start([0], 1)
    expect(() => world.run()).toThrow(
      `Constraint 0 of a fluid model, degradation(2) = ${factor}: expected a number in [0, 1].`,
    )
  })
})
