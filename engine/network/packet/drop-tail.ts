import { PacketFifo, type Queued } from './packet-fifo.ts'
import type { QueueDiscipline, QueueSetting } from './queue-discipline.ts'
import { checkedLimits, type QueueLimits } from './require.ts'

/** Drop-tail: who finds no room is dropped. */
export interface DropTailOptions extends QueueLimits {
  kind: 'drop-tail'
}

/** First in, first out, with limits: the packet that arrives is the one dropped. */
export class DropTail<P extends Queued> implements QueueDiscipline<P> {
  readonly queue = new PacketFifo<P>()
  private readonly limits: Required<QueueLimits>

  constructor(options: DropTailOptions, { owner }: Pick<QueueSetting<P>, 'owner'>) {
    this.limits = checkedLimits(options, owner)
  }

  enqueue(packet: P, now: number, idle: boolean): boolean {
    const { queue, limits } = this
    if (!idle && (queue.length + 1 > limits.packets || queue.bytes + packet.bytes > limits.bytes)) return false
    queue.push(packet, now)
    return true
  }

  dequeue(): P | undefined {
    return this.queue.shift()
  }

  readyAt(now: number): number {
    return now
  }
}
