import { SimulationError, type Interrupted } from '../errors.ts'
import type { Arrival } from '../time/event-list.ts'
import type { Scheduler } from '../time/scheduler.ts'

/**
 * What a process can wait for with `yield*`, and what the wait returns. Delays, signals, other processes, requests to
 * resources and stores, and combinations of them are all waitables.
 */
export interface Waitable<T> {
  [Symbol.iterator](): Generator<Waitable<unknown>, T, unknown>
}

/** What a wait returns. */
export type ValueOf<W> = W extends Waitable<infer T> ? T : never

/** A process: a generator that lives in simulated time and returns a T. */
export type ProcessBody<T = void> = Generator<Waitable<unknown>, T, unknown>

/** What the rest of the kernel knows of a process that waits or holds. */
export interface Owner {
  readonly name: string
  readonly done: boolean
  /** It may wait for ever. */
  readonly daemon: boolean
  /** Throws an error where it waits, within this instant. */
  throwInside(error: Interrupted): void
}

/**
 * Who is told when a wait is over: a process, or a combination that waits on its behalf. A waiter can be scheduled
 * itself, as the event that ends its wait with what `arrival` holds; a wait that is given up cancels that event.
 */
export interface Waiter extends Arrival {
  /** What the wait returns when its event comes; set it no earlier than when the waiter is scheduled. */
  arrival: unknown
  /** Slot of its event, while that is pending. */
  readonly slot: number
  /** The process that waits, itself or through a combination. */
  readonly owner: Owner | undefined
  /** The world in which it waits. */
  readonly scheduler: Scheduler
  /** Schedules its event, which ends the wait. @param time seconds, finite and not before now */
  arriveAt(time: number): void
  /** The same within this instant. */
  arriveNow(): void
  /** Takes its event back, which is pending. */
  stay(): void
  /** Ends the wait within the current event. */
  wake(value: unknown): void
  /** Ends the wait within the current event because what was awaited failed. */
  fail(error: unknown): void
}

/** @throws SimulationError when a process of one simulation waits for something of another: their clocks differ */
export function checkWorld(waiter: Waiter, scheduler: Scheduler, what: string): void {
  if (waiter.scheduler === scheduler) return
  throw new SimulationError(`Cannot wait for ${what}: it belongs to another simulation.`)
}

/**
 * The kernel's side of a waitable: one wait by one waiter, its own iterator and its own iterator result, so that
 * `yield*` allocates nothing besides it. A Wait serves once.
 */
export abstract class Wait<T = unknown> {
  /** As iterator result: false until the wait is over. */
  done = false
  /** As iterator result: this wait while it lasts, afterwards what it returned. */
  value: unknown = this
  protected begun = false

  next(value: unknown): this {
    if (this.begun) {
      this.done = true
      this.value = value
    } else {
      this.begun = true
    }
    return this
  }

  [Symbol.iterator](): Generator<Waitable<unknown>, T, unknown> {
    if (this.begun)
      throw new TypeError(`This ${this.constructor.name} was waited for before: ask for a new one each time`)
    // Structurally an iterator whose results are the object itself; `yield*` needs no more.
    return this as unknown as Generator<Waitable<unknown>, T, unknown>
  }

  throw(error: unknown): never {
    throw error
  }

  return(value: unknown): { done: true; value: unknown } {
    return { done: true, value }
  }

  /** Starts the wait: `waiter` is told, in a later event, when it is over. What it throws is thrown where the waiter waits. */
  abstract attach(waiter: Waiter): void
  /** Gives the wait up: leaves queues, cancels events. Only called while the wait lasts. */
  abstract detach(waiter: Waiter): void
  /** What is waited for, for reports, such as `signal "unchoked"`. */
  abstract describe(waiter: Waiter): string
}
