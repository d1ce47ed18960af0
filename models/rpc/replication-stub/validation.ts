import { math } from '../../../engine/index.ts'
import type { Claim } from '../../claim.ts'

const orders =
  'Order statistics of exponential times: Feller, An Introduction to Probability Theory, vol. 2 (1971), I.6'
const binomial = 'Binomial law of the replicas that are up: Feller, vol. 1 (1968), VI.2'

const run = { warmUp: 10, horizon: 110, replications: 10 }
const reliable = { callRate: 200, serviceTime: 'exponential(1s)', timeout: '1000s' }
/** Calls that are short against the lives of replicas, which are down for a tenth of the time. */
const failing = { callRate: 0.2, serviceTime: 'exponential(1ms)', timeout: '30ms', meanUp: '90s', meanDown: '10s' }
const lives = { warmUp: 0, horizon: 100_000, replications: 10 }

/** Age of the last answer in an outage: the outage so far, Exp(10 s), and the time since the last call before, Exp(1 s). */
const bridged = 1 - (math.exp(-1) - 0.1 * math.exp(-10)) / 0.9
/** Its mean up to 10 s: the integral of x (exp(-x / 10) - exp(-x)) / 9. */
const youngAge = (100 * (1 - 2 * math.exp(-1)) - (1 - 11 * math.exp(-10))) / 9

const claims: readonly Claim[] = [
  ...(
    [
      [3, 'first', 1 / 3],
      [3, 'majority', 5 / 6],
      [3, 'all', 11 / 6],
      [5, 'majority', 1 / 5 + 1 / 4 + 1 / 3],
      [7, 'first', 1 / 7],
    ] as const
  ).map(
    ([replicas, pass, mean]): Claim => ({
      claim: `The stub of ${replicas} replicas passes an answer after ${mean.toFixed(4)} mean service times when it waits for ${pass === 'majority' ? 'a majority' : pass === 'first' ? 'the first' : 'all'}.`,
      source: orders,
      parameters: { ...reliable, replicas, pass },
      expected: { meanCall: mean, messages: replicas, success: 1 },
      run,
      precision: 0.02,
      // Only answers under way at the end of the run separate the number of messages from a whole one.
      tolerance: { relative: 1e-9, reason: 'sums of doubles' },
    }),
  ),
  {
    claim: 'The first of three replicas answers 99 % of the calls within a third of the time of one.',
    source: `${orders}: the least of three is exponential with a third of the mean`,
    parameters: { ...reliable, replicas: 3, pass: 'first' },
    expected: { p99Call: math.ln(100) / 3 },
    run,
  },
  {
    claim: 'The slowest of a hundred leaves takes 5.2 mean service times.',
    source: `${orders}: H(100); fan-out: Dean and Barroso, "The tail at scale", CACM 56(2), 2013`,
    parameters: { ...reliable, callRate: 20, replicas: 100, pass: 'all' },
    expected: { meanCall: 5.187378 },
    run: { warmUp: 20, horizon: 170, replications: 10 },
    precision: 0.02,
  },
  ...(
    [
      [100, 0.01, 0.634, 120],
      [2000, 0.0001, 0.1813, 170],
    ] as const
  ).map(
    ([replicas, slow, hit, horizon]): Claim => ({
      claim: `If a leaf is slow once in ${1 / slow} times, ${(100 * hit).toFixed(1)} % of the calls that need ${replicas} leaves are slow.`,
      source: 'Dean and Barroso, "The tail at scale", CACM 56(2), 2013: 1 - (1 - p)^n',
      // Slow means later than the time-out: an exponential service is, with probability exp(-t).
      parameters: {
        callRate: replicas === 100 ? 40 : 2,
        replicas,
        pass: 'all',
        serviceTime: 'exponential(10ms)',
        timeout: -0.01 * math.ln(slow),
      },
      expected: { success: 1 - hit },
      run: { warmUp: 0, horizon, replications: 10 },
    }),
  ),
  ...(
    [
      [3, 'first', 0.999],
      [3, 'majority', 0.972],
      [3, 'all', 0.729],
      [5, 'majority', 0.99144],
    ] as const
  ).map(
    ([replicas, pass, success]): Claim => ({
      claim: `With replicas that are up 90 % of the time, ${replicas} of them answer ${(100 * success).toFixed(1)} % of the calls when ${pass === 'first' ? 'one answer is' : pass === 'all' ? 'all answers are' : 'a majority is'} needed.`,
      source: binomial,
      parameters: { ...failing, replicas, pass },
      expected: { success },
      run: lives,
      precision: 0.02,
    }),
  ),
  {
    claim: 'Going from one replica to the next masks failures, and each one that is down costs a time-out.',
    source: `${binomial}; geometric number of replicas that are down, cut off at 3`,
    parameters: { ...failing, replicas: 3, pass: 'first', calling: 'one', serviceTime: '5ms' },
    expected: { success: 0.999, meanCall: 0.005 + (0.03 * (0.1 + 2 * 0.01)) / (1 + 0.1 + 0.01) },
    run: lives,
  },
  {
    claim:
      'A stub finds out that a replica has moved at the next call: m / (lambda + m) of the calls take a round trip more.',
    source: 'Two Poisson processes: the next event is a move with probability m / (lambda + m)',
    parameters: {
      replicas: 1,
      pass: 'first',
      callRate: 2,
      moveRate: 0.5,
      latency: '0.1ms',
      serviceTime: '1ms',
    },
    expected: { rebindings: 0.2, meanCall: 0.0002 + 0.001 + 0.2 * 0.0002 },
    run: { warmUp: 10, horizon: 10_010, replications: 10 },
    precision: 0.03,
  },
  {
    claim: 'Kept answers bridge outages up to their age: those of 10 s more than half of an outage of 10 s on average.',
    source:
      'Time since the start of an exponential outage, and from the last call before it: a sum of two exponential times (Feller vol. 2, I.9 and XI.4)',
    parameters: { ...failing, replicas: 1, pass: 'first', callRate: 1, timeout: '10ms', cacheTime: '10s' },
    expected: { success: 0.9 + 0.1 * bridged, fresh: 0.9, cacheAge: youngAge / bridged },
    run: { warmUp: 0, horizon: 100_000, replications: 10 },
    precision: 0.02,
  },
]

export default claims
