/** What a queue knows of a packet. */
export interface Queued {
  /** Size on the wire. */
  readonly bytes: number
  /** When it joined, seconds; set by the queue. */
  joinedAt: number
}

/** Packets in order of arrival, with their number and bytes: what all queue disciplines keep. */
export class PacketFifo<P extends Queued> {
  /** Packets that wait. */
  length = 0
  /** Their bytes on the wire. */
  bytes = 0
  private ring: (P | undefined)[] = Array.from({ length: 16 }, () => undefined)
  private head = 0

  push(packet: P, now: number): void {
    if (this.length === this.ring.length) this.grow()
    this.ring[(this.head + this.length++) & (this.ring.length - 1)] = packet
    this.bytes += packet.bytes
    packet.joinedAt = now
  }

  peek(): P | undefined {
    return this.length > 0 ? this.ring[this.head] : undefined
  }

  shift(): P | undefined {
    if (this.length === 0) return undefined
    const packet = this.ring[this.head]!
    this.ring[this.head] = undefined
    this.head = (this.head + 1) & (this.ring.length - 1)
    this.length--
    // Fractions of a byte would leave a rest behind.
    this.bytes = this.length === 0 ? 0 : this.bytes - packet.bytes
    return packet
  }

  /** Time that those in the queue have waited so far, summed, seconds. */
  waited(now: number): number {
    let sum = 0
    for (let i = 0; i < this.length; i++) sum += now - this.ring[(this.head + i) & (this.ring.length - 1)]!.joinedAt
    return sum
  }

  private grow(): void {
    const { ring, head } = this
    this.ring = [...ring.slice(head), ...ring.slice(0, head), ...Array.from({ length: ring.length }, () => undefined)]
    this.head = 0
  }
}
