import type { Action, EventHandle, FutureEventList } from './event-list.ts'
import { InstantRing } from './instant-ring.ts'
import { KEY_STRIDE, type Order } from './order.ts'
import { Rung } from './rung.ts'
import { SlotPool } from './slot-pool.ts'
import { SortedBatch } from './sorted-batch.ts'

/** A bucket with at most this many events is sorted at once; a fuller one is spread over a rung of its own. */
const BATCH = 48
/** Insertions may let the sorted batch grow to this size before it is spread over a rung. */
const BATCH_OVERFLOW = 4 * BATCH
/** While no more than this many events are pending beyond the batch's range, all are kept sorted in the batch. */
const FEW = 40
/** Rungs on the ladder at most; events finer than the last rung resolves are sorted as one batch. */
const MAX_RUNGS = 12
/** Cancelled events may stay linked in buckets until they outnumber the live ones by this many. */
const SLACK = 1024

/**
 * Future event list in amortised constant time: a ladder queue (Tang, Goh and Thng, ACM TOMACS 15(3), 2005) laid out
 * in typed arrays, with a ring for events at the current instant.
 *
 * An event waits in an unsorted bucket of a rung and is sorted only when its bucket is next, with the few others in it.
 * Each rung keeps the events beyond its range in an overflow list and is laid out anew over that list when its buckets
 * are used up; a bucket too full to sort becomes a finer rung below. So the layout follows the events, whatever their
 * spacing, and no event is allocated: all live in the slots of one pool.
 */
export class LadderList implements FutureEventList {
  now: number
  key = -1
  size = 0
  private readonly pool = new SlotPool()
  private readonly ring = new InstantRing()
  private readonly batch = new SortedBatch()
  private readonly rungs: Rung[] = []
  /** Rungs in use; rungs[depth - 1] is the finest. Rung 0 is always in use: its overflow list is the far future. */
  private depth = 1
  /**
   * Only the batch is in use, all rungs are empty: then an event is put there without a look at the ladder. A queue or
   * two, M/M/1 for instance, never needs more.
   */
  private onlyBatch = true
  /** While `onlyBatch`, what is due at or before this time belongs into the batch however full it is. */
  private sortedUpTo = -Infinity
  /** Cancelled events that still hold a slot. */
  private dead = 0
  /** A sweep leaves those in the ring and the batch, which drop them soon; this many must gather before the next. */
  private sweepAbove = 0

  constructor(startTime: number) {
    this.now = startTime
    for (let i = 0; i < MAX_RUNGS; i++) this.rungs.push(new Rung())
  }

  insert(time: number, key: number, order: Order, action: Action): number {
    const pool = this.pool
    const batch = this.batch
    const slot = pool.take(action)
    this.size++
    if (time === this.now) {
      pool.stamp[slot + 1] = key
      this.ring.push(slot, order)
    } else if (this.onlyBatch && (time <= this.sortedUpTo || batch.count < FEW)) {
      // The batch holds time and key itself, so the pool need not.
      if (time > this.sortedUpTo) this.sortedUpTo = time
      batch.insert(time, key, slot)
      if (batch.count > BATCH_OVERFLOW) this.spreadBatch()
    } else {
      pool.stamp[slot] = time
      pool.stamp[slot + 1] = key
      this.place(slot, time, key)
    }
    return slot
  }

  handle(slot: number): EventHandle {
    return this.pool.handle(slot)
  }

  cancel(handle: EventHandle): boolean {
    const slot = this.pool.slotOf(handle)
    if (slot < 0) return false
    this.cancelSlot(slot)
    return true
  }

  cancelSlot(slot: number): void {
    this.pool.kill(slot)
    this.size--
    if (++this.dead > this.size + SLACK && this.dead > this.sweepAbove) this.sweep()
  }

  take(limit: number): Action | undefined {
    const { actions } = this.pool
    const batch = this.batch
    for (;;) {
      let slot: number
      let time = this.now
      let key: number
      const order = this.ring.first
      if (order >= 0) {
        if (time > limit) return undefined
        // Pending events of this very instant are older than the ring's, so they lead inside their class.
        if (batch.count > 0 && batch.firstTime() === time && batch.firstKey() < (order + 1) * KEY_STRIDE) {
          key = batch.firstKey()
          slot = batch.take()
        } else {
          slot = this.ring.take(order)
          key = this.pool.stamp[slot + 1]!
        }
      } else {
        if (batch.count === 0 && !this.refill()) return undefined
        time = batch.firstTime()
        if (time > limit) return undefined
        key = batch.firstKey()
        slot = batch.take()
      }
      const action = actions[slot >> 1]
      if (action === undefined) {
        this.bury(slot)
        continue
      }
      this.now = time
      this.key = key
      this.size--
      this.pool.free(slot)
      return action
    }
  }

