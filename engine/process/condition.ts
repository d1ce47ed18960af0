import { Order } from '../time/order.ts'
import type { Process } from './process.ts'
import type { Scheduler } from '../time/scheduler.ts'
import { Wait, type Owner, type ProcessBody, type Waitable, type Waiter } from './waitable.ts'

/** Starts a process for a part that is a generator. */
export type Spawn = (body: ProcessBody<unknown>) => Process<unknown>

/** What `anyOf` returns: the position of the waitable that came first, and its value. */
export interface First<T> {
  readonly index: number
  readonly value: T
}

/** One part of a combination: passes on its end under its position. */
class Part implements Waiter {
  /** The wait, until it is over. */
  wait: Wait | undefined = undefined
  /** The process that runs a part that is a generator. */
  process: Process<unknown> | undefined = undefined
  arrival: unknown = undefined
  slot = -1
  private readonly whole: Combination<unknown>
  private readonly index: number

  constructor(whole: Combination<unknown>, index: number) {
    this.whole = whole
    this.index = index
  }

  get owner(): Owner | undefined {
    return this.whole.owner
  }

  get scheduler(): Scheduler {
    return this.whole.scheduler
  }

  arriveAt(time: number): void {
    this.slot = this.scheduler.events.insert(time, Order.normal, this)
  }

  arriveNow(): void {
    this.slot = this.scheduler.events.insertNow(Order.normal, this)
  }

  stay(): void {
    this.scheduler.events.cancelSlot(this.slot)
  }

  arrive(): void {
    this.wake(this.arrival)
  }

  wake(value: unknown): void {
    this.wait = undefined
    this.whole.partEnded(this.index, value)
  }

  fail(error: unknown): void {
    this.wait = undefined
    this.whole.partFailed(error)
  }

  /** Gives the part up if it is not over. */
  giveUp(): void {
    const { wait } = this
    this.wait = undefined
    if (wait === undefined) return
    wait.detach(this)
    this.process?.cancel()
  }
}

/** Waits for several waitables on behalf of one waiter. The first failure of a part is the failure of the whole. */
abstract class Combination<T> extends Wait<T> {
  protected waiter: Waiter | undefined = undefined
  private readonly waitables: readonly Waitable<unknown>[]
  readonly scheduler: Scheduler
  private readonly spawn: Spawn
  private readonly parts: Part[] = []

  constructor(scheduler: Scheduler, waitables: readonly Waitable<unknown>[], spawn: Spawn) {
    super()
    this.scheduler = scheduler
    this.waitables = waitables
    this.spawn = spawn
  }

  /** The process on whose behalf the parts wait. */
  get owner(): Owner | undefined {
    return this.waiter?.owner
  }

  /** Begins the parts in order, up to the first that settles the whole without waiting. */
  begin(): { over: boolean; value?: T } {
    try {
      let over = this.waitables.length === 0
      for (const [index, waitable] of this.waitables.entries()) {
        over = this.beginPart(index, waitable)
        if (over) break
      }
      if (!over) return { over }
      this.giveUpParts()
      return { over, value: this.collect() }
    } catch (error) {
      // A part could not begin, at a full queue for instance: the others are given up with it.
      this.detach()
      throw error
    }
  }

  /** Parts began when the iterator was made, so the waiter only has to be noted. */
  attach(waiter: Waiter): void {
    this.waiter = waiter
  }

  /** Nobody will get the values: leases among them are given back. */
  detach(): void {
    this.giveUpParts()
    for (const value of this.held()) if (isDisposable(value)) value[Symbol.dispose]()
  }

  partEnded(index: number, value: unknown): void {
    if (!this.settle(index, value)) return
    this.giveUpParts()
    this.waiter?.wake(this.collect())
  }

  partFailed(error: unknown): void {
    this.detach()
    this.waiter?.fail(error)
  }

  override describe(): string {
    const waits = this.parts.flatMap((part) => (part.wait === undefined ? [] : [part.wait.describe(part)]))
    return `${this.word} of (${waits.join(', ')})`
  }

  private giveUpParts(): void {
    for (const part of this.parts) part.giveUp()
  }

  private beginPart(index: number, waitable: Waitable<unknown>): boolean {
    const part = new Part(this as Combination<unknown>, index)
    this.parts.push(part)
    if (isGenerator(waitable)) part.process = this.spawn(waitable)
    const first = (part.process ?? waitable)[Symbol.iterator]().next()
    if (first.done) return this.settle(index, first.value)
    const wait = first.value as unknown as Wait
    wait.attach(part)
    part.wait = wait
    return false
  }

  protected abstract readonly word: string
  /** Notes the end of one part; true when the whole is over. */
  protected abstract settle(index: number, value: unknown): boolean
  protected abstract collect(): T
  /** Values of parts that have ended. */
  protected abstract held(): readonly unknown[]
}

class AnyOf<T> extends Combination<First<T>> {
  protected readonly word = 'any'
  private first: First<T> | undefined = undefined

  protected settle(index: number, value: unknown): boolean {
    this.first = { index, value: value as T }
    return true
  }

  protected collect(): First<T> {
    return this.first ?? { index: -1, value: undefined as T }
  }

  protected held(): readonly T[] {
    return this.first === undefined ? [] : [this.first.value]
  }
}

class AllOf<T> extends Combination<T[]> {
  protected readonly word = 'all'
  private readonly values: T[] = []
  private missing: number

  constructor(scheduler: Scheduler, waitables: readonly Waitable<unknown>[], spawn: Spawn) {
    super(scheduler, waitables, spawn)
    this.missing = waitables.length
  }

  protected settle(index: number, value: unknown): boolean {
    this.values[index] = value as T
    return --this.missing === 0
  }

  protected collect(): T[] {
    return this.values
  }

  protected held(): readonly T[] {
    return this.values
  }
}

/** Ends with the first of the waitables to end; the others are given up: requests leave queues, delays are cancelled. */
export function anyOf<T>(scheduler: Scheduler, waitables: readonly Waitable<T>[], spawn: Spawn): Waitable<First<T>> {
  return combined(() => new AnyOf<T>(scheduler, waitables, spawn))
}

/** Ends when all have ended, with their values in the order given. */
export function allOf<T>(scheduler: Scheduler, waitables: readonly Waitable<T>[], spawn: Spawn): Waitable<T[]> {
  return combined(() => new AllOf<T>(scheduler, waitables, spawn))
}

function combined<T>(create: () => Combination<T>): Waitable<T> {
  return {
    *[Symbol.iterator]() {
      const combination = create()
      const { over, value } = combination.begin()
      if (over) return value as T
      return yield* combination as unknown as Waitable<T>
    },
  }
}

/** A generator has several waits to go through, so it needs a process of its own; every other waitable has one. */
function isGenerator(waitable: Waitable<unknown>): waitable is ProcessBody<unknown> {
  return !(waitable instanceof Wait) && 'next' in waitable
}

function isDisposable(value: unknown): value is Disposable {
  return typeof value === 'object' && value !== null && Symbol.dispose in value
}
