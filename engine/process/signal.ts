import type { Scheduler } from '../time/scheduler.ts'
import { ListedWait, WaitList } from './once.ts'
import type { Waitable } from './waitable.ts'

/** A broadcast that can happen again and again: `fire` wakes everybody who waits at that moment. Made by `sim.signal`. */
export class Signal<T = void> implements Waitable<T> {
  readonly name: string
  private readonly scheduler: Scheduler
  private readonly waits = new WaitList()

  constructor(scheduler: Scheduler, name: string) {
    this.scheduler = scheduler
    this.name = name
  }

  /** How many wait. */
  get waiting(): number {
    return this.waits.size
  }

  [Symbol.iterator](): Generator<Waitable<unknown>, T, unknown> {
    return new ListedWait<T>(this.scheduler, this.waits, `signal "${this.name}"`)[Symbol.iterator]()
  }

  /** Wakes all who wait now, in order of arrival, in a later event of this instant; who comes after waits for the next. */
  fire(value: T): void {
    if (this.waits.size === 0) return
    const waits = this.waits.takeAll()
    this.scheduler.schedule(0, () => {
      for (const wait of waits) wait.waiter?.wake(value)
    })
  }
}
