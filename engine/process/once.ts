import { SimulationError } from '../errors.ts'
import type { Scheduler } from '../time/scheduler.ts'
import { checkWorld, Wait, type Waitable, type Waiter } from './waitable.ts'

const PENDING = 0
const TRIGGERED = 1
const PROCESSED = 2

/** A wait for a Once, a Signal or a similar object that many wait for. */
export class ListedWait<T> extends Wait<T> {
  waiter: Waiter | undefined = undefined
  private readonly scheduler: Scheduler
  private readonly list: WaitList
  private readonly what: string

  constructor(scheduler: Scheduler, list: WaitList, what: string) {
    super()
    this.scheduler = scheduler
    this.list = list
    this.what = what
  }

  attach(waiter: Waiter): void {
    checkWorld(waiter, this.scheduler, this.what)
    this.waiter = waiter
    this.list.add(this as ListedWait<unknown>)
  }

  detach(): void {
    this.waiter = undefined
    this.list.remove(this as ListedWait<unknown>)
  }

  describe(): string {
    return this.what
  }
}

/** Waits in order of arrival; leaving is O(1), the order of the others is kept. */
export class WaitList {
  private waits = new Set<ListedWait<unknown>>()

  get size(): number {
    return this.waits.size
  }

  add(wait: ListedWait<unknown>): void {
    this.waits.add(wait)
  }

  remove(wait: ListedWait<unknown>): void {
    this.waits.delete(wait)
  }

  /** Empties the list and returns its former content. A wait given up before its turn has no waiter any more. */
  takeAll(): Set<ListedWait<unknown>> {
    const waits = this.waits
    this.waits = new Set()
    return waits
  }
}

/**
 * Something that happens once, with a value or an error, and is remembered: a later wait for it returns at once.
 * Made by `sim.once`.
 */
export class Once<T = void> implements Waitable<T> {
  readonly name: string
  private readonly scheduler: Scheduler
  private readonly waits = new WaitList()
  private state = PENDING
  private failed = false
  private result: unknown = undefined

  constructor(scheduler: Scheduler, name: string) {
    this.scheduler = scheduler
    this.name = name
  }

  /** True from the moment it succeeded or failed. */
  get triggered(): boolean {
    return this.state !== PENDING
  }

  /** True once those who waited have been told: from then on a wait returns at once. */
  get happened(): boolean {
    return this.state === PROCESSED
  }

  /** What it happened with; undefined before, or when it failed. */
  get value(): T | undefined {
    return this.state === PROCESSED && !this.failed ? (this.result as T) : undefined
  }

  /** True while somebody waits. */
  get hasWaiters(): boolean {
    return this.waits.size > 0
  }

  [Symbol.iterator](): Generator<Waitable<unknown>, T, unknown> {
    if (this.state === PROCESSED) return settled(this.failed, this.result as T)
    return new ListedWait<T>(this.scheduler, this.waits, this.name)[Symbol.iterator]()
  }

  /** Makes it happen: all who wait resume in a later event of this instant, in order of arrival. */
  succeed(value: T): void {
    this.trigger(false, value)
  }

  /** Makes it fail: the error is thrown in all who wait. */
  fail(error: unknown): void {
    this.trigger(true, error)
  }

  /** Marks it as happened already, without an event. */
  settle(value: T): void {
    this.state = PROCESSED
    this.result = value
  }

  /** Marks it as failed already, without an event. */
  settleFailed(error: unknown): void {
    this.state = PROCESSED
    this.failed = true
    this.result = error
  }

  /** Has it succeed `delay` seconds from now, unless something makes it happen before. */
  succeedAfter(delay: number, value: T): void {
    this.scheduler.schedule(delay, () => {
      if (this.state !== PENDING) return
      this.result = value
      this.process()
    })
  }

  private trigger(failed: boolean, result: unknown): void {
    if (this.state !== PENDING)
      throw new SimulationError(`${this.name} has happened before: it can succeed or fail only once.`)
    this.state = TRIGGERED
    this.failed = failed
    this.result = result
    this.scheduler.schedule(0, () => this.process())
  }

  private process(): void {
    this.state = PROCESSED
    const waits = this.waits.takeAll()
    // A failure that nobody hears of must not pass in silence.
    if (this.failed && waits.size === 0) throw this.result
    for (const wait of waits) {
      if (this.failed) wait.waiter?.fail(this.result)
      else wait.waiter?.wake(this.result)
    }
  }
}

/** An iterator that is over at once: nothing is waited for, and the process goes on within the same event. */
// oxlint-disable-next-line require-yield
export function* settled<T>(failed: boolean, result: T): Generator<Waitable<unknown>, T, unknown> {
  if (failed) throw result
  return result
}
