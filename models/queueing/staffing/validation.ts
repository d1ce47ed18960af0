import { laws } from '../../../engine/index.ts'
import type { Claim } from '../../claim.ts'
import { halfinWhitt, staff, steadyState } from './theory.ts'

const halfin = 'Halfin and Whitt, Operations Research 29(3), 1981: 1 / (1 + beta Phi(beta) / phi(beta))'
const erlangA = 'Erlang A: Mandelbaum and Zeltyn, Service Engineering in Action (2007)'

const exact = (arrivalRate: number, grade: number, patience = Infinity) =>
  steadyState({ arrivalRate, service: laws.exponential(1), grade, patience })!

/**
 * By load and grade. The higher the grade, the larger the load at which the limit is near: for 1.5 it takes some 800, where
 * runs that are long enough take too long.
 */
const limits = (
  [
    [144, 0.25, 1220, 0.1],
    [144, 0.5, 1220, 0.12],
    [400, 1, 820, 0.2],
  ] as const
).map(
  ([arrivalRate, grade, horizon, precision]): Claim => ({
    claim: `A staff for a load of ${arrivalRate} with ${grade} square roots to spare makes ${(100 * halfinWhitt(grade)).toFixed(0)} % wait, as in the limit.`,
    source: halfin,
    parameters: { arrivalRate, grade },
    expected: {
      waitProbability: halfinWhitt(grade),
      servers: staff({ arrivalRate, service: laws.exponential(1), grade, patience: Infinity }),
    },
    run: { warmUp: 20, horizon, replications: 14 },
    precision,
    tolerance: { relative: 0.05, reason: 'a limit for ever larger loads, compared with a finite one' },
  }),
)

const claims: readonly Claim[] = [
  ...limits,
  ...(
    [
      [0.5, 0.1],
      [1, 0.12],
      [1.5, 0.2],
      [2, 0.25],
    ] as const
  ).map(
    ([grade, precision]): Claim => ({
      claim: `For a load of 100 the probability of waiting is that of Erlang C, with ${grade} square roots to spare.`,
      source: 'Erlang C: Cooper, Introduction to Queueing Theory, 2nd ed. (1981), section 3.4',
      parameters: { grade },
      expected: { waitProbability: exact(100, grade).waitProbability, utilisation: exact(100, grade).utilisation },
      run: { warmUp: 20, horizon: 1520, replications: 14 },
      precision,
    }),
  ),
  {
    claim:
      'Customers as patient as they are served, on average, leave a staff without reserve as often as it is lacking.',
    source: `${erlangA}: with equal rates of service and patience the number inside is that of M/M/infinity, Poisson with mean 100`,
    parameters: { grade: 0, patience: '1s' },
    expected: { waitProbability: 0.513299, abandonment: 0.039861, meanWait: 0.039861 },
    run: { warmUp: 20, horizon: 720, replications: 12 },
    precision: 0.1,
  },
  {
    claim: 'With impatient customers even a staff below the load is stable, and a tenth of the customers pays for it.',
    source: erlangA,
    parameters: { grade: -1, patience: '2s' },
    expected: {
      waitProbability: exact(100, -1, 2).waitProbability,
      abandonment: exact(100, -1, 2).abandonment,
      meanWait: exact(100, -1, 2).meanWait,
    },
    run: { warmUp: 20, horizon: 720, replications: 12 },
    precision: 0.1,
  },
]

export default claims
