import { math } from '../../../engine/index.ts'
import { type Resolved, boolean, choice, integer, law, real } from '../../definition.ts'

/** What the model takes. Wherever 0 can not be meant, it stands for "no limit". */
export const parameters = {
  semantics: choice(['maybe', 'at-least-once', 'at-most-once', 'exactly-once'], {
    default: 'at-least-once',
    doc: 'What a call promises: maybe sends once; at-least-once retransmits; at-most-once retransmits to a server that recognises duplicates; exactly-once also never gives up, and acknowledges the reply.',
  }),
  load: choice(['open', 'serial'], {
    default: 'open',
    doc: 'open: calls of very many clients, a Poisson process; serial: each client makes its next call when the last one is over.',
  }),
  callRate: real({ default: 100, unit: '1/s', above: 0, doc: 'Calls per second of an open load, lambda.' }),
  clients: integer({ default: 10, unit: 'clients', min: 1, doc: 'Callers of a serial load.' }),
  thinkTime: law({ default: 'exponential(100ms)', unit: 's', doc: 'Pause of a serial caller between two calls.' }),
  calls: integer({
    default: 0,
    unit: 'calls',
    min: 0,
    doc: 'The run ends by itself after so many calls; 0: no limit.',
  }),
  layers: integer({
    default: 1,
    unit: 'layers',
    min: 1,
    max: 8,
    doc: 'Layers of software, k, each of which repeats what the one below reports as failed: attempts^k requests at most.',
  }),
  requestLoss: real({ default: 0.05, unit: '1', min: 0, max: 1, doc: 'Probability that a request is lost, p.' }),
  replyLoss: real({ default: 0.05, unit: '1', min: 0, max: 1, doc: 'Probability that a reply is lost, q.' }),
  ackLoss: real({ default: 0.05, unit: '1', min: 0, max: 1, doc: 'Probability that an acknowledgement is lost, a.' }),
  latency: real({ default: '5ms', unit: 's', min: 0, doc: 'Propagation delay, one way.' }),
  delaySpread: law({
    default: '0s',
    unit: 's',
    doc: 'Added to the latency of each packet, so that one may overtake another.',
  }),
  bandwidth: real({
    default: '10Mbps',
    unit: 'bit/s',
    min: 0,
    doc: 'Bandwidth of each direction, shared by all clients; 0: no limit.',
  }),
  queueLimit: integer({
    default: 0,
    unit: 'packets',
    min: 0,
    doc: 'Packets that may wait for a direction, one more is dropped; 0: no limit.',
  }),
  requestSize: integer({ default: 200, unit: 'B', min: 0, doc: 'Size of a request on the wire.' }),
  replySize: integer({ default: 200, unit: 'B', min: 0, doc: 'Size of a reply on the wire.' }),
  ackSize: integer({ default: 40, unit: 'B', min: 0, doc: 'Size of an acknowledgement on the wire.' }),
  timeout: real({
    default: '100ms',
    unit: 's',
    above: 0,
    doc: 'Time that the client waits for a reply to its first request, T0.',
  }),
  timeoutFactor: real({
    default: 1,
    unit: '1',
    min: 1,
    doc: 'Each further request is given so many times the time of the one before.',
  }),
  timeoutCap: real({ default: 0, unit: 's', min: 0, doc: 'Longest time-out; 0: no limit.' }),
  attempts: integer({
    default: 4,
    unit: 'requests',
    min: 0,
    doc: 'Requests per call before the client reports an error, R; 0: no limit. It holds for at-least-once and at-most-once: maybe sends one, exactly-once has no limit.',
  }),
  backoff: choice(['none', 'fixed', 'exponential'], {
    default: 'exponential',
    doc: 'Pause between a time-out and the next request: none, always backoffBase, or growing by backoffFactor.',
  }),
  backoffBase: real({ default: '50ms', unit: 's', min: 0, doc: 'First back-off, B.' }),
  backoffFactor: real({
    default: 2,
    unit: '1',
    min: 1,
    doc: 'Growth of an exponential back-off from one pause to the next, b.',
  }),
  backoffCap: real({ default: '1s', unit: 's', min: 0, doc: 'Longest back-off; 0: no limit.' }),
  jitter: choice(['none', 'full', 'equal', 'decorrelated'], {
    default: 'full',
    doc: 'Randomness of a back-off w: none; full: uniform on [0, w]; equal: on [w/2, w]; decorrelated: on [B, 3 x previous], with a growth of its own.',
  }),
  executionTime: law({ default: 'exponential(1ms)', unit: 's', doc: 'Time to execute the procedure once, S.' }),
  servers: integer({
    default: 8,
    unit: 'servers',
    min: 0,
    doc: 'Executions at a time, first come first served; 0: no limit.',
  }),
  outageStart: real({
    default: 0,
    unit: 's',
    min: 0,
    doc: 'When the server stops executing, or slows down, for a while.',
  }),
  outageLength: real({
    default: 0,
    unit: 's',
    min: 0,
    doc: 'How long that lasts; requests queue up, executions in progress finish. 0: it never stops.',
  }),
  outageServers: integer({
    default: 0,
    unit: 'servers',
    min: 0,
    doc: 'Executions at a time meanwhile, such as 11 of 50 for a server that loses 78 % of its CPU; 0: none.',
  }),
  retention: real({
    default: '10s',
    unit: 's',
    min: 0,
    doc: 'Time after an execution for which the server keeps its record to recognise duplicates, H; 0: no limit.',
  }),
  lowWaterMark: boolean({
    default: true,
    doc: 'Whether a server with a table refuses a request that is older than the last call of the same caller.',
  }),
  acknowledging: choice(['client', 'server'], {
    default: 'client',
    doc: 'Who drives exactly-once: the client repeats its request until a reply comes, and acknowledges it once; or the server repeats its reply until it is acknowledged.',
  }),
  deadline: real({
    default: 'unlimited',
    unit: 's',
    above: 0,
    unlimited: true,
    doc: 'Time after which the client has no use for a reply and gives up.',
  }),
  propagateDeadline: boolean({
    default: false,
    doc: 'Whether requests carry their deadline, so that the server does not begin to execute what is too late.',
  }),
  retryBudget: real({
    default: 'unlimited',
    unit: '1',
    min: 0,
    unlimited: true,
    doc: 'Retries that all clients together earn per call, such as 0.1; without any left, a call fails at its first time-out.',
  }),
  budgetReserve: real({
    default: 100,
    unit: 'retries',
    min: 0,
    doc: 'Most retries that can be saved up, and those that there are at the start.',
  }),
  breakerFailures: integer({
    default: 0,
    unit: 'time-outs',
    min: 0,
    doc: 'Time-outs in a row after which the circuit breaker of the clients opens; 0: there is none.',
  }),
  breakerPause: real({
    default: '1s',
    unit: 's',
    above: 0,
    doc: 'Time that it stays open: calls fail at once, then a single one probes the server.',
  }),
  hedgeAfter: real({
    default: 'unlimited',
    unit: 's',
    min: 0,
    unlimited: true,
    doc: 'Time without a reply after which a copy of the request goes to a second server like the first, once per call.',
  }),
  hedgeCancel: boolean({
    default: true,
    doc: 'Whether the first reply has the other server stop working on the call.',
  }),
  sliceStart: real({
    default: 0,
    unit: 's',
    min: 0,
    doc: 'Start of the slice of time that the slice metrics observe.',
  }),
  sliceLength: real({
    default: 'unlimited',
    unit: 's',
    above: 0,
    unlimited: true,
    doc: 'Length of that slice: sweep sliceStart for a time series.',
  }),
}

