import { SimulationError } from '../../errors.ts'
import type { Counter } from '../../monitor/counter.ts'
import type { Simulation } from '../../simulation.ts'
import { Wait, type Waitable, type Waiter } from '../../process/waitable.ts'
import type { Carrier } from '../carrier.ts'
import { AckInTransit, MessageInTransit } from './in-transit.ts'
import { Outgoing } from './outgoing.ts'
import { Receiver } from './receiver.ts'
import { checkReliable, type ReliableOptions, type ReliableSettings } from './reliable-options.ts'

/** Thrown where a process waits for the acknowledgement of a message that is given up. */
export class DeliveryFailed extends SimulationError {
  override readonly name = 'DeliveryFailed'
}

/**
 * Messages from one host to another over a network that may lose, delay and overtake: numbered, acknowledged one by one
 * and all together, repeated with back-off until they are, and handed over once each. Selective repeat with a window.
 *
 * A message that was transmitted `maxAttempts` times and not acknowledged is given up. In order, this breaks the channel:
 * all that waits fails with it, and so does what is sent later. The state of both ends is kept here and not on the hosts:
 * a model in which a crash loses it closes the channel in `onCrash`.
 */
export class ReliableChannel<T = undefined> {
  readonly from: number
  readonly to: number
  readonly name: string
  readonly carrier: Carrier
  readonly options: ReliableSettings<T>
  /** Transmissions of messages, the first ones and repetitions. */
  readonly transmissions: Counter
  /** Repetitions. */
  readonly retransmissions: Counter
  /** Copies that arrived when the message had arrived before. */
  readonly duplicates: Counter
  private readonly onFailed: ((payload: T, sequence: number) => void) | undefined
  private readonly receiver: Receiver<T>
  /** Messages that are not settled, by sequence number. */
  private readonly unsettled = new Map<number, Outgoing<T>>()
  /** Lowest sequence number that is not settled: neither acknowledged nor given up. */
  private base = 0
  /** Sequence number of the next message to be transmitted for the first time. */
  private nextToTransmit = 0
  private nextSequence = 0
  private broken = false
  private readonly idle: Outgoing<T>[] = []
  private readonly idleMessages: MessageInTransit<T>[] = []
  private readonly idleAcks: AckInTransit<T>[] = []

  constructor(carrier: Carrier, options: ReliableOptions<T>) {
    const { from, to, name = `${from}->${to}`, onFailed, ...rest } = options
    this.options = {
      backoff: 2,
      maxTimeout: Infinity,
      maxAttempts: 10,
      window: 16,
      inOrder: true,
      headerBytes: 0,
      ackBytes: 0,
      ...rest,
    }
    this.from = from
    this.to = to
    this.name = name
    this.carrier = carrier
    this.onFailed = onFailed
    checkReliable(carrier, from, to, name, this.options)
    this.receiver = new Receiver(this.options.inOrder, this.options.onReceived)
    const { sim } = carrier
    this.transmissions = sim.counter(`${name}.transmissions`)
    this.retransmissions = sim.counter(`${name}.retransmissions`)
    this.duplicates = sim.counter(`${name}.duplicates`)
  }

  get sim(): Simulation {
    return this.carrier.sim
  }

  /** Messages sent that are neither acknowledged nor given up. */
  get pending(): number {
    return this.unsettled.size
  }

  /** Whether the channel is closed, or broken by a message that was given up. */
  get closed(): boolean {
    return this.broken
  }

  /**
   * Sends a message, when the window has room for it.
   * @param bytes size without header, finite, >= 0
   * @returns its sequence number, from 0
   * @throws SimulationError when the channel is closed
   */
  send(bytes: number, payload: T): number {
    return this.enqueue(bytes, payload, undefined)
  }

  /**
   * Sends a message when the wait begins, and waits until it is acknowledged. Who gives up waiting does not take the
   * message back.
   * @throws DeliveryFailed, where the process waits, when the message is given up
   */
  deliver(bytes: number, payload: T): Waitable<void> {
    return new Delivery(this, bytes, payload)
  }

  /** Ends the channel: all that is not acknowledged fails, and what is under way is ignored. */
  close(): void {
    this.broken = true
    for (const sequence of this.unsettled.keys()) this.fail(sequence, 'the channel was closed')
  }

  /** Kernel side of `send` and `deliver`. */
  enqueue(bytes: number, payload: T, delivery: Delivery<T> | undefined): number {
    if (this.broken) throw new SimulationError(`Channel "${this.name}" is closed, or broken by a message given up.`)
    if (!(bytes >= 0 && bytes < Infinity))
      throw new SimulationError(`Channel "${this.name}", a message of ${bytes} bytes: expected a finite number >= 0.`)
    const sequence = this.nextSequence++
    const message = this.idle.pop() ?? new Outgoing<T>(this)
    message.begin(sequence, bytes, payload, delivery)
    this.unsettled.set(sequence, message)
    this.fillWindow()
    return sequence
  }

