import { laws } from '../../../engine/index.ts'
import type { Claim } from '../../claim.ts'
import { nelsonTantawi } from './theory.ts'

const nelson = 'Nelson and Tantawi, IEEE Transactions on Computers 37(6), 1988'

const claims: readonly Claim[] = [
  ...([0.3, 0.5, 0.8] as const).map(
    (arrivalRate): Claim => ({
      claim: `Two branches at ${100 * arrivalRate} % load join after ${((12 - arrivalRate) / 8).toFixed(4)} times the time of one task.`,
      source: `Flatto and Hahn, SIAM J. Applied Mathematics 44(5), 1984; ${nelson}: (12 - rho) / 8 / (mu - lambda)`,
      parameters: { arrivalRate, branches: 2 },
      expected: { meanResponse: (12 - arrivalRate) / 8 / (1 - arrivalRate), meanTaskTime: 1 / (1 - arrivalRate) },
      run: { warmUp: 500, horizon: arrivalRate > 0.6 ? 24_500 : 10_500, replications: 30 },
    }),
  ),
  ...([4, 8, 16] as const).map(
    (branches): Claim => ({
      claim: `${branches} branches at half load are slower than two about as the longest of ${branches} times is longer than that of two.`,
      source: `${nelson}: an approximation from scaling`,
      parameters: { arrivalRate: 0.5, branches },
      expected: {
        meanResponse: nelsonTantawi({ load: 'open', arrivalRate: 0.5, branches, task: laws.exponential(1) }),
      },
      run: { warmUp: 200, horizon: 3700, replications: 30 },
      tolerance: { relative: 0.05, reason: 'an approximation that its authors found within 5 % of simulations' },
    }),
  ),
  ...(
    [
      [8, 2.71786, 8000],
      [64, 4.74389, 4000],
    ] as const
  ).map(
    ([branches, meanResponse, horizon]): Claim => ({
      claim: `A barrier of ${branches} exponential phases is reached after ${meanResponse} means, with an efficiency of ${(100 / meanResponse).toFixed(1)} %.`,
      source:
        'The longest of n exponential times has the harmonic number as its mean: Feller vol. 2, 2nd ed. (1971), I.6',
      parameters: { load: 'barrier', branches },
      expected: { meanResponse, utilisation: 1 / meanResponse },
      run: { warmUp: 0, horizon, replications: 10 },
    }),
  ),
  {
    claim: 'Nine even times between 0 and 2 s have a longest of 1.8 s.',
    source: 'David and Nagaraja, Order Statistics, 3rd ed. (2003), chapter 2: 2 n / (n + 1)',
    parameters: { load: 'barrier', branches: 9, task: 'uniform(0s, 2s)' },
    expected: { meanResponse: 1.8, meanSyncDelay: 0.8, throughput: 1 / 1.8 },
    run: { warmUp: 0, horizon: 10_000, replications: 10 },
  },
]

export default claims
