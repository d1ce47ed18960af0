import { beforeEach, describe, expect, it } from 'vitest'
import { Rejected, Resource, seize, Simulation, type AcquireOptions, type ProcessBody } from '../index.ts'

let sim: Simulation
let crane: Resource
let crew: Resource
let log: string[]

beforeEach(() => {
  sim = new Simulation({ seed: 'test' })
  crane = new Resource(sim, { name: 'crane', capacity: 1 })
  crew = new Resource(sim, { name: 'crew', capacity: 3, queueLimit: 2 })
  log = []
})

function* both(name: string, hold: number): ProcessBody {
  using _tools = yield* seize(crane.acquire(), crew.acquire({ units: 2 }))
  log.push(`${sim.now} ${name}`)
  yield* sim.delay(hold)
}

function* one(resource: Resource, name: string, hold: number): ProcessBody {
  using _lease = yield* resource.acquire()
  log.push(`${sim.now} ${name}`)
  yield* sim.delay(hold)
}

describe('resources seized together', () => {
  it('are granted at one instant, none of them held before, and released together', () => {
    sim.spawn(one(crew, 'a', 2))
    sim.spawn(one(crew, 'b', 3))
    sim.spawn(both('both', 1))
    sim.run(1)
    expect([crane.inUse, crew.inUse, crane.queueLength, crew.queueLength]).toEqual([0, 2, 1, 1])
    sim.run()
    expect(log).toEqual(['0 a', '0 b', '2 both'])
    expect([crane.inUse, crew.inUse, crew.wait.max]).toEqual([0, 0, 2])
  })

  it('keep their place in every queue, whoever would fit', () => {
    sim.spawn(one(crew, 'a', 2))
    sim.spawn(one(crew, 'b', 2))
    sim.spawn(both('both', 1))
    sim.spawn(one(crane, 'late', 1))
    sim.run()
    expect(log).toEqual(['0 a', '0 b', '2 both', '3 late'])
  })

  it('cannot deadlock among themselves, in whatever order they are named', () => {
    const fork = ['left', 'right'].map((name) => new Resource(sim, { name, capacity: 1 })) as [Resource, Resource]
    function* eat(first: Resource, second: Resource, name: string): ProcessBody {
      for (let i = 0; i < 3; i++) {
        using _forks = yield* seize(first.acquire(), second.acquire())
        log.push(`${sim.now} ${name}`)
        yield* sim.delay(1)
      }
    }
    sim.spawn(eat(fork[0], fork[1], 'a'))
    sim.spawn(eat(fork[1], fork[0], 'b'))
    sim.run()
    expect(log).toEqual(['0 a', '1 b', '2 a', '3 b', '4 a', '5 b'])
  })

  it('are given up whole, by interrupt in the queue and where one queue is full', () => {
    sim.spawn(one(crane, 'holder', 5))
    const waiting = sim.spawn(both('waiting', 1))
    function* third(): ProcessBody {
      for (let i = 0; i < 2; i++) sim.spawn(both(`w${i}`, 1))
      yield* sim.delay(0)
      try {
        yield* seize(crane.acquire(), crew.acquire())
      } catch (error) {
        log.push((error as Rejected).name)
      }
      expect(crane.queueLength).toBe(2)
    }
    sim.schedule(1, () => {
      waiting.interrupt()
    })
    sim.schedule(2, () => void sim.spawn(third()))
    expect(() => sim.run()).toThrow('Interrupted')
    expect([crane.queueLength, crew.queueLength]).toEqual([0, 0])
    sim.run()
    expect(log).toEqual(['0 holder', 'Rejected', '5 w0', '6 w1'])
  })

  it('are taken without joining a queue where all are free, however small the queue is', () => {
    const bench = new Resource(sim, { name: 'bench', capacity: 1, queueLimit: 0 })
    function* work(): ProcessBody {
      const never = { baulk: () => true }
      using _tools = yield* seize(bench.acquire(never), crane.acquire(never))
      log.push(`${sim.now} works`)
      yield* sim.delay(1)
    }
    sim.spawn(work())
    sim.run()
    expect(log).toEqual(['0 works'])
    expect([bench.queue.max, bench.wait.count, bench.wait.max, bench.rejected.count]).toEqual([0, 1, 0, 0])
  })

  function* impatient(name: string, craneOptions: AcquireOptions, crewOptions: AcquireOptions): ProcessBody {
    try {
      using _tools = yield* seize(crane.acquire(craneOptions), crew.acquire(crewOptions))
      log.push(`${sim.now} ${name}`)
      yield* sim.delay(1)
    } catch (error) {
      log.push(`${sim.now} ${name}: ${(error as Error).message}`)
    }
  }

  it('are waited for as long as the shortest patience of a member, which leaves all queues', () => {
    sim.spawn(one(crane, 'holder', 5))
    sim.spawn(impatient('hasty', { patience: 9 }, { patience: 2 }))
    sim.spawn(one(crew, 'behind', 1))
    sim.run(1)
    expect([crane.queueLength, crew.queueLength]).toEqual([1, 2])
    sim.run()
    expect(log).toEqual([
      '0 holder',
      '2 hasty: Interrupted: patience of 2 s with resources "crane" and "crew" together has run out',
      '2 behind',
    ])
    expect([crane.queueLength, crew.queueLength, crane.reneged.count, crew.reneged.count]).toEqual([0, 0, 1, 1])
  })

  it('are granted to who is served at the very end of its patience, which then means nothing', () => {
    sim.spawn(one(crane, 'holder', 5))
    sim.spawn(impatient('patient', { patience: 5 }, {}))
    sim.run()
    expect(log).toEqual(['0 holder', '5 patient'])
    expect([sim.now, crane.reneged.count, sim.pending]).toEqual([6, 0, 0])
  })

  it('leave no patience behind when they are given up', () => {
    sim.spawn(one(crane, 'holder', 5))
    const waiting = sim.spawn(impatient('waiting', { patience: 3 }, {}))
    sim.schedule(1, () => waiting.interrupt('fire'))
    sim.run(2)
    expect([log, sim.pending]).toEqual([['0 holder', '1 waiting: Interrupted: fire'], 1])
  })

  it('are baulked at when one member does, and refuse a patience that is no duration', () => {
    sim.spawn(one(crane, 'holder', 5))
    sim.spawn(impatient('shy', { baulk: () => false }, { baulk: (waiting) => waiting === 0 }))
    sim.spawn(impatient('wrong', { patience: NaN }, {}))
    sim.run()
    expect(log.slice(0, 2)).toEqual([
      '0 shy: Baulked at Resource "crew", where 0 wait. Catch Baulked where the process asks to join.',
      '0 wrong: resource "crane", patience = NaN: expected a number of seconds >= 0.',
    ])
    expect([crane.baulked.count, crew.baulked.count, crane.queueLength]).toEqual([0, 1, 0])
  })

  it('are part of the report at the end of a run: leases taken along, and waits', () => {
    function* careless(): ProcessBody {
      yield* seize(crane.acquire(), crew.acquire({ units: 2 }))
    }
    sim.spawn(careless(), 'careless')
    sim.spawn(impatient('waits', {}, {}), { daemon: true })
    sim.run(4)
    expect(sim.inspect()).toEqual({
      leaks: [
        { resource: 'crane', process: 'careless', units: 1, since: 0 },
        { resource: 'crew', process: 'careless', units: 2, since: 0 },
      ],
      stuck: [],
      censored: [
        { statistic: 'crane.wait', waiting: 1, observed: 1, longest: 4 },
        { statistic: 'crew.wait', waiting: 1, observed: 1, longest: 4 },
      ],
    })
  })

  it('have to be different resources', () => {
    expect(() => seize(crane.acquire(), crane.acquire())).toThrow('each of another resource')
    expect(() => seize()).toThrow('at least one')
  })
})
