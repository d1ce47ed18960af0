import { SimulationError } from '../errors.ts'
import type { Action, EventHandle, FutureEventList } from './event-list.ts'
import { HeapList } from './heap-list.ts'
import { LadderList } from './ladder-list.ts'
import { KEY_STRIDE, Order } from './order.ts'

/** The implementations of the future event list, by name; they order events identically. */
export type EventListKind = 'ladder' | 'heap'

/** What the kernel's lower layers know of the process that runs. */
export interface Running {
  readonly name: string
}

/** The clock and the future event list: who schedules, cancels and takes events. */
export class Scheduler {
  /** Simulated time, seconds. */
  now: number
  /** The process that runs, undefined in a plain callback. Known here by its name alone. */
  running: Running | undefined
  readonly events: FutureEventList
  private insertions = 0

  constructor(startTime: number, kind: EventListKind) {
    this.now = startTime
    this.events = kind === 'heap' ? new HeapList(startTime) : new LadderList(startTime)
  }

  /**
   * Has `action` run after `delay` seconds.
   * @param delay seconds, >= 0 and finite
   * @param order class among the events of that instant
   * @throws SimulationError when the delay is negative, NaN or infinite
   */
  schedule(delay: number, action: Action, order: Order = Order.normal): EventHandle {
    // One comparison rejects negative numbers and NaN alike.
    if (!(delay >= 0 && delay < Infinity)) this.checkDelay(delay)
    return this.events.insert(this.now + delay, order * KEY_STRIDE + this.insertions++, order, action)
  }

  /** Removes a pending event; false when it has run or was cancelled before. */
  cancel(handle: EventHandle): boolean {
    return this.events.cancel(handle)
  }

  /** @throws SimulationError unless `delay` is a finite number >= 0 */
  checkDelay(delay: number): void {
    if (delay >= 0 && delay < Infinity) return
    const where = this.running === undefined ? '' : ` in process "${this.running.name}"`
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
