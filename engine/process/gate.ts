import type { Scheduler } from '../time/scheduler.ts'
import { ListedWait, settled, WaitList } from './once.ts'
import type { Waitable } from './waitable.ts'

/**
 * Lets pass while it is open, holds back while it is closed: a traffic light, a connection that is up or down. Made by
 * `sim.gate`; `yield* gate` passes it.
 */
export class Gate implements Waitable<void> {
  readonly name: string
  private readonly scheduler: Scheduler
  private readonly waits = new WaitList()
  private opened: boolean

  constructor(scheduler: Scheduler, name: string, opened: boolean) {
    this.scheduler = scheduler
    this.name = name
    this.opened = opened
  }

  get isOpen(): boolean {
    return this.opened
  }

  /** How many wait before it. */
  get waiting(): number {
    return this.waits.size
  }

  [Symbol.iterator](): Generator<Waitable<unknown>, void, unknown> {
    if (this.opened) return settled(false, undefined)
    return new ListedWait<void>(this.scheduler, this.waits, `gate "${this.name}"`)[Symbol.iterator]()
  }

  /**
   * Opens it: all who wait now pass, in order of arrival, in a later event of this instant, even if it closes before.
   */
  open(): void {
    this.opened = true
    if (this.waits.size === 0) return
    const waits = this.waits.takeAll()
    this.scheduler.schedule(0, () => {
      for (const wait of waits) wait.waiter?.wake(undefined)
    })
  }

  /** Closes it to who comes from now on. */
  close(): void {
    this.opened = false
  }
}
