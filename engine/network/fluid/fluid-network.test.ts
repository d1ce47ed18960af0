import { describe, expect, it } from 'vitest'
import { Interrupted } from '../../errors.ts'
import type { ProcessBody } from '../../process/waitable.ts'
import { Simulation } from '../../simulation.ts'
import { FluidFailed } from './doing.ts'
import { FluidNetwork } from './fluid-network.ts'
import type { FlowOptions, FluidLinkOptions, FluidNetworkOptions } from './fluid-network-options.ts'
import { fluidPresets, type FluidPreset } from './preset.ts'

/** In bytes per second, as the cases are given. */
const link = (bandwidth: number, latency = 0): FluidLinkOptions => ({ bandwidth: bandwidth * 8, latency })

type Flow = [route: number[], bytes: number, start?: number, options?: FlowOptions]

/** When each flow ends, seconds, in the order given; those that fail end negatively. */
function ends(
  links: FluidLinkOptions[],
  flows: Flow[],
  {
    options = {},
    during,
  }: { options?: FluidNetworkOptions; during?: (network: FluidNetwork, sim: Simulation) => void } = {},
): number[] {
  const sim = new Simulation({ seed: 'flows' })
  const network = new FluidNetwork(sim, { check: true, ...options })
  for (const one of links) network.addLink(one)
  const found = flows.map(() => NaN)
  for (const [i, [route, bytes, start = 0, flowOptions]] of flows.entries()) {
    sim.scheduleAt(start, () => {
      network.start(
        route,
        bytes,
        () => (found[i] = sim.now),
        () => (found[i] = -sim.now),
        flowOptions,
      )
    })
  }
  during?.(network, sim)
  sim.run()
  expect(network.flows).toBe(0)
  return found
}

const close = (found: number[], expected: number[], digits = 9): void => {
  expect(found).toHaveLength(expected.length)
  for (const [i, time] of expected.entries()) expect(found[i]! / time).toBeCloseTo(1, digits)
}

