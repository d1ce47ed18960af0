import { Interrupted, ProcessFailed, SimulationError } from '../errors.ts'
import { Order } from '../time/order.ts'
import type { Scheduler } from '../time/scheduler.ts'
import { Once } from './once.ts'
import { Wait, type ProcessBody, type Waitable, type Waiter } from './waitable.ts'

/** Options of `sim.spawn`. */
export interface SpawnOptions {
  /** For reports; default `process-<number>`. */
  name?: string
  /** A daemon may wait for ever: it does not count as stalled at the end of a run. */
  daemon?: boolean
}

/** Links the processes that have not finished, in order of their start. */
export interface Roster {
  first: Process<unknown> | undefined
  last: Process<unknown> | undefined
}

/**
 * A generator in simulated time. `yield* process` joins it: the wait ends when it has finished, with what it returned,
 * and throws what it threw.
 */
export class Process<T = unknown> implements Waitable<T>, Waiter {
  // What each wake-up needs comes first: fields lie in memory in the order in which they are set.
  readonly scheduler: Scheduler
  readonly near: ProcessBody<T>
  private waiting: Wait | undefined = undefined
  /** What the current wait returns, see `Waiter`. */
  arrival: unknown = undefined
  slot = -1
  /** True once it has returned or thrown. */
  done = false
  readonly daemon: boolean
  /** Name, or the number that stands in for it. */
  private readonly label: string | number
  private readonly roster: Roster
  /** Neighbours in the roster of unfinished processes. */
  before: Process<unknown> | undefined
  after: Process<unknown> | undefined = undefined
  private outcome: Once<T> | undefined = undefined
  /** What it returned, once done. */
  value: T | undefined = undefined
  private failure: { error: unknown } | undefined = undefined

  constructor(scheduler: Scheduler, roster: Roster, body: ProcessBody<T>, label: string | number, daemon: boolean) {
    this.scheduler = scheduler
    this.near = body
    this.daemon = daemon
    this.label = label
    this.roster = roster
    this.before = roster.last
    if (roster.last === undefined) roster.first = this as Process<unknown>
    else roster.last.after = this as Process<unknown>
    roster.last = this as Process<unknown>
    scheduler.insert(0, this, Order.before)
  }

  /** For reports; `process-<number>` unless given. */
  get name(): string {
    return typeof this.label === 'string' ? this.label : `process-${this.label}`
  }

  /** The event that starts the process or ends its wait. */
  arrive(): void {
    // Cancelled before its start.
    if (this.done) return
    const { arrival } = this
    this.arrival = undefined
    this.step(false, arrival)
  }

  /** As waiter, it waits for itself. */
  get owner(): this {
    return this
  }

  [Symbol.iterator](): Generator<Waitable<unknown>, T, unknown> {
    return this.joined()[Symbol.iterator]()
  }

  /**
   * Throws `Interrupted` inside the process at the point where it waits, within this instant and before events due at
   * it; the wait is given up. Interrupts that a process no longer lives to see are dropped.
   * @throws SimulationError when the process has finished, or interrupts itself
   */
  interrupt(cause?: unknown): void {
    const { scheduler } = this
    if (this.done) {
      throw new SimulationError(`Cannot interrupt process "${this.name}" at t=${scheduler.now} s: it has finished.`)
    }
    if (scheduler.running === this) throw new SimulationError(`Process "${this.name}" cannot interrupt itself.`)
    this.throwInside(new Interrupted(cause))
  }

  /** Kernel side of `interrupt`: throws an error where the process waits, within this instant. */
  throwInside(error: Interrupted): void {
    this.scheduler.schedule(0, () => this.throwNow(error), Order.before)
  }

  /** The same within the current event, which no process runs in. Does nothing when the process has finished. */
  throwNow(error: Interrupted): void {
    if (this.done) return
    this.waiting?.detach(this)
    this.step(true, error)
  }

  /**
   * Ends the process at once: its wait is given up, its `finally` and `using` blocks run, and who joined it goes on with
   * undefined. Does nothing when it has finished.
   * @throws SimulationError when the process cancels itself, or waits again while it is being ended
   */
  cancel(): void {
    if (this.done) return
    if (this.scheduler.running === this) {
      throw new SimulationError(`Process "${this.name}" cannot cancel itself: return instead.`)
    }
    const { waiting } = this
    this.waiting = undefined
    waiting?.detach(this)
    this.finish()
    const { scheduler } = this
    const { latest, inProcess } = scheduler
    scheduler.latest = this
    scheduler.inProcess = true
    try {
      const { done } = this.near.return(undefined as T)
      if (!done) throw new SimulationError(`Process "${this.name}" waits in a finally block while it is cancelled.`)
    } finally {
      scheduler.inProcess = inProcess
      if (inProcess) scheduler.latest = latest
    }
    this.outcome?.succeed(undefined as T)
  }

  /** What the process waits for, for reports. */
  describeWait(): string {
    return this.waiting === undefined ? 'its start' : this.waiting.describe(this)
  }

  wake(value: unknown): void {
    this.step(false, value)
  }

  fail(error: unknown): void {
    this.step(true, error)
  }

  /** Runs the body until it waits again or ends. */
  private step(throwing: boolean, value: unknown): void {
    const scheduler = this.scheduler
    this.waiting = undefined
    scheduler.latest = this
    scheduler.inProcess = true
    for (;;) {
      try {
        const result = throwing ? this.near.throw(value) : this.near.next(value)
        if (result.done) {
          scheduler.inProcess = false
          this.finish()
          this.value = result.value
          this.outcome?.succeed(result.value)
          return
        }
        this.waiting = this.asWait(result.value)
      } catch (error) {
        scheduler.inProcess = false
        this.finish()
        this.reportFailure(error)
        return
      }
      try {
        this.waiting.attach(this)
        scheduler.inProcess = false
        return
      } catch (error) {
        // The wait could not begin, a full queue for instance: the process hears of it where it asked.
        this.waiting = undefined
        throwing = true
        value = error
      }
    }
  }

  private asWait(yielded: unknown): Wait {
    if (yielded instanceof Wait) return yielded
    throw new SimulationError(
      `Process "${this.name}" yielded ${String(yielded)} at t=${this.scheduler.now} s: write yield* followed by a waitable.`,
    )
  }

  private finish(): void {
    this.done = true
    const { before, after, roster } = this
    if (before === undefined) roster.first = after
    else before.after = after
    if (after === undefined) roster.last = before
    else after.before = before
    this.before = this.after = undefined
  }

  private reportFailure(error: unknown): void {
    this.failure = { error }
    if (this.outcome?.hasWaiters) this.outcome.fail(error)
    else throw error instanceof ProcessFailed ? error : new ProcessFailed(this.name, this.scheduler.now, error)
  }

  private joined(): Once<T> {
    if (this.outcome === undefined) {
      this.outcome = new Once<T>(this.scheduler, `end of process "${this.name}"`)
      if (this.failure !== undefined) this.outcome.settleFailed(this.failure.error)
      else if (this.done) this.outcome.settle(this.value as T)
    }
    return this.outcome
  }
}
