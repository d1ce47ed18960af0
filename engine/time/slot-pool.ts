import type { Action, EventHandle } from './event-list.ts'

/** A handle is `generation * HANDLE_STRIDE + slot`: up to 2^25 pending events, exact for 2^28 reuses of each slot. */
const HANDLE_STRIDE = 33_554_432

/**
 * Storage of pending events, structure of arrays: an event is an index, its fields lie in one array each, and indices
 * are reused. A cancelled event keeps its slot, with time NaN and no action, until its list lets go of it.
 */
export class SlotPool {
  /** Time and key of events outside the sorted batch, which has its own; NaN marks a cancelled one. */
  time = new Float64Array(64)
  key = new Float64Array(64)
  /** Next slot of the same list, -1 at the end; free slots are linked through it too. */
  next = new Int32Array(64)
  actions: (Action | undefined)[] = []
  private generation = new Int32Array(64)
  private firstFree = -1
  private allocated = 0

  take(action: Action): number {
    let slot = this.firstFree
    if (slot >= 0) {
      this.firstFree = this.next[slot]!
      this.actions[slot] = action
    } else {
      slot = this.allocated++
      if (slot === this.time.length) this.grow()
      this.actions.push(action)
    }
    return slot
  }

  handle(slot: number): EventHandle {
    return this.generation[slot]! * HANDLE_STRIDE + slot
  }

  /** The slot a handle names, -1 when its event has run or was cancelled. */
  slotOf(handle: EventHandle): number {
    const slot = handle % HANDLE_STRIDE
    if (slot >= this.allocated || this.actions[slot] === undefined) return -1
    return this.generation[slot]! * HANDLE_STRIDE + slot === handle ? slot : -1
  }

  /** Marks an event cancelled; what its action holds can be collected at once. */
  kill(slot: number): void {
    this.time[slot] = NaN
    this.actions[slot] = undefined
  }

  free(slot: number): void {
    this.actions[slot] = undefined
    this.generation[slot]!++
    this.next[slot] = this.firstFree
    this.firstFree = slot
  }

  private grow(): void {
    const size = this.time.length * 2
    if (size > HANDLE_STRIDE)
      throw new RangeError(`More than ${HANDLE_STRIDE} events are pending: does a process schedule without end?`)
    const time = new Float64Array(size)
    time.set(this.time)
    this.time = time
    const key = new Float64Array(size)
    key.set(this.key)
    this.key = key
    const next = new Int32Array(size)
    next.set(this.next)
    this.next = next
    const generation = new Int32Array(size)
    generation.set(this.generation)
    this.generation = generation
  }
}
