import { beforeEach, describe, expect, it } from 'vitest'
import { Container, Rejected, Resource, Simulation, Store, type ProcessBody } from '../index.ts'

let sim: Simulation
let log: string[]
const note = (what: string): void => void log.push(`${sim.now} ${what}`)

beforeEach(() => {
  sim = new Simulation({ seed: 'test' })
  log = []
})

function user(resource: Resource, name: string, { at = 0, hold = 1, priority = 0, units = 1 } = {}): void {
  sim.spawn(
    (function* (): ProcessBody {
      yield* sim.delay(at)
      using _lease = yield* resource.acquire({ priority, units })
      note(`${name} in`)
      yield* sim.delay(hold)
    })(),
    name,
  )
}

describe('a resource', () => {
  it('serves as many at once as it has servers, in order of arrival', () => {
    const resource = new Resource(sim, { name: 'r', capacity: 3 })
    for (let i = 0; i < 9; i++) user(resource, `u${i}`)
    sim.run()
    expect(log.map((line) => line.split(' ')[0])).toEqual(['0', '0', '0', '1', '1', '1', '2', '2', '2'])
  })

  it('hands servers over, and then serves who fits behind', () => {
    const resource = new Resource(sim, { name: 'r', capacity: 3 })
    user(resource, 'two', { units: 2, hold: 4 })
    user(resource, 'two more', { units: 2, hold: 6 })
    user(resource, 'one', { hold: 2 })
    sim.run()
    expect(log).toEqual(['0 two in', '4 two more in', '4 one in'])
    expect(resource.inUse).toBe(0)
    expect(resource.busy.integral).toBe(4 * 2 + 6 * 2 + 2)
    expect(resource.busy.max).toBe(3)
    expect(resource.queue.integral).toBe(4 * 2)
    expect(resource.wait).toMatchObject({ count: 3, sum: 8 })
    expect([...resource.holders()]).toEqual([])
  })

  it('serves lower priorities first and the last first under lifo', () => {
    const priority = new Resource(sim, { name: 'p', capacity: 1, discipline: 'priority' })
    for (const [at, p] of [
      [0, 2],
      [2, 3],
      [2, 3],
      [4, 1],
    ] as const) {
      user(priority, `p${p}`, { at, priority: p, hold: 5 })
    }
    sim.run()
    expect(log).toEqual(['0 p2', '5 p1', '10 p3', '15 p3'].map((line) => `${line} in`))
    log = []
    const lifo = new Resource(sim, { name: 'l', capacity: 1, discipline: 'lifo' })
    for (const name of ['a', 'b', 'c']) user(lifo, name)
    sim.run()
    expect(log.map((line) => line.split(' ')[1])).toEqual(['a', 'c', 'b'])
  })

  it('is not barged past: who waits longest is next', () => {
    const resource = new Resource(sim, { name: 'r', capacity: 1 })
    const times: number[][] = [[], []]
    for (const mine of times) {
      sim.spawn(
        (function* (): ProcessBody {
          for (let i = 0; i < 3; i++) {
            using _lease = yield* resource.acquire()
            mine.push(sim.now)
            yield* sim.delay(1)
          }
        })(),
      )
    }
    sim.run()
    expect(times).toEqual([
      [0, 2, 4],
      [1, 3, 5],
    ])
  })

  it('lets nobody overtake a request for several servers', () => {
    const resource = new Resource(sim, { name: 'r', capacity: 2 })
    user(resource, 'one', { hold: 4 })
    user(resource, 'two', { at: 1, units: 2, hold: 1 })
    user(resource, 'small', { at: 2 })
    sim.run()
    expect(log).toEqual(['0 one in', '4 two in', '5 small in'])
  })

  it('rejects when the queue is full', () => {
    const resource = new Resource(sim, { name: 'desk', capacity: 1, queueLimit: 1 })
    function* customer(name: string): ProcessBody {
      try {
        using _lease = yield* resource.acquire()
        yield* sim.delay(1)
        note(`${name} served`)
      } catch (error) {
        note(`${name} ${(error as Error).name}`)
        expect(error).toBeInstanceOf(Rejected)
      }
    }
    for (const name of ['a', 'b', 'c']) sim.spawn(customer(name))
    sim.run()
    expect(log).toEqual(['0 c Rejected', '1 a served', '2 b served'])
    expect(resource.rejected.count).toBe(1)
  })

  it('takes a request back when its process is interrupted in the queue, on grant, or while holding', () => {
    for (const at of [1, 5, 6]) {
      const own = new Simulation({ seed: 's' })
      const resource = new Resource(own, { name: 'r', capacity: 1 })
      const hold = function* (time: number): ProcessBody {
        using _lease = yield* resource.acquire()
        yield* own.delay(time)
      }
      own.spawn(hold(5))
      const victim = own.spawn(
        (function* (): ProcessBody {
          try {
            yield* own.spawn(hold(0)) // keeps its place in the queue
            yield* hold(100)
          } catch {
            // interrupted
          }
        })(),
      )
      own.schedule(at, () => victim.interrupt())
      own.run()
      expect(resource.inUse).toBe(0)
      expect(resource.queueLength).toBe(0)
    }
  })

  it('observes itself', () => {
    const resource = new Resource(sim, { name: 'r', capacity: 1 })
    user(resource, 'a', { hold: 4 })
    user(resource, 'b', { at: 1, hold: 2 })
    sim.run(10)
    expect(resource.busy.mean).toBeCloseTo(0.6, 12)
    expect(resource.queue.mean).toBeCloseTo(0.3, 12)
    expect(resource.wait.mean).toBeCloseTo(1.5, 12)
  })

  it('grants and queues the same when it does not observe itself, and says so to who asks', () => {
    const resource = new Resource(sim, { name: 'r', capacity: 1, observe: false })
    user(resource, 'a', { hold: 4 })
    user(resource, 'b', { at: 1, hold: 2 })
    sim.run(5)
    expect(log).toEqual(['0 a in', '4 b in'])
    expect([resource.inUse, resource.queueLength]).toEqual([1, 0])
    expect(() => resource.wait).toThrow('Resource "r" does not observe itself: make it without observe: false')
    expect(sim.inspect().stuck).toEqual([])
  })

  it('lists its holders in order of grant whoever has left', () => {
    const resource = new Resource(sim, { name: 'r', capacity: 4 })
    for (const [name, hold] of Object.entries({ a: 1, b: 9, c: 2, d: 9, e: 9, f: 9 })) user(resource, name, { hold })
    sim.run(5)
    expect(resource.holders().map(({ since }) => since)).toEqual([0, 0, 1, 2])
    expect(resource.holders().map(({ process }) => process)).toEqual(['b', 'd', 'e', 'f'])
  })

  it('refuses a capacity or a number of units that makes no sense', () => {
    expect(() => new Resource(sim, { name: 'r', capacity: -1 })).toThrow(/capacity = -1: expected an integer >= 0/)
    const resource = new Resource(sim, { name: 'r', capacity: 2 })
    expect(() => resource.acquire({ units: 3 })).toThrow('units = 3: expected an integer from 1 to its capacity, 2.')
  })
})

