import type { Scheduler } from '../time/scheduler.ts'
import { checkWorld, Wait, type Waiter } from './waitable.ts'

/** Waits for a span of simulated time, counted from when the wait begins. Made by `sim.delay`. */
export class Delay extends Wait<void> {
  private readonly scheduler: Scheduler
  private duration: number
  /** Of the pending event, while the wait lasts. */
  private slot = -1

  constructor(scheduler: Scheduler, duration: number) {
    super()
    // Checked here and not when the wait begins, so that the stack of the error shows the line that is wrong.
    scheduler.checkDelay(duration)
    this.scheduler = scheduler
    this.duration = duration
  }

  /** Makes a delay that is over serve again. */
  renew(duration: number): void {
    this.scheduler.checkDelay(duration)
    this.duration = duration
    this.begun = false
    this.done = false
    this.value = this
  }

  attach(waiter: Waiter): void {
    if (waiter.scheduler !== this.scheduler) checkWorld(waiter, this.scheduler, this.describe())
    this.slot = this.scheduler.insert(this.duration, waiter)
  }

  detach(): void {
    this.done = true
    this.scheduler.events.cancelSlot(this.slot)
  }

  describe(): string {
    return `delay of ${this.duration} s`
  }
}
