import { type Law, math } from '../../../engine/index.ts'
import { isExponential } from '../../shared/queueing/durations.ts'
import { terminalThroughput } from '../../shared/queueing/terminals.ts'
import { type Costs, costsOf } from './costs.ts'
import type { Settings } from './parameters.ts'

/** The closed forms of the metrics, each undefined where no exact one is known. */
export const formulas = {
  throughput,
  meanCall,
  firstCall,
  callerBlocked: (p: Settings) => {
    const rate = throughput(p)
    if (rate === undefined) return undefined
    // A caller makes a round of calls after each think time.
    const round = p.mode === 'future' ? p.slots : 1
    const cycle = p.callers / rate
    return p.mode === 'future' ? blockedInRound(p, cycle * round) : cycle - p.thinkTime.mean
  },
  payloadRate: (p: Settings) => scaled(throughput(p), (p.argumentWords + p.resultWords) * p.wordSize * 8),
  wireTime: (p: Settings) => {
    const alone = p.callers === 1 && (p.mode === 'synchronous' || p.slots === 1)
    const { requestWire, replyWire } = costsOf(p)
    return alone || requestWire + replyWire === 0 ? requestWire + replyWire : undefined
  },
  lookups: lookupsPerCall,
  clientBusy: (p: Settings) => {
    const { marshalArguments, copy, unmarshalResults } = costsOf(p)
    const work = p.clientStub.mean + p.serialWork.mean + p.clientReturn.mean
    return scaled(throughput(p), work + marshalArguments + copy + unmarshalResults)
  },
  serverBusy: (p: Settings) => scaled(throughput(p), serverWork(p)),
}

/**
 * Time of a call that never waits for a processor, a wire or another thread, s: the sum of its parts.
 * @source Birrell and Nelson, ACM TOCS 2(1), 1984, table I; Schroeder and Burrows, ACM TOCS 8(1), 1990, section 3.
 */
export function unloadedCall(p: Settings): number {
  const { marshalArguments, copy, requestWire, replyWire, unmarshalResults } = costsOf(p)
  const client = p.clientStub.mean + marshalArguments + copy + p.serialWork.mean
  return client + requestWire + replyWire + 2 * p.latency + serverWork(p) + p.clientReturn.mean + unmarshalResults
}

function serverWork(p: Settings): number {
  return p.serverStub.mean + costsOf(p).serverData + p.procedure.mean
}

/** Time of one question to the portmapper, s. */
export function lookupTrip(p: Settings): number {
  return 2 * (costsOf(p).emptyWire + p.latency) + p.lookupTime
}

/** The first call of a single caller looks the port up: one trip more. Only the laws' means are known otherwise. */
function firstCall(p: Settings): number | undefined {
  if (p.callers > 1 || !isConstantCall(p) || p.serverMoves > 0 || (p.mode !== 'synchronous' && p.slots > 1))
    return undefined
  return unloadedCall(p) + (p.binding === 'portmapper' ? lookupTrip(p) : 0)
}

/**
 * Look-ups per call of a single synchronous caller. The port is stale if the server has moved between the arrivals of two
 * requests, and again if it moves between a look-up and the arrival of the request after it: 1 - E[exp(-m gap)] each.
 */
export function lookupsPerCall(p: Settings): number | undefined {
  if (p.binding === 'static') return 0
  if (p.serverMoves === 0) return p.cached ? 0 : p.mode === 'synchronous' && p.callers === 1 ? 1 : undefined
  if (p.mode !== 'synchronous' || p.callers > 1) return undefined
  const { requestWire, emptyWire } = costsOf(p)
  const current = math.exp(-p.serverMoves * (emptyWire + requestWire + 2 * p.latency))
  // A server that moves faster than anybody can follow is found once in a million times.
  if (current < 1e-6) return undefined
  if (!p.cached) return 1 / current
  const laws = [p.thinkTime, p.clientStub, p.serialWork, p.serverStub, p.procedure, p.clientReturn]
  const random = laws.map((law) => laplace(law, p.serverMoves))
  if (random.includes(undefined)) return undefined
  const rest = unloadedCall(p) + p.thinkTime.mean - laws.reduce((sum, { mean }) => sum + mean, 0)
  const still = random.reduce<number>((product, each) => product * each!, math.exp(-p.serverMoves * rest))
  return (1 - still) / current
}

/** E[exp(-s X)] where it is elementary. */
function laplace(law: Law, s: number): number | undefined {
  if (law.variance === 0) return math.exp(-s * law.mean)
  return isExponential(law) ? 1 / (1 + s * law.mean) : undefined
}

