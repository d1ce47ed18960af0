import { describe, expect, it } from 'vitest'
import type { RandomStream } from '../../random/stream.ts'
import { Simulation } from '../../simulation.ts'
import type { ActivityId } from './activity.ts'
import { Fluid } from './fluid.ts'
import { EACH, SHARED } from './shares.ts'

/** What happens to activities, at random, over half a minute: starts, suspensions, changes, failures, repairs. */
function storm(options: ConstructorParameters<typeof Simulation>[0]): {
  sim: Simulation
  fluid: Fluid
  done: number[]
  failed: number[]
  total: number[]
} {
  const sim = new Simulation(options)
  const fluid = new Fluid(sim, { check: true })
  const random: RandomStream = sim.stream('storm')
  const pick = (n: number): number => Math.floor(random.uniform01() * n)
  for (let c = 0; c < 8; c++)
    fluid.addConstraint(1 + pick(4), c === 7 ? EACH : SHARED, c === 6 ? (n) => 1 / n : undefined)
  const live: ActivityId[] = []
  const done: number[] = []
  const failed: number[] = []
  const total: number[] = []
  const start = (): void => {
    const all = [0, 1, 2, 3, 4, 5, 6, 7]
    const constraints = Array.from({ length: 1 + pick(3) }, () => all.splice(pick(all.length), 1)[0]!)
    const weights = constraints.map(() => [1, 0.05, 2][pick(3)]!)
    const amount = 0.1 + random.uniform01()
    const [latency, bound, share] = [pick(2) * random.uniform01(), pick(3) === 0 ? 0.3 : Infinity, 1 + pick(3)]
    const id: ActivityId = fluid.start(
      { constraints, weights, amount, latency, bound, share },
      () => done.push(id),
      (_, left) => {
        failed.push(id)
        for (const [i, c] of constraints.entries()) total[c] = (total[c] ?? 0) - weights[i]! * left
      },
    )
    for (const [i, c] of constraints.entries()) total[c] = (total[c] ?? 0) + weights[i]! * amount
    live.push(id)
  }
  const step = (): void => {
    // Of the latest: of all, most have ended.
    const id = live.at(-1 - pick(20))
    const what = pick(12)
    if (id === undefined || what < 5) for (let i = pick(3); i >= 0; i--) start()
    else if (what === 5) fluid.suspend(id)
    else if (what < 8) for (const one of live) fluid.resume(one)
    else if (what === 8) fluid.setShare(id, 1 + pick(3))
    else if (what === 9) fluid.setBound(id, 0.1 + random.uniform01())
    else if (what === 10) fluid.setCapacity(pick(8), pick(5))
    else {
      const c = pick(8)
      fluid.fail(c)
      if (pick(2) === 0) fluid.repair(c)
      else sim.schedule(0.3, () => fluid.repair(c))
    }
    if (sim.now < 30) sim.schedule(random.exponential(0.1), step)
    else {
      for (let c = 0; c < 8; c++) fluid.setCapacity(c, 1)
      for (const one of live) fluid.resume(one)
    }
  }
  sim.schedule(0, step)
  sim.run()
  return { sim, fluid, done, failed, total }
}

