import { describe, expect, it } from 'vitest'
import { Order, Resource, Schedule, Simulation, type EventHandle, type ProcessBody } from '../index.ts'

// Section A of the conformance cases: which event comes first, and where a run ends. A9, the clock that stands still, is
// in simulation.test.ts. The rules, and where other engines differ, are on docs/same-instant.md.

const lists = ['ladder', 'heap'] as const

describe.each(lists)('events, on the %s', (eventList) => {
  it('run by time, class and insertion (A1)', () => {
    const sim = new Simulation({ seed: 'A1', eventList })
    const log: string[] = []
    const insert = (names: string, ...classes: Order[]): void => {
      for (const [i, name] of [...names].entries()) sim.schedule(0.1, () => void log.push(name), classes[i]!)
    }
    sim.schedule(1, () => insert('ABC', Order.before, Order.before, Order.before))
    sim.schedule(2, () => insert('DEF', Order.before, Order.normal, Order.late))
    sim.schedule(3, () => insert('GHI', Order.late, Order.normal, Order.before))
    sim.run()
    expect(log.join('')).toBe('ABCDEFIHG')
  })

  it('of an earlier class, made by one that runs, come before those that wait', () => {
    const sim = new Simulation({ seed: 'classes', eventList })
    const log: string[] = []
    const note = (name: string) => (): void => void log.push(name)
    sim.schedule(0, () => {
      for (const name of ['late', 'normal', 'before', 'admission', 'capacity', 'release'] as const) {
        sim.schedule(0, note(name), Order[name])
      }
    })
    sim.schedule(0, note('waited'))
    sim.run()
    expect(log).toEqual(['release', 'capacity', 'admission', 'before', 'waited', 'normal', 'late'])
  })

  it('can be cancelled before they run and not after (A2)', () => {
    const sim = new Simulation({ seed: 'A2', eventList })
    const log: string[] = []
    const note = (name: string) => (): void => void log.push(`${name}@${Math.round(sim.now * 1e6)}`)
    const us = 1e-6
    const a = sim.schedule(10 * us, note('A'))
    const c = sim.schedule(12 * us, note('C'))
    const b: EventHandle = sim.schedule(11 * us, () => {
      note('B')()
      expect(sim.cancel(b)).toBe(false)
      expect(sim.cancel(c)).toBe(true)
      sim.schedule(10 * us, note('D'))
    })
    expect([sim.cancel(a), sim.cancel(a)]).toEqual([true, false])
    expect(sim.pending).toBe(2)
    sim.run()
    expect(log).toEqual(['B@11', 'D@21'])
    expect([a, b, c].map((handle) => sim.cancel(handle))).toEqual([false, false, false])
  })

  it('never run after the last run, where the scope of a process ends what it began (A2)', () => {
    // ns-3 runs events "at destroy". Here the caller goes on when a run returns, and processes are given a scope.
    const sim = new Simulation({ seed: 'A2', eventList })
    const log: string[] = []
    function* open(name: string, duration: number): ProcessBody {
      try {
        yield* sim.delay(duration)
      } finally {
        log.push(`${name} closed at ${sim.now}`)
      }
    }
    {
      using world = sim.scope()
      for (const [name, duration] of [
        ['short', 5],
        ['long', 50],
        ['longer', 60],
      ] as const)
        world.spawn(open(name, duration))
      sim.schedule(20, () => log.push('pending'))
      sim.run(10)
      expect(log).toEqual(['short closed at 5'])
    }
    expect(log.slice(1)).toEqual(['longer closed at 10', 'long closed at 10'])
    expect(sim.pending).toBe(1)
  })

  it('at now keep their order when any of them are taken out (A3)', () => {
    const sim = new Simulation({ seed: 'A3', eventList })
    const choice = sim.stream('choice')
    for (let n = 1; n <= 19; n++) {
      const log: number[] = []
      const expected: number[] = []
      sim.schedule(1, () => void log.push(Infinity))
      const handles = Array.from({ length: 3 * n }, (_, i) => sim.schedule(0, () => void log.push(i)))
      for (const [i, handle] of handles.entries()) {
        if (i === 0 || choice.bernoulli(0.4)) sim.cancel(handle)
        else expected.push(i)
      }
      sim.run()
      expect(log).toEqual([...expected, Infinity])
    }
  })
})