describe('flows over links', () => {
  it.each<[string, FluidLinkOptions[], Flow[], number[]]>([
    ['D1 one link', [link(100)], [100, 200, 300].map((bytes) => [[0], bytes]), [3, 5, 6]],
    [
      'D2 a late one',
      [link(100)],
      [
        [[0], 1000],
        [[0], 200, 2],
      ],
      [12, 6],
    ],
    [
      'D3 two links',
      [link(100), link(100)],
      [
        [[0, 1], 500],
        [[0], 500],
        [[1], 500],
      ],
      [10, 10, 10],
    ],
    [
      'D5 access links',
      [link(90), link(10), link(100), link(100)],
      [
        [[1, 0], 100],
        [[2, 0], 400],
        [[3, 0], 800],
      ],
      [10, 10, 130 / 9],
    ],
    [
      'D6 latency first, then the contest',
      [link(100, 1)],
      [
        [[0], 200],
        [[0], 200, 0.5],
      ],
      [4.5, 5],
    ],
    [
      'D7 half duplex',
      [link(100)],
      [
        [[0], 200],
        [[0], 200],
      ],
      [4, 4],
    ],
    [
      'D7 full duplex',
      [link(100), link(100)],
      [
        [[0], 200],
        [[1], 200],
      ],
      [2, 2],
    ],
    ['D31 Wi-Fi, a station to the wire', [link(54e6 / 8)], [[[0], 1000]], [1000 / (54e6 / 8)]],
    ['D31 Wi-Fi, station to station', [link(54e6 / 8)], [[[0], 1000, 0, { passes: [2] }]], [2000 / (54e6 / 8)]],
    [
      'D31 Wi-Fi, 22 flows',
      [link(54e6 / 8)],
      Array.from({ length: 22 }, () => [[0], 1e5]),
      Array.from({ length: 22 }, () => 2.2e6 / (54e6 / 8)),
    ],
    [
      'weights',
      [link(90)],
      [
        [[0], 60, 0, { weight: 2 }],
        [[0], 60],
      ],
      [1, 4 / 3],
    ],
    [
      'a rate limit',
      [link(100)],
      [
        [[0], 100, 0, { rateLimit: 80 }],
        [[0], 90],
      ],
      [10, 1],
    ],
    [
      'a fat pipe, whatever the weights',
      [{ bandwidth: 80, policy: 'fatpipe' }, link(100)],
      [
        [[0], 10, 0, { weight: 2 }],
        [[0, 1], 10],
      ],
      [1, 1],
    ],
    ['a link without limit, at once', [{ bandwidth: Infinity, latency: 2 }], [[[0], 10, 1]], [3]],
  ])('%s', (_, links, flows, expected) => close(ends(links, flows), expected))

  it('share a bandwidth that changes (D8)', () => {
    const during = (network: FluidNetwork, sim: Simulation): void => {
      sim.schedule(4, () => network.setBandwidth(0, 50 * 8))
      sim.schedule(12, () => network.setBandwidth(0, 200 * 8))
    }
    const flows: Flow[] = [
      [[0], 1000],
      [[0], 1000],
    ]
    close(ends([link(100)], flows, { during }), [18, 18])
  })

  it('halt while there is no bandwidth', () => {
    const during = (network: FluidNetwork, sim: Simulation): void => {
      sim.schedule(1, () => network.setBandwidth(0, 0))
      sim.schedule(5, () => network.setBandwidth(0, 800))
    }
    close(ends([link(100)], [[[0], 200]], { during }), [6])
  })

  it('fail with their link, and go over it again once it is repaired (D9)', () => {
    const during = (network: FluidNetwork, sim: Simulation): void => {
      sim.schedule(3, () => network.fail(0))
      sim.schedule(4, () => network.setUp(0, true))
    }
    const flows: Flow[] = [
      [[0], 1000],
      [[0], 100, 5],
      [[0], 100, 3.5],
    ]
    expect(ends([link(100)], flows, { during })).toEqual([-3, 6, -3.5])
  })

  it('fail in their latency and while suspended, at once and in the order of their ids', () => {
    const sim = new Simulation({ seed: 'failure' })
    const network = new FluidNetwork(sim, { check: true })
    const [wire, far] = [network.addLink(link(100)), network.addLink(link(100, 10))]
    const told: string[] = []
    const start = (name: string, route: number[]): number =>
      network.start(route, 1000, undefined, (reason) => told.push(`${name}: ${reason}`))
    const a = start('a', [wire])
    start('b', [far, wire])
    start('c', [wire])
    start('d', [far])
    sim.schedule(1, () => network.suspend(a))
    sim.schedule(2, () => {
      network.fail(wire)
      expect(told).toEqual(['a: link down', 'b: link down', 'c: link down'])
      expect(network.isUp(wire)).toBe(false)
    })
    sim.run()
    expect(sim.now).toBe(20)
    expect(network.bytes(wire)).toBe(200)
  })

  it('are suspended, resumed and cancelled, which frees their share', () => {
    const during = (network: FluidNetwork, sim: Simulation): void => {
      const held = network.start([0], 1000, () => expect(sim.now).toBe(12.75))
      const late = network.start([1], 100, () => expect(sim.now).toBe(5))
      const gone = network.start([0], 1000, () => expect.unreachable(), undefined, { weight: 2 })
      sim.schedule(1, () => {
        expect(network.cancel(gone)).toBe(true)
        expect(network.cancel(gone)).toBe(false)
        expect(network.suspend(held)).toBe(true)
        expect(network.suspend(held)).toBe(false)
        expect(network.suspend(late)).toBe(true)
        expect(network.rate(held)).toBe(0)
        expect(network.remaining(held)).toBe(975)
      })
      sim.schedule(2, () => expect(network.resume(late)).toBe(true))
      sim.schedule(3, () => {
        expect(network.resume(held)).toBe(true)
        expect(network.resume(held)).toBe(false)
        expect(network.rate(held)).toBe(800)
      })
    }
    // A quarter of the link in the first second, all of it in the next.
    expect(ends([link(100), link(100, 3)], [[[0], 125]], { during })).toEqual([2])
  })

  it('change weight and rate limit in mid-flow', () => {
    const during = (network: FluidNetwork, sim: Simulation): void => {
      const flow = network.start([0], 1000, () => expect(sim.now).toBeCloseTo(14.8, 12))
      sim.schedule(4, () => network.setWeight(flow, 3))
      sim.schedule(8, () => network.setRateLimit(flow, 160))
      sim.schedule(9, () => network.setRateLimit(flow, Infinity))
      sim.schedule(9, () => expect(network.rate(flow) / 8).toBeCloseTo(75, 12))
    }
    // Its own bytes: 200 by 4, 100 by 8, 80 by 9, then a quarter of the link.
    const other = 200 + 100 + 80 + 100
    close(ends([link(100)], [[[0], other]], { during }), [13])
  })

  it('that end at one instant end in the order of their ids', () => {
    const sim = new Simulation({ seed: 'ties' })
    const network = new FluidNetwork(sim)
    const links = [0.1, 0.7, 0.3].map((bandwidth) => network.addLink({ bandwidth: bandwidth * 8 }))
    const order: number[] = []
    // The second flow of each link has the same end by other sums of rounding errors.
    for (const [i, wire] of [...links, ...links].entries())
      network.start([wire], [0.1, 0.7, 0.3][i % 3]! / 2, () => order.push(i))
    sim.run()
    expect(sim.now).toBeCloseTo(1, 12)
    expect(order).toEqual([0, 1, 2, 3, 4, 5])
  })
})

