import type { Simulation } from '../../simulation.ts'
import type { Arrival, EventHandle } from '../../time/event-list.ts'
import { Order } from '../../time/order.ts'
import { RetransmissionTimeout } from './retransmission-timeout.ts'

/**
 * What a sender does about a loss that duplicate acknowledgements tell it of.
 * - `tahoe`: back to one segment and to the first segment not acknowledged.
 * - `reno`: sends that segment again and goes on with half the window (fast recovery), until anything new is
 *   acknowledged; a second loss in a window halves it again, or ends in a time-out.
 * - `newreno`: the same until all is acknowledged that had been sent before the loss; of several losses in a window
 *   it repairs one each round trip.
 */
export type TcpCongestion = 'tahoe' | 'reno' | 'newreno'

/** The kinds of congestion control. */
export const tcpCongestions: readonly TcpCongestion[] = ['tahoe', 'reno', 'newreno']

/** What a sender must know. */
export interface TcpSenderOptions {
  readonly congestion: TcpCongestion
  readonly initialWindow: number
  readonly receiveWindow: number
  readonly slowStartThreshold: number
  readonly minTimeout: number
  /** Time-outs in a row after which the sender gives up. */
  readonly maxAttempts: number
}

/** Duplicate acknowledgements that mean a loss. @source RFC 5681 section 3.2 */
const DUPLICATES = 3

/**
 * The sending end of TCP, in segments: slow start, congestion avoidance, fast retransmit after three duplicate
 * acknowledgements with or without fast recovery, and a retransmission time-out, after which the window is one segment and
 * the transmission back at the first segment not acknowledged.
 * @source RFC 5681 (2009), sections 3.1 and 3.2; RFC 6582 (2012), section 3.2, for `newreno`; RFC 6298 (2011)
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
  /** Duplicates mean nothing until all that was sent before going back is acknowledged: repeated segments cause them too. */
  private wentBackAt = 0
  /** Whether it is in fast recovery, and what had been sent when that began. */
  private recovering = false
  private recoverUntil = 0
  private firstRepair = true
  private readonly timeout: RetransmissionTimeout
  private timer: EventHandle | undefined = undefined
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
    this.timeout = new RetransmissionTimeout(sim, options.minTimeout)
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
    const segments = number - this.oldest
    this.oldest = number
    if (this.next < number) this.next = number
    this.duplicates = 0
    this.attempts = 0
    this.timeout.acknowledged(number)
    if (this.recovering && this.options.congestion === 'newreno' && number < this.recoverUntil)
      return this.repairNext(segments)
    if (this.recovering) this.endRecovery()
    else this.grow()
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
    this.timeout.double()
    this.goBack()
  }

  private grow(): void {
    const grown = this.window + (this.window < this.threshold ? 1 : 1 / this.window)
    this.window = Math.min(grown, this.options.receiveWindow)
  }

  private duplicate(): void {
    if (this.recovering) {
      // A segment has left the network, so another may enter it.
      this.window++
      return this.fill()
    }
    if (this.oldest === this.sent || this.oldest < this.wentBackAt) return
    if (++this.duplicates < DUPLICATES) return
    this.stopTimer()
    if (this.options.congestion === 'tahoe') this.goBack()
    else this.beginRecovery()
  }

  private beginRecovery(): void {
    this.halve()
    // Three segments have left the network: the duplicates say so.
    this.window = this.threshold + DUPLICATES
    this.recovering = true
    this.recoverUntil = this.sent
    this.firstRepair = true
    this.repeatOldest()
    this.fill()
  }

  /** Part of what had been sent before the loss is acknowledged: the segment after it is lost as well. */
  private repairNext(acknowledged: number): void {
    this.window = Math.max(this.window - acknowledged, 0) + 1
    // Only the first of them has the time-out begin anew: where many are missing, starting slowly is quicker.
    if (this.firstRepair) this.stopTimer()
    this.firstRepair = false
    this.repeatOldest()
    this.fill()
  }

  private endRecovery(): void {
    this.recovering = false
    this.window = Math.min(this.threshold, this.options.receiveWindow)
  }

  private goBack(): void {
    this.halve()
    this.window = 1
    this.recovering = false
    this.wentBackAt = this.sent
    this.next = this.oldest
    this.timeout.repeated()
    this.fill()
  }

  private halve(): void {
    this.threshold = Math.max(Math.floor((this.sent - this.oldest) / 2), 2)
    this.duplicates = 0
  }

  private repeatOldest(): void {
    this.timeout.repeated()
    this.retransmissions++
    this.transmit(this.oldest)
    this.startTimer()
  }

  private fill(): void {
    const limit = this.oldest + Math.floor(Math.min(this.window, this.options.receiveWindow))
    while (this.next < this.end && this.next < limit) {
      const segment = this.next++
      if (segment < this.sent) this.retransmissions++
      else {
        this.sent = segment + 1
        this.timeout.sent(segment)
      }
      this.transmit(segment)
    }
    if (this.oldest < this.next) this.startTimer()
  }

  /** Nothing is sent again from now on. */
  close(): void {
    this.end = this.next
    this.oldest = this.next
    this.stopTimer()
  }

  private startTimer(): void {
    this.timer ??= this.sim.schedule(this.timeout.value, this, Order.late)
  }

  private stopTimer(): void {
    if (this.timer !== undefined) this.sim.cancel(this.timer)
    this.timer = undefined
  }
}
