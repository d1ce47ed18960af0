import type { SlotPool } from './slot-pool.ts'

/** Buckets of a rung at most: beyond it a bucket holds several events and is spread over a finer rung when its turn comes. */
const MAX_BUCKETS = 1 << 20
/** Slightly under one, so that the latest event of a rung falls inside its last bucket whatever the rounding. */
const SHRINK = 1 - 1e-9

/**
 * One rung of the ladder: equal time intervals from `start`, a linked list of slots for each, and a list of everything
 * after `limit`. Buckets before `current` are used up; an event that would fall there belongs to a finer rung.
 */
export class Rung {
  start = 0
  /** Buckets per second. */
  scale = 0
  /** Latest time the buckets cover; with no buckets every time is beyond it. */
  limit = -Infinity
  /** First bucket not used up. */
  current = 1
  /** First slot of the overflow list, -1 when it is empty. */
  overflow = -1
  private buckets = 0
  private heads = new Int32Array(0)

  /** No buckets, no overflow. */
  reset(): void {
    this.exhaust(-Infinity)
    this.overflow = -1
  }

  /** No buckets left, while events up to `limit` are being taken from the batch or finer rungs. */
  exhaust(limit: number): void {
    this.start = 0
    this.scale = 0
    this.limit = limit
    this.buckets = 0
    this.current = 1
  }

  /** One bucket an event, over [low, high]. */
  divide(low: number, high: number, count: number): void {
    const buckets = Math.min(count, MAX_BUCKETS)
    if (this.heads.length < buckets) this.heads = new Int32Array(buckets * 2)
    this.heads.fill(-1, 0, buckets)
    this.buckets = buckets
    this.start = low
    this.limit = high
    this.scale = Math.min((buckets * SHRINK) / (high - low), Number.MAX_VALUE)
    this.current = 0
  }

  pushBucket(slot: number, position: number, link: Int32Array): void {
    // Truncation is exact here: 0 <= position < 2^20.
    const bucket = position | 0
    link[slot] = this.heads[bucket]!
    this.heads[bucket] = slot
  }

  pushOverflow(slot: number, link: Int32Array): void {
    link[slot] = this.overflow
    this.overflow = slot
  }

  /** The next non-empty bucket's list, which leaves the rung; -1 when none is left. */
  takeBucket(): number {
    const heads = this.heads
    const buckets = this.buckets
    let bucket = this.current
    while (bucket < buckets && heads[bucket]! < 0) bucket++
    if (bucket >= buckets) {
      // One past the last bucket: no position reaches it, so what comes next before `limit` goes to a finer level.
      this.current = Math.max(buckets, 1)
      return -1
    }
    this.current = bucket + 1
    const list = heads[bucket]!
    heads[bucket] = -1
    return list
  }

  takeOverflow(): number {
    const list = this.overflow
    this.overflow = -1
    return list
  }

  /** Unlinks cancelled events; returns how many there were. */
  sweep(pool: SlotPool): number {
    let removed = 0
    const keepLive = (list: number): number => {
      let live = -1
      let last = -1
      for (let slot = list; slot >= 0;) {
        const following = pool.link[slot]!
        if (pool.actions[slot >> 1] === undefined) {
          pool.free(slot)
          removed++
        } else {
          if (last < 0) live = slot
          else pool.link[last] = slot
          last = slot
        }
        slot = following
      }
      if (last >= 0) pool.link[last] = -1
      return live
    }
    this.overflow = keepLive(this.overflow)
    for (let bucket = this.current; bucket < this.buckets; bucket++) this.heads[bucket] = keepLive(this.heads[bucket]!)
    return removed
  }
}
