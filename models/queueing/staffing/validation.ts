import { laws } from '../../../engine/index.ts'
import type { Claim } from '../../claim.ts'
import { halfinWhitt, staff, steadyState } from './theory.ts'

const halfin = 'Halfin and Whitt, Operations Research 29(3), 1981: 1 / (1 + beta Phi(beta) / phi(beta))'
const erlangA = 'Erlang A: Mandelbaum and Zeltyn, Service Engineering in Action (2007)'

const exact = (arrivalRate: number, grade: number, patience = Infinity) =>
  steadyState({ arrivalRate, service: laws.exponential(1), grade, patience })!

/**
 * By load, grade and length: the limit is compared where the number of servers, a whole one, gives the probability within
 * 5 % of it. For grades of 1.5 and 2 that takes loads of 800 and 3000, whose runs would take longer than all others here;
 * `model.test.ts` follows the exact values to the limit instead.
 */
const limits = (
  [
    [144, 0.25, 1220],
    [144, 0.5, 2020],
    [400, 1, 520],
  ] as const
).map(
  ([arrivalRate, grade, horizon]): Claim => ({
    claim: `A staff for a load of ${arrivalRate} with ${grade} square roots to spare makes ${(100 * halfinWhitt(grade)).toFixed(0)} % wait, as in the limit.`,
    source: halfin,
    parameters: { arrivalRate, grade },
    expected: {
      waitProbability: halfinWhitt(grade),
      servers: staff({ arrivalRate, service: laws.exponential(1), grade, patience: Infinity }),
    },
    run: { warmUp: 20, horizon, replications: 30 },
    // Waits come in long spells: the relaxation time of a large queue is several services.
    ...(grade === 1 ? { precision: 0.12 } : {}),
    tolerance: { relative: 0.05, reason: 'a limit for ever larger loads, compared with a finite one' },
  }),
)

const claims: readonly Claim[] = [
  ...limits,
  ...(
    [
      [100, 0.5, 1520],
      [100, 1, 3320],
      [25, 1.5, 6020],
      [25, 2, 8020],
    ] as const
  ).map(
    ([arrivalRate, grade, horizon]): Claim => ({
      claim: `For a load of ${arrivalRate} the probability of waiting is that of Erlang C, with ${grade} square roots to spare.`,
      source: 'Erlang C: Cooper, Introduction to Queueing Theory, 2nd ed. (1981), section 3.4',
      parameters: { arrivalRate, grade },
      expected: {
        waitProbability: exact(arrivalRate, grade).waitProbability,
        utilisation: exact(arrivalRate, grade).utilisation,
      },
      run: { warmUp: 20, horizon, replications: 30 },
      // One customer in 30 waits, and then several in a row.
      ...(grade === 2 ? { precision: 0.07 } : {}),
    }),
  ),
  {
    claim:
      'Customers as patient as they are served, on average, leave a staff without reserve as often as it is lacking.',
    source: `${erlangA}: with equal rates of service and patience the number inside is that of M/M/infinity, Poisson with mean 100`,
    parameters: { grade: 0, patience: '1s' },
    expected: { waitProbability: 0.513299, abandonment: 0.039861, meanWait: 0.039861 },
    run: { warmUp: 20, horizon: 620, replications: 30 },
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
    run: { warmUp: 20, horizon: 520, replications: 30 },
  },
]

export default claims
