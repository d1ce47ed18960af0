import { beforeEach, describe, expect, it } from 'vitest'
import {
  Baulked,
  Batch,
  Reneged,
  Resource,
  seize,
  Simulation,
  type Lease,
  type Preempted,
  type ProcessBody,
  type ServeOptions,
} from '../index.ts'

let sim: Simulation
let log: string[]

beforeEach(() => {
  sim = new Simulation({ seed: 'test' })
  log = []
})

function visit(resource: Resource, name: string, work: number, options: ServeOptions = {}): void {
  function* customer(): ProcessBody {
    try {
      const { waited } = yield* resource.serve(work, options)
      log.push(`${sim.now} ${name} served after ${waited}`)
    } catch (error) {
      log.push(`${sim.now} ${name} ${(error as Error).name}`)
    }
  }
  sim.spawn(customer(), name)
}

describe('a customer', () => {
  it('baulks by its own rule, and is counted', () => {
    const server = new Resource(sim, { name: 'server', capacity: 1 })
    const baulk = (queueLength: number): boolean => queueLength >= 1
    for (const name of ['a', 'b', 'c']) visit(server, name, 1, { baulk })
    sim.run()
    expect(log).toEqual(['0 c Baulked', '1 a served after 0', '2 b served after 1'])
    expect(server.baulked.count).toBe(1)
    expect(new Baulked('resource "server"', 1).message).toContain('where 1 wait')
  })

  it('reneges in the order of patience, and the queue closes up', () => {
    const server = new Resource(sim, { name: 'server', capacity: 1 })
    visit(server, 'a', 3)
    visit(server, 'b', 1, { patience: 2 })
    visit(server, 'c', 1, { patience: 1 })
    visit(server, 'd', 1, { patience: 3 })
    sim.run()
    expect(log).toEqual(['1 c Reneged', '2 b Reneged', '3 a served after 0', '4 d served after 3'])
    expect([server.reneged.count, server.queueLength, server.wait.count]).toEqual([2, 0, 2])
    expect(new Reneged('x', 2)).toBeInstanceOf(Error)
  })

  it('in service is taken out by an interrupt, and in the instant of its end', () => {
    const server = new Resource(sim, { name: 'server', capacity: 1 })
    function* customer(): ProcessBody {
      try {
        yield* server.serve(4)
      } catch {
        log.push(`${sim.now} interrupted`)
      }
    }
    for (const at of [1, 6]) {
      const process = sim.spawn(customer())
      sim.scheduleAt(at, () => process.interrupt())
      visit(server, `after ${at}`, 1)
    }
    sim.run()
    expect(log).toEqual(['1 interrupted', '2 after 1 served after 1', '6 interrupted', '7 after 6 served after 6'])
    expect(server.inUse).toBe(0)
  })

  it('that loses its server may leave, with the reason', () => {
    const server = new Resource(sim, { name: 'server', capacity: 1, discipline: 'preemptive' })
    visit(server, 'low', 5, { priority: 1, onPreemption: 'leave' })
    sim.schedule(2, () => visit(server, 'high', 1, { priority: 0 }))
    sim.run()
    expect(log).toEqual(['2 low Preempted', '3 high served after 0'])
  })

  it('of better priority passes a request that is too large for what is free', () => {
    const server = new Resource(sim, { name: 'server', capacity: 2, discipline: 'priority' })
    visit(server, 'one', 4)
    visit(server, 'two', 1, { units: 2, priority: 1 })
    sim.schedule(1, () => visit(server, 'small', 1, { priority: 0 }))
    sim.run()
    expect(log).toEqual(['2 small served after 0', '4 one served after 0', '5 two served after 4'])
  })
})

