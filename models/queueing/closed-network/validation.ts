import type { Claim } from '../../claim.ts'

const mva = 'Mean value analysis: Reiser and Lavenberg, JACM 27(2), 1980'
const gunther = 'Gunther, Analyzing Computer System Performance with Perl::PDQ (2nd ed. 2011)'

const thinking = (
  [
    [1, 0.05248, 4.055],
    [5, 0.240466, 5.793],
    [10, 0.400205, 9.9872],
    [20, 0.474516, 27.1482],
  ] as const
).map(
  ([population, throughput, meanResponse]): Claim => ({
    claim: `${population} customers who think 15 s and want 4.055 s of three stations are answered in ${meanResponse} s.`,
    source: mva,
    parameters: { population },
    expected: { throughput, meanResponse },
    run: { warmUp: 1000, horizon: population < 10 ? 81_000 : 41_000, replications: 10 },
  }),
)

const ebiz = (
  [
    [1, 43.821],
    [5, 83.755],
    [10, 92.395],
    [20, 97.082],
  ] as const
).map(
  ([population, throughput]): Claim => ({
    claim: `A three-tier web application at its test load of ${population} answers ${throughput.toFixed(1)} requests per second.`,
    source: `Demands: ${gunther}, the e-business example; ${mva}`,
    parameters: {
      population,
      think: '0s',
      discipline: 'fcfs',
      cpu: 'exponential(9.8ms)',
      disk: 'exponential(2.5ms)',
      database: 'exponential(0.72ms)',
      branch: 'exponential(9.8ms)',
    },
    expected: { throughput },
    run: { warmUp: 5, horizon: 185, replications: 10 },
  }),
)

const prefork = (
  [
    [1, 65.359],
    [2, 86.414],
    [5, 91.733],
  ] as const
).map(
  ([population, throughput]): Claim => ({
    claim: `A web server whose ${population} clients meet at its master process, not at its 16 slaves, answers ${throughput.toFixed(1)} requests per second.`,
    source: `Demands: ${gunther}, the prefork web server example; ${mva}`,
    parameters: {
      population,
      think: '0s',
      discipline: 'fcfs',
      cpu: 'exponential(10.9ms)',
      disk: '0s',
      database: '0s',
      branch: 'exponential(4.4ms)',
      branches: 16,
    },
    expected: { throughput },
    run: { warmUp: 5, horizon: 185, replications: 10 },
  }),
)

const claims: readonly Claim[] = [
  ...thinking,
  ...ebiz,
  ...prefork,
  {
    claim: 'Shared stations and thinking take any law: only their means matter.',
    source: 'Insensitivity: Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975',
    parameters: {
      think: 'deterministic(15s)',
      cpu: 'deterministic(605ms)',
      disk: 'hyperexponential(2.1s, 2)',
      database: 'erlang(3, 1.35s)',
    },
    expected: { throughput: 0.400205, meanResponse: 9.9872 },
    run: { warmUp: 1000, horizon: 61_000, replications: 10 },
  },
  {
    claim: 'The knee, where waiting becomes inevitable, is at nine customers.',
    source: 'Asymptotic bounds: Denning and Buzen, Computing Surveys 10(3), 1978: N* = (D + Z) / Dmax',
    parameters: {},
    expected: { knee: 19.055 / 2.1, throughputBound: 1 / 2.1 },
    run: { warmUp: 1000, horizon: 41_000, replications: 10 },
  },
]

export default claims
