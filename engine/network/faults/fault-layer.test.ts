import { beforeEach, describe, expect, it } from 'vitest'
import { laws, Simulation, type Action } from '../../index.ts'
import type { Carrier, DropReason } from '../carrier.ts'
import { FluidNetwork } from '../fluid/fluid-network.ts'
import { PacketNetwork } from '../packet/packet-network.ts'
import { TopologyBuilder } from '../topology/builder.ts'
import { routingOf } from '../topology/closed-form.ts'
import { FaultLayer } from './fault-layer.ts'

let sim: Simulation
let log: [number, string][]
let layer: FaultLayer

/** Every message takes one second. */
function wire(world: Simulation, hosts: number): Carrier {
  return { sim: world, hosts, send: (_from, _to, _bytes, onDelivered: Action) => void world.schedule(1, onDelivered) }
}

const note = (what: string): void => void log.push([sim.now, what])
const at = (time: number, action: () => void): void => void sim.scheduleAt(time, action)

function message(from: number, to: number): void {
  layer.send(
    from,
    to,
    100,
    () => note(`${from}>${to}`),
    (reason) => note(`${from}>${to} ${reason}`),
  )
}

beforeEach(() => {
  sim = new Simulation({ seed: 'test' })
  log = []
  layer = new FaultLayer(wire(sim, 4))
})

describe('a fault layer without faults', () => {
  it('changes nothing: same events, same times, same order as the network below it', () => {
    const run = (wrap: (carrier: Carrier) => Carrier): string => {
      const world = new Simulation({ seed: 's', fingerprint: true })
      const carrier = wrap(wire(world, 10))
      const stream = world.stream('traffic')
      let sent = 0
      const next = (): void => {
        if (sent++ < 1000)
          carrier.send(stream.integer(0, 9), stream.integer(0, 9), 1, () => world.schedule(stream.uniform(0, 2), next))
      }
      for (let i = 0; i < 5; i++) next()
      world.run()
      return `${world.fingerprint} ${world.executed} ${world.now}`
    }
    const bare = run((carrier) => carrier)
    expect(run((carrier) => new FaultLayer(carrier))).toBe(bare)
    const calm = run((carrier) => {
      const wrapped = new FaultLayer(carrier)
      wrapped.install([{ kind: 'churn', hosts: 'all', up: laws.exponential(1), down: 1 }], { intensity: 0 })
      return wrapped
    })
    expect(calm).toBe(bare)
  })

  it('hands on what the network drops, with its reason', () => {
    const reasons: DropReason[] = []
    const full: Carrier = { sim, hosts: 2, send: (_f, _t, _b, _d, onDropped) => onDropped?.('queue full') }
    const over = new FaultLayer(full)
    over.send(
      0,
      1,
      10,
      () => {},
      (reason) => reasons.push(reason),
    )
    expect(reasons).toEqual(['queue full'])
    expect(over.bytes).toEqual({ sent: 10, delivered: 0, dropped: 10, inFlight: 0 })
  })

  it('refuses a message of no size, or to a host that is not there', () => {
    expect(() => layer.send(0, 1, NaN, () => {})).toThrow('A message of NaN bytes: expected a finite number >= 0.')
    expect(() => message(0, 4)).toThrow('There is no host 4: expected an integer from 0 to 3.')
    expect(() => message(-1, 0)).toThrow('There is no host -1')
  })
})