describe('the rules of TCP', () => {
  const raw: FluidPreset = { ...fluidPresets['round-trip'], name: 'window', window: 4_194_304 }
  it.each([
    [raw, 0, 1],
    [raw, 1e-5, 1.00001],
    [raw, 1e-3, 4.769372],
    [raw, 0.1, 476.937158],
    [fluidPresets['round-trip'], 1e-3, 1.001],
  ])('bound the rate by window and latency (D27): %#', (preset, latency, expected) => {
    close(ends([link(1e10, latency)], [[[0], 1e10]], { options: { preset } }), [expected], 6)
  })

  const dogBone = [link(1e3), ...Array.from({ length: 4 }, () => link(1e9, 1e-9))]
  it.each<[string, (network: FluidNetwork) => void, number[]]>([
    ['alike', () => undefined, [2, 2]],
    ['a latency grows', (network) => network.setLatency(4, 20), [1.753312, 2]],
    ['a bandwidth falls', (network) => network.setBandwidth(4, 8e3), [1.75, 2]],
  ])('share by round-trip time (D28): %s', (_, change, expected) => {
    const preset: FluidPreset = { ...fluidPresets['round-trip'], name: 'weight-S', weightS: 20_537 }
    const flows: Flow[] = [
      [[1, 0, 2], 1e3],
      [[3, 0, 4], 1e3],
    ]
    const during = (network: FluidNetwork, sim: Simulation): void => {
      sim.schedule(1, () => change(network))
    }
    close(ends(dogBone, flows, { options: { preset }, during }), expected, 6)
  })

  it.each<[string, FluidPreset, number, number]>([
    ['pure', fluidPresets['round-trip'], 0.001462, 138.703988],
    ['CM02', fluidPresets['tcp-cm02'], 0.001462, 145.639041],
    ['LV08', fluidPresets['tcp-lv08'], 0.019014, 150.178356],
  ])('slow a ping-pong down (D29): %s', (_, preset, ping, total) => {
    const sim = new Simulation({ seed: 'ping-pong' })
    const network = new FluidNetwork(sim, { preset })
    network.addLink(link(7.20975e6, 1.461517e-3))
    let at = NaN
    network.start(
      [0],
      1,
      () => {
        at = sim.now
        network.start([0], 1e9, undefined, undefined, { reverse: [0] })
      },
      undefined,
      { reverse: [0] },
    )
    sim.run()
    expect(at).toBeCloseTo(ping, 6)
    expect(sim.now).toBeCloseTo(total, 6)
  })

  it('give the figure of the documentation (D29)', () => {
    const options = { preset: 'tcp-lv08' } as const
    const found = ends([link(125_000, 0.01)], [[[0], 1e5, 0, { reverse: [0] }]], { options })
    expect(found[0]).toBeCloseTo(0.996079, 6)
  })

  it('lose capacity with each flow where the link does (D30)', () => {
    const degradation = (n: number): number => Math.min(1, 1 - (n - 1) / 10)
    const flows: Flow[] = Array.from({ length: 9 }, (_, i) => [[0], (i + 1) * 1e6])
    const expected = [
      46.391883, 73.883292, 91.924529, 104.295663, 112.886728, 118.777744, 122.643724, 124.934674, 125.965602,
    ]
    close(ends([{ ...link(1e6, 1e-5), degradation }], flows, { options: { preset: 'tcp-lv08' } }), expected, 7)
  })
})

