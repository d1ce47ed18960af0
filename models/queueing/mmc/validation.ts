import type { Claim, RunLength } from '../../claim.ts'

const oneServer = 'Kleinrock, Queueing Systems vol. 1 (1975), section 3.2: Wq = rho / (mu - lambda)'
const exponentialTail =
  'Cooper, Introduction to Queueing Theory (2nd ed. 1981), ch. 3: P(wait > t) = rho exp(-(mu - lambda) t)'
const erlangC = 'Erlang C: Kleinrock, Queueing Systems vol. 1 (1975), section 3.5'

/**
 * Run lengths follow from the variance of the mean wait, which grows with 1 / (1 - load)^4 (Whitt, Management Science
 * 35(11), 1989), and are such that the half-widths come out at 5 %. Only at 95 % load that would take longer than all other
 * claims together: there it is 10 %.
 */
const ninetyFivePercent = 0.1

/**
 * Shared by the claims about one server at 80 % load, so that they share their runs as well. One customer in a hundred makes
 * the 99th percentile, which takes three times as long as the mean.
 */
const eightyPercent: RunLength = { warmUp: 1000, horizon: 261_000, replications: 30 }

const claims: readonly Claim[] = [
  {
    claim: 'At 50 % load a single server makes customers wait for one service time, and one in a hundred for eight.',
    source: `${oneServer}; ${exponentialTail}`,
    parameters: { arrivalRate: 0.5, serviceRate: 1, servers: 1 },
    expected: { meanWait: 1, p99Wait: 7.82405, waitProbability: 0.5, meanTimeInSystem: 2, meanQueueLength: 0.5 },
    run: { warmUp: 200, horizon: 30_000, replications: 30 },
  },
  {
    claim: 'At 80 % load a single server makes customers wait for four service times.',
    source: oneServer,
    parameters: { arrivalRate: 0.8, serviceRate: 1, servers: 1 },
    expected: { meanWait: 4, waitProbability: 0.8, meanTimeInSystem: 5, meanQueueLength: 3.2, utilisation: 0.8 },
    run: eightyPercent,
  },
  {
    claim: 'At 80 % load a single server makes one customer in a hundred wait for 22 service times.',
    source: exponentialTail,
    parameters: { arrivalRate: 0.8, serviceRate: 1, servers: 1 },
    expected: { p99Wait: 21.9101 },
    run: eightyPercent,
  },
  {
    claim: 'At 90 % load a single server makes customers wait for nine service times.',
    source: oneServer,
    parameters: { arrivalRate: 0.9, serviceRate: 1, servers: 1 },
    expected: { meanWait: 9, waitProbability: 0.9, meanTimeInSystem: 10, meanQueueLength: 8.1, throughput: 0.9 },
    run: { warmUp: 2000, horizon: 152_000, replications: 30 },
  },
  {
    claim: 'At 95 % load a single server keeps customers for twenty service times.',
    source: oneServer,
    parameters: { arrivalRate: 0.95, serviceRate: 1, servers: 1 },
    expected: { meanTimeInSystem: 20 },
    run: { warmUp: 5000, horizon: 155_000, replications: 30 },
    precision: ninetyFivePercent,
  },
  {
    claim: 'At 80 % load a single server keeps one customer in a hundred for 23 service times and more.',
    source:
      'Kleinrock, Queueing Systems vol. 1 (1975), section 3.2: P(T > t) = exp(-(mu - lambda) t), 0.1353 beyond 10',
    parameters: { arrivalRate: 0.8, serviceRate: 1, servers: 1 },
    expected: { p99TimeInSystem: 23.0259 },
    run: eightyPercent,
  },
  {
    claim: 'Two servers at 80 % load take less than three service times for a customer, where one takes five.',
    source: erlangC,
    parameters: { arrivalRate: 1.6, serviceRate: 1, servers: 2 },
    expected: { waitProbability: 0.711111, meanWait: 1.77778, meanTimeInSystem: 2.77778, utilisation: 0.8 },
    run: { warmUp: 500, horizon: 35_000, replications: 30 },
  },
  {
    claim: 'Four servers at 80 % load make 60 % of the customers wait.',
    source: erlangC,
    parameters: { arrivalRate: 3.2, serviceRate: 1, servers: 4 },
    expected: { waitProbability: 0.596432, meanTimeInSystem: 1.745541, throughput: 3.2 },
    run: { warmUp: 250, horizon: 5000, replications: 30 },
  },
  {
    claim: 'Four servers at 90 % load take three service times for a customer, two of them waiting.',
    source: erlangC,
    parameters: { arrivalRate: 3.6, serviceRate: 1, servers: 4 },
    expected: { waitProbability: 0.78775, meanTimeInSystem: 2.96938, utilisation: 0.9 },
    run: { warmUp: 500, horizon: 22_500, replications: 30 },
  },
  {
    claim: 'Sixteen servers at 90 % load still make 59 % of the customers wait, but not for long.',
    source: erlangC,
    parameters: { arrivalRate: 14.4, serviceRate: 1, servers: 16 },
    expected: { waitProbability: 0.591343, meanTimeInSystem: 1.36959, utilisation: 0.9 },
    run: { warmUp: 200, horizon: 2300, replications: 30 },
  },
  {
    claim: 'A hundred servers at 95 % load make half of the customers wait, for a tenth of a service time on average.',
    source: erlangC,
    parameters: { arrivalRate: 95, serviceRate: 1, servers: 100 },
    expected: { waitProbability: 0.50646, meanTimeInSystem: 1.10129, utilisation: 0.95 },
    run: { warmUp: 50, horizon: 1250, replications: 30 },
  },
  {
    claim: 'In a bookstore with four tills, 40 customers an hour and 4 minutes each, customers wait for 1.14 minutes.',
    source:
      'Gunther, Analyzing Computer System Performance with Perl::PDQ (2nd ed. 2011), bookstore example; more digits by Erlang C',
    parameters: { arrivalRate: '40/h', serviceRate: '15/h', servers: 4 },
    expected: { meanWait: 68.1153, meanTimeInSystem: 308.1153, meanQueueLength: 0.756837 },
    run: { warmUp: 20_000, horizon: 2_600_000, replications: 30 },
  },
]

export default claims
