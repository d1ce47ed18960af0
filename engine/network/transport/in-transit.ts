import type { Arrival } from '../../time/event-list.ts'
import type { ReliableChannel } from './reliable.ts'

/** A copy of a message on the wire; serves one after the other. */
export class MessageInTransit<T> implements Arrival {
  sequence = 0
  bytes = 0
  payload: T | undefined = undefined
  /** The sender has settled all sequence numbers below this. */
  base = 0
  private readonly channel: ReliableChannel<T>
  readonly dropped = (): void => this.channel.releaseMessage(this)

  constructor(channel: ReliableChannel<T>) {
    this.channel = channel
  }

  arrive(): void {
    this.channel.received(this)
  }
}

/** An acknowledgement on the wire; serves one after the other. */
export class AckInTransit<T> implements Arrival {
  /** The message that was received. */
  sequence = 0
  /** All below have been received. */
  below = 0
  private readonly channel: ReliableChannel<T>
  readonly dropped = (): void => this.channel.releaseAck(this)

  constructor(channel: ReliableChannel<T>) {
    this.channel = channel
  }

  arrive(): void {
    this.channel.acknowledged(this)
  }
}
