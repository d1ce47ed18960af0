import type { Claim } from '../../claim.ts'
import { shortestRemaining } from './theory.ts'

const insensitive = 'Kleinrock, Queueing Systems vol. 2 (1976), section 4.4: E[T | x] = x / (1 - rho)'

/** Service by the same laws as in the claims about M/G/1 in order of arrival, whose waits differ by a factor of 17. */
const laws = [
  ['deterministic(1s)', 40_000],
  ['erlang(4, 1s)', 50_000],
  ['exponential(1s)', 60_000],
  ['hyperexponential(1s, 2)', 80_000],
  ['hyperexponential(1s, 4)', 240_000],
] as const

const claims: readonly Claim[] = [
  ...laws.map(
    ([work, horizon]): Claim => ({
      claim: `A shared processor at 80 % load makes everything take five times as long, short or long, with work by ${work}.`,
      source: insensitive,
      parameters: { arrivalRate: 0.8, work },
      expected: {
        meanTimeInSystem: 5,
        shortSlowdown: 5,
        ...(work.startsWith('deterministic') ? {} : { longSlowdown: 5 }),
      },
      run: { warmUp: 500, horizon, replications: 30 },
    }),
  ),
  ...['deterministic(1s)', 'hyperexponential(1s, 2)'].map(
    (work): Claim => ({
      claim: `Serving the last comer first, with preemption, slows all jobs down alike at 50 % load, with work by ${work}.`,
      source: 'Kelly, Reversibility and Stochastic Networks (1979), section 3.3: symmetric queues are insensitive',
      parameters: { discipline: 'lcfs-preemptive', arrivalRate: 0.5, work },
      expected: { meanTimeInSystem: 2, meanSlowdown: 2, utilisation: 0.5 },
      run: { warmUp: 200, horizon: 40_200, replications: 10 },
    }),
  ),
  {
    claim: 'Four processors shared by jobs of any law have the mean response of M/M/4.',
    source: 'Insensitivity: Kelly, Reversibility and Stochastic Networks (1979), section 3.3; Erlang C',
    parameters: { arrivalRate: 3.2, work: 'lognormal(1s, 2)', processors: 4 },
    expected: { meanTimeInSystem: 1.745541, utilisation: 0.8 },
    run: { warmUp: 200, horizon: 12_200, replications: 20 },
  },
  {
    claim: 'Serving the shortest remaining job first halves the mean response of a queue at 80 % load, and more.',
    source: 'Schrage and Miller, Operations Research 14(4), 1966, for exponential work',
    parameters: { discipline: 'shortest-remaining', arrivalRate: 0.8 },
    expected: { meanTimeInSystem: shortestRemaining(0.8, 1) },
    run: { warmUp: 500, horizon: 60_500, replications: 12 },
  },
  {
    claim: 'Turns of any length leave the mean response of exponential work as it is.',
    source: 'Lack of memory: no order of service that ignores what is left changes the number of jobs',
    parameters: { discipline: 'round-robin', arrivalRate: 0.7, quantum: '500ms' },
    expected: { meanTimeInSystem: 1 / 0.3 },
    run: { warmUp: 500, horizon: 40_500, replications: 12 },
  },
]

export default claims
