import { Wait, type Waitable, type Waiter } from './waitable.ts'

/** What `anyOf` returns: the position of the waitable that came first, and its value. */
export interface First<T> {
  readonly index: number
  readonly value: T
}

/** One part of a combination: passes on its end under its position. */
class Part implements Waiter {
  wait: Wait | undefined
  arrival: unknown
  readonly onArrival = (): void => this.wake(this.arrival)
  private readonly whole: Combination<unknown>
  private readonly index: number

  constructor(whole: Combination<unknown>, index: number) {
    this.whole = whole
    this.index = index
  }

  wake(value: unknown): void {
    if (this.wait !== undefined) this.wait.done = true
    this.wait = undefined
    this.whole.partEnded(this.index, value)
  }

  fail(error: unknown): void {
    this.wait = undefined
    this.whole.partFailed(error)
  }
}

/** Waits for several waitables on behalf of one waiter. The first failure of a part is the failure of the whole. */
abstract class Combination<T> extends Wait<T> {
  protected waiter: Waiter | undefined
  private readonly waitables: readonly Waitable<unknown>[]
  private readonly parts: Part[] = []

  constructor(waitables: readonly Waitable<unknown>[]) {
    super()
    this.waitables = waitables
  }

  /** Begins every part; stops at the first that settles the whole without waiting. Returns true when the whole is over. */
  begin(): { over: boolean; value?: T } {
    for (const [index, waitable] of this.waitables.entries()) {
      if (!(waitable instanceof Wait) && 'next' in waitable) {
        throw new TypeError(`Part ${index + 1} of a combination is a generator: spawn it, and combine the process.`)
      }
      const part = new Part(this as Combination<unknown>, index)
      this.parts.push(part)
      const first = waitable[Symbol.iterator]().next()
      if (first.done) {
        const over = this.settle(index, first.value)
        if (over) {
          this.detach()
          return { over: true, value: this.collect() }
        }
      } else {
        part.wait = first.value as unknown as Wait
        part.wait.attach(part)
      }
    }
    return this.waitables.length === 0 ? { over: true, value: this.collect() } : { over: false }
  }

  /** Parts began when the iterator was made, so the waiter only has to be noted. */
  attach(waiter: Waiter): void {
    this.waiter = waiter
  }

  detach(): void {
    for (const part of this.parts) {
      part.wait?.detach()
      part.wait = undefined
    }
  }

  partEnded(index: number, value: unknown): void {
    if (!this.settle(index, value)) return
    this.detach()
    this.waiter?.wake(this.collect())
  }

  partFailed(error: unknown): void {
    this.detach()
    this.waiter?.fail(error)
  }

  override describe(): string {
    const waits = this.parts.flatMap((part) => (part.wait === undefined ? [] : [part.wait.describe()]))
    return `${this.word} of (${waits.join(', ')})`
  }

  protected abstract readonly word: string
  /** Notes the end of one part; true when the whole is over. */
  protected abstract settle(index: number, value: unknown): boolean
  protected abstract collect(): T
}

class AnyOf<T> extends Combination<First<T>> {
  protected readonly word = 'any'
  private first: First<T> | undefined

  protected settle(index: number, value: unknown): boolean {
    this.first = { index, value: value as T }
    return true
  }

  protected collect(): First<T> {
    return this.first ?? { index: -1, value: undefined as T }
  }
}

class AllOf<T> extends Combination<T[]> {
  protected readonly word = 'all'
  private readonly values: T[] = []
  private missing: number

  constructor(waitables: readonly Waitable<unknown>[]) {
    super(waitables)
    this.missing = waitables.length
  }

  protected settle(index: number, value: unknown): boolean {
    this.values[index] = value as T
    return --this.missing === 0
  }

  protected collect(): T[] {
    return this.values
  }
}

/** Ends with the first of the waitables to end; the others are given up: requests leave queues, delays are cancelled. */
export function anyOf<T>(waitables: readonly Waitable<T>[]): Waitable<First<T>> {
  return combined(() => new AnyOf<T>(waitables))
}

/** Ends when all have ended, with their values in the order given. */
export function allOf<T>(waitables: readonly Waitable<T>[]): Waitable<T[]> {
  return combined(() => new AllOf<T>(waitables))
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
