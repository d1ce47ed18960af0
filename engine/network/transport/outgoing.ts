import type { Arrival, EventHandle } from '../../time/event-list.ts'
import { Order } from '../../time/order.ts'
import type { Delivery, ReliableChannel } from './reliable.ts'

/** A message that waits for its acknowledgement, and the event of its repetition. Serves one after the other. */
export class Outgoing<T> implements Arrival {
  sequence = 0
  bytes = 0
  payload: T | undefined = undefined
  /** Transmissions so far. */
  attempts = 0
  /** The process that waits for it, if one does. */
  delivery: Delivery<T> | undefined = undefined
  private readonly channel: ReliableChannel<T>
  private timeout = 0
  private timer: EventHandle | undefined = undefined

  constructor(channel: ReliableChannel<T>) {
    this.channel = channel
  }

  begin(sequence: number, bytes: number, payload: T, delivery: Delivery<T> | undefined): void {
    this.sequence = sequence
    this.bytes = bytes
    this.payload = payload
    this.delivery = delivery
    this.attempts = 0
    this.timeout = this.channel.options.timeout
  }

  /** Puts a copy on the wire and sets the time of the next. */
  transmit(): void {
    const { channel } = this
    this.attempts++
    // Late: an acknowledgement that comes at the very instant of the time-out is in time.
    this.timer = channel.sim.schedule(this.timeout, this, Order.late)
    channel.transmit(this)
  }

  /** The time-out. */
  arrive(): void {
    const { backoff, maxTimeout, maxAttempts } = this.channel.options
    this.timer = undefined
    if (this.attempts >= maxAttempts) return this.channel.giveUp(this)
    this.timeout = Math.min(this.timeout * backoff, maxTimeout)
    this.transmit()
  }

  /** The message is settled. */
  end(): void {
    if (this.timer !== undefined) this.channel.sim.cancel(this.timer)
    this.timer = undefined
    this.payload = this.delivery = undefined
  }
}
