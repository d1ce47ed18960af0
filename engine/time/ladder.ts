import { Rung } from './rung.ts'
import { SortedBatch } from './sorted-batch.ts'

/** A bucket with at most this many events is sorted at once; a fuller one is spread over a rung of its own. */
const BATCH = 48
/** More pending events than this are too many for the fast caches. */
const MANY = 4096
/** With so many, buckets are taken into the batch until it holds this many events. */
const TOGETHER = 12
/** Insertions may let the sorted batch grow to this size before it is spread over a rung. */
const BATCH_OVERFLOW = 4 * BATCH
/** While no more than this many events are pending beyond the batch's range, all are kept sorted in the batch. */
const FEW = 40
/** Rungs on the ladder at most; events finer than the last rung resolves are sorted as one batch. */
const MAX_RUNGS = 12

/**
 * The later events of a ladder queue (Tang, Goh and Thng, ACM TOMACS 15(3), 2005), laid out in typed arrays.
 *
 * An event waits in an unsorted bucket of a rung and is sorted only when its bucket is next, with the few others in it.
 * Each rung keeps the events beyond its range in an overflow list and is laid out anew over that list when its buckets
 * are used up; a bucket too full to sort becomes a finer rung below. So the layout follows the events, whatever their
 * spacing, and no event is allocated: all live in the slots of one pool.
 */
export abstract class Ladder extends SortedBatch {
  now: number
  protected insertions = 0
  /** Events that are not pending any more: counted instead of the pending ones, one count less for every insertion. */
  protected removals = 0
  private readonly rungs: Rung[] = []
  /** Rungs in use; rungs[depth - 1] is the finest. Rung 0 is always in use: its overflow list is the far future. */
  private depth = 1
  /**
   * Only the batch is in use, all rungs are empty: then an event is put there without a look at the ladder. A queue or
   * two, M/M/1 for instance, never needs more.
   */
  private onlyBatch = true
  /**
   * Entries of the batch may be appended before this index: while `onlyBatch`, some `FEW` after its head when that was last
   * looked at. One comparison tells a small model that its event can go there at once.
   */
  protected brim = -1
  /** While `onlyBatch`, what is due at or before this time belongs into the batch however full it is. */
  protected sortedUpTo = -Infinity
  /** Cancelled events that still hold a slot. */
  protected dead = 0
  /** Written so that reads ahead have a purpose that a compiler respects. */
  protected seen: unknown = undefined
  /** A sweep leaves those in the ring and the batch, which drop them soon; this many must gather before the next. */
  protected sweepAbove = 0

  constructor(startTime: number) {
    super()
    this.now = startTime
    for (let i = 0; i < MAX_RUNGS; i++) this.rungs.push(new Rung())
  }

  get size(): number {
    return this.insertions - this.removals
  }

  protected setBrim(): void {
    this.brim = this.onlyBatch ? Math.min(this.head + FEW, this.times.length) : -1
  }

  protected bury(slot: number): void {
    this.dead--
    this.free(slot)
  }

  /** Puts an event later than `now` into a bucket, an overflow list or the sorted batch. */
  protected place(slot: number): void {
    const { link } = this
    const time = this.stamp[slot]!
    if (this.onlyBatch) {
      if (time <= this.sortedUpTo || this.count < FEW) {
        if (time > this.sortedUpTo) this.sortedUpTo = time
        this.placeInBatch(slot)
        return
      }
      this.useLadder()
    }
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
    this.placeInBatch(slot)
  }

  private placeInBatch(slot: number): void {
    this.insertSorted(this.stamp[slot]!, this.stamp[slot + 1]!, slot)
    if (this.count > BATCH_OVERFLOW) this.spreadBatch()
  }

  private useLadder(): void {
    this.onlyBatch = false
    this.rungs[0]!.exhaust(this.sortedUpTo)
  }

  /** Loads the next events into the empty batch; false when there are none. */
  protected refill(): boolean {
    this.clear()
    if (this.onlyBatch) {
      this.sortedUpTo = -Infinity
      this.setBrim()
      return false
    }
    for (;;) {
      const { depth } = this
      const rung = this.rungs[depth - 1]!
      const list = rung.takeBucket()
      if (list >= 0) {
        this.load(list)
        if (this.size > MANY) this.loadMore(rung)
      } else if (rung.overflow >= 0) {
        this.layOut(rung, rung.takeOverflow())
      } else if (depth > 1) {
        this.depth--
      } else {
        this.onlyBatch = true
        this.sortedUpTo = -Infinity
        return false
      }
      if (this.count > 0) {
        this.sort()
        return true
      }
    }
  }

  /**
   * Where the events are too many for the caches, several buckets are loaded at once and what their events will need is
   * read, to no other end than that it is fetched for all of them at the same time and is there when their turn comes.
   * With 100 000 sleeping processes that saves a quarter of the time.
   */
  private loadMore(rung: Rung): void {
    while (this.count < TOGETHER && this.rungs[this.depth - 1] === rung) {
      const list = rung.takeBucket()
      if (list < 0) break
      this.load(list)
    }
    for (let i = this.head; i < this.tail; i++) {
      const action = this.actions[this.slots[i]! >> 1]
      if (typeof action === 'object') this.seen = action.near?.next
    }
  }

  /** Moves one bucket into the batch, or spreads it over a finer rung when it is too full. */
  private load(list: number): void {
    const { link, stamp } = this
    let slot = list
    while (slot >= 0 && this.count < BATCH) {
      const following = link[slot]!
      const time = stamp[slot]!
      if (time === time) this.append(time, stamp[slot + 1]!, slot)
      else this.bury(slot)
      slot = following
    }
    if (slot < 0) return
    if (this.depth === MAX_RUNGS) return this.appendAll(slot)
    const finer = this.rungs[this.depth++]!
    finer.reset()
    this.layOut(finer, this.relink(slot, link))
  }

  private appendAll(list: number): void {
    const { link, stamp } = this
    for (let slot = list; slot >= 0;) {
      const following = link[slot]!
      const time = stamp[slot]!
      if (time === time) this.append(time, stamp[slot + 1]!, slot)
      else this.bury(slot)
      slot = following
    }
  }

  /**
   * Lays a rung out over the events of a list, one bucket an event on average; few or simultaneous ones go straight to
   * the batch. Lists hold the event inserted last first, and so must buckets, hence the reversal on the way.
   */
  private layOut(rung: Rung, list: number): void {
    const { link, stamp } = this
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
    if (this.depth === MAX_RUNGS || this.lastTime() === this.firstTime()) return
    const list = this.takeAfter(this.now, BATCH)
    if (list < 0) return
    if (this.onlyBatch) this.useLadder()
    const rung = this.rungs[this.depth++]!
    rung.reset()
    this.layOut(rung, list)
  }

  /** Unlinks the cancelled events from all buckets, so that they never outnumber the pending ones. */
  protected sweep(): void {
    for (let level = 0; level < this.depth; level++) this.dead -= this.rungs[level]!.sweep(this)
    this.sweepAbove = 2 * this.dead
  }
}
