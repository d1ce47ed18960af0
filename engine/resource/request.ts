import { Preempted, Reneged, SimulationError } from '../errors.ts'
import { Wait, type Waiter } from '../process/waitable.ts'
import type { EventHandle } from '../time/event-list.ts'
import { Order } from '../time/order.ts'
import type { Queued } from './line.ts'
import type { Admission } from './admission.ts'

/** Options of `acquire`. */
export interface AcquireOptions {
  /** Lower is served first; only the disciplines `priority` and `preemptive` look at it. Default 0. */
  priority?: number
  /** Servers wanted at once, all or none; default 1. */
  units?: number
  /** Under `preemptive`, take a server from a user of worse priority; default true. */
  preempt?: boolean
  /** Queue ahead of all of the same priority, as a preempted user does that keeps its turn; default false. */
  ahead?: boolean
  /**
   * Longest time in the queue, seconds, >= 0: then `Reneged` is thrown where the process waits. Who is served at the
   * instant the patience ends is served. Default: no limit.
   */
  patience?: number
  /** Asked when the request would have to wait; true throws `Baulked`. Default: never. */
  baulk?: (queueLength: number) => boolean
}

/** What most ask for. */
export const ORDINARY: AcquireOptions = {}

/** The right to use servers of a resource until it is released: by `release()`, or at the end of a `using` block. */
export interface Lease extends Disposable {
  /** Gives the servers back; does nothing when they were given back or taken away before. */
  release(): void
}

/** Several requests that are granted together or not at all. */
export interface Group {
  /** Takes the servers of all members if every one of them can have its own now; false, and nothing happens, otherwise. */
  take(): boolean
  /** One member was refused: so is the group. */
  turnAway(error: unknown): void
}

/** A request that waits, is granted and becomes the lease itself. */
export class Request extends Wait<Lease> implements Lease, Queued {
  previous: Queued | undefined = undefined
  following: Queued | undefined = undefined
  readonly resource: Admission
  readonly options: AcquireOptions
  readonly priority: number
  readonly units: number
  /** Place among those who hold servers, and how many were granted some before: for `Users`. */
  place = 0
  turn = 0
  /** Start of the wait, then start of use, seconds. */
  since = 0
  /** What it is a part of, when several resources are seized together. */
  group: Group | undefined = undefined
  /** Who waits; also tells who holds the lease. */
  waiter: Waiter | undefined = undefined
  /** True once an event is to tell the waiter how the wait has ended. */
  protected told = false
  /** True while it holds servers. */
  protected holding = false
  /** The end of its patience; once told of an error, the event that does so. */
  private alarm: EventHandle | undefined = undefined

  constructor(resource: Admission, options: AcquireOptions) {
    super()
    this.resource = resource
    this.options = options
    this.priority = options.priority ?? 0
    this.units = options.units ?? 1
  }

  attach(waiter: Waiter): void {
    this.waiter = waiter
    this.resource.enter(this)
  }

  detach(waiter: Waiter): void {
    if (!this.told) {
      this.calm()
      this.resource.abandon(this)
      return
    }
    if (this.alarm === undefined) waiter.stay()
    else this.calm()
    this.release()
  }

  /** The request has to wait: its patience begins. */
  queued(): void {
    if (this.options.patience !== undefined) this.bear(this.options.patience)
  }

  private bear(patience: number): void {
    checkPatience(this.describe(), patience)
    // Late in the instant, so that who is served at the end of its patience is served.
    if (patience < Infinity) this.alarm = this.resource.sim.schedule(patience, () => this.renege(), Order.late)
  }

  /** Makes the request a lease; the waiter runs in a later event of this instant. */
  grant(): void {
    this.calm()
    this.since = this.resource.sim.now
    this.holding = true
    this.tell(this.waiter!)
  }

  /** As a member of a group, takes the servers, out of the queue or without joining it; the group tells the waiter. */
  hold(queued: boolean): void {
    this.resource.take(this, queued)
    this.since = this.resource.sim.now
    this.holding = true
  }

  /** Ends the wait of a queued request that will not be served: the error is thrown where the waiter waits. */
  turnAway(error: unknown): void {
    this.calm()
    this.tellOf(error)
  }

  release(): void {
    if (!this.holding) return
    this.holding = false
    this.resource.leave(this)
  }

  /** Takes the servers away; the process that holds them hears of it as `Preempted`. */
  revoke(by: Request | undefined): void {
    this.holding = false
    const { owner } = this.waiter!
    owner?.throwInside(new Preempted(this.resource.name, this.since, by?.waiter?.owner?.name))
  }

  [Symbol.dispose](): void {
    this.release()
  }

  describe(): string {
    return `resource "${this.resource.name}"`
  }

  /** The wait ends with what it asked for. */
  protected tell(waiter: Waiter): void {
    this.told = true
    waiter.arrival = this
    waiter.arriveNow()
  }

  /** The wait ends with an error. */
  protected tellOf(error: unknown): void {
    const waiter = this.waiter!
    this.told = true
    this.alarm = waiter.scheduler.schedule(0, () => waiter.fail(error))
  }

  /** Patience no longer matters. */
  protected calm(): void {
    if (this.alarm !== undefined) this.calmDown(this.alarm)
  }

  private calmDown(alarm: EventHandle): void {
    this.resource.sim.cancel(alarm)
    this.alarm = undefined
  }

  private renege(): void {
    this.alarm = undefined
    const error = new Reneged(this.describe(), this.options.patience!)
    // Told before the queue moves on, so that its event comes first.
    this.tellOf(error)
    this.resource.reneged.increment()
    this.resource.abandon(this)
  }
}

/** @throws SimulationError unless the patience is a number of seconds >= 0 */
export function checkPatience(what: string, patience: number): void {
  if (patience >= 0) return
  throw new SimulationError(`${what}, patience = ${patience}: expected a number of seconds >= 0.`)
}
