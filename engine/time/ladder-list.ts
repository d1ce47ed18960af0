import type { Action, EventHandle, KeepingEventList } from './event-list.ts'
import { InstantRing } from './instant-ring.ts'
import { Ladder } from './ladder.ts'
import { KEY_STRIDE, type Order } from './order.ts'

/** Cancelled events may stay linked in buckets until they outnumber the live ones by this many. */
const SLACK = 1024

/**
 * Future event list in amortised constant time: a sorted batch of what comes next, a ladder of buckets for what comes
 * later, and a ring for events at the current instant.
 */
export class LadderList extends Ladder implements KeepingEventList {
  private readonly ring = new InstantRing()

  /**
   * Where an entry of the batch was taken from, its key still is, and that of an event from the ring is put there: to note
   * every key cost 3 % of a run in which nobody reads them.
   */
  get key(): number {
    return this.keys[this.head - 1]!
  }

  insert(time: number, order: Order, action: Action): number {
    const slot = this.takeSlot(this.insertions, action)
    this.insertKept(time, order, slot)
    return slot
  }

  insertKept(time: number, order: Order, slot: number): void {
    const { tail } = this
    if (tail < this.brim && time > this.now) {
      // The batch holds time and key itself, so the slot need not.
      this.times[tail] = time
      this.keys[tail] = order * KEY_STRIDE + this.insertions++
      this.slots[tail] = slot
      this.tail = tail + 1
      if (time <= this.sortedUpTo) this.moveBackwards(tail, this.head)
      else this.sortedUpTo = time
      return
    }
    this.stamp[slot] = time
    this.insertElsewhere(slot, order)
  }

  /** Adds an event that does not simply go to the end of the batch. */
  private insertElsewhere(slot: number, order: Order): void {
    this.stamp[slot + 1] = order * KEY_STRIDE + this.insertions++
    if (this.stamp[slot] === this.now) this.ring.push(slot, order)
    else this.place(slot)
    this.setBrim()
  }

  insertNow(order: Order, action: Action): number {
    const slot = this.takeSlot(this.insertions, action)
    this.insertKeptNow(order, slot)
    return slot
  }

  insertKeptNow(order: Order, slot: number): void {
    const next = this.head - 1
    if (next > 0 && this.ring.occupied === 0 && (next + 1 === this.tail || this.times[next + 1]! > this.now)) {
      // The only event of this instant so far is simply the next of the batch.
      this.times[next] = this.now
      this.keys[next] = order * KEY_STRIDE + this.insertions++
      this.slots[next] = slot
      this.head = next
      return
    }
    this.pushNow(slot, order)
  }

  private pushNow(slot: number, order: Order): void {
    this.stamp[slot] = this.now
    this.stamp[slot + 1] = order * KEY_STRIDE + this.insertions++
    this.ring.push(slot, order)
  }

  cancel(handle: EventHandle): boolean {
    const slot = this.slotOf(handle)
    if (slot < 0) return false
    this.cancelSlot(slot)
    return true
  }

  cancelSlot(slot: number): void {
    this.kill(slot)
    this.removals++
    if (++this.dead > this.size + SLACK && this.dead > this.sweepAbove) this.sweep()
  }

  cancelKept(slot: number): number {
    const renewed = this.keepSlot(this.actions[slot >> 1]!)
    this.cancelSlot(slot)
    return renewed
  }

  take(limit: number): Action | undefined {
    if (this.ring.occupied !== 0) return this.takeNow(limit)
    if (this.head < this.tail || this.refill()) {
      const head = this.head
      const time = this.times[head]!
      if (time > limit) return undefined
      const slot = this.slots[head]!
      const action = this.actions[slot >> 1]
      if (action !== undefined) {
        this.head = head + 1
        this.now = time
        this.removals++
        this.over(slot)
        return action
      }
    }
    return this.takeElsewhere(limit)
  }

  /** An event of the present instant is next. */
  private takeNow(limit: number): Action | undefined {
    const { head, now } = this
    // Pending events of this very instant are older than the ring's, so they lead inside their class.
    if (now <= limit && (head === this.tail || this.times[head]! > now)) {
      const slot = this.ring.take(this.ring.first)
      const action = this.actions[slot >> 1]
      if (action !== undefined) {
        this.keys[head - 1] = this.stamp[slot + 1]!
        this.removals++
        this.over(slot)
        return action
      }
      this.bury(slot)
    }
    return this.takeElsewhere(limit)
  }

  /** The rare cases: an event at the current instant, a cancelled one ahead, an empty batch. */
  private takeElsewhere(limit: number): Action | undefined {
    for (;;) {
      let slot: number
      let time = this.now
      const order = this.ring.first
      if (order >= 0) {
        if (time > limit) return undefined
        // Pending events of this very instant are older than the ring's, so they lead inside their class.
        if (this.count > 0 && this.firstTime() === time && this.firstKey() < (order + 1) * KEY_STRIDE) {
          slot = this.takeFirst()
        } else {
          slot = this.ring.take(order)
          this.keys[this.head - 1] = this.stamp[slot + 1]!
        }
      } else {
        if (this.count === 0 && !this.refill()) return undefined
        time = this.firstTime()
        if (time > limit) return undefined
        slot = this.takeFirst()
      }
      const action = this.actions[slot >> 1]
      if (action === undefined) {
        this.bury(slot)
        continue
      }
      this.now = time
      this.removals++
      this.over(slot)
      return action
    }
  }

  timeOf(slot: number): number {
    const inBatch = this.slots.subarray(this.head, this.tail).indexOf(slot)
    return inBatch < 0 ? this.stamp[slot]! : this.times[this.head + inBatch]!
  }

  peekTime(): number {
    if (this.size === 0) return Infinity
    // Dead slots at the head hide the first live event.
    for (;;) {
      const order = this.ring.first
      if (order >= 0) {
        const slot = this.ring.peek(order)
        if (this.actions[slot >> 1] !== undefined) return this.now
        this.bury(this.ring.take(order))
        continue
      }
      if (this.count === 0 && !this.refill()) return Infinity
      if (this.actions[this.firstSlot() >> 1] !== undefined) return this.firstTime()
      this.bury(this.takeFirst())
    }
  }

  advance(time: number): void {
    // Events due at `time` must be in the batch before others join the ring at that instant: peekTime loads them.
    this.peekTime()
    this.now = time
  }
}
