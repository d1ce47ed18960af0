import { describe, expect, it } from 'vitest'
import { Container, Preempted, Reneged, Resource, Simulation, Store, type Lease, type ProcessBody } from '../index.ts'

// Cases C1 to C15, from SimPy: lower priority numbers win.

const world = (): { sim: Simulation; log: string[]; note: (what: string) => void } => {
  const sim = new Simulation({ seed: 'C' })
  const log: string[] = []
  return { sim, log, note: (what) => void log.push(`${sim.now} ${what}`) }
}

describe('a resource', () => {
  it('serves one after the other (C1), or as many at once as it has servers (C2)', () => {
    for (const [capacity, users, ends] of [
      [1, 2, [1, 2]],
      [3, 9, [1, 1, 1, 2, 2, 2, 3, 3, 3]],
    ] as const) {
      const { sim } = world()
      const resource = new Resource(sim, { name: 'r', capacity })
      const seen: number[] = []
      function* user(): ProcessBody {
        yield* resource.serve(1)
        seen.push(sim.now)
      }
      for (let i = 0; i < users; i++) sim.spawn(user())
      sim.run()
      expect(seen).toEqual(ends)
    }
  })

  it('is not barged past by who released it (C3)', () => {
    const { sim } = world()
    const resource = new Resource(sim, { name: 'r', capacity: 1 })
    const times: number[][] = [[], []]
    function* user(mine: number[]): ProcessBody {
      for (let i = 0; i < 3; i++) {
        using _lease = yield* resource.acquire()
        mine.push(sim.now)
        yield* sim.delay(1)
      }
    }
    for (const mine of times) sim.spawn(user(mine))
    sim.run()
    expect(times).toEqual([
      [0, 2, 4],
      [1, 3, 5],
    ])
  })

  it('serves by priority, and by arrival among equals (C4)', () => {
    const { sim } = world()
    const resource = new Resource(sim, { name: 'r', capacity: 1, discipline: 'priority' })
    const starts: number[] = []
    function* user(i: number, at: number, priority: number): ProcessBody {
      yield* sim.delay(at)
      using _lease = yield* resource.acquire({ priority })
      starts[i] = sim.now
      yield* sim.delay(5)
    }
    for (const [i, [at, priority]] of [
      [0, 2],
      [2, 3],
      [2, 3],
      [4, 1],
    ].entries()) {
      sim.spawn(user(i, at!, priority!))
    }
    sim.run()
    expect(starts).toEqual([0, 10, 15, 5])
  })

  it('is taken from worse priorities by who may preempt (C5)', () => {
    const { sim, log, note } = world()
    const resource = new Resource(sim, { name: 'r', capacity: 1, discipline: 'preemptive' })
    function* user(name: string, at: number, priority: number, preempt = true): ProcessBody {
      yield* sim.delay(at)
      try {
        using _lease = yield* resource.acquire({ priority, preempt })
        yield* sim.delay(2)
        note(`${name} done`)
      } catch (error) {
        const { by, since } = error as Preempted
        note(`${name} preempted by ${by}, in use since ${since}`)
      }
    }
    sim.spawn(user('p0', 0, 2), 'p0')
    sim.spawn(user('p1', 0, 2), 'p1')
    sim.spawn(user('p2', 1, 1, false), 'p2')
    sim.spawn(user('p3', 3, 0), 'p3')
    sim.spawn(user('p4', 4, 3), 'p4')
    sim.run()
    expect(log).toEqual(['2 p0 done', '3 p2 preempted by p3, in use since 2', '5 p3 done', '7 p1 done', '9 p4 done'])
  })

  it('loses a request that is interrupted in the queue, which can be made again (C7)', () => {
    // SimPy lets a process wait for the same request again. Ours is given up with its wait, so that nobody leaves a
    // request behind; who asks again with `ahead` is as well off, for there is nobody between.
    const { sim, log, note } = world()
    const resource = new Resource(sim, { name: 'r', capacity: 1 })
    function* holder(): ProcessBody {
      yield* resource.serve(1)
    }
    function* waiter(): ProcessBody {
      let lease: Lease
      try {
        lease = yield* resource.acquire()
      } catch {
        note(`interrupted, ${resource.queueLength} wait`)
        lease = yield* resource.acquire({ ahead: true })
      }
      note('granted')
      lease.release()
    }
    sim.spawn(holder())
    const process = sim.spawn(waiter())
    sim.schedule(0, () => process.interrupt())
    sim.run()
    expect(log).toEqual(['0 interrupted, 0 wait', '1 granted'])
  })

  it('shows who uses it and who waits (C8)', () => {
    const { sim } = world()
    const resource = new Resource(sim, { name: 'r', capacity: 1 })
    function* user(): ProcessBody {
      using _lease = yield* resource.acquire()
      yield* sim.delay(1)
    }
    for (let i = 0; i < 3; i++) sim.spawn(user(), `p${i}`)
    const view = (until: number): unknown[] => {
      sim.run(until)
      return [resource.holders().map(({ process }) => process), resource.queueLength]
    }
    expect(view(1)).toEqual([['p0'], 2])
    expect(resource.waitingRequests().map(({ process, since, units }) => [process, since, units])).toEqual([
      ['p1', 0, 1],
      ['p2', 0, 1],
    ])
    expect(view(2)).toEqual([['p1'], 1])
    expect(resource.waitingRequests()).toMatchObject([{ process: 'p2' }])
  })

  it('serves who is served at the very end of its patience; in a race the first timer wins (C15)', () => {
    const { sim, log, note } = world()
    const resource = new Resource(sim, { name: 'r', capacity: 1 })
    function* holder(): ProcessBody {
      using _lease = yield* resource.acquire()
      yield* sim.delay(5)
    }
    function* patient(patience: number): ProcessBody {
      try {
        using _lease = yield* resource.acquire({ patience })
        note('patient served')
      } catch (error) {
        note(`patient reneged: ${(error as Reneged).message}`)
      }
    }
    function* racer(): ProcessBody {
      const { index } = yield* sim.anyOf(resource.acquire(), sim.timer(5))
      note(index === 0 ? 'racer served' : 'racer reneged')
    }
    sim.spawn(holder())
    sim.spawn(patient(5))
    sim.spawn(patient(4))
    sim.run()
    sim.spawn(holder())
    sim.spawn(racer())
    sim.run()
    expect(log).toEqual([
      '4 patient reneged: Interrupted: patience of 4 s with resource "r" has run out',
      '5 patient served',
      // The timer of the race was set before the holder began its delay: SimPy's result.
      '10 racer reneged',
    ])
    expect([resource.reneged.count, resource.inUse, resource.queueLength]).toEqual([1, 0, 0])
  })
})