describe('a store', () => {
  it('hands items over in order and holds back puts while it is full', () => {
    const store = new Store<string>(sim, { name: 's', capacity: 1 })
    sim.spawn(
      (function* (): ProcessBody {
        for (const item of ['x', 'y', 'z']) {
          yield* store.put(item)
          note(`put ${item}`)
        }
      })(),
    )
    sim.spawn(
      (function* (): ProcessBody {
        for (let i = 0; i < 3; i++) {
          yield* sim.delay(1)
          note(`got ${yield* store.get()}`)
        }
      })(),
    )
    sim.run()
    expect(log).toEqual(['0 put x', '1 got x', '1 put y', '2 got y', '2 put z', '3 got z'])
  })

  it('is not blocked by a getter whose filter matches nothing', () => {
    const store = new Store<string>(sim, { name: 's' })
    for (const wanted of ['eggs', 'spam']) {
      sim.spawn(
        (function* (): ProcessBody {
          note(yield* store.get((item) => item === wanted))
        })(),
      )
    }
    sim.schedule(0, () => store.offer('spam'))
    sim.schedule(1, () => store.offer('eggs'))
    sim.run()
    expect(log).toEqual(['0 spam', '1 eggs'])
  })

  it('keeps order over many items taken from the front and the middle', () => {
    const store = new Store<number>(sim, { name: 's' })
    for (let i = 0; i < 200; i++) store.offer(i)
    const got: number[] = []
    sim.spawn(
      (function* (): ProcessBody {
        got.push(yield* store.get((item) => item === 100))
        for (let i = 0; i < 199; i++) got.push(yield* store.get())
      })(),
    )
    sim.run()
    expect(got).toEqual([100, ...Array.from({ length: 200 }, (_, i) => i).filter((i) => i !== 100)])
    expect(store.level.level).toBe(0)
  })

  it('loses no item when a getter is interrupted in the instant it is served', () => {
    const store = new Store<string>(sim, { name: 's' })
    const getter = sim.spawn(
      (function* (): ProcessBody {
        try {
          yield* store.get()
        } catch {
          note('interrupted')
        }
      })(),
    )
    sim.schedule(1, () => {
      store.offer('item')
      getter.interrupt()
    })
    sim.run()
    expect(log).toEqual(['1 interrupted'])
    expect(store.size).toBe(1)
  })
})

describe('a container', () => {
  it('serves gets in order: a large one is not overtaken', () => {
    const tank = new Container(sim, { name: 'tank', initial: 3 })
    for (const amount of [5, 1]) {
      sim.spawn(
        (function* (): ProcessBody {
          yield* tank.get(amount)
          note(`got ${amount}`)
        })(),
      )
    }
    sim.spawn(
      (function* (): ProcessBody {
        yield* sim.delay(4)
        yield* tank.put(5)
      })(),
    )
    sim.run()
    expect(log).toEqual(['4 got 5', '4 got 1'])
    expect(tank.level).toBe(2)
  })

  it('refuses amounts it could never serve', () => {
    const tank = new Container(sim, { name: 'tank', capacity: 10 })
    expect(() => tank.put(11)).toThrow('Container "tank", put 11: expected a number > 0 and at most its capacity, 10.')
    expect(() => tank.get(0)).toThrow('get 0')
  })
})