describe('a crash', () => {
  it('drops on arrival what is on its way to the host, and delivers what the host had sent', () => {
    message(0, 1)
    message(1, 0)
    at(0.5, () => layer.machines.crash(1))
    sim.run()
    expect(log).toEqual([
      [1, '0>1 host down'],
      [1, '1>0'],
    ])
  })

  it('keeps the host from sending', () => {
    layer.machines.crash(1)
    message(1, 0)
    expect(log).toEqual([[0, '1>0 host down']])
  })

  it('hits what arrives at its very instant; a restart lets through what arrives at its own', () => {
    layer.install([{ kind: 'crash', hosts: [1], at: 1, for: 1 }])
    message(0, 1)
    at(1, () => message(0, 1))
    sim.run()
    expect(log).toEqual([
      [1, '0>1 host down'],
      [2, '0>1'],
    ])
  })

  it('that is over before a message arrives does it no harm, unless the host sent it to itself', () => {
    layer.install([{ kind: 'crash', hosts: [1], at: 0.25, for: 0.5 }])
    message(0, 1)
    message(1, 1)
    message(0, 0)
    sim.run()
    expect(log).toEqual([
      [1, '0>1'],
      [1, '1>1 host down'],
      [1, '0>0'],
    ])
  })

  it('lasts until every cause is gone, and is told once', () => {
    const { machines } = layer
    machines.onCrash((host) => note(`crash ${host}`))
    machines.onRestart((host) => note(`restart ${host}`))
    layer.install([
      { kind: 'crash', hosts: [2], at: 1, for: 3 },
      { kind: 'trace', outages: [[2, 2, 6]] },
    ])
    sim.run()
    expect(log).toEqual([
      [1, 'crash 2'],
      [6, 'restart 2'],
    ])
    expect(machines.life(2)).toBe(1)
    expect(machines.availability(2)).toBeCloseTo(1 / 6, 12)
    expect(machines.up.mean).toBeCloseTo(3 + 1 / 6, 12)
  })

  it('ends the processes of the host, and a restart may start them again', () => {
    const { machines } = layer
    function* serve(life: number) {
      try {
        for (;;) {
          yield* sim.delay(1)
          note(`life ${life}`)
        }
      } finally {
        note('ended')
      }
    }
    const start = (host: number): void => void machines.scope(host).spawn(serve(machines.life(host)), { daemon: true })
    machines.onRestart(start)
    start(3)
    layer.install([{ kind: 'crash', hosts: [3], at: 1.5, for: 1 }])
    sim.run(4)
    expect(log).toEqual([
      [1, 'life 0'],
      [1.5, 'ended'],
      [3.5, 'life 1'],
    ])
  })

  it('may be asked for by a process of the host itself', () => {
    const { machines } = layer
    machines.scope(0).spawn(
      (function* () {
        machines.crash(0)
        expect(machines.isUp(0)).toBe(false)
        yield* sim.delay(1)
        note('survived')
      })(),
    )
    sim.run()
    expect(log).toEqual([])
  })

  it('refuses processes in a scope of before, and a restart of what is up', () => {
    const { machines } = layer
    const before = machines.scope(0)
    machines.crash(0)
    const body = function* () {}
    expect(() => before.spawn(body())).toThrow('Cannot start a process on host 0 in a scope of before its crash')
    expect(() => machines.scope(0)).toThrow('Host 0 is down at t=0 s')
    machines.restart(0)
    expect(() => machines.restart(0)).toThrow('Cannot restart host 0 at t=0 s: it is up.')
    expect(() => machines.crash(9)).toThrow('There is no host 9')
  })
})

describe('a partition', () => {
  it('holds up what is sent or would arrive while it lasts, between its groups and nowhere else', () => {
    layer.install([{ kind: 'partition', groups: [[0, 1], [2]], at: 0.5, for: 2 }])
    message(0, 2)
    at(1, () => {
      for (const [from, to] of [
        [0, 1],
        [0, 2],
        [2, 1],
        [3, 2],
        [0, 3],
      ] as const)
        message(from, to)
    })
    at(2.5, () => message(0, 2))
    sim.run()
    expect(log).toEqual([
      [1, '0>2 partitioned'],
      [1, '0>2 partitioned'],
      [1, '2>1 partitioned'],
      [2, '0>1'],
      [2, '3>2'],
      [2, '0>3'],
      [3.5, '0>2'],
    ])
  })

  it('of one way lets pass what goes the other way', () => {
    const heal = layer.partition([[0], 'rest'], { oneWay: true })
    expect([layer.separates(0, 3), layer.separates(3, 0), layer.separates(1, 2)]).toEqual([true, false, false])
    heal()
    expect(layer.separates(0, 3)).toBe(false)
  })

  it('adds to others that are in force', () => {
    const first = layer.partition([[0], [1]])
    layer.partition([
      [0, 1],
      [2, 3],
    ])
    first()
    expect([layer.separates(0, 1), layer.separates(1, 2)]).toEqual([false, true])
  })
})

