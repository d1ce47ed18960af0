import type { Scheduler } from '../time/scheduler.ts'
import { Process } from './process.ts'

/** Finds the processes that have not finished: they are the ones that keep a slot in the event list. */
export class Roster {
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
    const process = this.unordered().find((one) => one.number === number)
    if (number === this.scheduler.latest) this.latest = process
    return process
  }

  /** In order of their start. */
  all(): Process<unknown>[] {
    return this.unordered().sort((a, b) => a.number - b.number)
  }

  private unordered(): Process<unknown>[] {
    return this.scheduler.events.kept().filter((action) => action instanceof Process)
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
