import { beforeEach, describe, expect, it } from 'vitest'
import { Batch, Container, ProcessorSharing, Simulation, Store, type ProcessBody, type Waitable } from '../index.ts'

let sim: Simulation

beforeEach(() => {
  sim = new Simulation({ seed: 'test' })
})

/** A process that does one thing at a time, and may be left waiting at the end. */
function at(time: number, wait: () => Waitable<unknown>, daemon = false): void {
  function* process(): ProcessBody {
    yield* sim.delay(time)
    yield* wait()
  }
  sim.spawn(process(), { daemon })
}

describe('a store', () => {
  it('observes how many wait and how long', () => {
    const store = new Store<string>(sim, { name: 'box', capacity: 1 })
    at(0, () => store.get())
    at(2, () => store.put('a'))
    at(2, () => store.put('b'))
    at(4, () => store.put('c'))
    at(7, () => store.get())
    at(8, () => store.get())
    sim.run(10)
    expect([store.getWait.count, store.getWait.sum, store.putWait.count, store.putWait.sum]).toEqual([3, 2, 3, 3])
    // One get waits from 0 to 2, one put from 4 to 7.
    expect([store.getQueue.integral, store.putQueue.integral, store.getQueue.max]).toEqual([2, 3, 1])
    expect(sim.inspect().censored).toEqual([])
  })

  it('counts the items that found no room', () => {
    const store = new Store<string>(sim, { name: 'box', capacity: 1 })
    expect([store.offer('a'), store.offer('b'), store.rejected.count]).toEqual([true, false, 1])
  })

  it('forgets those who gave up', () => {
    const store = new Store<string>(sim, { name: 'box', capacity: 1 })
    at(0, () => sim.anyOf(store.get(), sim.delay(3)))
    at(4, () => store.put('a'))
    at(4, () => sim.anyOf(store.put('b'), sim.delay(2)))
    sim.run(10)
    expect([store.getQueue.integral, store.putQueue.integral]).toEqual([3, 2])
    expect([store.getWait.count, store.putWait.count]).toEqual([0, 1])
    expect([store.getQueue.level, store.putQueue.level]).toEqual([0, 0])
  })

  it('reports waits that go on at the end of a run, but not idle daemons', () => {
    const store = new Store<string>(sim, { name: 'box', capacity: 1 })
    at(1, () => store.get(), true)
    at(2, () => store.get((item) => item === 'never'))
    at(3, () => store.put('a'))
    at(4, () => store.put('b'))
    at(5, () => store.put('c'))
    // Ends the wait for ever, so that the run does not stall.
    sim.schedule(20, () => undefined)
    sim.run(10)
    expect(sim.inspect().censored).toEqual([
      { statistic: 'box.getWait', waiting: 1, observed: 1, longest: 8 },
      { statistic: 'box.putWait', waiting: 1, observed: 2, longest: 5 },
    ])
  })
})

describe('a container', () => {
  it('observes how many wait and how long, and reports who still does', () => {
    const tank = new Container(sim, { name: 'tank', capacity: 10, initial: 2 })
    at(0, () => tank.get(1))
    at(0, () => tank.get(5), true)
    at(3, () => tank.put(6))
    at(4, () => tank.put(9))
    at(5, () => tank.get(4))
    at(6, () => sim.anyOf(tank.get(4), sim.delay(1)))
    at(8, () => tank.get(5), true)
    at(9, () => tank.get(5))
    sim.schedule(20, () => undefined)
    sim.run(10)
    // The put of 9 has no room beside the 2 that are left, which are too few for the get of 4.
    expect([tank.getWait.count, tank.getWait.sum]).toEqual([2, 3])
    expect([tank.getQueue.level, tank.putQueue.level]).toEqual([3, 1])
    expect(tank.getQueue.integral).toBe(3 + 5 + 1 + 2 + 1)
    expect(sim.inspect().censored).toEqual([
      { statistic: 'tank.getWait', waiting: 2, observed: 2, longest: 5 },
      { statistic: 'tank.putWait', waiting: 1, observed: 1, longest: 6 },
    ])
  })
})

describe('processor sharing', () => {
  it('observes the waits that its limit causes, and reports those that go on', () => {
    const cpu = new ProcessorSharing(sim, { name: 'cpu', cores: 1, limit: 2 })
    for (const time of [0, 1, 2, 3]) at(time, () => cpu.serve(4))
    sim.run(8)
    // Two share from 1 on: the first ends at 7, when the third begins.
    expect([cpu.wait.count, cpu.wait.sum]).toEqual([3, 5])
    expect(sim.inspect().censored).toEqual([{ statistic: 'cpu.wait', waiting: 1, observed: 3, longest: 5 }])
  })
})

describe('a batch', () => {
  it('observes how long its members wait, and reports an incomplete one', () => {
    const bus = new Batch(sim, { name: 'bus', size: 2 })
    for (const time of [0, 3, 5]) at(time, () => bus.join())
    sim.schedule(20, () => undefined)
    sim.run(10)
    expect([bus.wait.count, bus.wait.sum]).toEqual([2, 3])
    expect(sim.inspect().censored).toEqual([{ statistic: 'bus.wait', waiting: 1, observed: 2, longest: 5 }])
  })
})
