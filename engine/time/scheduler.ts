import { SimulationError } from '../errors.ts'
import type { Action, EventHandle, KeepingEventList } from './event-list.ts'
import { HeapList } from './heap-list.ts'
import { LadderList } from './ladder-list.ts'
import { Order } from './order.ts'

/** The implementations of the future event list, by name; they order events identically. */
export type EventListKind = 'ladder' | 'heap'

/** What the kernel's lower layers know of the process that runs. */
export interface Running {
  readonly name: string
}

/** The clock and the future event list: who schedules, cancels and takes events. */
export class Scheduler {
  /**
   * Number of the process that ran last, 0 before the first. A number, because of each reference to a young object that
   * an old one gets the garbage collector takes a note.
   */
  latest = 0
  /** True while it runs. */
  inProcess = false
  /** Told of every process that goes on, while somebody wants to know more than the number of the last. */
  onResume: ((process: Running) => void) | undefined = undefined
  /** Finds a process that has not finished by its number; who knows the processes sets it. */
  find: (number: number) => Running | undefined = () => undefined
  readonly events: KeepingEventList

  /**
   * @param tieBreaker uniform on [0, 1): puts events of one instant and class in random order; only the reference list
   *   looks at it, because the ladder's ring keeps the order of insertion by construction
   */
  constructor(startTime: number, kind: EventListKind, tieBreaker?: () => number) {
    this.events =
      kind === 'heap' || tieBreaker !== undefined ? new HeapList(startTime, tieBreaker) : new LadderList(startTime)
  }

  /** The process that runs, undefined in a plain callback. */
  get running(): Running | undefined {
    return this.inProcess ? this.find(this.latest) : undefined
  }

  /** Simulated time, seconds. */
  get now(): number {
    return this.events.now
  }

  /**
   * Has `action` run after `delay` seconds.
   * @param delay seconds, >= 0 and finite
   * @param order class among the events of that instant
   * @throws SimulationError when the delay is negative, NaN or infinite
   */
  schedule(delay: number, action: Action, order: Order = Order.normal): EventHandle {
    return this.events.handle(this.insert(delay, action, order))
  }

  /**
   * The same for the kernel itself, which knows while it waits that the event is pending: a slot, unlike a handle, is a
   * small integer and costs no memory to remember.
   */
  insert(delay: number, action: Action, order: Order = Order.normal): number {
    // One comparison rejects negative numbers and NaN alike.
    if (!(delay >= 0 && delay < Infinity)) this.checkDelay(delay)
    return this.events.insert(this.now + delay, order, action)
  }

  /** The same within this instant, after the current event. */
  insertNow(action: Action, order: Order = Order.normal): number {
    return this.events.insertNow(order, action)
  }

  /**
   * The same at a time: a delay can not always say it, because for some pairs of doubles no third one, added to the first
   * and rounded, gives the second.
   * @param time seconds, finite and not before now
   */
  insertAt(time: number, action: Action, order: Order = Order.normal): number {
    if (!(time >= this.now && time < Infinity)) this.checkDelay(time - this.now)
    return this.events.insert(time, order, action)
  }

  /** Removes a pending event; false when it has run or was cancelled before. */
  cancel(handle: EventHandle): boolean {
    return this.events.cancel(handle)
  }

  /** @throws SimulationError unless `delay` is a finite number >= 0 */
  checkDelay(delay: number): void {
    if (delay >= 0 && delay < Infinity) return
    const { running } = this
    const where = running === undefined ? '' : ` in process "${running.name}"`
    const cause =
      delay < 0
        ? ' Is a normal law used as a duration?'
        : Number.isNaN(delay)
          ? ' Was it computed from an undefined or an empty statistic?'
          : ' To wait for ever, wait for a signal instead.'
    throw new SimulationError(
      `Cannot schedule ${delay} s ahead at t=${this.now} s${where}: a delay must be a finite number >= 0.${cause}`,
    )
  }
}
