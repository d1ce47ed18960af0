import { describe, expect, it } from 'vitest'
import { Simulation } from '../../simulation.ts'
import { BottleneckFair } from './bottleneck-fair.ts'
import { Fluid } from './fluid.ts'
import { MaxMin } from './max-min.ts'
import type { Shares } from './shares.ts'
import type { Solver } from './solver.ts'

/** A solver that changes what another finds. */
function bent(solver: Solver, bend: (found: Float64Array, shares: Shares) => void): Solver {
  return {
    name: solver.name,
    get changed() {
      return solver.changed
    },
    get changedCount() {
      return solver.changedCount
    },
    get found() {
      return solver.found
    },
    solve(shares) {
      solver.solve(shares)
      bend(solver.found, shares)
    },
  }
}

/** Two activities on a capacity of 2, the second with a bound of 0.5, by a solver that errs. */
function run(bend: (found: Float64Array, shares: Shares) => void, solver: Solver = new MaxMin(), check = true): void {
  const sim = new Simulation({ seed: 'bent' })
  const fluid = new Fluid(sim, { solver: bent(solver, bend), check })
  const constraint = fluid.addConstraint(2)
  fluid.start({ constraints: [constraint], amount: 6 })
  fluid.start({ constraints: [constraint], amount: 1, bound: 0.5 })
  sim.run()
}

describe('the checks of a fluid model', () => {
  it('say nothing while all is well', () => {
    for (const solver of [new MaxMin(), new BottleneckFair()]) expect(() => run(() => undefined, solver)).not.toThrow()
  })

  it.each<[string, (found: Float64Array) => void, string]>([
    [
      'a capacity that is exceeded',
      (found) => (found[0] = 3),
      'Constraint 0 of a fluid model carries 3.5: expected at most 2.',
    ],
    [
      'a bound that is exceeded',
      (found) => found.set([1, 1]),
      'Variable 1 of a fluid model has rate 1: expected at most its bound 0.5.',
    ],
    [
      'who could go faster',
      (found) => (found[0] = 1),
      'Variable 0 of a fluid model has rate 1 and no bottleneck: max-min sharing',
    ],
    [
      'who takes from the slower',
      (found) => found.set([1.75, 0.25]),
      'Variable 1 of a fluid model has rate 0.25 and no bottleneck',
    ],
  ])('find %s', (_, bend, message) => {
    expect(() => run(bend)).toThrow(message)
  })

  it('find who could go faster by bottleneck fairness', () => {
    expect(() => run((found) => (found[0] = 1), new BottleneckFair())).toThrow(
      'Variable 0 of a fluid model has rate 1 and no bottleneck: bottleneck max fairness would give it more.',
    )
  })

  it('find what was carried without a rate', () => {
    const sim = new Simulation({ seed: 'carried' })
    const fluid = new Fluid(sim, { check: true })
    const constraint = fluid.addConstraint(2)
    fluid.start({ constraints: [constraint], amount: 6 })
    sim.schedule(1, () => {
      fluid.shares.rate[0] = 1
      fluid.start({ constraints: [constraint], amount: 1 })
    })
    expect(() => sim.run()).toThrow('Constraint 0 of a fluid model carried 1 by t=1 s, but its rates add up to 2.')
  })

  it('are off unless asked for', () => {
    expect(() => run((found) => (found[0] = 1), new MaxMin(), false)).not.toThrow()
  })
})