describe('a container', () => {
  it('makes a large put wait for room (C9)', () => {
    const { sim, log, note } = world()
    const container = new Container(sim, { name: 'c', capacity: 2 })
    function* putter(): ProcessBody {
      yield* sim.delay(1)
      for (;;) {
        yield* container.put(2)
        note('put')
        yield* sim.delay(1)
      }
    }
    function* getter(): ProcessBody {
      yield* container.get(1)
      note('get')
      yield* sim.delay(1)
      yield* container.get(1)
      note('get')
    }
    sim.spawn(putter(), { daemon: true })
    sim.spawn(getter())
    sim.run(5)
    expect(log).toEqual(['1 put', '1 get', '2 get', '2 put'])
  })

  it('shows who waits (C10)', () => {
    const { sim } = world()
    const container = new Container(sim, { name: 'c', capacity: 1 })
    function* getter(): ProcessBody {
      yield* container.get(1)
    }
    function* putter(): ProcessBody {
      yield* sim.delay(1)
      yield* container.put(1)
    }
    sim.spawn(getter(), { daemon: true })
    for (let i = 0; i < 3; i++) sim.spawn(putter(), { daemon: true })
    sim.run(1)
    expect([container.getsWaiting, container.putsWaiting]).toEqual([1, 0])
    sim.run(2)
    expect([container.getsWaiting, container.putsWaiting, container.level]).toEqual([0, 1, 1])
  })

  it('lets a large get hold back a small one, or not (C11)', () => {
    const ends = (strict: boolean): unknown[] => {
      const { sim, log, note } = world()
      const container = new Container(sim, { name: 'c', initial: 3, strict })
      function* get(amount: number): ProcessBody {
        yield* container.get(amount)
        note(`${amount}`)
      }
      function* put(): ProcessBody {
        yield* sim.delay(4)
        yield* container.put(5)
      }
      sim.spawn(get(5))
      sim.spawn(get(1))
      sim.spawn(put())
      sim.run()
      return [...log, container.level]
    }
    expect(ends(true)).toEqual(['4 5', '4 1', 2])
    expect(ends(false)).toEqual(['0 1', '4 5', 2])
  })
})

describe('a store', () => {
  it('hands items out by priority, and by arrival among equals (C12)', () => {
    const { sim, log, note } = world()
    const store = new Store<string>(sim, { name: 's', capacity: 3, order: (a, b) => (a < b ? -1 : a > b ? 1 : 0) })
    function* producer(): ProcessBody {
      for (const item of 'bcadefg') yield* store.put(item)
    }
    function* getter(at: number): ProcessBody {
      yield* sim.delay(at)
      note(yield* store.get())
    }
    sim.spawn(producer(), { daemon: true })
    for (const at of [1, 2, 3]) sim.spawn(getter(at))
    sim.run()
    expect(log).toEqual(['1 a', '2 b', '3 c'])

    const tied = new Store<[number, string]>(sim, { name: 't', order: ([a], [b]) => a - b })
    for (const item of ['x', 'y', 'z']) tied.offer([1, item])
    expect(tied.contents().map(([, item]) => item)).toEqual(['x', 'y', 'z'])
  })

  it('is not blocked by a request that matches nothing (C13)', () => {
    const { sim, log, note } = world()
    const store = new Store<string>(sim, { name: 's', capacity: 2 })
    function* getter(wanted: string): ProcessBody {
      note(yield* store.get((item) => item === wanted))
    }
    function* producer(): ProcessBody {
      yield* store.put('spam')
      yield* sim.delay(1)
      yield* store.put('eggs')
    }
    sim.spawn(getter('eggs'))
    sim.spawn(getter('spam'))
    sim.spawn(producer())
    sim.run()
    expect(log).toEqual(['0 spam', '1 eggs'])
  })

  it('asks a filter about every item at every put, in order (C14)', () => {
    const { sim } = world()
    const store = new Store<number>(sim, { name: 's' })
    const asked: number[] = []
    function* getter(): ProcessBody<number> {
      return yield* store.get((item) => {
        asked.push(item)
        return item >= 3
      })
    }
    function* producer(): ProcessBody {
      for (let item = 0; item < 4; item++) {
        yield* sim.delay(1)
        yield* store.put(item)
      }
    }
    const process = sim.spawn(getter())
    sim.spawn(producer())
    sim.run()
    expect([process.value, ...asked]).toEqual([3, 0, 0, 1, 0, 1, 2, 0, 1, 2, 3])
  })
})
