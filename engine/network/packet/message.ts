import { perform, type Action, type Arrival } from '../../time/event-list.ts'
import type { DropReason } from '../carrier.ts'

/** A message in several packets: delivered when the last of them is in, lost when any of them is. */
export class Message implements Arrival {
  /** Told of each packet that is dropped; made once, as messages are used again. */
  readonly onFragmentDropped: (reason: DropReason) => void
  private left = 0
  private failed = false
  private onDelivered: Action | undefined = undefined
  private onDropped: ((reason: DropReason) => void) | undefined = undefined
  private readonly free: Message[]

  private constructor(free: Message[]) {
    this.free = free
    this.onFragmentDropped = (reason) => {
      const first = !this.failed
      this.failed = true
      const { onDropped } = this
      this.settle()
      if (first) onDropped?.(reason)
    }
  }

  /** @param free messages that are not in use */
  static of(
    free: Message[],
    packets: number,
    onDelivered: Action,
    onDropped: ((reason: DropReason) => void) | undefined,
  ): Message {
    const message = free.pop() ?? new Message(free)
    message.left = packets
    message.failed = false
    message.onDelivered = onDelivered
    message.onDropped = onDropped
    return message
  }

  /** One of the packets is in. */
  arrive(): void {
    const { failed, onDelivered } = this
    if (this.settle() && !failed) perform(onDelivered!)
  }

  /** Counts a packet off; true when it was the last, and the message may be used again. */
  private settle(): boolean {
    if (--this.left > 0) return false
    this.onDelivered = undefined
    this.onDropped = undefined
    this.free.push(this)
    return true
  }
}

/**
 * Sends a message that is too long for one packet.
 * @param free messages that are not in use
 * @param mtu bytes of it that fit into a packet
 * @param send sends one packet
 */
export function sendInPackets(
  free: Message[],
  bytes: number,
  mtu: number,
  onDelivered: Action,
  onDropped: ((reason: DropReason) => void) | undefined,
  send: (bytes: number, onDelivered: Action, onDropped: (reason: DropReason) => void) => void,
): void {
  const packets = Math.ceil(bytes / mtu)
  const message = Message.of(free, packets, onDelivered, onDropped)
  const { onFragmentDropped } = message
  for (let i = 1; i < packets; i++) send(mtu, message, onFragmentDropped)
  send(bytes - (packets - 1) * mtu, message, onFragmentDropped)
}
