import { describe, expect, it } from 'vitest'
import { Simulation } from '../../../engine/index.ts'
import { Outcomes } from './outcomes.ts'
import { Roster } from './roster.ts'
import { Staleness } from './staleness.ts'
import { Traffic } from './traffic.ts'
import { lookUpEverywhere } from './workload.ts'

describe('outcomes', () => {
  it('give means over answered lookups and shares of all', () => {
    const outcomes = new Outcomes(new Simulation({ seed: '1' }))
    expect(outcomes.failedShare).toBeUndefined()
    outcomes.answer(2, 0.1, true)
    outcomes.answer(4, 0.5, false)
    outcomes.giveUp()
    outcomes.giveUp()
    expect(outcomes).toMatchObject({ ended: 4, answered: 2, wrong: 1, meanHops: 3, failedShare: 0.75 })
    expect(outcomes.meanLatency).toBeCloseTo(0.3, 12)
    expect(outcomes.shareAt(4)).toBe(0.5)
  })

  it('begin anew after the warm-up', () => {
    const sim = new Simulation({ seed: '1' })
    const outcomes = new Outcomes(sim)
    outcomes.answer(2, 0.1, false)
    sim.run(1)
    sim.endWarmUp()
    expect([outcomes.ended, outcomes.meanHops, outcomes.hops.count]).toEqual([0, undefined, 0])
  })
})

describe('traffic', () => {
  it('is bytes per living node and second, by purpose', () => {
    const sim = new Simulation({ seed: '1' })
    const traffic = new Traffic(sim, { headerBytes: 20, entryBytes: 4 })
    traffic.nodes.set(10)
    traffic.maintain(2, 5)
    traffic.lookUp(1, 2)
    sim.run(2)
    traffic.nodes.set(30)
    sim.run(4)
    expect(traffic.maintenance).toBe(60 / 80)
    expect(traffic.lookups).toBe(28 / 80)
    sim.endWarmUp()
    traffic.maintain(1, 0)
    sim.run(5)
    expect([traffic.maintenance, traffic.lookups]).toEqual([20 / 30, 0])
  })
})

describe('the share of dead entries', () => {
  it('weighs every entry alike, and begins anew after the warm-up', () => {
    const sim = new Simulation({ seed: '1' })
    const roster = new Roster(1)
    roster.enter(5)
    let entries = [true, false, false, false]
    const staleness = new Staleness(sim, roster, (_, count) => entries.forEach(count))
    expect(staleness.deadShare).toBeUndefined()
    sim.run(10)
    expect(staleness.deadShare).toBe(0.75)
    sim.endWarmUp()
    entries = [true]
    sim.run(20)
    expect(staleness.deadShare).toBe(0)
  })
})

describe('the workload', () => {
  it('has every living node look up at its rate, those that are down not, and ends', () => {
    const sim = new Simulation({ seed: '1' })
    const roster = new Roster(100)
    for (let i = 0; i < 40; i++) roster.enter(i * 1000)
    const counts = new Float64Array(40)
    lookUpEverywhere(sim, roster, { hosts: 100, interval: 10, limit: 8000 }, (origin) => {
      counts[origin]! += 1
    })
    sim.run()
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(8000)
    // 8000 at 4 a second; standard deviation of the end 22 s, of a count 14.
    expect(Math.abs(sim.now - 2000)).toBeLessThan(100)
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(65)
  })
})
