import { math } from '../../../engine/index.ts'
import { duringConstant, duringExponential, finiteQueue } from './finite-queue.ts'
import { isConstant, type LinkChain } from './parameters.ts'

/** Mean time that a packet occupies a link, S, s. */
export function transmissionTime({ size, headerBytes, bandwidth }: LinkChain): number {
  return (8 * (size.mean + headerBytes)) / bandwidth
}

/** Utilisation that the packets would need, lambda S. */
export function load(p: LinkChain): number {
  return p.packetRate * transmissionTime(p)
}

/** The first link as a queue: wait of the packets it takes on (s), queue (packets), busy share, and share of drops. */
interface FirstLink {
  readonly wait: number
  readonly queue: number
  readonly busy: number
  readonly drops: number
}

/**
 * Undefined where there is no closed form: queues that drop early or count bytes, no steady state, or a finite queue
 * with sizes that are neither constant nor exponential (with their headers).
 * @source Pollaczek and Khinchin; Kleinrock, Queueing Systems vol. 1 (1975), section 5.6: Wq = lambda E[S^2] / (2 (1
 *   - rho)); M/G/1/K as in `finiteQueue`
 */
function firstLink(p: LinkChain): FirstLink | undefined {
  if (p.queue !== 'drop-tail' || p.roomBytes > 0) return undefined
  const rho = load(p)
  if (p.room === 0) {
    if (rho >= 1 || !Number.isFinite(p.size.variance)) return undefined
    const mean = transmissionTime(p)
    const perByte = 8 / p.bandwidth
    const secondMoment = p.size.variance * perByte * perByte + mean * mean
    const wait = (p.packetRate * secondMoment) / (2 * (1 - rho))
    return { wait, queue: p.packetRate * wait, busy: rho, drops: 0 }
  }
  if (!isConstant(p.size) && !isExponential(p)) return undefined
  const arrivals = isConstant(p.size) ? duringConstant(rho) : duringExponential(rho)
  const { blocking, waiting, busy } = finiteQueue(rho, p.room, arrivals)
  return { wait: waiting / (p.packetRate * (1 - blocking)), queue: waiting, busy, drops: blocking }
}

/** Mean time from a packet's arrival at the first link to its transmission, of those taken on, s. */
export function meanWait(p: LinkChain): number | undefined {
  return firstLink(p)?.wait
}

/** Mean number of packets that wait at the first link. */
export function meanQueueLength(p: LinkChain): number | undefined {
  return firstLink(p)?.queue
}

/** Fraction of time that the first link transmits; without limits an overloaded one always does. */
export function utilisation(p: LinkChain): number | undefined {
  return p.queue === 'drop-tail' && p.room + p.roomBytes === 0 ? Math.min(1, load(p)) : firstLink(p)?.busy
}

/**
 * Fraction of the packets that queues drop. In a chain with packets of one size only the first link ever queues: they
 * leave it at least a transmission apart.
 */
export function queueDrops(p: LinkChain): number | undefined {
  if (p.queue === 'drop-tail' && p.room + p.roomBytes === 0) return 0
  return onlyFirstQueues(p) ? firstLink(p)?.drops : undefined
}

/** Fraction of the packets that get lost on a wire: each is exposed to every link it reaches. */
export function wireLoss(p: LinkChain): number | undefined {
  const drops = queueDrops(p)
  return drops === undefined ? undefined : (1 - drops) * (1 - math.pow(1 - p.loss, p.hops))
}

/** Fraction of the packets that do not arrive, for whatever reason. */
export function lossRatio(p: LinkChain): number | undefined {
  const [drops, lost] = [queueDrops(p), wireLoss(p)]
  return drops === undefined || lost === undefined ? undefined : drops + lost
}

/** Payload that arrives, bit/s; undefined without a steady state. */
export function throughput(p: LinkChain): number | undefined {
  const loss = lossRatio(p)
  if (loss === undefined || (p.room === 0 && load(p) >= 1)) return undefined
  return p.packetRate * (1 - loss) * p.size.mean * 8
}

/**
 * Mean time from sending to the last bit at the far end, of the packets that arrive, s. Known for one link; for a
 * chain with packets of one size, which wait at the first link only: Wq + H (S + d); and for a chain of M/M/1 queues
 * with sizes drawn anew at each, whose arrivals are Poisson and thinned by losses.
 * @source Kleinrock, Communication Nets (1964), for the independence assumption; Jackson, Operations Research 5
 *   (1957)
 */
export function meanDelay(p: LinkChain): number | undefined {
  const wait = meanWait(p)
  if (wait === undefined) return undefined
  if (onlyFirstQueues(p)) return wait + p.hops * (transmissionTime(p) + p.latency)
  if (!(p.redraw && isExponential(p) && p.room === 0 && p.lossBurst === 1)) return undefined
  let sum = p.hops * p.latency
  let rate = p.packetRate
  for (let hop = 0; hop < p.hops; hop++, rate *= 1 - p.loss) sum += 1 / (1 / transmissionTime(p) - rate)
  return sum
}

/** 99th percentile of the same, s: known for one M/M/1 link, where the time in the system is exponential. */
export function p99Delay(p: LinkChain): number | undefined {
  if (p.hops > 1 || p.room > 0 || !isExponential(p)) return undefined
  const wait = meanWait(p)
  return wait === undefined ? undefined : p.latency + math.ln(100) * (wait + transmissionTime(p))
}

function onlyFirstQueues(p: LinkChain): boolean {
  return p.hops === 1 || isConstant(p.size)
}

/** Exponential transmission times: a header would shift them. */
function isExponential(p: LinkChain): boolean {
  return p.size.name === 'exponential' && p.headerBytes === 0
}
