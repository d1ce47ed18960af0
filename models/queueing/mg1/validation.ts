import type { Claim } from '../../claim.ts'

const pk = 'Pollaczek and Khinchine: Kleinrock, Queueing Systems vol. 1 (1975), eq. 5.113'

/** The variance of the mean wait grows with the square of 1 + cv^2: highly variable service takes longer runs. */
const eightyPercent = (
  [
    ['deterministic(1s)', 0, 2, 35_000],
    ['erlang(4, 1s)', 0.25, 2.5, 40_000],
    ['exponential(1s)', 1, 4, 45_000],
    ['lognormal(1s, 1)', 1, 4, 55_000],
    ['hyperexponential(1s, 2)', 4, 10, 120_000],
    ['hyperexponential(1s, 4)', 16, 34, 420_000],
  ] as const
).map(
  ([service, squaredCv, meanWait, horizon]): Claim => ({
    claim: `At 80 % load service by ${service}, cv^2 = ${squaredCv}, makes customers wait ${meanWait} service times.`,
    source: pk,
    parameters: { arrivalRate: 0.8, service },
    expected: { meanWait, meanTimeInSystem: meanWait + 1 },
    run: { warmUp: 1000, horizon, replications: 30 },
  }),
)

const claims: readonly Claim[] = [
  ...eightyPercent,
  ...['deterministic(1s)', 'hyperexponential(1s, 2)'].map(
    (service): Claim => ({
      claim: `Busy periods last twice a service on average at 50 % load, and half the customers wait, with service by ${service}.`,
      source:
        'Kleinrock, Queueing Systems vol. 1 (1975), section 5.8: E[S] / (1 - rho); Wolff, Operations Research 30(2), 1982',
      parameters: { arrivalRate: 0.5, service },
      expected: { meanBusyPeriod: 2, waitProbability: 0.5, utilisation: 0.5 },
      run: { warmUp: 200, horizon: 20_200, replications: 30 },
    }),
  ),
]

export default claims
