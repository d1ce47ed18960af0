import type { Action, EventHandle } from './event-list.ts'

/** A handle is `mark * HANDLE_STRIDE + slot`. */
const HANDLE_STRIDE = 67_108_864
/**
 * The mark of an event is the lower part of its insertion number, so that a handle is exact: to repeat one, a slot has to
 * be reused by an insertion that is 134 million later, or a multiple.
 */
const MARK_MASK = 0x7ffffff

/**
 * Storage of pending events, structure of arrays: an event is a slot, slots are reused, nothing is allocated per event.
 * A cancelled event keeps its slot, with time NaN and no action, until its list lets go of it.
 *
 * What is scheduled again and again, a process for instance, keeps one slot for all its events: to take a slot, note an
 * action in it and free it costs as much as half an event.
 *
 * A slot is an even number, the index of the first of its two fields in `stamp` and in `link`: fields that are used
 * together lie side by side, which made the hold model a seventh faster at 100 pending events.
 */
export abstract class SlotPool {
  /** `stamp[slot]` is the time, `stamp[slot + 1]` the key; not kept for events in the sorted batch, which has its own. */
  stamp = new Float64Array(128)
  /**
   * `link[slot]` is the next slot of the same list, -1 at the end; `link[slot + 1]` the mark of the event, -1 in a slot
   * that is kept.
   */
  link = new Int32Array(128)
  /** `actions[slot >> 1]`, undefined for a slot that is free or whose event was cancelled. */
  readonly actions: (Action | undefined)[] = []
  protected firstFree = -1
  private allocated = 0

  /** A slot for one event of an action, the how manieth inserted; its time and key are for the list to note. */
  protected takeSlot(number: number, action: Action): number {
    const slot = this.keepSlot(action)
    this.link[slot + 1] = number & MARK_MASK
    return slot
  }

  keepSlot(action: Action): number {
    let slot = this.firstFree
    if (slot < 0) slot = this.extend()
    else this.firstFree = this.link[slot]!
    this.actions[slot >> 1] = action
    return slot
  }

  kept(): Action[] {
    return this.actions.filter((action, i) => action !== undefined && this.link[2 * i + 1]! < 0) as Action[]
  }

  handle(slot: number): EventHandle {
    return this.link[slot + 1]! * HANDLE_STRIDE + slot
  }

  /** The slot a handle names, -1 when its event has run or was cancelled. */
  slotOf(handle: EventHandle): number {
    const slot = handle % HANDLE_STRIDE
    if (!(slot < this.allocated) || this.actions[slot >> 1] === undefined) return -1
    return this.handle(slot) === handle ? slot : -1
  }

  /** Marks an event cancelled; what its action holds can be collected at once. */
  kill(slot: number): void {
    this.stamp[slot] = NaN
    this.actions[slot >> 1] = undefined
  }

  /** The event in a slot is over. */
  protected over(slot: number): void {
    if (this.link[slot + 1]! >= 0) this.free(slot)
  }

  free(slot: number): void {
    this.actions[slot >> 1] = undefined
    this.link[slot] = this.firstFree
    this.link[slot + 1] = -1
    this.firstFree = slot
  }

  private extend(): number {
    const slot = this.allocated
    if (slot === this.link.length) this.grow()
    this.allocated += 2
    this.link[slot + 1] = -1
    this.actions.push(undefined)
    return slot
  }

  private grow(): void {
    const size = this.link.length * 2
    if (size > HANDLE_STRIDE) {
      throw new RangeError(`More than ${HANDLE_STRIDE / 2} events are pending: does a process schedule without end?`)
    }
    const stamp = new Float64Array(size)
    stamp.set(this.stamp)
    this.stamp = stamp
    const link = new Int32Array(size)
    link.set(this.link)
    this.link = link
  }
}
