import type { Simulation } from '../../simulation.ts'
import type { Arrival, EventHandle } from '../../time/event-list.ts'
import { Order } from '../../time/order.ts'

/** What a sender must know. */
export interface TcpSenderOptions {
  readonly initialWindow: number
  readonly receiveWindow: number
  readonly slowStartThreshold: number
  readonly minTimeout: number
  /** Time-outs in a row after which the sender gives up. */
  readonly maxAttempts: number
}

/** Longest retransmission time-out, seconds. @source RFC 6298 section 2.4, which allows 60 or more */
export const MAX_TIMEOUT = 60

/**
 * The sending end of TCP, in segments: slow start, congestion avoidance, fast retransmit after three duplicate
 * acknowledgements, and a retransmission time-out; a loss takes the window back to one segment and the transmission back
 * to the first segment not acknowledged (TCP Tahoe).
 * @source RFC 5681 (2009) sections 3.1 and 3.2 without fast recovery; RFC 6298 (2011) for the time-out
 */
export class TcpSender implements Arrival {
  /** Window, segments; the sender uses its whole part. */
  window: number
  /** Segments sent again. */
  retransmissions = 0
  /** Time-outs. */
  timeouts = 0
  /** First segment that is not acknowledged. */
  private oldest = 0
  /** Segment to be sent next. */
  private next = 0
  /** All segments below have been sent at least once. */
  private sent = 0
  /** Segments there are to send. */
  private end = 0
  private threshold: number
  private duplicates = 0
  /** Duplicates mean nothing until all that was sent before the last loss is acknowledged. */
  private recoveredAt = 0
  private timeout: number
  /** Smoothed round-trip time and its deviation, seconds; NaN before the first sample. */
  private smoothed = NaN
  private deviation = 0
  /** The segment whose round trip is being measured, -1 for none. */
  private timed = -1
  private timedSince = 0
  private timer: EventHandle | undefined
  /** Time-outs since the last segment that was acknowledged. */
  private attempts = 0
  private readonly sim: Simulation
  private readonly options: TcpSenderOptions
  private readonly transmit: (segment: number) => void
  private readonly giveUp: () => void

  constructor(sim: Simulation, options: TcpSenderOptions, transmit: (segment: number) => void, giveUp: () => void) {
    this.sim = sim
    this.options = options
    this.transmit = transmit
    this.giveUp = giveUp
    this.window = options.initialWindow
    this.threshold = options.slowStartThreshold
    this.timeout = options.minTimeout
  }

  /** Has so many more segments sent. */
  offer(segments: number): void {
    this.end += segments
    this.fill()
  }

  /** An acknowledgement has come: the receiver has all segments below `number`. */
  acknowledged(number: number): void {
    if (number < this.oldest) return
    if (number === this.oldest) return this.duplicate()
    this.oldest = number
    if (this.next < number) this.next = number
    this.duplicates = 0
    this.attempts = 0
    this.measure(number)
    const grown = this.window + (this.window < this.threshold ? 1 : 1 / this.window)
    this.window = Math.min(grown, this.options.receiveWindow)
    this.stopTimer()
    this.fill()
  }

  /** The same from a packet that is not an acknowledgement itself: never a duplicate. */
  settled(number: number): void {
    if (number > this.oldest) this.acknowledged(number)
  }

  /** The time-out. */
  arrive(): void {
    this.timer = undefined
    this.timeouts++
    if (++this.attempts >= this.options.maxAttempts) return this.giveUp()
    this.timeout = Math.min(2 * this.timeout, MAX_TIMEOUT)
    this.goBack()
  }

  private duplicate(): void {
    if (this.oldest === this.sent || this.oldest < this.recoveredAt) return
    if (++this.duplicates < 3) return
    this.stopTimer()
    this.goBack()
  }

  private goBack(): void {
    this.threshold = Math.max(Math.floor((this.sent - this.oldest) / 2), 2)
    this.window = 1
    this.duplicates = 0
    this.recoveredAt = this.sent
    this.next = this.oldest
    // A repeated segment tells nothing of the round trip: which copy is acknowledged? (Karn)
    this.timed = -1
    this.fill()
  }

  private fill(): void {
    const limit = this.oldest + Math.floor(this.window)
    while (this.next < this.end && this.next < limit) {
      const segment = this.next++
      if (segment < this.sent) this.retransmissions++
      else {
        this.sent = segment + 1
        if (this.timed < 0) {
          this.timed = segment
          this.timedSince = this.sim.now
        }
      }
      this.transmit(segment)
    }
    if (this.timer === undefined && this.oldest < this.next)
      this.timer = this.sim.schedule(this.timeout, this, Order.late)
  }

  private measure(number: number): void {
    if (this.timed < 0 || number <= this.timed) return
    const sample = this.sim.now - this.timedSince
    this.timed = -1
    if (Number.isNaN(this.smoothed)) {
      this.smoothed = sample
      this.deviation = sample / 2
    } else {
      this.deviation += (Math.abs(sample - this.smoothed) - this.deviation) / 4
      this.smoothed += (sample - this.smoothed) / 8
    }
    this.timeout = Math.max(this.smoothed + 4 * this.deviation, this.options.minTimeout)
  }

  /** Nothing is sent again from now on. */
  close(): void {
    this.end = this.next
    this.oldest = this.next
    this.stopTimer()
  }

  private stopTimer(): void {
    if (this.timer !== undefined) this.sim.cancel(this.timer)
    this.timer = undefined
  }
}