describe('loss and delay', () => {
  it('loses on arrival the share of messages asked for, while the burst lasts', () => {
    layer.install([{ kind: 'loss', probability: 0.25, from: [0], at: 0, for: 10 }])
    let told = 0
    const send = (from: number): void =>
      layer.send(
        from,
        1,
        1,
        () => {},
        (reason) => (told += reason === 'lost' ? 1 : 0),
      )
    at(5, () => {
      for (let i = 0; i < 10_000; i++) send(0)
      for (let i = 0; i < 100; i++) send(2)
    })
    at(10, () => {
      for (let i = 0; i < 100; i++) send(0)
    })
    sim.run()
    // Binomial(10 000, 1/4): six standard deviations are 260.
    expect(Math.abs(told - 2500)).toBeLessThan(260)
    expect(layer.delivered.count + layer.dropped.count).toBe(10_200)
    expect(layer.dropped.count).toBe(told)
  })

  it('makes a message that faces two losses escape both', () => {
    layer.lose(0.5)
    layer.lose(0.5, { hosts: [1] })
    for (let i = 0; i < 10_000; i++) layer.send(0, 1, 1, () => {})
    sim.run()
    // Binomial(10 000, 3/4).
    expect(Math.abs(layer.dropped.count - 7500)).toBeLessThan(260)
  })

  it('adds the delays in force when a message is sent, and none to what a host tells itself', () => {
    layer.slowDown(0.5)
    const lift = layer.slowDown(laws.deterministic(2), { to: [1] })
    message(0, 1)
    message(1, 0)
    message(1, 1)
    lift()
    at(0.25, () => message(0, 1))
    sim.run()
    expect(log).toEqual([
      [1, '1>1'],
      [1.5, '1>0'],
      [1.75, '0>1'],
      [3.5, '0>1'],
    ])
  })

  it('conserves bytes at every instant', () => {
    layer.install([
      { kind: 'churn', hosts: 'all', up: laws.exponential(3), down: laws.exponential(1) },
      { kind: 'loss', probability: 0.2 },
      { kind: 'delay', by: laws.exponential(0.5), every: laws.exponential(2), for: 1 },
      { kind: 'partition', groups: [[0, 1], 'rest'], every: 5, for: 1 },
    ])
    const { bytes } = layer
    const stream = sim.stream('traffic')
    const step = (): void => {
      layer.send(stream.integer(0, 3), stream.integer(0, 3), stream.integer(0, 1500), () => {})
      expect(bytes.sent).toBe(bytes.delivered + bytes.dropped + bytes.inFlight)
      sim.schedule(stream.exponential(0.05), step)
    }
    step()
    sim.run(200)
    expect(bytes.dropped).toBeGreaterThan(0)
    expect(bytes.delivered).toBeGreaterThan(0)
  })
})

describe('a link', () => {
  it('goes down with its first fault and up with the end of its last', () => {
    const links = [0, 1].map((id) => ({ setUp: (up: boolean) => note(`link ${id} ${up ? 'up' : 'down'}`) }))
    layer = new FaultLayer(wire(sim, 2), { links })
    layer.install([
      { kind: 'link', links: [1], at: 1, for: 2 },
      { kind: 'link', links: 'all', every: 2, for: 3 },
    ])
    sim.run(6)
    expect(log).toEqual([
      [1, 'link 1 down'],
      [2, 'link 0 down'],
      [5, 'link 0 up'],
      [5, 'link 1 up'],
    ])
  })

  it('of a packet network that is down drops messages, and of a fluid network fails flows', () => {
    const topology = new TopologyBuilder()
    topology.addHost('a')
    topology.addHost('b')
    topology.connect(0, 1, { latency: 1, bandwidth: 8000 })
    const built = topology.build()
    const packets = new PacketNetwork(sim, built)
    const fluid = FluidNetwork.of(sim, built, { routing: routingOf(built) })
    layer = new FaultLayer(packets, { links: packets.links })
    const flows = new FaultLayer(fluid, { links: fluid, name: 'fluid' })
    for (const each of [layer, flows]) each.install([{ kind: 'link', links: 'all', at: 0.5, for: 1 }])
    const over = (what: string) => (reason: DropReason) => note(`${what} ${reason}`)
    layer.send(0, 1, 1000, () => {}, over('message'))
    flows.send(0, 1, 1000, () => {}, over('flow'))
    sim.schedule(2, () => message(0, 1))
    sim.run()
    expect(log).toEqual([
      [0.5, 'message link down'],
      [0.5, 'flow link down'],
      [3.1, '0>1'],
    ])
  })

  it('is to be in a list of faults', () => {
    expect(() => layer.install({ kind: 'link', links: [0] } as never)).toThrow(
      'Faults = {"kind":"link","links":[0]}: expected a list, such as [{ kind: "crash", hosts: [3], at: 10 }].',
    )
  })

  it('that cannot be switched is an error', () => {
    expect(() => layer.linkDown(0)).toThrow(
      'There is no link 0 that faults can switch: expected a layer made with { links }.',
    )
  })
})