function meanCall(p: Settings): number | undefined {
  if (p.mode === 'synchronous') {
    if (p.callers > 1) {
      const rate = throughput(p)
      return rate === undefined ? undefined : p.callers / rate - p.thinkTime.mean
    }
    const lookups = lookupsPerCall(p)
    if (lookups === undefined) return undefined
    const { requestWire, emptyWire } = costsOf(p)
    const rejections = p.cached ? lookups : Math.max(0, lookups - 1)
    const rejected = requestWire + emptyWire + 2 * p.latency
    return unloadedCall(p) + (p.binding === 'static' ? 0 : lookups * lookupTrip(p) + rejections * rejected)
  }
  // One call at a time meets nobody.
  return p.slots === 1 && p.callers === 1 && isStatic(p) ? unloadedCall(p) : undefined
}

function throughput(p: Settings): number | undefined {
  if (p.mode === 'synchronous') {
    if (p.callers > 1) return severalCallers(p)
    const call = meanCall(p)
    return call === undefined ? undefined : 1 / (p.thinkTime.mean + call)
  }
  if (p.callers > 1 || !isStatic(p) || !isConstantCall(p) || p.thinkTime.variance > 0) return undefined
  // The stub and the calls under way must not compete for processors, nor requests with replies.
  if (p.clientCpus <= p.slots || (p.medium === 'shared' && p.slots > 1 && costsOf(p).emptyWire > 0)) return undefined
  return p.mode === 'future' ? scaled(roundOfFutures(p), p.slots, true) : windowThroughput(p)
}

/**
 * Calls per second of one asynchronous caller whose times are all constant: limited by itself, by the slowest station or
 * by its window, X = min(1 / (Z + stub), 1 / slowest, w / (r + S)).
 * @source Maximum cycle mean of an event graph: Baccelli, Cohen, Olsder, Quadrat, Synchronization and Linearity (1992),
 * section 2.5.
 */
export function windowThroughput(p: Settings): number {
  const { requestWire } = costsOf(p)
  const own = p.thinkTime.mean + stub(p) + (p.buffering === 'user' ? p.serialWork.mean + requestWire : 0)
  return Math.min(1 / own, 1 / slowestStation(p), p.slots / unloadedCall(p))
}

/** Time of a round of futures, s: the last of the calls made one after the other, or the computation meanwhile. */
function roundOfFutures(p: Settings): number | undefined {
  // Calls that overtake one another at several processors would need a schedule of their own.
  if (p.serverCpus > 1 && p.serverCpus < p.slots) return undefined
  const calls = unloadedCall(p) + (p.slots - 1) * Math.max(stub(p), slowestStation(p))
  return Math.max(p.slots * stub(p) + p.thinkTime.mean, calls)
}

function blockedInRound(p: Settings, round: number): number {
  const computing = p.thinkTime.mean
  return (round - computing) / p.slots
}

/** What the caller does itself before a call is under way, s. */
function stub(p: Settings): number {
  const { marshalArguments, copy } = costsOf(p)
  return p.clientStub.mean + marshalArguments + copy
}

/** Longest time per call that a station needs which one call after the other passes, s. */
function slowestStation(p: Settings): number {
  const { requestWire, replyWire } = costsOf(p)
  return Math.max(p.serialWork.mean, requestWire, replyWire, serverWork(p) / p.serverCpus)
}

/**
 * Calls per second of several synchronous callers that meet at one station with exponential work: a closed system of
 * terminals; the sum if they meet nowhere. Undefined when they meet at more than one place.
 * @source Machine repair: Kleinrock, Queueing Systems vol. 1 (1975), section 3.8.
 */
function severalCallers(p: Settings): number | undefined {
  if (!isStatic(p)) return undefined
  const { callers } = p
  const costs = costsOf(p)
  const cycle = p.thinkTime.mean + unloadedCall(p)
  const serial = p.serialWork.mean > 0
  const atServer = callers > p.serverCpus && serverWork(p) > 0
  if (meetElsewhere(p, costs) || (serial && atServer)) return undefined
  const terminals = (law: Law, servers: number): number | undefined =>
    isExponential(law)
      ? terminalThroughput({ population: callers, delay: cycle - law.mean, service: law.mean, servers })
      : undefined
  if (serial) return terminals(p.serialWork, 1)
  if (!atServer) return callers / cycle
  return costs.serverData === 0 && p.serverStub.mean === 0 ? terminals(p.procedure, p.serverCpus) : undefined
}

/** Whether several callers queue for the wires or for the processors of the client. */
function meetElsewhere(p: Settings, { requestWire, replyWire, marshalArguments, unmarshalResults }: Costs): boolean {
  const work = p.clientStub.mean + p.clientReturn.mean + p.serialWork.mean + marshalArguments + unmarshalResults
  return requestWire + replyWire > 0 || (p.callers > p.clientCpus && work > 0)
}

function isStatic(p: Settings): boolean {
  return p.binding === 'static' || (p.cached && p.serverMoves === 0)
}

function isConstantCall(p: Settings): boolean {
  return [p.clientStub, p.serialWork, p.serverStub, p.procedure, p.clientReturn].every(({ variance }) => variance === 0)
}

/** value times factor, or factor over value. */
function scaled(value: number | undefined, factor: number, inverse = false): number | undefined {
  if (value === undefined) return undefined
  return inverse ? factor / value : factor * value
}
