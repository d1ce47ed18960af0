import type { Claim } from '../../claim.ts'

const jackson = 'Jackson, Operations Research 5(4), 1957'

const claims: readonly Claim[] = [
  {
    claim: 'Three single servers in a row at 50, 75 and 25 % load hold 1, 3 and 1/3 customers.',
    source: `${jackson}: the sum of rho / (1 - rho)`,
    parameters: {},
    expected: {
      firstCustomers: 1,
      secondCustomers: 3,
      thirdCustomers: 1 / 3,
      meanCustomers: 13 / 3,
      meanTimeInSystem: 13 / 15,
    },
    run: { warmUp: 100, horizon: 4100, replications: 30 },
  },
  {
    claim: 'At any one instant the stations are independent, although they pass on the same customers.',
    source: `${jackson}: the probability of a state is the product over the stations`,
    parameters: {},
    expected: { emptyProbability: 0.5 * 0.25 * 0.75, correlation: 0 },
    run: { warmUp: 100, horizon: 4100, replications: 30 },
  },
  {
    claim:
      'Starting over with probability 0.4 raises all loads, and leaves the product form, though no flow is Poisson.',
    source: jackson,
    parameters: { arrivalRate: 3, feedback: 0.4 },
    expected: { meanCustomers: 13 / 3, emptyProbability: 0.09375, throughput: 3, bottleneckUtilisation: 0.75 },
    run: { warmUp: 100, horizon: 6100, replications: 30 },
  },
  {
    claim: 'Stations with several servers are M/M/c queues each.',
    source: `${jackson}; Erlang C: with rho = 0.8, 5 / (2 / 0.36) waiting of 2 servers and 0.596432 of 4`,
    parameters: {
      arrivalRate: 16,
      firstServers: 2,
      secondServers: 4,
      thirdServers: 1,
      secondService: 'exponential(200ms)',
    },
    expected: {
      firstCustomers: 1.6 + 0.711111 * 4,
      secondCustomers: 3.2 + 0.596432 * 4,
      thirdCustomers: 4,
    },
    run: { warmUp: 50, horizon: 2550, replications: 30 },
  },
  {
    claim: 'What leaves an M/M/1 queue is a Poisson stream: behind it constant service makes an M/D/1 queue.',
    source: 'Burke, Operations Research 4(6), 1956; Pollaczek and Khinchine: rho + rho^2 / (2 (1 - rho))',
    parameters: { secondService: '150ms' },
    expected: { secondCustomers: 0.75 + 0.5625 / 0.5 },
    run: { warmUp: 100, horizon: 5100, replications: 12 },
  },
]

export default claims
