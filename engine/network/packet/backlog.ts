import type { QueueLimits } from './require.ts'

const MOST_PLACES = 0x3fffffff

/**
 * Packets that wait for a transmission whose start is known: a drop-tail queue without an event when a packet leaves it.
 * Those that have begun are forgotten when somebody looks, or when the memory for them is full: many at once, which the
 * processor predicts, instead of one or two or none a packet, which it does not.
 */
export class Backlog {
  /** Packets that had not begun when last looked at. */
  count = 0
  /** Their bytes on the wire. */
  bytes = 0
  /** Start and size of each by turns, oldest first; circular. Nothing is stored for a link on which nobody ever waits. */
  private ring = new Float64Array(0)
  /** Index of the oldest, an even number. */
  private first = 0

  /** Packets that may wait: an integer, which costs less to compare, and more than memory has room for where any may. */
  private readonly places: number
  private readonly room: number
  private readonly roomIsLimited: boolean

  /** @param limits packets and bytes that may wait, Infinity: any */
  constructor({ packets, bytes }: Required<QueueLimits>) {
    this.places = Math.min(Math.floor(packets), MOST_PLACES)
    this.room = bytes
    this.roomIsLimited = bytes < Infinity
  }

  /** Notes a packet that will begin at `start`; false when there is no room for it. */
  join(start: number, size: number, now: number): boolean {
    // They begin in order, so there is no place exactly while the one that many places ahead has not begun. Where none
    // may wait there is none ahead either, which is no number and not before now.
    const ahead = this.count - this.places
    if (ahead >= 0 && !(this.ring[(this.first + ahead * 2) & (this.ring.length - 1)]! <= now)) return false
    if (this.roomIsLimited && this.bytes + size > this.room) {
      this.forget(now)
      if (this.bytes + size > this.room) return false
    }
    if (this.count * 2 === this.ring.length) this.makeRoom(now)
    const { ring } = this
    const at = (this.first + this.count * 2) & (ring.length - 1)
    ring[at] = start
    ring[at + 1] = size
    this.count++
    this.bytes += size
    return true
  }

  /** Forgets those that have begun. */
  forget(now: number): void {
    const { ring } = this
    while (this.count > 0 && ring[this.first]! <= now) {
      this.count--
      // Fractions of a byte would leave a rest behind.
      this.bytes = this.count === 0 ? 0 : this.bytes - ring[this.first + 1]!
      this.first = (this.first + 2) & (ring.length - 1)
    }
  }

  /** Time that those who wait will yet have to, summed, seconds. */
  ahead(now: number): number {
    this.forget(now)
    let sum = 0
    for (let i = 0; i < this.count; i++) sum += this.ring[(this.first + i * 2) & (this.ring.length - 1)]! - now
    return sum
  }

  clear(): void {
    this.count = 0
    this.bytes = 0
  }

  private makeRoom(now: number): void {
    this.forget(now)
    const { ring, first } = this
    if (this.count * 4 < ring.length) return
    const grown = new Float64Array(Math.max(32, ring.length * 2))
    grown.set(ring.subarray(first))
    grown.set(ring.subarray(0, first), ring.length - first)
    this.ring = grown
    this.first = 0
  }
}
