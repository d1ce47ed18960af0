import { math } from '../../random/math.ts'
import type { RandomStream } from '../../random/stream.ts'
import { PacketFifo, type Queued } from './packet-fifo.ts'
import type { QueueDiscipline, QueueSetting } from './queue-discipline.ts'
import { checkedLimits, requireOption, type QueueLimits } from './require.ts'

/** Random early detection. Lengths of the queue are in packets. */
export interface RedOptions extends QueueLimits {
  kind: 'red'
  /** Average length below which nothing is dropped, packets, >= 0. */
  minThreshold: number
  /** Average length from which on everything is dropped, packets, > minThreshold. */
  maxThreshold: number
  /** Probability of a drop as the average comes to `maxThreshold`, from 0 to 1; default 0.1. */
  maxProbability?: number
  /** Weight of the newest length in the moving average, above 0 and up to 1; default 0.002. */
  weight?: number
}

/**
 * Drops arriving packets with a probability that grows with the average length of the queue, spread evenly between
 * drops. Beyond `packets` or `bytes` it drops in any case.
 * @source S. Floyd and V. Jacobson, "Random early detection gateways for congestion avoidance", IEEE/ACM ToN 1(4), 1993,
 *   figure 2
 */
export class RandomEarlyDetection<P extends Queued> implements QueueDiscipline<P> {
  readonly queue = new PacketFifo<P>()
  /** Moving average of the length of the queue, packets. */
  average = 0
  private readonly options: Required<RedOptions>
  private readonly transmissionTime: (bytes: number) => number
  private readonly stream: RandomStream
  /** Packets since the last drop, -1 while the average is low. */
  private since = -1
  /** Since when the queue is empty, seconds. */
  private emptySince = 0

  constructor(options: RedOptions, { owner, stream, transmissionTime }: Omit<QueueSetting<P>, 'onDrop'>) {
    const { minThreshold, maxThreshold, maxProbability = 0.1, weight = 0.002 } = options
    const check = (valid: boolean, option: keyof RedOptions, value: number, expected: string): void =>
      requireOption(valid, owner, `queue.${option}`, value, expected)
    check(minThreshold >= 0 && minThreshold < Infinity, 'minThreshold', minThreshold, 'a number of packets >= 0')
    check(maxThreshold > minThreshold, 'maxThreshold', maxThreshold, `a number above minThreshold = ${minThreshold}`)
    check(maxProbability >= 0 && maxProbability <= 1, 'maxProbability', maxProbability, 'a probability from 0 to 1')
    check(weight > 0 && weight <= 1, 'weight', weight, 'a number above 0 and up to 1')
    const limits = checkedLimits(options, owner)
    this.options = { kind: 'red', minThreshold, maxThreshold, maxProbability, weight, ...limits }
    this.transmissionTime = transmissionTime
    this.stream = stream()
  }

  enqueue(packet: P, now: number, idle: boolean): boolean {
    const { queue, options } = this
    this.observe(packet.bytes, now)
    const full = queue.length + 1 > options.packets || queue.bytes + packet.bytes > options.bytes
    if (this.dropsEarly() || (full && !idle)) return false
    queue.push(packet, now)
    return true
  }

  dequeue(now: number): P | undefined {
    const packet = this.queue.shift()
    if (packet !== undefined && this.queue.length === 0) this.emptySince = now
    return packet
  }

  readyAt(now: number): number {
    return now
  }

  /** Takes the present length into the average; an empty queue counts as often as packets could have been sent. */
  private observe(bytes: number, now: number): void {
    const { weight } = this.options
    if (this.queue.length > 0) {
      this.average += weight * (this.queue.length - this.average)
      return
    }
    const time = this.transmissionTime(bytes)
    const missed = time > 0 ? (now - this.emptySince) / time : Infinity
    this.average *= math.pow(1 - weight, missed)
  }

  private dropsEarly(): boolean {
    const { minThreshold, maxThreshold, maxProbability } = this.options
    if (this.average < minThreshold) {
      this.since = -1
      return false
    }
    if (this.average >= maxThreshold) {
      this.since = 0
      return true
    }
    this.since++
    const base = (maxProbability * (this.average - minThreshold)) / (maxThreshold - minThreshold)
    const left = 1 - this.since * base
    // The count of packets since the last drop makes the gaps uniform instead of geometric.
    const drops = this.stream.uniform01() * left < base
    if (drops) this.since = 0
    return drops
  }
}
