import { Wait, type Waiter } from '../process/waitable.ts'
import type { Store } from './store.ts'
import type { Queued } from './wait-queue.ts'

/** Waits for room for an item. */
export class Put<T> extends Wait<void> implements Queued {
  previous: Queued | undefined = undefined
  following: Queued | undefined = undefined
  readonly item: T
  /** Start of the wait, seconds. */
  since = 0
  waiter: Waiter | undefined = undefined
  private readonly store: Store<T>
  private admitted = false

  constructor(store: Store<T>, item: T) {
    super()
    this.store = store
    this.item = item
  }

  attach(waiter: Waiter): void {
    this.waiter = waiter
    this.store.enterPut(this)
  }

  detach(): void {
    this.waiter = undefined
    if (!this.admitted) this.store.abandonPut(this)
  }

  /** The item is in: in a later event of this instant getters are served and the putter goes on. */
  admit(): void {
    this.admitted = true
    this.store.sim.schedule(0, () => {
      this.store.serveGets()
      this.waiter?.wake(undefined)
    })
  }

  describe(): string {
    return `room in store "${this.store.name}"`
  }
}

/** Waits for an item. */
export class Get<T> extends Wait<T> implements Queued {
  previous: Queued | undefined = undefined
  following: Queued | undefined = undefined
  readonly accepts: ((item: T) => boolean) | undefined
  /** Start of the wait, seconds. */
  since = 0
  waiter: Waiter | undefined = undefined
  private readonly store: Store<T>
  private served: { readonly item: T } | undefined = undefined

  constructor(store: Store<T>, accepts: ((item: T) => boolean) | undefined) {
    super()
    this.store = store
    this.accepts = accepts
  }

  attach(waiter: Waiter): void {
    this.waiter = waiter
    this.store.enterGet(this)
  }

  detach(): void {
    this.waiter = undefined
    // Interrupted between being served and hearing of it: the item goes back to the front, nothing is lost.
    if (this.served === undefined) this.store.abandonGet(this)
    else this.store.giveBack(this.served.item)
  }

  /** The item is out: in a later event of this instant puts find room and the getter goes on. */
  serve(item: T): void {
    this.served = { item }
    this.store.sim.schedule(0, () => {
      this.store.servePuts()
      this.waiter?.wake(item)
    })
  }

  describe(): string {
    return `store "${this.store.name}"`
  }
}