describe('a lease', () => {
  it('that came first in a race is lost to a better priority like any other', () => {
    const server = new Resource(sim, { name: 'server', capacity: 1, discipline: 'preemptive' })
    function* racer(): ProcessBody {
      try {
        const { index, value } = yield* sim.anyOf(server.acquire({ priority: 1 }), sim.delay(3))
        expect(index).toBe(0)
        yield* sim.delay(5)
        ;(value as Lease).release()
      } catch (error) {
        log.push(`${sim.now} lost to ${(error as Preempted).by}`)
      }
    }
    sim.spawn(racer())
    sim.schedule(2, () => visit(server, 'high', 1))
    sim.run()
    expect(log).toEqual(['2 lost to high', '3 high served after 0'])
  })

  it('of several resources can be pushed out of a queue whole, and loses one alone', () => {
    const tool = new Resource(sim, { name: 'tool', capacity: 1 })
    const crew = new Resource(sim, {
      name: 'crew',
      capacity: 1,
      discipline: 'preemptive',
      queueLimit: 1,
      pushOut: true,
    })
    function* both(name: string): ProcessBody {
      try {
        using _lease = yield* seize(tool.acquire(), crew.acquire({ priority: 2 }))
        log.push(`${sim.now} ${name} on`)
        yield* sim.delay(5)
      } catch (error) {
        log.push(`${sim.now} ${name} ${(error as Error).name}`)
      }
    }
    sim.spawn(both('first'))
    sim.spawn(both('second'))
    sim.schedule(1, () => visit(crew, 'high', 2, { priority: 0 }))
    sim.schedule(2, () => visit(crew, 'middle', 1, { priority: 1 }))
    sim.run()
    expect(log).toEqual([
      '0 first on',
      '1 first Preempted',
      '2 second Rejected',
      '3 high served after 0',
      '4 middle served after 1',
    ])
    expect([tool.inUse, tool.queueLength, crew.inUse, crew.queueLength]).toEqual([0, 0, 0, 0])
  })

  it('races with a service are given up in the queue and in service alike', () => {
    const server = new Resource(sim, { name: 'server', capacity: 1 })
    function* hasty(patience: number): ProcessBody {
      const { index } = yield* sim.anyOf(server.serve(3), sim.delay(patience))
      log.push(`${sim.now} ${index === 0 ? 'served' : 'gone'}`)
    }
    for (const patience of [2, 1, 9]) sim.spawn(hasty(patience))
    sim.run()
    expect(log).toEqual(['1 gone', '2 gone', '5 served'])
    expect([server.inUse, sim.inspect().leaks]).toEqual([0, []])
  })
})

describe('a batch', () => {
  it('leaves incomplete after its time, without those who have gone', () => {
    const bus = new Batch<string>(sim, { name: 'bus', size: 3, timeout: 5 })
    function* passenger(name: string, at: number): ProcessBody {
      yield* sim.delay(at)
      try {
        const { batch } = yield* bus.join(name)
        log.push(`${sim.now} ${name} of ${batch.members.length}`)
      } catch {
        log.push(`${sim.now} ${name} gone`)
      }
    }
    sim.spawn(passenger('a', 1))
    const b = sim.spawn(passenger('b', 2))
    sim.spawn(passenger('c', 5))
    sim.schedule(4, () => b.interrupt())
    sim.run()
    expect(log).toEqual(['4 b gone', '6 a of 2', '6 c of 2'])
    expect(bus.waiting.level).toBe(0)
  })
})

describe('the report at the end of a run', () => {
  it('names leases that ended processes took along, and waits that statistics miss', () => {
    const server = new Resource(sim, { name: 'server', capacity: 2 })
    function* careless(): ProcessBody {
      yield* server.acquire()
      yield* sim.delay(1)
    }
    function* holder(): ProcessBody {
      using _lease = yield* server.acquire()
      yield* sim.signal('never')
    }
    sim.spawn(careless(), 'careless')
    sim.spawn(holder(), { name: 'holder', daemon: true })
    function* late(): ProcessBody {
      yield* sim.delay(2)
      yield* server.acquire()
    }
    sim.spawn(late(), { daemon: true })
    sim.run(10)
    expect(sim.inspect()).toEqual({
      leaks: [{ resource: 'server', process: 'careless', units: 1, since: 0 }],
      stuck: [{ resource: 'server', process: 'holder', units: 1 }],
      censored: [{ statistic: 'server.wait', waiting: 1, observed: 2, longest: 8 }],
    })
  })

  it('is empty after a run that left nothing behind', () => {
    const server = new Resource(sim, { name: 'server', capacity: 1 })
    visit(server, 'a', 1)
    visit(server, 'b', 1)
    sim.run()
    expect(sim.inspect()).toEqual({ leaks: [], stuck: [], censored: [] })
  })
})
