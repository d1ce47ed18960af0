import { SimulationError } from '../errors.ts'
import type { Counter } from '../monitor/counter.ts'
import type { Tally } from '../monitor/tally.ts'
import type { TimeWeighted } from '../monitor/time-weighted.ts'
import type { Waitable } from '../process/waitable.ts'
import type { Simulation } from '../simulation.ts'
import { reportWaits, withoutDaemons, type ClosingReport } from './closing-report.ts'
import { Get, Put } from './store-waits.ts'
import { WaitQueue } from './wait-queue.ts'

/** Options of a store. */
export interface StoreOptions<T = unknown> {
  /** For reports. */
  name: string
  /** Items it holds at most; default: no limit. */
  capacity?: number
  /**
   * Order in which items are taken, smallest first and by arrival among equals; default: by arrival. As for Array.sort:
   * negative when `a` comes first.
   */
  order?: (a: T, b: T) => number
}

/**
 * Typed items in order of arrival. Getters are served in order; one whose filter matches nothing does not block the
 * others. A store observes itself: items held and requests that wait, over time, and how long each had to wait (0 when it
 * was served at once).
 */
export class Store<T> {
  readonly sim: Simulation
  readonly name: string
  readonly capacity: number
  /** Items held, over time. */
  readonly level: TimeWeighted
  /** Gets that wait for an item, over time. */
  readonly getQueue: TimeWeighted
  /** Puts that wait for room, over time. */
  readonly putQueue: TimeWeighted
  /** Time from get to item, seconds, of gets that were served. */
  readonly getWait: Tally
  /** Time from put to room, seconds, of puts that were admitted. */
  readonly putWait: Tally
  /** Items that `offer` found no room for. */
  readonly rejected: Counter
  private items: T[] = []
  private readonly order: ((a: T, b: T) => number) | undefined
  private readonly puts = new WaitQueue<Put<T>>('fifo')
  private readonly gets = new WaitQueue<Get<T>>('fifo')
  /** Index of the first item: items leave at the front without moving the others. */
  private head = 0

  constructor(sim: Simulation, { name, capacity = Infinity, order }: StoreOptions<T>) {
    if (!(capacity >= 1)) throw new SimulationError(`Store "${name}", capacity = ${capacity}: expected a number >= 1.`)
    this.sim = sim
    this.name = name
    this.capacity = capacity
    this.order = order
    this.level = sim.timeWeighted(`${name}.level`)
    this.getQueue = sim.timeWeighted(`${name}.getQueue`)
    this.putQueue = sim.timeWeighted(`${name}.putQueue`)
    this.getWait = sim.tally(`${name}.getWait`)
    this.putWait = sim.tally(`${name}.putWait`)
    this.rejected = sim.counter(`${name}.rejected`)
    sim.inspected(this)
  }

  /** Items held. */
  get size(): number {
    return this.items.length - this.head
  }

  /** The items held, first to be taken first. */
  contents(): T[] {
    return this.items.slice(this.head)
  }

  /** Puts that wait for room. */
  get putsWaiting(): number {
    return this.puts.length
  }

  /** Gets that wait to be served. */
  get getsWaiting(): number {
    return this.gets.length
  }

  /** Adds an item; waits while the store is full. */
  put(item: T): Waitable<void> {
    return new Put(this, item)
  }

  /** Takes the first item, or the first that `accepts` admits; waits until there is one. */
  get(accepts?: (item: T) => boolean): Waitable<T> {
    return new Get(this, accepts)
  }

  /** Adds an item at once, from a callback; false, and nothing happens, when the store is full. */
  offer(item: T): boolean {
    if (this.size >= this.capacity) {
      this.rejected.increment()
      return false
    }
    this.add(item)
    this.serveGets()
    return true
  }

  /** Kernel side of `put`. */
  enterPut(put: Put<T>): void {
    if (this.puts.length === 0 && this.size < this.capacity) {
      this.putWait.record(0)
      this.add(put.item)
      put.admit()
      return
    }
    put.since = this.sim.now
    this.puts.join(put, 0)
    this.putQueue.add(1)
    this.servePuts()
  }

  /** Kernel side of `get`. */
  enterGet(get: Get<T>): void {
    // Who waits is asked first, for an item that came in this instant may be meant for it.
    if (this.gets.length > 0) this.serveGets()
    const index = this.size === 0 ? -1 : this.find(get.accepts)
    if (index >= 0) {
      this.getWait.record(0)
      get.serve(this.removeAt(index))
      return
    }
    get.since = this.sim.now
    this.gets.join(get, 0)
    this.getQueue.add(1)
  }

  /** Kernel side: a waiting put is given up. */
  abandonPut(put: Put<T>): void {
    this.puts.leave(put, 0)
    this.putQueue.add(-1)
  }

  /** Kernel side: a waiting get is given up. */
  abandonGet(get: Get<T>): void {
    this.gets.leave(get, 0)
    this.getQueue.add(-1)
  }

  /** Kernel side: an item comes back from a getter that did not live to use it. */
  giveBack(item: T): void {
    this.items.splice(this.head, 0, item)
    this.level.add(1)
    this.serveGets()
  }

  /** Kernel side: admits puts while there is room. */
  servePuts(): void {
    for (let put = this.puts.next(); put !== undefined && this.size < this.capacity; put = this.puts.next()) {
      this.puts.leave(put, 0)
      this.putQueue.add(-1)
      this.putWait.record(this.sim.now - put.since)
      this.add(put.item)
      put.admit()
    }
  }

  /** Kernel side: serves gets while items match. */
  serveGets(): void {
    if (this.gets.length === 0) return
    for (const get of this.gets) {
      if (this.size === 0) return
      const index = this.find(get.accepts)
      if (index < 0) continue
      this.gets.leave(get, 0)
      this.getQueue.add(-1)
      this.getWait.record(this.sim.now - get.since)
      get.serve(this.removeAt(index))
    }
  }

  /** Kernel side of `sim.inspect`. */
  inspect(report: ClosingReport): void {
    reportWaits(report, this.getWait, withoutDaemons(this.gets), this.sim.now)
    reportWaits(report, this.putWait, this.puts, this.sim.now)
  }

  private add(item: T): void {
    const { items, order } = this
    let place = items.length
    if (order !== undefined) {
      let low = this.head
      while (low < place) {
        const middle = (low + place) >>> 1
        if (order(items[middle]!, item) <= 0) low = middle + 1
        else place = middle
      }
    }
    if (place === items.length) items.push(item)
    else items.splice(place, 0, item)
    this.level.add(1)
  }

  private find(accepts: ((item: T) => boolean) | undefined): number {
    if (accepts === undefined) return this.head
    for (let i = this.head; i < this.items.length; i++) if (accepts(this.items[i]!)) return i
    return -1
  }

  private removeAt(index: number): T {
    const item = this.items[index]!
    this.level.add(-1)
    if (index !== this.head) {
      this.items.splice(index, 1)
      return item
    }
    this.items[this.head++] = undefined as T
    // Compacting when half is free keeps taking from the front O(1) on average.
    if (this.head > 32 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head)
      this.head = 0
    }
    return item
  }
}
