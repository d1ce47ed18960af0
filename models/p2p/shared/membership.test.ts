import { describe, expect, it } from 'vitest'
import { Simulation, laws } from '../../../engine/index.ts'
import { randomId, randomIds } from './identifiers.ts'
import { type MembershipParameters, admit, presentAtStart, shareUp } from './membership.ts'
import { Roster } from './roster.ts'

const usual: MembershipParameters = {
  nodes: 100,
  churn: true,
  lifetime: laws.deterministic(100),
  downtime: laws.deterministic(50),
  joinPhase: 0,
}

/** Runs a crowd that only comes and goes, and tells how many are there every 10 s. */
function levels(options: Partial<MembershipParameters>, until: number): number[] {
  const p = { ...usual, ...options }
  const sim = new Simulation({ seed: 'membership' })
  const ids = sim.stream('ids')
  const roster = new Roster(p.nodes)
  for (const id of randomIds(presentAtStart(p), ids)) roster.enter(id)
  admit(sim, roster, p, { join: () => roster.enter(randomId(ids)), leave: (node) => roster.leave(node) })
  const seen: number[] = []
  for (let t = 5; t < until; t += 10) {
    sim.run(t)
    seen.push(roster.size)
  }
  return seen
}

describe('who takes part', () => {
  it('is up for the share of its lifetime in a cycle', () => {
    expect(shareUp(usual)).toBeCloseTo(2 / 3, 12)
    expect(presentAtStart(usual)).toBe(67)
    expect(shareUp({ ...usual, churn: false })).toBe(1)
    expect(shareUp({ ...usual, lifetime: laws.pareto(1, 5) })).toBe(1)
  })

  it('goes after a lifetime and comes back after a downtime', () => {
    // 67 are up from 0 to 100 and again from 150 on; the other 33 come at 50.
    const seen = levels({}, 150)
    expect(seen.slice(0, 5)).toEqual([67, 67, 67, 67, 67])
    expect(seen.slice(5, 10)).toEqual([100, 100, 100, 100, 100])
    expect(seen.slice(10)).toEqual([33, 33, 33, 33, 33])
  })

  it('joins one after the other in a join phase, and stays without churn', () => {
    expect(levels({ churn: false, joinPhase: 100, nodes: 10 }, 150)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10, 10, 10,
    ])
  })

  it('never is nobody', () => {
    const seen = levels({ nodes: 2, downtime: laws.deterministic(1000) }, 3000)
    expect(Math.min(...seen)).toBe(1)
  })
})