describe('a run', () => {
  it('leaves events at its end to the next run (A4)', () => {
    const sim = new Simulation({ seed: 'A4' })
    const log: string[] = []
    for (const [name, delay] of [
      ['a', 5],
      ['b', 3],
      ['c', 5],
    ] as const) {
      sim.schedule(delay, () => void log.push(`${name}@${sim.now}`))
    }
    sim.schedule(20, () => undefined)
    sim.run(5)
    expect([sim.now, ...log]).toEqual([5, 'b@3'])
    expect(() => sim.run(5)).toThrow('expected a later time')
    expect(() => sim.run(4)).toThrow('expected a later time')
    sim.run(10)
    expect(log).toEqual(['b@3', 'a@5', 'c@5'])
    sim.run(15)
    expect(sim.now).toBe(15)
    expect(() => sim.runUntil(sim.once('never'))).toThrow('Nothing is left to happen')
  })

  it('goes on where it stopped (A5)', () => {
    const sim = new Simulation({ seed: 'A5' })
    const tick = sim.signal('tick')
    let count = 0
    function* clock(): ProcessBody {
      for (;;) {
        yield* sim.delay(1)
        tick.fire()
      }
    }
    function* consumer(): ProcessBody {
      for (;;) {
        yield* tick
        count++
      }
    }
    sim.spawn(clock())
    for (let i = 0; i < 5; i++) sim.spawn(consumer())
    const counts = [1, 2, 3].map((until) => (sim.run(until), count))
    sim.run(sim.now + 1)
    expect([...counts, count]).toEqual([0, 5, 10, 15])
  })

  it('runs events at its end only when asked to (A6)', () => {
    const counts = [false, true].map((inclusive) => {
      const sim = new Simulation({ seed: 'A6' })
      let count = 0
      const event = (): void => void (count++ === 0 && sim.schedule(0, event, Order.late))
      sim.schedule(5, event)
      sim.schedule(6, event)
      sim.run(5, { inclusive })
      return [count, sim.now]
    })
    // Inclusive means all of the instant, events that others of it make included.
    expect(counts).toEqual([
      [0, 5],
      [2, 5],
    ])
  })

  it('sees releases, then capacity changes, then admissions, then user code (A7)', () => {
    const sim = new Simulation({ seed: 'A7' })
    const capacity = new Schedule([
      [5, 1],
      [10, 0],
      [15, 1],
    ])
    const server = new Resource(sim, { name: 'server', capacity })
    const other = new Resource(sim, { name: 'other', capacity })
    const served: number[][] = []
    const leased: number[] = []
    function* visit(): ProcessBody {
      const { activity } = yield* server.serve(5)
      served.push([sim.now, activity])
    }
    function* use(): ProcessBody {
      using _lease = yield* other.acquire()
      yield* sim.delay(5)
      leased.push(sim.now)
    }
    for (let i = 0; i < 3; i++) {
      sim.spawn(visit())
      sim.spawn(use())
    }
    sim.run()
    expect(served).toEqual([
      [10, 5],
      [20, 5],
      [25, 5],
    ])
    expect(leased).toEqual([10, 20, 25])
  })

  it('does not last for the sake of timers that nobody waits for (A8)', () => {
    const interrupted = new Simulation({ seed: 'A8' })
    function* sleeper(): ProcessBody {
      try {
        yield* interrupted.delay(100)
      } catch {
        // It has nothing more to do.
      }
    }
    const victim = interrupted.spawn(sleeper())
    interrupted.schedule(1, () => victim.interrupt())
    interrupted.run()
    expect(interrupted.now).toBe(1)

    const raced = new Simulation({ seed: 'A8' })
    function* racer(): ProcessBody {
      yield* raced.anyOf(raced.delay(1), raced.delay(50))
    }
    raced.spawn(racer())
    raced.run()
    expect(raced.now).toBe(1)

    const calls = new Simulation({ seed: 'A8' })
    function* client(): ProcessBody {
      for (let i = 0; i < 10_000; i++) yield* calls.anyOf(calls.delay(0.001), calls.delay(30))
    }
    calls.spawn(client())
    calls.run(10.5)
    expect(calls.pending).toBeLessThanOrEqual(1)
  })
})
