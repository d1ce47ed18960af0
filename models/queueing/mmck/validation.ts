import type { Claim } from '../../claim.ts'

const kleinrock = 'Kleinrock, Queueing Systems vol. 1 (1975)'
const sevastyanov = 'Erlang B and its insensitivity: Sevastyanov, Theory of Probability and its Applications 2 (1957)'

const oneServer = (
  [
    [0.9, 0.050814, 4.646609],
    [1, 1 / 11, 5.5],
    [1.2, 0.192586, 6.926143],
    [2, 0.500244, 9.009785],
  ] as const
).map(
  ([arrivalRate, blocking, meanTimeInSystem]): Claim => ({
    claim: `A single server with room for ten, offered ${arrivalRate} of its capacity, refuses ${(100 * blocking).toFixed(1)} % of its customers.`,
    source: `M/M/1/K: ${kleinrock}, section 3.6`,
    parameters: { arrivalRate, servers: 1, queueLimit: 9 },
    expected: { blocking, meanTimeInSystem, throughput: arrivalRate * (1 - blocking) },
    // The fewer are refused, the longer it takes to count enough of them.
    run: { warmUp: 200, horizon: { 0.9: 50_200, 1: 25_200, 1.2: 8200, 2: 3200 }[arrivalRate], replications: 30 },
  }),
)

const loss = (
  [
    [10, 10, 'exponential(1s)', 0.214582, 1000],
    [10, 10, 'deterministic(1s)', 0.214582, 1000],
    [10, 10, 'hyperexponential(1s, 2)', 0.214582, 2000],
    [10, 15, 'exponential(1s)', 0.036497, 6000],
    [10, 15, 'lognormal(1s, 3)', 0.036497, 10_000],
    [100, 110, 'exponential(1s)', 0.027463, 1600],
  ] as const
).map(
  ([arrivalRate, servers, service, blocking, horizon]): Claim => ({
    claim: `${servers} lines for ${arrivalRate} calls in progress lose ${(100 * blocking).toFixed(1)} % of them when calls last ${service}.`,
    source: sevastyanov,
    parameters: { arrivalRate, servers, service, queueLimit: 0 },
    expected: { blocking, utilisation: (arrivalRate * (1 - blocking)) / servers },
    run: { warmUp: 50, horizon, replications: 30 },
  }),
)

const claims: readonly Claim[] = [
  ...oneServer,
  {
    claim: 'Four servers with sixteen waiting places at 90 % load refuse 1.7 % and keep the others 2.2 service times.',
    source: `M/M/c/K: ${kleinrock}, chapter 3`,
    parameters: { arrivalRate: 3.6, servers: 4, queueLimit: 16 },
    expected: { blocking: 0.016805, meanCustomers: 7.7692, meanTimeInSystem: 2.195 },
    run: { warmUp: 500, horizon: 52_500, replications: 30 },
  },
  ...loss,
]

export default claims