describe('a fluid model', () => {
  it.each(['a', 'b', 'c', 'd', 'e', 'f'])('keeps the invariants whatever happens (D44): seed %s', (seed) => {
    const { fluid, done, failed, total } = storm({ seed })
    expect(fluid.activities).toBe(0)
    expect(done.length).toBeGreaterThan(50)
    expect(failed.length).toBeGreaterThan(50)
    for (let c = 0; c < 8; c++) expect(fluid.meter.units(c)).toBeCloseTo(total[c]!, 9)
  })

  it('takes the same course with the same seed and either event list', () => {
    const [first, again, heap] = [{}, {}, { eventList: 'heap' } as const].map((options) => {
      const { sim, done, failed } = storm({ seed: 'twice', fingerprint: true, ...options })
      return { fingerprint: sim.fingerprint, done, failed }
    })
    expect(again).toEqual(first)
    expect(heap).toEqual(first)
  })

  it('tells instants apart before time 0 as well', () => {
    const sim = new Simulation({ seed: 'before', startTime: -5 })
    const fluid = new Fluid(sim)
    const c = fluid.addConstraint(1)
    const ends: number[] = []
    for (let i = 0; i < 2; i++) fluid.start({ constraints: [c], amount: 1, latency: 0.1 * i }, () => ends.push(sim.now))
    sim.run()
    expect(ends).toEqual([-3.1, -3].map((time) => expect.closeTo(time, 12)))
  })

  it('uses places again, and never the number of an activity', () => {
    const sim = new Simulation({ seed: 'places' })
    const fluid = new Fluid(sim)
    const c = fluid.addConstraint(1)
    const ids: ActivityId[] = []
    const next = (): void => {
      if (ids.length < 100) ids.push(fluid.start({ constraints: [c], amount: 1 }, next))
    }
    next()
    sim.run()
    expect(sim.now).toBe(100)
    expect(new Set(ids).size).toBe(100)
    expect(ids.toSorted((a, b) => a - b)).toEqual(ids)
    expect(fluid.shares.variables).toBeLessThan(3)
    expect(fluid.cancel(ids[0]!)).toBe(false)
    expect([fluid.rate(ids[0]!), fluid.remaining(ids[0]!)]).toEqual([0, 0])
  })

  it('costs one solution an instant, however many activities start in it', () => {
    const sim = new Simulation({ seed: 'instant' })
    const fluid = new Fluid(sim)
    const c = fluid.addConstraint(1)
    for (let i = 0; i < 50; i++) fluid.start({ constraints: [c], amount: 1 })
    sim.run()
    expect(sim.now).toBe(50)
    expect(sim.executed).toBe(3)
  })

  it('tells the others when one that is told throws', () => {
    const sim = new Simulation({ seed: 'throw' })
    const fluid = new Fluid(sim)
    const c = fluid.addConstraint(2)
    const told: number[] = []
    fluid.start({ constraints: [c], amount: 1 }, () => {
      throw new Error('first')
    })
    fluid.start({ constraints: [c], amount: 1 }, () => told.push(sim.now))
    expect(() => sim.run()).toThrow('first')
    sim.run()
    expect(told).toEqual([1])
  })

  it('lets callbacks fail and start what they like', () => {
    const sim = new Simulation({ seed: 'nested' })
    const fluid = new Fluid(sim, { check: true })
    const c = fluid.addConstraint(3)
    const told: string[] = []
    fluid.start({ constraints: [c], amount: 1 }, () => {
      told.push('a')
      fluid.fail(c)
      fluid.repair(c)
      fluid.start({ constraints: [c], amount: 3 }, () => told.push(`d at ${sim.now}`))
    })
    fluid.start({ constraints: [c], amount: 1 }, () => told.push('b'))
    fluid.start({ constraints: [c], amount: 2 }, undefined, (reason, left) => told.push(`c ${reason}, ${left} left`))
    sim.run()
    // b ended in the instant of the failure, before it.
    expect(told).toEqual(['a', 'b', 'c down, 1 left', 'd at 2'])
  })

  it.each<[(fluid: Fluid) => unknown, string]>([
    [(fluid) => fluid.addConstraint(NaN), 'A fluid constraint, capacity = NaN'],
    [(fluid) => fluid.start({ constraints: [1], amount: 1 }), 'There is no constraint 1'],
    [(fluid) => fluid.start({ constraints: [0, 0], amount: 1 }), 'uses constraint 0 twice'],
    [(fluid) => fluid.start({ constraints: [0], amount: 0 }), 'A fluid activity, amount = 0'],
    [(fluid) => fluid.start({ constraints: [0], weights: [-1], amount: 1 }), 'A fluid activity, weight = -1'],
    [(fluid) => fluid.start({ constraints: [0], amount: 1, latency: NaN }), 'A fluid activity, latency = NaN'],
    [(fluid) => fluid.start({ constraints: [0], amount: 1, bound: -1 }), 'A fluid activity, bound = -1'],
    [(fluid) => fluid.setCapacity(0, -1), 'A fluid constraint, capacity = -1'],
    [(fluid) => fluid.suspend(0.5), 'There is no fluid activity 0.5'],
  ])('refuses bad input: %#', (act, message) => {
    const fluid = new Fluid(new Simulation({ seed: 'bad' }))
    fluid.addConstraint(1)
    expect(() => act(fluid)).toThrow(message)
  })
})
