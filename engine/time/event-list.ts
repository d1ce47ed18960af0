import type { Order } from './order.ts'

/** An object that an event is for: cheaper than a closure of its own where the object lives longer than the event. */
export interface Arrival {
  /** What happens when the event's time has come. */
  arrive(): void
  /** What it will need first, such as the body of a process: may be read a little before, to have it fetched. */
  readonly near?: { readonly next?: unknown }
}

/** What happens when an event's time has come. */
export type Action = (() => void) | Arrival

/** Does what an event is for. */
export function perform(action: Action): void {
  if (typeof action === 'function') action()
  else action.arrive()
}

/**
 * Names one pending event for `cancel`. A number, so that scheduling allocates nothing; it grows stale the moment the
 * event runs or is cancelled, and a stale handle cancels nothing.
 */
export type EventHandle = number & { readonly __event?: never }

/** The future event list: pending events in the total order (time, key). */
export interface FutureEventList {
  /** Events that are pending and not cancelled. */
  readonly size: number
  /** Time of the event taken last, or the time given to `advance`, seconds. */
  readonly now: number
  /** Key of the event taken last, until another is inserted: order class and insertion number, see order.ts. */
  readonly key: number
  /**
   * Adds an event. Its key is made here, from the order class and the number of insertions: a double more to hand over
   * would cost an allocation wherever the call is not inlined.
   * @param time seconds, finite, at or after `now`
   * @returns its slot: a small integer, which another event may get once this one has run or was cancelled
   */
  insert(time: number, order: Order, action: Action): number
  /** The same for an event at `now`. */
  insertNow(order: Order, action: Action): number
  /** A name for the event in a slot that no other event will ever have. */
  handle(slot: number): EventHandle
  /** Removes a pending event; false when it has run or was cancelled before. */
  cancel(handle: EventHandle): boolean
  /** Removes an event that is known to be pending. */
  cancelSlot(slot: number): void
  /** Takes the first event at or before `limit` and makes its time `now`; undefined when there is none. */
  take(limit: number): Action | undefined
  /** When an event that is known to be pending is due, seconds. For reports: it may take a while to find. */
  timeOf(slot: number): number
  /** Time of the first pending event, Infinity when there is none. */
  peekTime(): number
  /** Moves `now` forward to a time at or before the first pending event. */
  advance(time: number): void
}

/** A list in which what is scheduled again and again, one event at a time, can keep its slot. */
export interface KeepingEventList extends FutureEventList {
  /** A slot for all events of an action. */
  keepSlot(action: Action): number
  /** Adds the next event of a slot that is kept. */
  insertKept(time: number, order: Order, slot: number): void
  /** The same for an event at `now`. */
  insertKeptNow(order: Order, slot: number): void
  /**
   * Removes the pending event of a slot that is kept.
   * @returns the slot to go on with: the old one may have to wait until the list comes across what was removed
   */
  cancelKept(slot: number): number
  /** Gives back a slot that was kept and has no event pending. */
  free(slot: number): void
  /** All actions that keep a slot. */
  kept(): Action[]
}