describe('a process that transfers', () => {
  const world = (): { sim: Simulation; network: FluidNetwork } => {
    const sim = new Simulation({ seed: 'process' })
    const network = new FluidNetwork(sim, { check: true })
    network.addLink(link(100, 1))
    return { sim, network }
  }

  it('waits for the last byte and gets the record', () => {
    const { sim, network } = world()
    function* body(): ProcessBody {
      yield* sim.delay(2)
      const record = yield* network.transfer([0], 300)
      expect(record).toEqual({ id: record.id, amount: 300, startedAt: 2, endedAt: 6 })
    }
    sim.spawn(body())
    sim.run()
    expect(sim.now).toBe(6)
  })

  it('gives the flow up when it is interrupted or loses patience', () => {
    const { sim, network } = world()
    function* stubborn(): ProcessBody {
      try {
        yield* network.transfer([0], 300)
      } catch (error) {
        expect(error).toBeInstanceOf(Interrupted)
      }
      expect(network.flows).toBe(0)
      const first = yield* sim.anyOf(sim.delay(3), network.transfer([0], 1e6))
      expect(first.index).toBe(0)
      expect(network.flows).toBe(0)
    }
    const process = sim.spawn(stubborn())
    sim.schedule(1.5, () => process.interrupt())
    sim.run()
    expect(sim.now).toBe(4.5)
    expect(network.bytes(0)).toBeCloseTo(50 + 200, 9)
  })

  it('hears of a failure where it waits, even when another process makes it', () => {
    const { sim, network } = world()
    function* transfer(): ProcessBody {
      try {
        yield* network.transfer([0], 300)
        expect.unreachable()
      } catch (error) {
        expect(error).toBeInstanceOf(FluidFailed)
        expect((error as FluidFailed).message).toBe('transfer of 300 bytes failed with 200 left: link down.')
      }
      yield* sim.delay(1)
    }
    function* saboteur(): ProcessBody {
      yield* sim.delay(2)
      network.fail(0)
      yield* sim.delay(0)
    }
    sim.spawn(transfer())
    sim.spawn(saboteur())
    sim.run()
    expect(sim.now).toBe(3)
  })

  it('is named when it waits for a flow that never ends', () => {
    const { sim, network } = world()
    function* body(): ProcessBody {
      yield* network.transfer([0], 300)
    }
    sim.spawn(body(), 'sender')
    network.setBandwidth(0, 0)
    expect(() => sim.run()).toThrow('sender (transfer of 300 bytes)')
  })
})

