import { math } from '../../../engine/index.ts'
import type { Claim } from '../../claim.ts'
import type { PlainValue } from '../../definition.ts'
import { retryFixedPoints } from './storm.ts'
import {
  errorExecuted,
  executed,
  executionsRemembering,
  executionsWithoutTable,
  repeatedWithoutTable,
  success,
  transmissions,
  unlimitedRetryWait,
} from './theory.ts'

const geometric =
  'Independent attempts that succeed with s = (1 - p)(1 - q): geometric law, Feller, An Introduction to Probability Theory and Its Applications, vol. 1 (1968), VI.8'
const truncated = `${geometric}; at most R attempts, f = 1 - s`
const series = `${geometric}; the k-th pause is reached with probability f^k`
const little = 'Little, Operations Research 9 (1961): mean number = rate x mean time'
const hotOs = 'Bronson, Aghayev, Charapko and Zhu, "Metastable failures in distributed systems", HotOS 2021'

const tenPercent = { requestLoss: 0.1, replyLoss: 0.1, attempts: Infinity }
const fourAttempts = { requestLoss: 0.1, replyLoss: 0.1, attempts: 4 }
const worse = { requestLoss: 0.2, replyLoss: 0.3, attempts: Infinity }
const twoAttempts = { requestLoss: 0.2, replyLoss: 0.3, attempts: 2 }

/** Many short calls without queues, so that only losses make time-outs run out: 11 ms if all goes well, else + 50 ms. */
const lossy = {
  callRate: 1000,
  latency: '5ms',
  bandwidth: 0,
  executionTime: 'deterministic(1ms)',
  servers: 0,
  timeout: '50ms',
  backoff: 'none',
  jitter: 'none',
  retention: '1s',
} satisfies Record<string, PlainValue>
const p10q10 = { ...lossy, requestLoss: 0.1, replyLoss: 0.1, attempts: 0 }
const p20q30 = { ...lossy, requestLoss: 0.2, replyLoss: 0.3, attempts: 0 }
const paused = { ...p10q10, backoffBase: '1s', backoffCap: 0 }

/** A database that executes 300 queries a second, and clients that repeat a query once after 1 s. */
const database = {
  semantics: 'at-least-once',
  requestLoss: 0,
  replyLoss: 0,
  latency: 0,
  bandwidth: 0,
  executionTime: `deterministic(${1 / 300})`,
  servers: 1,
  timeout: '1s',
  attempts: 2,
  backoff: 'none',
} satisfies Record<string, PlainValue>

/** Rates of the published system over those that are simulated: thresholds stay as they are. */
const scale = 20

/**
 * A replicated database that 6200, or 4200, calls a second ask, with a time-out of 3 s and 4 retries. Its capacity is not
 * published: from 9000 to 12 000 executions a second the outcome is the same.
 */
const replicated = ([6200, 4200] as const).map(
  (callRate): Claim => ({
    claim: `A database that loses 80 % of its CPU for 10 s at ${callRate} calls a second ${callRate === 4200 ? 'recovers' : 'never answers in time again'}.`,
    source: 'Huang et al., "Metastable failures in the wild", OSDI 2022, the replicated state machine',
    parameters: {
      ...database,
      servers: 50,
      executionTime: `deterministic(${(50 * scale) / 10_000})`,
      timeout: '3s',
      attempts: 5,
      callRate: callRate / scale,
      outageStart: '20s',
      outageLength: '10s',
      outageServers: 10,
    },
    expected: callRate === 4200 ? { goodput: callRate / scale, requestRate: callRate / scale } : { goodput: 0 },
    run: { warmUp: 100, horizon: 200, replications: 5 },
  }),
)

