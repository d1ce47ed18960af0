import type { Claim } from '../../claim.ts'
import type { PlainValue } from '../../definition.ts'
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
    run: { warmUp: 2, horizon: 42, replications: 30 },
    // One call in 800: 1.2 million calls give some 1400 of them.
    precision: 0.12,
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
    claim: 'A table that keeps 200 calls per second for 60 s holds 12 000 records.',
    source: little,
    parameters: {
      ...p10q10,
      semantics: 'at-most-once',
      callRate: 200,
      requestLoss: 0,
      executionTime: 'deterministic(0)',
      attempts: 4,
      retention: '60s',
    },
    expected: { tableSize: 200 * 60 },
    run: { warmUp: 61, horizon: 81, replications: 10 },
    precision: 0.02,
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
]

export default claims
