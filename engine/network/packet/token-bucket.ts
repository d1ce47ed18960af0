import { PacketFifo, type Queued } from './packet-fifo.ts'
import type { QueueDiscipline, QueueSetting } from './queue-discipline.ts'
import { checkedLimits, requireOption, type QueueLimits } from './require.ts'

/** Token bucket: shapes traffic to a rate, bursts up to a size excepted. */
export interface TokenBucketOptions extends QueueLimits {
  kind: 'token-bucket'
  /** Rate at which tokens come, bit/s, > 0 and finite. */
  rate: number
  /** Tokens that the bucket holds, bytes, > 0; full at the start. A larger packet can never be sent and is dropped. */
  burst: number
}

/**
 * A packet goes when the bucket holds as many tokens as it has bytes, and takes them along.
 * @source ns-3 TbfQueueDisc (case E9), without its second bucket for the peak rate
 */
export class TokenBucket<P extends Queued> implements QueueDiscipline<P> {
  readonly queue = new PacketFifo<P>()
  /** Tokens when last looked at, bytes. */
  tokens: number
  private readonly limits: Required<QueueLimits>
  private readonly burst: number
  private readonly bytesPerSecond: number
  private filledAt = -Infinity
  /** When the first packet may go, as told by `readyAt`: rounding may leave a trace of a token missing then. */
  private promised = Infinity

  constructor(options: TokenBucketOptions, { owner }: Pick<QueueSetting<P>, 'owner'>) {
    const { rate, burst } = options
    requireOption(rate > 0 && rate < Infinity, owner, 'queue.rate', rate, 'a finite number of bits per second > 0')
    requireOption(burst > 0 && burst < Infinity, owner, 'queue.burst', burst, 'a finite number of bytes > 0')
    this.limits = checkedLimits(options, owner)
    this.burst = burst
    this.tokens = burst
    this.bytesPerSecond = rate / 8
  }

  enqueue(packet: P, now: number, idle: boolean): boolean {
    const { queue, limits, burst } = this
    if (packet.bytes > burst) return false
    const room = queue.length + 1 <= limits.packets && queue.bytes + packet.bytes <= limits.bytes
    if (!room && !(idle && queue.length === 0 && this.refill(now) >= packet.bytes)) return false
    queue.push(packet, now)
    return true
  }

  dequeue(now: number): P | undefined {
    const packet = this.queue.peek()
    if (packet === undefined || (this.refill(now) < packet.bytes && now < this.promised)) return undefined
    this.promised = Infinity
    this.tokens = Math.max(0, this.tokens - packet.bytes)
    return this.queue.shift()
  }

  readyAt(now: number): number {
    const packet = this.queue.peek()
    if (packet === undefined) return Infinity
    const missing = packet.bytes - this.refill(now)
    this.promised = missing > 0 ? now + missing / this.bytesPerSecond : now
    return this.promised
  }

  private refill(now: number): number {
    // The bucket is full at the start, whenever that is.
    if (now > this.filledAt) {
      this.tokens = Math.min(this.burst, this.tokens + (now - this.filledAt) * this.bytesPerSecond)
      this.filledAt = now
    }
    return this.tokens
  }
}