/** The parameters as `build` and the closed forms receive them. */
export type Settings = Resolved<typeof parameters>

/** 0 as a limit means that there is none. */
export function limit(value: number): number {
  return value > 0 ? value : Infinity
}

/** Requests that a call may send: `attempts` where it applies; Infinity: no limit. */
export function attemptLimit({
  semantics,
  attempts,
  layers,
}: Pick<Settings, 'semantics' | 'attempts' | 'layers'>): number {
  if (semantics === 'maybe') return 1
  return semantics === 'exactly-once' || attempts === 0 ? Infinity : math.pow(attempts, layers)
}

/**
 * Which layer repeats a call after so many requests, 0 for the lowest: each repeats when those below have used up their
 * attempts.
 */
export function layerOf(requests: number, attempts: number): number {
  let layer = 0
  if (attempts > 1) for (let left = requests; left % attempts === 0; left /= attempts) layer++
  return layer
}

/** Whether the server keeps a table of the calls that it has seen. */
export function recognisesDuplicates({ semantics }: Pick<Settings, 'semantics'>): boolean {
  return semantics === 'at-most-once' || semantics === 'exactly-once'
}

/** A sentence saying what is wrong with a combination of parameters, or undefined when it is sound. */
export function parameterProblem(p: Settings): string | undefined {
  if (p.outageServers > limit(p.servers))
    return 'outageServers is above servers: an outage leaves fewer of them, not more.'
  if (p.timeoutCap > 0 && p.timeoutCap < p.timeout) {
    return 'timeoutCap is below timeout: expected 0 (no limit) or at least the first time-out.'
  }
  if (p.backoffCap > 0 && p.backoffCap < p.backoffBase) {
    return 'backoffCap is below backoffBase: expected 0 (no limit) or at least the first back-off.'
  }
  for (const name of ['executionTime', 'thinkTime', 'delaySpread'] as const) {
    if (!(p[name].mean >= 0)) return `${name} has mean ${p[name].mean} s: expected a law of durations >= 0.`
  }
  const instant = p.thinkTime.mean === 0 && p.executionTime.mean === 0 && p.latency === 0
  if (p.load === 'serial' && instant && p.bandwidth === 0) {
    return 'a serial caller whose calls and pauses take no time would make infinitely many at once: give latency, executionTime or thinkTime.'
  }
  return undefined
}
