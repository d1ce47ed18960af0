import { Preempted } from '../errors.ts'
import { Wait, type Waiter } from '../process/waitable.ts'
import type { Process } from '../process/process.ts'
import type { EventHandle } from '../time/event-list.ts'
import type { Resource } from './resource.ts'
import type { Queued } from './wait-queue.ts'

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
}

/** The right to use servers of a resource until it is released: by `release()`, or at the end of a `using` block. */
export interface Lease extends Disposable {
  /** Gives the servers back; does nothing when they were given back or taken away before. */
  release(): void
}

/** A request that waits, is granted and becomes the lease itself. */
export class Request extends Wait<Lease> implements Lease, Queued {
  previous: Queued | undefined
  following: Queued | undefined
  readonly priority: number
  readonly units: number
  readonly preempt: boolean
  readonly ahead: boolean
  /** Start of the wait, then start of use, seconds. */
  since = 0
  private readonly resource: Resource
  /** The process that asked, which is the one to be told of a preemption. */
  private readonly owner: Process<unknown> | undefined
  private waiter: Waiter | undefined
  private granted: EventHandle | undefined
  private released = false

  constructor(resource: Resource, owner: Process<unknown> | undefined, options: AcquireOptions) {
    super()
    this.resource = resource
    this.owner = owner
    this.priority = options.priority ?? 0
    this.units = options.units ?? 1
    this.preempt = options.preempt ?? true
    this.ahead = options.ahead ?? false
  }

  attach(waiter: Waiter): void {
    this.waiter = waiter
    this.resource.enter(this)
  }

  detach(): void {
    if (this.granted === undefined) return this.resource.abandon(this)
    this.resource.sim.cancel(this.granted)
    this.release()
  }

  /** Makes the request a lease; the waiter runs in a later event of this instant. */
  grant(): void {
    this.since = this.resource.sim.now
    this.waiter!.arrival = this
    this.granted = this.resource.sim.schedule(0, this.waiter!.onArrival)
  }

  release(): void {
    if (this.released || this.granted === undefined) return
    this.released = true
    this.resource.leave(this)
  }

  /** Takes the servers away; the process that holds them hears of it as `Preempted`. */
  revoke(by: Request | undefined): void {
    this.released = true
    this.owner?.throwInside(new Preempted(this.resource.name, this.since, by?.owner?.name))
  }

  [Symbol.dispose](): void {
    this.release()
  }

  describe(): string {
    return `resource "${this.resource.name}"`
  }
}
