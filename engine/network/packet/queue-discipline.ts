import { SimulationError } from '../../errors.ts'
import type { RandomStream } from '../../random/stream.ts'
import { CoDel, type CoDelOptions } from './codel.ts'
import { DropTail, type DropTailOptions } from './drop-tail.ts'
import type { PacketFifo, Queued } from './packet-fifo.ts'
import { RandomEarlyDetection, type RedOptions } from './red.ts'
import { TokenBucket, type TokenBucketOptions } from './token-bucket.ts'

/** How packets wait for a link, by the name of the rule and its settings. */
export type QueueOptions = DropTailOptions | RedOptions | CoDelOptions | TokenBucketOptions

/** The rule by which packets wait, are sent and are dropped. First come, first served in all of them. */
export interface QueueDiscipline<P extends Queued> {
  /** Who waits; the packet in transmission does not. */
  readonly queue: PacketFifo<P>
  /**
   * A packet arrives.
   * @param idle whether nothing is in transmission: then the packet is asked for next, and no room is needed for it
   * @returns false when it is refused
   */
  enqueue(packet: P, now: number, idle: boolean): boolean
  /** The packet to transmit next; undefined when none may go now. */
  dequeue(now: number): P | undefined
  /** When to ask for a packet again, after none was given though some wait, seconds. */
  readyAt(now: number): number
}

/** What a discipline is made with. */
export interface QueueSetting<P extends Queued> {
  /** Begins error messages, such as `Link "a"`. */
  owner: string
  /** Told of each packet that is dropped after it had joined. */
  onDrop: (packet: P) => void
  /** How long the link transmits a packet of that size, seconds. */
  transmissionTime: (bytes: number) => number
  /** Asked for only when there is something to draw. */
  stream: () => RandomStream
}

/** @throws SimulationError when a setting makes no sense */
export function queueDiscipline<P extends Queued>(options: QueueOptions, setting: QueueSetting<P>): QueueDiscipline<P> {
  switch (options.kind) {
    case 'drop-tail':
      return new DropTail(options, setting)
    case 'red':
      return new RandomEarlyDetection(options, setting)
    case 'codel':
      return new CoDel(options, setting)
    case 'token-bucket':
      return new TokenBucket(options, setting)
    default:
      throw new SimulationError(
        `${setting.owner}, queue.kind = "${(options as { kind: string }).kind}": expected drop-tail, red, codel or ` +
          'token-bucket.',
      )
  }
}
