import { SimulationError } from '../errors.ts'
import { Counter } from '../monitor/counter.ts'
import type { RandomStream } from '../random/stream.ts'
import type { Simulation } from '../simulation.ts'

/** Why a packet did not arrive. */
export type DropReason = 'queue full' | 'lost'

/** Options of a link. */
export interface LinkOptions {
  /** For reports, and the default name of the loss stream. */
  name: string
  /** Propagation delay, seconds, >= 0. */
  latency: number
  /** Bits per second, > 0; Infinity makes transmission instantaneous. */
  bandwidth: number
  /** Packets that may wait behind the one in transmission; one more is dropped at the tail. Default: no limit. */
  queueLimit?: number
  /** Probability in [0, 1] that a transmitted packet is lost on the way, independently of the others. Default 0. */
  loss?: number
  /** Where losses are drawn from; default: the stream `<name>.loss`. */
  lossStream?: RandomStream
}

/**
 * One direction of a wire: packets are sent one after the other in order of arrival (store and forward), each occupies
 * the link for size / bandwidth and arrives a latency later. A packet costs one event, its arrival.
 */
export class Link {
  readonly name: string
  readonly latency: number
  readonly bandwidth: number
  /** Packets accepted for transmission, lost ones included. */
  readonly sent: Counter
  /** Packets that arrived. */
  readonly delivered: Counter
  /** Packets refused because the queue was full. */
  readonly dropped: Counter
  /** Packets lost on the way. */
  readonly lost: Counter
  private readonly sim: Simulation
  private readonly queueLimit: number
  private readonly loss: number
  private readonly lossStream: RandomStream | undefined
  /** When the last accepted packet leaves the sender, seconds. */
  private freeAt: number
  /** Starts of transmission of accepted packets that had not begun when last looked at, oldest first; circular. */
  private starts: Float64Array = new Float64Array(16)
  private firstStart = 0
  private startCount = 0
  private bits = 0
  private waited = 0
  private since: number

  constructor(sim: Simulation, { name, latency, bandwidth, queueLimit = Infinity, loss = 0, lossStream }: LinkOptions) {
    const fail = (option: string, value: number, expected: string): never => {
      throw new SimulationError(`Link "${name}", ${option} = ${value}: expected ${expected}.`)
    }
    if (!(latency >= 0 && latency < Infinity)) fail('latency', latency, 'a finite number of seconds >= 0')
    if (!(bandwidth > 0)) fail('bandwidth', bandwidth, 'a number of bits per second > 0')
    if (!(queueLimit >= 0)) fail('queueLimit', queueLimit, 'a number of packets >= 0')
    if (!(loss >= 0 && loss <= 1)) fail('loss', loss, 'a probability from 0 to 1')
    this.sim = sim
    this.name = name
    this.latency = latency
    this.bandwidth = bandwidth
    this.queueLimit = queueLimit
    this.loss = loss
    this.lossStream = loss > 0 ? (lossStream ?? sim.stream(`${name}.loss`)) : undefined
    this.freeAt = sim.now
    this.since = sim.now
    this.sent = sim.counter(`${name}.sent`)
    this.delivered = sim.counter(`${name}.delivered`)
    this.dropped = sim.counter(`${name}.dropped`)
    this.lost = sim.counter(`${name}.lost`)
    sim.onWarmUpEnd(() => this.restartObservation())
  }

  /** Packets that wait for transmission, the one in transmission not counted. */
  get queueLength(): number {
    this.forgetStarted()
    return this.startCount
  }

  /** Fraction of time in transmission since the start or the end of warm-up. */
  get utilisation(): number {
    // What the link has taken on but not yet sent is not busy time yet.
    const backlog = Math.max(0, this.freeAt - this.sim.now)
    const elapsed = this.sim.now - this.since
    return elapsed > 0 ? (this.bits / this.bandwidth - backlog) / elapsed : NaN
  }

  /** Mean time that accepted packets wait for transmission, seconds, since the start or the end of warm-up. */
  get meanWait(): number {
    return this.waited / this.sent.count
  }

  /**
   * Sends a packet.
   * @param bytes size on the wire, finite, >= 0
   * @param onDelivered called when the last bit has arrived
   * @param onDropped called at once when the queue is full, and at the time of arrival when the packet is lost
   */
  send(bytes: number, onDelivered: () => void, onDropped?: (reason: DropReason) => void): void {
    if (!(bytes >= 0 && bytes < Infinity)) {
      throw new SimulationError(`Link "${this.name}", a packet of ${bytes} bytes: expected a finite number >= 0.`)
    }
    const now = this.sim.now
    const start = this.freeAt > now ? this.freeAt : now
    if (start > now && !this.queueStart(start)) {
      this.dropped.increment()
      onDropped?.('queue full')
      return
    }
    const bits = bytes * 8
    this.freeAt = start + bits / this.bandwidth
    this.sent.increment()
    this.bits += bits
    this.waited += start - now
    const arrival = this.freeAt - now + this.latency
    if (this.lossStream !== undefined && this.lossStream.bernoulli(this.loss)) {
      this.sim.schedule(arrival, () => {
        this.lost.increment()
        onDropped?.('lost')
      })
      return
    }
    this.sim.schedule(arrival, () => {
      this.delivered.increment()
      onDelivered()
    })
  }

  /** Notes a packet that has to wait; false when the queue is full. */
  private queueStart(start: number): boolean {
    this.forgetStarted()
    if (this.startCount >= this.queueLimit) return false
    // Without a limit nobody has to know how many wait, unless asked; the circle then grows with the backlog.
    if (this.startCount === this.starts.length) {
      const grown = new Float64Array(this.starts.length * 2)
      for (let i = 0; i < this.startCount; i++) grown[i] = this.startAt(i)
      this.starts = grown
      this.firstStart = 0
    }
    this.starts[(this.firstStart + this.startCount++) & (this.starts.length - 1)] = start
    return true
  }

  private startAt(i: number): number {
    return this.starts[(this.firstStart + i) & (this.starts.length - 1)]!
  }

  private forgetStarted(): void {
    const now = this.sim.now
    while (this.startCount > 0 && this.startAt(0) <= now) {
      this.firstStart = (this.firstStart + 1) & (this.starts.length - 1)
      this.startCount--
    }
  }

  /** End of warm-up: what is still to be transmitted counts as work of the measured time. */
  private restartObservation(): void {
    this.since = this.sim.now
    this.bits = Math.max(0, this.freeAt - this.sim.now) * (this.bandwidth === Infinity ? 0 : this.bandwidth)
    this.waited = 0
  }
}