describe('a network over a topology', () => {
  // Two hosts, one connection: link 0 forth, link 1 back.
  const wires = { hosts: 2, links: 2, latency: [1, 1], bandwidth: [800, 800] }
  const routing = { path: (from: number, to: number) => (from === to ? [] : from === 0 ? [0] : [1]) }

  it.each([
    ['full', 3],
    ['half', 5],
  ] as const)('sends both ways, %s duplex', (duplex, expected) => {
    const sim = new Simulation({ seed: 'duplex' })
    const network = FluidNetwork.of(sim, wires, { routing, duplex })
    const ends: number[] = []
    network.send(0, 1, 200, () => ends.push(sim.now))
    network.send(1, 0, 200, () => ends.push(sim.now))
    network.send(1, 1, 200, () => ends.push(sim.now))
    network.send(0, 1, 0, () => ends.push(sim.now))
    sim.run()
    expect(ends).toEqual([0, 1, expected, expected])
  })

  it('drops what a failed link carries', () => {
    const sim = new Simulation({ seed: 'drop' })
    const network = FluidNetwork.of(sim, wires, { routing, preset: 'tcp-lv08' })
    const dropped: string[] = []
    const never = (): void => expect.unreachable()
    network.send(0, 1, 200, never, (reason) => dropped.push(reason))
    network.fail(0)
    network.send(0, 1, 200, never, (reason) => dropped.push(reason))
    sim.run()
    expect(dropped).toEqual(['link down', 'link down'])
  })
})

describe('what is observed', () => {
  it('bytes and utilisation of a link, over changes of its bandwidth and from the end of warm-up', () => {
    const sim = new Simulation({ seed: 'observe' })
    const network = new FluidNetwork(sim, { check: true })
    network.addLink(link(100))
    network.start([0], 1000, undefined, undefined, { rateLimit: 400 })
    sim.run(4)
    expect(network.bytes(0)).toBe(200)
    expect(network.utilisation(0)).toBe(0.5)
    sim.endWarmUp()
    sim.run(5)
    network.setBandwidth(0, 25 * 8)
    sim.run(8)
    expect(network.bytes(0)).toBe(50 + 75)
    expect(network.utilisation(0)).toBe((0.5 + 3) / 4)
  })
})

describe('bad input', () => {
  const sim = new Simulation({ seed: 'bad' })
  const network = new FluidNetwork(sim)
  network.addLink(link(100))
  const flow = network.start([0], 100)
  it.each<[() => unknown, string]>([
    [() => network.addLink({ bandwidth: -1 }), 'Link 1, bandwidth = -1'],
    [() => network.addLink({ bandwidth: NaN }), 'Link 1, bandwidth = NaN'],
    [() => network.addLink({ bandwidth: 1, latency: Infinity }), 'Link 1, latency = Infinity'],
    [() => network.setBandwidth(0, -1), 'Link 0, bandwidth = -1'],
    [() => network.setBandwidth(7, 1), 'There is no link 7'],
    [() => network.fail(-1), 'There is no link -1'],
    [() => network.start([0, 3], 1), 'There is no link 3'],
    [() => network.start([0, 0], 1), 'A route passes link 0 twice'],
    [
      () => network.start([], 1),
      'A flow of 1 bytes over a route without links: expected one link or more, or a rateLimit.',
    ],
    [() => network.start([0], 0), 'A flow of 0 bytes'],
    [() => network.start([0], NaN), 'A flow of NaN bytes'],
    [() => network.start([0], 1, undefined, undefined, { weight: 0 }), 'A flow, weight = 0'],
    [() => network.start([0], 1, undefined, undefined, { rateLimit: 0 }), 'A flow, rateLimit = 0'],
    [() => network.start([0], 1, undefined, undefined, { passes: [0.5] }), 'passes = 0.5 over link 0'],
    [() => network.setWeight(flow, -1), 'A flow, weight = -1'],
    [() => network.cancel(12_345_678), 'There is no fluid activity 12345678'],
    [() => network.send(0, 1, 1, () => undefined), 'cannot send from 0: make it with FluidNetwork.of'],
    [() => new FluidNetwork(sim, { preset: 'tcp' as 'max-min' }), 'There is no fluid preset "tcp"'],
    [
      () => new FluidNetwork(sim, { preset: { ...fluidPresets['max-min'], bandwidthFactor: 2 } }),
      'bandwidthFactor = 2',
    ],
  ])('is refused: %#', (act, message) => {
    expect(act).toThrow(message)
  })
})
