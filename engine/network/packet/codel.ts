import { PacketFifo, type Queued } from './packet-fifo.ts'
import type { QueueDiscipline, QueueSetting } from './queue-discipline.ts'
import { checkedLimits, requireOption, type QueueLimits } from './require.ts'

/** Controlled delay. */
export interface CoDelOptions extends QueueLimits {
  kind: 'codel'
  /** Wait that is acceptable as a standing one, seconds, > 0; default 0.005. */
  target?: number
  /** How long waits must stay above the target before a packet is dropped, seconds, > 0; default 0.1. */
  interval?: number
}

/**
 * Drops from the head of the queue once all packets have waited longer than `target` for an `interval`, then more and
 * more often until the wait is short. Beyond `packets` or `bytes` it drops at the tail as well.
 * @source K. Nichols, V. Jacobson, A. McGregor and J. Iyengar, "Controlled Delay Active Queue Management", RFC 8289
 *   (2018), section 5
 */
export class CoDel<P extends Queued> implements QueueDiscipline<P> {
  readonly queue = new PacketFifo<P>()
  private readonly limits: Required<QueueLimits>
  private readonly target: number
  private readonly interval: number
  private readonly onDrop: (packet: P) => void
  /** When waits will have been above target for an interval, seconds; Infinity while they are below. */
  private firstAbove = Infinity
  private dropping = false
  private dropNext = 0
  private count = 0
  private lastCount = 0
  private largest = 0

  constructor(options: CoDelOptions, { owner, onDrop }: Pick<QueueSetting<P>, 'owner' | 'onDrop'>) {
    const { target = 0.005, interval = 0.1 } = options
    requireOption(target > 0 && target < Infinity, owner, 'queue.target', target, 'a finite number of seconds > 0')
    requireOption(
      interval > 0 && interval < Infinity,
      owner,
      'queue.interval',
      interval,
      'a finite number of seconds > 0',
    )
    this.limits = checkedLimits(options, owner)
    this.target = target
    this.interval = interval
    this.onDrop = onDrop
  }

  enqueue(packet: P, now: number, idle: boolean): boolean {
    const { queue, limits } = this
    if (!idle && (queue.length + 1 > limits.packets || queue.bytes + packet.bytes > limits.bytes)) return false
    if (packet.bytes > this.largest) this.largest = packet.bytes
    queue.push(packet, now)
    return true
  }

  dequeue(now: number): P | undefined {
    let packet = this.queue.shift()
    let late = this.isLate(packet, now)
    if (this.dropping) {
      if (!late) this.dropping = false
      while (this.dropping && now >= this.dropNext) {
        this.onDrop(packet!)
        this.count++
        packet = this.queue.shift()
        late = this.isLate(packet, now)
        if (late) this.dropNext = this.after(this.dropNext)
        else this.dropping = false
      }
    } else if (late) {
      this.onDrop(packet!)
      packet = this.queue.shift()
      this.isLate(packet, now)
      this.startDropping(now)
    }
    return packet
  }

  readyAt(now: number): number {
    return now
  }

  /** Whether waits have been above target for an interval, and this packet's is. */
  private isLate(packet: P | undefined, now: number): boolean {
    // One packet's worth of queue is no standing queue, however slow the link.
    if (packet === undefined || now - packet.joinedAt < this.target || this.queue.bytes <= this.largest) {
      this.firstAbove = Infinity
      return false
    }
    if (this.firstAbove === Infinity) this.firstAbove = now + this.interval
    return now >= this.firstAbove
  }

  private startDropping(now: number): void {
    this.dropping = true
    // Soon after the last spell, it goes on near the rate that was enough then.
    const delta = this.count - this.lastCount
    this.count = delta > 1 && now - this.dropNext < 16 * this.interval ? delta : 1
    this.dropNext = this.after(now)
    this.lastCount = this.count
  }

  private after(time: number): number {
    return time + this.interval / Math.sqrt(this.count)
  }
}
