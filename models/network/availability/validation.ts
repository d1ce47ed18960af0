import type { Claim, RunLength } from '../../claim.ts'

const renewal = 'Alternating renewal process: Barlow and Proschan, Mathematical Theory of Reliability (1965), ch. 3'
const independent = 'independent hosts: A^2 for a message, a binomial tail for a quorum'
const steady: RunLength = { warmUp: 20_000, horizon: 420_000, replications: 20 }
const fixed: RunLength = { horizon: 1200, replications: 10 }

const claims: readonly Claim[] = [
  {
    claim: 'Hosts that are up for 55 minutes and down for 5 let 84 % of the messages through.',
    source: `${renewal}; ${independent}`,
    parameters: {},
    expected: {
      availability: 0.9166666667,
      delivered: 0.8402777778,
      hostDown: 0.1597222222,
      quorumAvailability: 0.99929221,
      crashRate: 0.000277777778,
    },
    run: steady,
  },
  {
    claim: 'When they crash four times as often, 54 % get through, and six of ten hosts are up 90 % of the time.',
    source: `${renewal}; ${independent}`,
    parameters: { intensity: 4 },
    expected: { availability: 0.7333333333, delivered: 0.5377777778, quorumAvailability: 0.90088263 },
    run: steady,
  },
  {
    claim: 'Sessions of a heavy-tailed law with the same mean give the same availability.',
    source: `${renewal}: only the means matter`,
    parameters: {
      hosts: 5,
      quorum: 3,
      faults: '[{kind: churn, hosts: all, up: weibull(0.5, 15min), down: lognormal(5min, 2)}]',
    },
    expected: { availability: 0.857142857, delivered: 0.734693878, quorumAvailability: 0.97673588 },
    run: { warmUp: 40_000, horizon: 1_040_000, replications: 20 },
  },
  {
    claim: 'Sessions of one length do so too, when repairs are random.',
    source: `${renewal}; ${independent}`,
    parameters: { hosts: 5, quorum: 3, faults: '[{kind: churn, hosts: all, up: 10min, down: exponential(5min)}]' },
    expected: { availability: 0.666666667, delivered: 0.444444444, quorumAvailability: 0.790123457 },
    run: steady,
  },
  {
    claim: 'Losses of 10 % come on top of hosts that are down.',
    source: `${renewal}; ${independent}, times 1 - p`,
    parameters: {
      faults:
        '[{kind: churn, hosts: all, up: exponential(55min), down: exponential(5min)}, {kind: loss, probability: 10%}]',
    },
    expected: { delivered: 0.75625, availability: 0.9166666667 },
    run: steady,
  },
  {
    claim: 'A partition of five hosts from the other five stops five messages in nine for as long as it lasts.',
    source: 'Arithmetic: of 90 ordered pairs 50 are separated, for 300 of 1200 s',
    parameters: {
      faults: '[{kind: partition, groups: [[0..4], rest], at: 5min, for: 5min}]',
      messageRate: 50,
    },
    expected: { partitioned: 0.1388888889, delivered: 0.8611111111, availability: 1, quorumAvailability: 1 },
    run: fixed,
  },
  {
    claim: 'With three of five hosts down for a quarter of the time there is no majority for that quarter.',
    source: 'Arithmetic: (2 x 1 + 3 x 3/4) / 5 hosts are up; 3 hosts are needed and 2 left for 300 of 1200 s',
    parameters: { hosts: 5, quorum: 3, faults: '[{kind: crash, hosts: [0..2], at: 5min, for: 5min}]' },
    expected: { availability: 0.85, quorumAvailability: 0.75, crashRate: 0.0005 },
    run: fixed,
  },
]

export default claims
