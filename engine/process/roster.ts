import type { Scheduler } from '../time/scheduler.ts'
import type { Process } from './process.ts'

/** The processes that have not finished, in order of their start. */
export class Roster {
  first: Process<unknown> | undefined = undefined
  last: Process<unknown> | undefined = undefined
  private readonly scheduler: Scheduler
  /** Somebody has asked who runs, and may again. */
  private following = false
  /** Who ran last, since then. */
  private latest: Process<unknown> | undefined = undefined

  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler
    scheduler.find = (number) => this.find(number)
  }

  /** The process of that number if it has not finished. From the second time on who runs is found at once. */
  find(number: number): Process<unknown> | undefined {
    if (!this.following) this.follow()
    if (this.latest?.number === number) return this.latest
    let process = this.last
    while (process !== undefined && process.number !== number) process = process.before
    if (number === this.scheduler.latest) this.latest = process
    return process
  }

  private follow(): void {
    const { onResume } = this.scheduler
    this.following = true
    this.scheduler.onResume = (process) => {
      this.latest = process as Process<unknown>
      onResume?.(process)
    }
  }
}
