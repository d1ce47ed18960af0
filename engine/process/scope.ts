import type { Process, SpawnOptions } from './process.ts'
import type { ProcessBody, Waitable } from './waitable.ts'

/** What a scope needs of the simulation. */
interface World {
  spawn<T>(body: ProcessBody<T>, options?: string | SpawnOptions): Process<T>
  allOf(...waitables: Waitable<unknown>[]): Waitable<unknown[]>
}

/**
 * Processes that do not outlive the block that started them: at its end, whether it returns, throws, is interrupted or
 * cancelled, those that still run are cancelled. `yield* scope` waits for all of them before.
 *
 * @example
 * function* fetch(): ProcessBody {
 *   using requests = sim.scope()
 *   for (const replica of replicas) requests.spawn(ask(replica))
 *   yield* answered
 * } // requests that are still out are cancelled here
 */
export class Scope implements Disposable, Waitable<void> {
  private readonly world: World
  private children: Process<unknown>[] = []
  /** Finished children are forgotten when so many are kept. */
  private sweepAt = 16

  constructor(world: World) {
    this.world = world
  }

  /** Children that have not finished. */
  get running(): number {
    this.sweep()
    return this.children.length
  }

  /** Starts a process that ends with the scope at the latest. */
  spawn<T>(body: ProcessBody<T>, options?: string | SpawnOptions): Process<T> {
    const child = this.world.spawn(body, options)
    this.children.push(child as Process<unknown>)
    if (this.children.length >= this.sweepAt) this.sweep()
    return child
  }

  /**
   * Waits until all children have finished, those included that they start here meanwhile. When one fails the others
   * are cancelled, and what it threw is thrown here.
   */
  *[Symbol.iterator](): Generator<Waitable<unknown>, void, unknown> {
    try {
      while (this.running > 0) yield* this.world.allOf(...this.children)
    } catch (error) {
      this.cancel()
      throw error
    }
  }

  /** Cancels all children that have not finished, the last one first. */
  cancel(): void {
    const { children } = this
    this.children = []
    for (const child of children.toReversed()) child.cancel()
  }

  [Symbol.dispose](): void {
    this.cancel()
  }

  private sweep(): void {
    this.children = this.children.filter((child) => !child.done)
    this.sweepAt = Math.max(16, 2 * this.children.length)
  }
}
