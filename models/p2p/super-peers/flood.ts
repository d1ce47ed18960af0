import type { Overlay } from './overlay.ts'

/** Clusters whose links are fetched from memory at the same time. */
const TOGETHER = 16

/**
 * Floods of queries among the clusters of an overlay, one at a time. What a message touches is kept small, so that it stays
 * in the second cache with a million peers: counts of messages and not of bytes, and a bit for whom the query has reached.
 */
export class Flood {
  /** Messages that carry a query, by the cluster that gets them and by the one that sends them. */
  readonly received: Int32Array
  readonly sent: Int32Array
  /** Messages of all clusters. */
  forwarded = 0
  /** Of these, messages to clusters that had the query. */
  duplicates = 0
  /** Clusters that the last query has reached, the one that asks included. */
  tail = 0
  /** These clusters in the order in which they got it: `queue[0 .. tail)`; and the place in it of the one each has it from. */
  readonly queue: Int32Array
  readonly from: Int32Array
  private readonly overlay: Overlay
  /** Super-peers of each cluster that are up. */
  private readonly up: Uint8Array
  /** A bit for each cluster that has the query. */
  private readonly reached: Int32Array
  /** Where the rows of neighbours begin and end, of the clusters whose turn it is. */
  private readonly begins = new Int32Array(TOGETHER)
  private readonly ends = new Int32Array(TOGETHER)
  /** What was read to be fetched, kept so that no compiler leaves it out. */
  protected seen = 0

  constructor(overlay: Overlay, up: Uint8Array) {
    const { clusters } = overlay
    this.overlay = overlay
    this.up = up
    this.received = new Int32Array(clusters)
    this.sent = new Int32Array(clusters)
    this.queue = new Int32Array(clusters)
    this.from = new Int32Array(clusters)
    this.reached = new Int32Array((clusters + 31) >>> 5)
  }

  /** Forgets what has been counted. */
  reset(): void {
    this.forgetMessages()
    this.forwarded = this.duplicates = 0
  }

  /** Forgets how many messages each cluster has got and sent. */
  forgetMessages(): void {
    this.received.fill(0)
    this.sent.fill(0)
  }

  /** Every cluster that hears the query for the first time, less than `ttl` hops away, tells all but the one it has it from. */
  flood(origin: number, ttl: number): void {
    if (this.overlay.complete) this.floodComplete(origin, ttl)
    else this.floodRows(origin, ttl)
  }

  private floodRows(origin: number, ttl: number): void {
    const { queue, from, reached, up, received, sent, begins, ends } = this
    const { neighbour } = this.overlay
    // Counted in variables: a field of `this` would be written to memory with each message.
    let forwarded = 0
    let duplicates = 0
    let head = 0
    let tail = 1
    queue[0] = origin
    reached[origin >>> 5]! |= 1 << (origin & 31)
    for (let hop = 1; hop <= ttl && head < tail; hop++) {
      const level = tail
      while (head < level) {
        const count = Math.min(TOGETHER, level - head)
        this.fetchRows(head, count)
        for (let k = 0; k < count; k++, head++) {
          const back = head === 0 ? -1 : queue[from[head]!]!
          let told = 0
          for (let i = begins[k]!, end = ends[k]!; i < end; i++) {
            const other = neighbour[i]!
            if (other === back) continue
            told++
            // Nobody is there to hear it.
            if (up[other] === 0) continue
            received[other]!++
            const bit = 1 << (other & 31)
            const bits = reached[other >>> 5]!
            if ((bits & bit) !== 0) {
              duplicates++
              continue
            }
            reached[other >>> 5] = bits | bit
            from[tail] = head
            queue[tail++] = other
          }
          sent[queue[head]!]! += told
          forwarded += told
        }
      }
    }
    for (let i = 0; i < tail; i++) reached[queue[i]! >>> 5] = 0
    this.tail = tail
    this.forwarded += forwarded
    this.duplicates += duplicates
  }

  /**
   * Looks up where the rows of some clusters of the queue are, and reads one neighbour of each to no other end than that it
   * is fetched. In a large overlay both are far from the processor; in loops that decide nothing it waits for many at a
   * time, and for one at a time where it has to guess what comes next.
   */
  private fetchRows(head: number, count: number): void {
    const { queue, begins, ends } = this
    const { start, neighbour } = this.overlay
    for (let k = 0; k < count; k++) {
      const at = queue[head + k]!
      begins[k] = start[at]!
      ends[k] = start[at + 1]!
    }
    let seen = 0
    for (let k = 0; k < count; k++) seen |= neighbour[begins[k]!]!
    this.seen = seen
  }

  /** All others are one hop away; with a second hop each that is up tells each but the origin, in vain. */
  private floodComplete(origin: number, ttl: number): void {
    const { queue, from, up, received, sent } = this
    const others = this.overlay.clusters - 1
    let listening = -1
    for (let other = 0; other <= others; other++) if (up[other]! > 0) listening++
    const told = ttl > 1 ? others - 1 : 0
    const heard = ttl > 1 ? listening - 1 : 0
    let tail = 1
    queue[0] = origin
    for (let other = 0; other <= others; other++) {
      if (up[other] === 0 || other === origin) continue
      from[tail] = 0
      queue[tail++] = other
      received[other]! += 1 + heard
      sent[other]! += told
    }
    sent[origin]! += others
    this.tail = tail
    this.forwarded += others + listening * told
    this.duplicates += listening * heard
  }
}