const claims: readonly Claim[] = [
  {
    claim: 'Retransmission until a reply comes takes 1 / s requests, and each costs one time-out more.',
    source: geometric,
    parameters: { ...p10q10, semantics: 'at-least-once' },
    expected: { transmissions: transmissions(tenPercent), meanLatency: 0.011 + 0.05 * (transmissions(tenPercent) - 1) },
    run: { warmUp: 2, horizon: 32, replications: 10 },
    precision: 0.02,
  },
  {
    claim:
      'At-least-once adds 1000 / (1 - q) to X per call "increment X by 1000", and repeats a fraction q of the calls.',
    source: geometric,
    parameters: { ...p10q10, semantics: 'at-least-once' },
    expected: {
      executions: executionsWithoutTable(tenPercent),
      increase: 1000 * executionsWithoutTable(tenPercent),
      repeated: repeatedWithoutTable(tenPercent),
    },
    run: { warmUp: 2, horizon: 32, replications: 10 },
    precision: 0.03,
  },
  {
    claim:
      'Executions of at-least-once depend on the loss of replies alone: 1 / (1 - q) although 40 % of the requests are lost.',
    source: geometric,
    parameters: { ...p10q10, semantics: 'at-least-once', requestLoss: 0.4, replyLoss: 0.2 },
    expected: { executions: 1 / (1 - 0.2), repeated: 0.2, transmissions: 1 / (0.6 * 0.8) },
    run: { warmUp: 2, horizon: 22, replications: 10 },
    precision: 0.03,
  },
  {
    claim: 'Losing one reply in twenty adds 1053 to X per call, however many requests are lost.',
    source: geometric,
    parameters: { ...p10q10, semantics: 'at-least-once', requestLoss: 0.3, replyLoss: 0.05 },
    expected: { increase: 1000 / 0.95, repeated: 0.05 },
    run: { warmUp: 2, horizon: 42, replications: 10 },
    precision: 0.03,
  },
  {
    claim: 'With at most 4 attempts a call succeeds with probability 1 - f^4 and takes (1 - f^4) / s requests.',
    source: truncated,
    parameters: { ...p10q10, semantics: 'at-least-once', attempts: 4 },
    expected: {
      success: success(fourAttempts),
      transmissions: transmissions(fourAttempts),
      executions: executionsWithoutTable(fourAttempts),
    },
    run: { warmUp: 2, horizon: 32, replications: 10 },
    precision: 0.02,
  },
  {
    claim:
      'At-most-once executes a call once with probability 1 - p^R, and rarely (f^R - p^R) reports an error for an executed call.',
    source: truncated,
    parameters: { ...p10q10, semantics: 'at-most-once', attempts: 4, retention: '300ms' },
    expected: {
      executions: executed(fourAttempts),
      executed: executed(fourAttempts),
      repeated: 0,
      errorExecuted: errorExecuted(fourAttempts),
    },
    run: { warmUp: 2, horizon: 102, replications: 30 },
    // One call in 800: three million calls give some 3600 of them.
    precision: 0.06,
  },
  {
    claim: 'Over a bad link with 2 attempts, 15 % of the at-most-once calls are executed and yet reported as errors.',
    source: truncated,
    parameters: { ...p20q30, semantics: 'at-most-once', attempts: 2 },
    expected: {
      errorExecuted: errorExecuted(twoAttempts),
      success: success(twoAttempts),
      executions: executed(twoAttempts),
    },
    run: { warmUp: 2, horizon: 32, replications: 10 },
    precision: 0.03,
  },
  {
    claim:
      'A call that is sent only once ("maybe") is executed with probability 1 - p and succeeds with probability s.',
    source: geometric,
    parameters: { ...p20q30, semantics: 'maybe' },
    expected: { executions: 0.8, success: 0.56, errorExecuted: 0.24, transmissions: 1 },
    run: { warmUp: 2, horizon: 22, replications: 10 },
    precision: 0.03,
  },
  {
    claim:
      'Exactly-once costs 1 / s requests, 1 / (1 - q) replies and one acknowledgement; a fraction a of the records outlives it.',
    source: geometric,
    parameters: { ...p10q10, semantics: 'exactly-once', ackLoss: 0.2 },
    expected: {
      executions: 1,
      success: 1,
      transmissions: transmissions(tenPercent),
      replies: 1 / (1 - 0.1),
      acknowledgements: 1,
      unacknowledged: 0.2,
    },
    run: { warmUp: 2, horizon: 32, replications: 10 },
    precision: 0.03,
  },
  {
    claim:
      'Acknowledgements keep the table small: a record lives until its acknowledgement arrives, only a fraction a lives for the retention of 1 s.',
    source: little,
    parameters: { ...p10q10, semantics: 'exactly-once', ackLoss: 0.2 },
    // Execution of 1 ms if its reply arrives, else q / s time-outs on average; reply and acknowledgement take 5 ms each.
    expected: { tableSize: 1000 * (0.8 * (0.9 * 0.001 + (0.05 * 0.1) / 0.81 + 0.01) + 0.2 * (0.001 + 1)) },
    run: { warmUp: 2, horizon: 32, replications: 10 },
    precision: 0.03,
  },
  {
    claim: 'A server that forgets a call after m = 2 further attempts executes it 1 / (1 - q f^2) times, not once.',
    source: `${geometric}; renewal at each execution`,
    parameters: { ...p20q30, semantics: 'at-most-once', retention: '110ms' },
    expected: { executions: executionsRemembering(worse, 2) },
    run: { warmUp: 2, horizon: 22, replications: 10 },
    precision: 0.01,
  },
  {
    claim: 'A table that keeps 1000 calls per second for 60 s holds 60 000 records.',
    source: little,
    parameters: {
      ...p10q10,
      semantics: 'at-most-once',
      requestLoss: 0,
      executionTime: 'deterministic(0)',
      attempts: 4,
      retention: '60s',
    },
    expected: { tableSize: 1000 * 60 },
    run: { warmUp: 61, horizon: 71, replications: 5 },
    precision: 0.02,
  },
  {
    claim: 'A duplicate is forgotten when its delay exceeds that of the original by more than the table remembers.',
    source:
      'Two delays of exponential law, mean m, differ by a Laplace law: P(|T + D2 - D1| > H) = (exp(-(H - T) / m) + exp(-(H + T) / m)) / 2',
    parameters: {
      ...lossy,
      semantics: 'at-most-once',
      requestLoss: 0,
      replyLoss: 1,
      attempts: 2,
      executionTime: 'deterministic(0)',
      delaySpread: 'exponential(50ms)',
      retention: '100ms',
      lowWaterMark: false,
    },
    expected: {
      repeated: (math.exp(-1) + math.exp(-3)) / 2,
      tableSize: 1000 * 0.1 * (1 + (math.exp(-1) + math.exp(-3)) / 2),
    },
    run: { warmUp: 2, horizon: 32, replications: 10 },
    precision: 0.03,
  },
  {
    claim: 'Fixed pauses of 1 s cost f / (1 - f) s per call.',
    source: series,
    parameters: { ...paused, backoff: 'fixed', calls: 50_000 },
    expected: { retryWait: unlimitedRetryWait(tenPercent, 1, 1) },
    run: { horizon: Infinity, replications: 10 },
    precision: 0.03,
  },
  {
    claim: 'Pauses that double from 1 s cost f / (1 - 2 f) s per call.',
    source: series,
    parameters: { ...paused, backoff: 'exponential', backoffFactor: 2, calls: 40_000 },
    expected: { retryWait: unlimitedRetryWait(tenPercent, 1, 2) },
    run: { horizon: Infinity, replications: 20 },
    // Rare calls with very long pauses carry much of the mean.
    precision: 0.05,
  },
  {
    claim: 'Full jitter halves the mean pause of the same back-off.',
    source: `${series}; full jitter: Brooker, "Exponential backoff and jitter", AWS Architecture Blog (2015)`,
    parameters: { ...paused, backoff: 'exponential', backoffFactor: 2, jitter: 'full', calls: 40_000 },
    expected: { retryWait: unlimitedRetryWait(tenPercent, 1, 2) / 2 },
    run: { horizon: Infinity, replications: 20 },
    precision: 0.05,
  },
  {
    claim: 'One retry per query is harmless at 280 of 300 queries per second: hardly any is needed.',
    source: hotOs,
    parameters: { ...database, callRate: 280 },
    expected: { requestRate: 280, goodput: 280 },
    run: { warmUp: 60, horizon: 160, replications: 10 },
    precision: 0.02,
  },
  {
    claim:
      'After an outage of 10 s at 280 queries per second the load sticks at 560 per second and no query succeeds in time.',
    source: hotOs,
    parameters: { ...database, callRate: 280, outageStart: '20s', outageLength: '10s' },
    expected: { requestRate: 560, goodput: 0 },
    run: { warmUp: 60, horizon: 160, replications: 10 },
    precision: 0.02,
  },
  {
    claim: 'Below 150 queries per second, half the capacity, the database recovers from the same outage.',
    source: hotOs,
    parameters: { ...database, callRate: 140, outageStart: '20s', outageLength: '10s' },
    expected: { requestRate: 140, goodput: 140 },
    run: { warmUp: 400, horizon: 500, replications: 10 },
    precision: 0.02,
  },
  ...[0.1, 0.5, 0.9, 1].map(
    (failure): Claim => ({
      claim: `When each attempt fails with probability ${failure}, four attempts at most make ${failure < 1 ? ((1 - math.pow(failure, 4)) / (1 - failure)).toFixed(3) : 4} requests a call.`,
      source: truncated,
      parameters: { ...lossy, requestLoss: failure, replyLoss: 0, attempts: 4 },
      expected: {
        transmissions: failure < 1 ? (1 - math.pow(failure, 4)) / (1 - failure) : 4,
        success: 1 - math.pow(failure, 4),
      },
      run: { warmUp: 1, horizon: 11, replications: 10 },
    }),
  ),
  {
    claim: 'Three layers that each try four times multiply: 64 requests for a call that always fails.',
    source: `${truncated}; each layer repeats all attempts of the one below, R^k in all`,
    parameters: { ...lossy, callRate: 100, requestLoss: 1, attempts: 4, layers: 3 },
    expected: { transmissions: 64, success: 0 },
    run: { warmUp: 4, horizon: 14, replications: 3 },
  },
  {
    claim: 'Two layers that each try twice send (1 - f^4) / (1 - f) requests, and pause as each layer does.',
    source: `${truncated}; each pause is the first of its layer`,
    parameters: {
      ...lossy,
      requestLoss: 0.6,
      replyLoss: 0,
      attempts: 2,
      layers: 2,
      backoff: 'exponential',
      backoffBase: '10ms',
    },
    expected: { transmissions: (1 - math.pow(0.6, 4)) / 0.4, retryWait: 0.01 * (0.6 + 0.36 + 0.216) },
    run: { warmUp: 1, horizon: 11, replications: 10 },
    precision: 0.02,
  },
  {
    claim: 'A budget of a tenth of a retry per call holds the load at 1.1 of the calls when everything fails.',
    source:
      'Brooker, "Fixing retries with token buckets and circuit breakers" (2022): the bucket is empty, all that is earned is spent',
    parameters: { ...lossy, requestLoss: 1, attempts: 4, retryBudget: 0.1 },
    expected: { transmissions: 1.1, success: 0 },
    run: { warmUp: 5, horizon: 25, replications: 5 },
    tolerance: { relative: 0.001, reason: 'calls under way at either end' },
  },
  {
    claim: 'When half of the attempts fail, three retries save 44 % of the calls and a tenth of a retry 5 %.',
    source:
      'Brooker, "Fixing retries with token buckets and circuit breakers" (2022); each retry that is sent succeeds with 1 - f',
    parameters: { ...lossy, requestLoss: 0.5, replyLoss: 0, attempts: 4, retryBudget: 0.1 },
    expected: { transmissions: 1.1, success: 1.1 * 0.5 },
    run: { warmUp: 5, horizon: 25, replications: 5 },
    precision: 0.03,
  },
  {
    claim: 'While the server is away, a circuit breaker lets one probe pass in each pause and time-out.',
    source:
      'Renewal: a cycle is a pause T, the wait for a call, 1 / lambda, and the time-out of the probe; only the probe is sent',
    parameters: {
      ...lossy,
      callRate: 100,
      requestLoss: 1,
      attempts: 4,
      breakerFailures: 5,
      breakerPause: '1s',
    },
    expected: { transmissions: 1 / (100 * 1.05 + 1), refused: (100 * 1.05) / (100 * 1.05 + 1), success: 0 },
    run: { warmUp: 10, horizon: 310, replications: 10 },
    precision: 0.02,
  },
  {
    claim:
      'A server that repeats its reply until it is acknowledged sends 1 / ((1 - q)(1 - a)) replies, and gets 1 / (1 - a) acknowledgements sent.',
    source: geometric,
    parameters: { ...p10q10, semantics: 'exactly-once', acknowledging: 'server', ackLoss: 0.2 },
    expected: { executions: 1, success: 1, replies: 1 / (0.9 * 0.8), acknowledgements: 1 / 0.8 },
    run: { warmUp: 2, horizon: 32, replications: 10 },
    precision: 0.02,
  },
  {
    claim: 'A deadline of 120 ms leaves room for three requests of 50 ms each.',
    source: `${truncated}; sent at 0, 50 and 100 ms`,
    parameters: { ...p20q30, attempts: 0, deadline: '120ms' },
    expected: {
      success: success({ requestLoss: 0.2, replyLoss: 0.3, attempts: 3 }),
      transmissions: transmissions({ requestLoss: 0.2, replyLoss: 0.3, attempts: 3 }),
    },
    run: { warmUp: 2, horizon: 22, replications: 10 },
    precision: 0.02,
  },
  {
    claim:
      'A hedge after the 95th percentile costs 5 % more requests and brings the 99th percentile from 4.6 to 3.8 service times.',
    source:
      'Dean and Barroso, "The tail at scale", CACM 56(2), 2013; P(T > t) = P(S > t) P(S > t - d) for independent servers',
    parameters: {
      ...lossy,
      callRate: 100,
      requestLoss: 0,
      replyLoss: 0,
      latency: 0,
      executionTime: 'exponential(1s)',
      timeout: '1000s',
      hedgeAfter: math.ln(20),
    },
    expected: { hedges: 0.05, meanLatency: 0.95 + 0.05 / 2, p99Latency: 3.8005, p999Latency: 4.9517 },
    run: { warmUp: 20, horizon: 420, replications: 20 },
    tolerance: { relative: 0.005, reason: 'percentiles come from buckets up to 0.8 % wide' },
  },
  ...(
    [
      [160, '1s', '0s', 160],
      [160, '1s', '10s', 320],
      [280, '0.1s', '0s', 560],
    ] as const
  ).map(
    ([callRate, timeout, outageLength, rate]): Claim => ({
      claim: `With exponential executions, a time-out of ${timeout} and ${outageLength === '0s' ? 'no outage' : 'an outage of 10 s'}, ${callRate} calls a second settle at ${rate} requests.`,
      source: `${hotOs}: stable fixed points of x = lambda (1 + P(T > time-out)) in M/M/1`,
      parameters: {
        ...database,
        executionTime: 'exponential(3.3333333333333335ms)',
        callRate,
        timeout,
        outageStart: '20s',
        outageLength,
      },
      expected: {
        requestRate: retryFixedPoints({
          callRate,
          serviceRate: 300,
          timeout: Number(timeout.slice(0, -1)),
          retries: 1,
        }).at(rate > 2 * callRate - 1 ? -1 : 0)!.rate,
      },
      run: { warmUp: 80, horizon: 180, replications: 10 },
      precision: 0.02,
    }),
  ),
  ...(
    [
      [0.02, 280, 280],
      [0.1, 308, 0],
    ] as const
  ).map(
    ([retryBudget, requestRate, goodput]): Claim => ({
      claim: `After the outage, 280 queries a second ${goodput > 0 ? 'recover' : 'do not recover'} when they may be repeated ${(280 * retryBudget).toFixed(1)} times a second: the spare capacity is 20.`,
      source: hotOs,
      parameters: {
        ...database,
        callRate: 280,
        outageStart: '20s',
        outageLength: '5s',
        retryBudget,
        budgetReserve: 1,
      },
      expected: { requestRate, goodput },
      run: { warmUp: 300, horizon: 400, replications: 5 },
      precision: 0.03,
    }),
  ),
  ...replicated,
]

export default claims
