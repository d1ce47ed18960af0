import { type Law, math } from '../../../engine/index.ts'
import { type Settings, recognisesDuplicates } from './parameters.ts'
import { isConstant } from '../../shared/queueing/durations.ts'
import { lossesOf, scheduleOf } from './schedule.ts'
import { arrivals, executed, transmissions } from './theory.ts'

/** Executions that take longer than assumed, per execution. */
const rareExecution = 1e-6
/** Requests that have to wait for a server although none is assumed to. */
const rareWait = 1e-4
/** Error of a latency that comes from leaving out the waits for the links. */
const smallWait = 1e-3
/** Packets that queue up before a link that is at most half busy, at most: Poisson arrivals exceed it once in e^60 times. */
const backlog = 50

/**
 * Whether a request is repeated only because it or its reply was lost: no time-out runs out while the reply is still to
 * come, no packet is dropped by a queue, the server is there, and calls end. Only then do attempts fail independently.
 */
export function isUndisturbed(p: Settings): boolean {
  if (p.outageLength > 0 || (p.queueLimit > 0 && p.bandwidth > 0)) return false
  if (isProtected(p) || p.hedgeAfter < Infinity || !isConstant(p.delaySpread, 0)) return false
  if (p.semantics === 'exactly-once' && p.acknowledging === 'server') return false
  if (scheduleOf(p) === undefined || !serversSuffice(p)) return false
  if (p.load === 'open' && Math.max(...linkLoads(p)) > 0.5) return false
  return slowestAnswer(p) < p.timeout
}

/** Whether a call may be given up for other reasons than that its attempts are used up. */
function isProtected({ deadline, retryBudget, breakerFailures }: Settings): boolean {
  return deadline < Infinity || retryBudget < Infinity || breakerFailures > 0
}

/** Whether the waits for the links are too short to be seen in a latency of this many seconds. */
export function linksAreIdle(p: Settings, latency: number): boolean {
  if (p.bandwidth === 0) return true
  // A single caller never meets its own packets, except its acknowledgement if it calls again at once.
  if (p.load === 'serial') return p.clients === 1 && p.semantics !== 'exactly-once'
  // Twice the mean wait for packets of equal size in Poisson order (M/D/1), for safety.
  const wait = (load: number, size: number): number => (load * transmissionTime(p, size)) / (1 - load)
  const [up, down] = linkLoads(p)
  return wait(up, Math.max(p.requestSize, p.ackSize)) + wait(down, p.replySize) <= smallWait * latency
}

/** Time to transmit so many bytes, s. */
export function transmissionTime({ bandwidth }: Settings, bytes: number): number {
  return bandwidth > 0 ? (bytes * 8) / bandwidth : 0
}

/** Request, execution and reply when nothing waits, execution excluded, s. */
export function roundTrip(p: Settings): number {
  return 2 * p.latency + transmissionTime(p, p.requestSize) + transmissionTime(p, p.replySize)
}

function slowestAnswer(p: Settings): number {
  const packets = p.load === 'open' ? backlog : p.clients
  // Serial clients have one request and perhaps the acknowledgement before it under way.
  const up = p.load === 'open' ? Math.max(p.requestSize, p.ackSize) : p.requestSize + p.ackSize
  return roundTrip(p) + packets * transmissionTime(p, up + p.replySize) + longestExecution(p.executionTime)
}

/** Time that an execution exceeds with a probability below `rareExecution`, s; Infinity where that can not be told. */
function longestExecution({ name, mean, variance }: Law): number {
  if (variance === 0) return mean
  // A uniform law on [m - h, m + h] has variance h^2 / 3.
  if (name === 'uniform') return mean + Math.sqrt(3 * variance)
  if (name === 'exponential') return -mean * math.ln(rareExecution)
  // Cantelli: P(X > m + d) <= v / (v + d^2).
  return mean + Math.sqrt(variance / rareExecution)
}

/**
 * Whether requests hardly ever wait for a server. Of an open load, the number in service without limit is Poisson; its
 * tail at the number of servers bounds the probability of a wait (Chernoff).
 */
function serversSuffice(p: Settings): boolean {
  if (p.servers === 0) return true
  // A serial client has at most one request at the server, for its time-outs do not run out meanwhile.
  if (p.load === 'serial') return p.clients <= p.servers
  const losses = lossesOf(p)
  const perCall = recognisesDuplicates(p) && p.retention === 0 ? executed(losses) : arrivals(losses)
  const busy = p.callRate * perCall * p.executionTime.mean
  if (busy === 0) return true
  return busy < p.servers && p.servers - busy + p.servers * math.ln(busy / p.servers) <= math.ln(rareWait)
}

/** Fraction of time that the links to the server and to the clients transmit, under an open load. */
function linkLoads(p: Settings): [number, number] {
  const losses = lossesOf(p)
  const acks = p.semantics === 'exactly-once' ? transmissionTime(p, p.ackSize) : 0
  const up = transmissions(losses) * transmissionTime(p, p.requestSize) + acks
  const down = arrivals(losses) * transmissionTime(p, p.replySize)
  return [p.callRate * up, p.callRate * down]
}