  peekTime(): number {
    if (this.size === 0) return Infinity
    const batch = this.batch
    // Dead slots at the head hide the first live event.
    for (;;) {
      const order = this.ring.first
      if (order >= 0) {
        const slot = this.ring.peek(order)
        if (this.pool.actions[slot >> 1] !== undefined) return this.now
        this.bury(this.ring.take(order))
        continue
      }
      if (batch.count === 0 && !this.refill()) return Infinity
      if (this.pool.actions[batch.firstSlot() >> 1] !== undefined) return batch.firstTime()
      this.bury(batch.take())
    }
  }

  advance(time: number): void {
    // Events due at `time` must be in the batch before others join the ring at that instant: peekTime loads them.
    this.peekTime()
    this.now = time
  }

  private bury(slot: number): void {
    this.dead--
    this.pool.free(slot)
  }

  /** Puts an event later than `now` into a bucket, an overflow list or the sorted batch. */
  private place(slot: number, time: number, key: number): void {
    if (this.onlyBatch) this.useLadder()
    const { link } = this.pool
    for (let level = 0; level < this.depth; level++) {
      const rung = this.rungs[level]!
      if (time > rung.limit) {
        rung.pushOverflow(slot, link)
        return
      }
      const position = (time - rung.start) * rung.scale
      if (position >= rung.current) {
        rung.pushBucket(slot, position, link)
        return
      }
    }
    this.batch.insert(time, key, slot)
    if (this.batch.count > BATCH_OVERFLOW) this.spreadBatch()
  }

  private useLadder(): void {
    this.onlyBatch = false
    this.rungs[0]!.exhaust(this.sortedUpTo)
  }

  /** Loads the next events into the empty batch; false when there are none. */
  private refill(): boolean {
    this.batch.clear()
    if (this.onlyBatch) {
      this.sortedUpTo = -Infinity
      return false
    }
    for (;;) {
      const rung = this.rungs[this.depth - 1]!
      const list = rung.takeBucket()
      if (list >= 0) {
        this.load(list)
      } else if (rung.overflow >= 0) {
        this.layOut(rung, rung.takeOverflow())
      } else if (this.depth > 1) {
        this.depth--
      } else {
        this.onlyBatch = true
        this.sortedUpTo = -Infinity
        return false
      }
      if (this.batch.count > 0) {
        this.batch.sort()
        return true
      }
    }
  }

  /** Moves one bucket into the batch, or spreads it over a finer rung when it is too full. */
  private load(list: number): void {
    const { link, stamp } = this.pool
    const batch = this.batch
    let slot = list
    while (slot >= 0 && batch.count < BATCH) {
      const following = link[slot]!
      const time = stamp[slot]!
      if (time === time) batch.append(time, stamp[slot + 1]!, slot)
      else this.bury(slot)
      slot = following
    }
    if (slot < 0) return
    if (this.depth === MAX_RUNGS) return this.appendAll(slot)
    const finer = this.rungs[this.depth++]!
    finer.reset()
    this.layOut(finer, batch.relink(slot, link))
  }

  private appendAll(list: number): void {
    const { link, stamp } = this.pool
    for (let slot = list; slot >= 0;) {
      const following = link[slot]!
      const time = stamp[slot]!
      if (time === time) this.batch.append(time, stamp[slot + 1]!, slot)
      else this.bury(slot)
      slot = following
    }
  }

  /**
   * Lays a rung out over the events of a list, one bucket an event on average; few or simultaneous ones go straight to
   * the batch. Lists hold the event inserted last first, and so must buckets, hence the reversal on the way.
   */
  private layOut(rung: Rung, list: number): void {
    const { link, stamp } = this.pool
    let low = Infinity
    let high = -Infinity
    let count = 0
    let live = -1
    for (let slot = list; slot >= 0;) {
      const following = link[slot]!
      const time = stamp[slot]!
      if (time === time) {
        if (time < low) low = time
        if (time > high) high = time
        link[slot] = live
        live = slot
        count++
      } else this.bury(slot)
      slot = following
    }
    if (count <= BATCH || low === high) {
      rung.exhaust(high)
      this.appendAll(live)
      if (this.depth === 1) {
        this.onlyBatch = true
        this.sortedUpTo = high
      }
      return
    }
    rung.divide(low, high, count)
    for (let slot = live; slot >= 0;) {
      const following = link[slot]!
      rung.pushBucket(slot, (stamp[slot]! - low) * rung.scale, link)
      slot = following
    }
  }

  /** Turns an overgrown batch into a rung, but for its events of this very instant, which must stay ahead of the ring's. */
  private spreadBatch(): void {
    if (this.depth === MAX_RUNGS || this.batch.lastTime() === this.batch.firstTime()) return
    const list = this.batch.takeAfter(this.now, BATCH, this.pool)
    if (list < 0) return
    if (this.onlyBatch) this.useLadder()
    const rung = this.rungs[this.depth++]!
    rung.reset()
    this.layOut(rung, list)
  }

  /** Unlinks the cancelled events from all buckets, so that they never outnumber the pending ones. */
  private sweep(): void {
    for (let level = 0; level < this.depth; level++) this.dead -= this.rungs[level]!.sweep(this.pool)
    this.sweepAbove = 2 * this.dead
  }
}
