import { beforeEach, describe, expect, it } from 'vitest'
import { Rejected, Resource, seize, Simulation, type ProcessBody } from '../index.ts'

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

  it('have to be different resources', () => {
    expect(() => seize(crane.acquire(), crane.acquire())).toThrow('each of another resource')
    expect(() => seize()).toThrow('at least one')
  })
})
