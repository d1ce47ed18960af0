import { Interrupted, ProcessFailed, SimulationError } from '../errors.ts'
import { Order } from '../time/order.ts'
import type { Scheduler } from '../time/scheduler.ts'
import { Once } from './once.ts'
import { Wait, type ProcessBody, type Waitable, type Waiter } from './waitable.ts'

/** What all generators inherit from. */
const generators = Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())) as object

/**
 * Resumes a generator. Called by itself and not as a method of the generator, because every generator function makes
 * objects of a shape of its own: looking the method up in a dozen shapes costs more than the resumption.
 */
const { next: resume } = generators as {
  next: { call<T>(body: ProcessBody<T>, value: unknown): IteratorResult<Waitable<unknown>, T> }
}

const isGenerator = (body: object): boolean => Object.prototype.isPrototypeOf.call(generators, body)

/** Makes a generator of what only behaves as one, such as the iterator of a waitable. */
function* asGenerator<T>(body: ProcessBody<T>): ProcessBody<T> {
  return yield* body
}

/** What a process waits for before it has begun. */
class Start extends Wait<void> {
  attach(): void {}

  detach(waiter: Waiter): void {
    waiter.stay()
  }

  describe(): string {
    return 'its start'
  }
}

const START = new Start()

/** Options of `sim.spawn`. */
export interface SpawnOptions {
  /** For reports; default `process-<number>`. */
  name?: string
  /** A daemon may wait for ever: it does not count as stalled at the end of a run. */
  daemon?: boolean
}

/**
 * A generator in simulated time. `yield* process` joins it: the wait ends when it has finished, with what it returned,
 * and throws what it threw.
 */
export class Process<T = unknown> implements Waitable<T>, Waiter {
  readonly scheduler: Scheduler
  near: ProcessBody<T>
  /** Which of the processes of the simulation it is, from 1. */
  readonly number: number
  /** What it waits for, or waited for last while it runs. */
  private waiting: Wait | undefined
  /** What the current wait returns, see `Waiter`. */
  arrival: unknown
  slot: number
  /** True once it has returned or thrown. */
  done: boolean
  readonly daemon: boolean
  private readonly givenName: string | undefined
  private outcome: Once<T> | undefined
  /** What it returned, once done. */
  value: T | undefined
  private failure: { error: unknown } | undefined

  constructor(scheduler: Scheduler, body: ProcessBody<T>, number: number, name: string | undefined, daemon: boolean) {
    // Fields lie in memory in the order in which they are set: what each wake-up needs comes first.
    this.near = body
    this.scheduler = scheduler
    this.done = false
    this.arrival = undefined
    this.waiting = START
    this.number = number
    this.slot = scheduler.events.keepSlot(this as Process<unknown>)
    this.daemon = daemon
    this.givenName = name
    this.outcome = undefined
    this.value = undefined
    this.failure = undefined
    scheduler.events.insertKeptNow(Order.before, this.slot)
  }

  /** For reports; `process-<number>` unless given. */
  get name(): string {
    return this.givenName ?? `process-${this.number}`
  }

  /** The event that starts the process or ends its wait. */
  arrive(): void {
    const { scheduler } = this
    scheduler.latest = this.number
    scheduler.inProcess = true
    if (scheduler.onResume !== undefined) scheduler.onResume(this)
    let result: IteratorResult<Waitable<unknown>, T>
    let wait: Wait | undefined
    try {
      result = resume.call(this.near, this.arrival)
      if (!result.done) {
        // What a wait of ours yields is itself; that it is one need not be looked up then.
        wait = (result.value as unknown) === result ? (result as unknown as Wait) : this.asWait(result.value)
        this.waiting = wait
        wait.attach(this)
        scheduler.inProcess = false
        return
      }
    } catch (error) {
      this.stumble(wait, error)
      return
    }
    this.end(result.value)
  }

  arriveAt(time: number): void {
    this.scheduler.events.insertKept(time, Order.normal, this.slot)
  }

  arriveNow(): void {
    this.scheduler.events.insertKeptNow(Order.normal, this.slot)
  }

  stay(): void {
    this.slot = this.scheduler.events.cancelKept(this.slot)
  }

  /** An error on the way to the next wait. */
  private stumble(wait: Wait | undefined, error: unknown): void {
    // What could not begin was the wait, a full queue for instance: the process hears of it where it asked.
    if (wait !== undefined) this.step(true, error)
    else this.fall(error)
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
    if (this.runs) throw new SimulationError(`Process "${this.name}" cannot interrupt itself.`)
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
    if (this.runs) {
      throw new SimulationError(`Process "${this.name}" cannot cancel itself: return instead.`)
    }
    const { waiting } = this
    this.waiting = undefined
    waiting?.detach(this)
    this.done = true
    const { scheduler } = this
    const { latest, inProcess } = scheduler
    scheduler.latest = this.number
    scheduler.inProcess = true
    scheduler.onResume?.(this)
    try {
      const { done } = this.generator().return(undefined as T)
      if (!done) throw new SimulationError(`Process "${this.name}" waits in a finally block while it is cancelled.`)
    } finally {
      scheduler.inProcess = inProcess
      if (inProcess) scheduler.latest = latest
      this.finish()
    }
    this.outcome?.succeed(undefined as T)
  }

  /** What the process waits for, for reports. */
  describeWait(): string {
    return this.waiting === undefined || this.runs ? 'nothing, it runs' : this.waiting.describe(this)
  }

  wake(value: unknown): void {
    this.step(false, value)
  }

  fail(error: unknown): void {
    this.step(true, error)
  }

  /** Runs the body until it waits again or ends: what `arrive` does at its best, for all who wake a process. */
  private step(throwing: boolean, value: unknown): void {
    const { scheduler } = this
    scheduler.latest = this.number
    scheduler.inProcess = true
    scheduler.onResume?.(this)
    for (;;) {
      this.waiting = undefined
      let result: IteratorResult<Waitable<unknown>, T>
      try {
        result = throwing ? this.generator().throw(value) : resume.call(this.near, value)
        if (!result.done) this.waiting = this.asWait(result.value)
      } catch (error) {
        this.fall(error)
        return
      }
      if (result.done) {
        this.end(result.value)
        return
      }
      try {
        this.waiting!.attach(this)
        scheduler.inProcess = false
        return
      } catch (error) {
        throwing = true
        value = error
      }
    }
  }

  /** The body, as a generator if it was none. */
  private generator(): ProcessBody<T> {
    if (!isGenerator(this.near)) this.near = asGenerator(this.near)
    return this.near
  }

  private get runs(): boolean {
    return this.scheduler.inProcess && this.scheduler.latest === this.number
  }

  private asWait(yielded: unknown): Wait {
    if (yielded instanceof Wait) return yielded
    throw new SimulationError(
      `Process "${this.name}" yielded ${String(yielded)} at t=${this.scheduler.now} s: write yield* followed by a waitable.`,
    )
  }

  private end(value: T): void {
    this.scheduler.inProcess = false
    this.finish()
    this.value = value
    this.outcome?.succeed(value)
  }

  private finish(): void {
    this.done = true
    this.scheduler.events.free(this.slot)
  }

  /** The body has thrown. */
  private fall(error: unknown): void {
    // What is no generator can not be resumed, so it has not begun; as one it can.
    if (!isGenerator(this.near)) {
      this.near = asGenerator(this.near)
      this.step(false, undefined)
      return
    }
    this.scheduler.inProcess = false
    this.finish()
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
