import { SimulationError } from '../errors.ts'
import type { Scheduler } from './scheduler.ts'

/** Events between two looks at the clock. */
const LOOK_INTERVAL = 1 << 20
/** Looks in a row that find the clock where it was before it counts as a livelock: eight million events. */
const LIVELOCK_LOOKS = 8

/** Notices that the clock stands still while events go on. A look in a million events is enough, and costs nothing. */
export class ClockWatch {
  /**
   * Number of the event after which to look. The first look comes early: V8 throws a compiled loop away when code in it
   * runs that had not run before it was compiled.
   */
  nextLook = 1000
  private readonly scheduler: Scheduler
  private lookedAt = NaN
  /** Looks in a row that found the clock where it was. */
  private looks = 0

  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler
  }

  /**
   * @param executed events so far
   * @returns `nextLook`
   * @throws SimulationError when the clock has not moved for millions of events
   */
  look(now: number, executed: number): number {
    this.looks = now === this.lookedAt ? this.looks + 1 : 0
    this.lookedAt = now
    this.nextLook = executed + LOOK_INTERVAL
    if (this.looks < LIVELOCK_LOOKS) return this.nextLook
    const latest = this.scheduler.find(this.scheduler.latest)
    const who = latest === undefined ? '' : ` Process "${latest.name}" ran last: does it wait for 0 s in a loop?`
    const events = this.looks * LOOK_INTERVAL
    throw new SimulationError(`The clock stands still at t=${now} s: ${events} events have run at this instant.${who}`)
  }
}