  /** Outgoing's side: puts a copy of the message on the wire. */
  transmit({ sequence, bytes, payload, attempts }: Outgoing<T>): void {
    this.transmissions.increment()
    if (attempts > 1) this.retransmissions.increment()
    const copy = this.idleMessages.pop() ?? new MessageInTransit<T>(this)
    copy.sequence = sequence
    copy.bytes = bytes
    copy.payload = payload
    copy.base = this.base
    this.carrier.send(this.from, this.to, bytes + this.options.headerBytes, copy, copy.dropped)
  }

  /** Outgoing's side: the message has been repeated often enough. */
  giveUp({ sequence, attempts }: Outgoing<T>): void {
    const reason = `it was not acknowledged in ${attempts} attempts`
    if (!this.options.inOrder) {
      this.fail(sequence, reason)
      this.advance()
      return
    }
    // The receiver would wait for it for ever, and with it for all behind it.
    this.broken = true
    for (const each of this.unsettled.keys()) this.fail(each, reason)
  }

  /** A copy has arrived at the receiver. */
  received(copy: MessageInTransit<T>): void {
    const { sequence, bytes, payload, base } = copy
    this.releaseMessage(copy)
    if (this.broken) return
    // Acknowledged even when it has come before: then the acknowledgement was lost.
    if (!this.receiver.accept(sequence, base, payload as T, bytes)) this.duplicates.increment()
    const ack = this.idleAcks.pop() ?? new AckInTransit<T>(this)
    ack.sequence = sequence
    ack.below = this.receiver.next
    this.carrier.send(this.to, this.from, this.options.ackBytes, ack, ack.dropped)
  }

  /** An acknowledgement has arrived at the sender. */
  acknowledged(ack: AckInTransit<T>): void {
    const { sequence, below } = ack
    this.idleAcks.push(ack)
    this.settle(sequence)
    for (let each = this.base; each < below; each++) this.settle(each)
    this.advance()
  }

  /** In transit's side: may serve again. */
  releaseMessage(copy: MessageInTransit<T>): void {
    copy.payload = undefined
    this.idleMessages.push(copy)
  }

  /** In transit's side: may serve again. */
  releaseAck(ack: AckInTransit<T>): void {
    this.idleAcks.push(ack)
  }

  private settle(sequence: number): void {
    const message = this.unsettled.get(sequence)
    if (message === undefined) return
    this.unsettled.delete(sequence)
    const { delivery } = message
    message.end()
    this.idle.push(message)
    delivery?.succeed()
  }

  private fail(sequence: number, reason: string): void {
    const message = this.unsettled.get(sequence)
    if (message === undefined) return
    this.unsettled.delete(sequence)
    const { delivery, payload } = message
    message.end()
    this.idle.push(message)
    this.onFailed?.(payload as T, sequence)
    if (delivery === undefined) return
    const error = new DeliveryFailed(`Message ${sequence} of channel "${this.name}" did not get through: ${reason}.`)
    // In an event of its own, because a process may have closed the channel and still runs.
    this.sim.schedule(0, () => delivery.fail(error))
  }

  /** Moves the window on. */
  private advance(): void {
    while (this.base < this.nextToTransmit && !this.unsettled.has(this.base)) this.base++
    this.fillWindow()
  }

  private fillWindow(): void {
    const limit = this.base + this.options.window
    while (this.nextToTransmit < this.nextSequence && this.nextToTransmit < limit && !this.broken)
      this.unsettled.get(this.nextToTransmit++)!.transmit()
  }
}

/** The wait of a process for an acknowledgement. */
export class Delivery<T> extends Wait<void> {
  private readonly channel: ReliableChannel<T>
  private readonly bytes: number
  private readonly payload: T
  private waiter: Waiter | undefined = undefined

  constructor(channel: ReliableChannel<T>, bytes: number, payload: T) {
    super()
    this.channel = channel
    this.bytes = bytes
    this.payload = payload
  }

  attach(waiter: Waiter): void {
    this.waiter = waiter
    this.channel.enqueue(this.bytes, this.payload, this)
  }

  detach(): void {
    this.waiter = undefined
  }

  describe(): string {
    return `acknowledgement on channel "${this.channel.name}"`
  }

  succeed(): void {
    this.waiter?.wake(undefined)
  }

  fail(error: DeliveryFailed): void {
    this.waiter?.fail(error)
  }
}
