import { Rejected, SimulationError } from '../errors.ts'
import { Counter } from '../monitor/counter.ts'
import { Tally } from '../monitor/tally.ts'
import { TimeWeighted } from '../monitor/time-weighted.ts'
import { Wait, type Waitable, type Waiter } from '../process/waitable.ts'
import type { Simulation } from '../simulation.ts'
import type { EventHandle } from '../time/event-list.ts'
import { WaitQueue, type Discipline, type Queued } from './wait-queue.ts'

/** Options of a resource. */
export interface ResourceOptions {
  /** For reports. */
  name: string
  /** Number of identical servers, an integer >= 1. */
  capacity: number
  /** Who is served next; default `fifo`. */
  discipline?: Discipline
  /** How many may wait; one more is rejected. Default: no limit. */
  queueLimit?: number
}

/** Options of `acquire`. */
export interface AcquireOptions {
  /** Lower is served first; only the `priority` discipline looks at it. Default 0. */
  priority?: number
  /** Servers wanted at once, all or none; default 1. */
  units?: number
}

/** The right to use servers of a resource until it is released: by `release()`, or at the end of a `using` block. */
export interface Lease extends Disposable {
  /** Gives the servers back; a second call does nothing. */
  release(): void
}

/** A request that waits, is granted and becomes the lease itself. */
class Request extends Wait<Lease> implements Lease, Queued {
  previous: Queued | undefined
  following: Queued | undefined
  readonly priority: number
  readonly units: number
  since = 0
  private readonly resource: Resource
  private waiter: Waiter | undefined
  private granted: EventHandle | undefined
  private released = false

  constructor(resource: Resource, priority: number, units: number) {
    super()
    this.resource = resource
    this.priority = priority
    this.units = units
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
    this.waiter!.arrival = this
    this.granted = this.resource.sim.schedule(0, this.waiter!.onArrival)
  }

  release(): void {
    if (this.released || this.granted === undefined) return
    this.released = true
    this.resource.leave(this)
  }

  [Symbol.dispose](): void {
    this.release()
  }

  describe(): string {
    return `resource "${this.resource.name}"`
  }
}

/**
 * A number of identical servers and the queue before them. It observes itself: busy servers and queue length over time,
 * the wait of each request that was granted (0 when it was granted at once), and how many were rejected.
 */
export class Resource {
  readonly sim: Simulation
  readonly name: string
  readonly capacity: number
  /** Busy servers over time. */
  readonly busy: TimeWeighted
  /** Requests that wait, over time. */
  readonly queue: TimeWeighted
  /** Time from request to grant, seconds, of requests granted. */
  readonly wait: Tally
  /** Requests refused because the queue was full. */
  readonly rejected: Counter
  private readonly queueLimit: number
  private readonly waiting: WaitQueue<Request>

  constructor(sim: Simulation, { name, capacity, discipline = 'fifo', queueLimit = Infinity }: ResourceOptions) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new SimulationError(`Resource "${name}", capacity = ${capacity}: expected an integer >= 1.`)
    }
    if (!(queueLimit >= 0))
      throw new SimulationError(`Resource "${name}", queueLimit = ${queueLimit}: expected a number >= 0.`)
    this.sim = sim
    this.name = name
    this.capacity = capacity
    this.queueLimit = queueLimit
    this.waiting = new WaitQueue(discipline)
    this.busy = sim.timeWeighted(`${name}.busy`)
    this.queue = sim.timeWeighted(`${name}.queue`)
    this.wait = sim.tally(`${name}.wait`)
    this.rejected = sim.counter(`${name}.rejected`)
  }

  /** Servers in use. */
  get inUse(): number {
    return this.busy.level
  }

  /** Requests that wait. */
  get queueLength(): number {
    return this.waiting.length
  }

  /**
   * Asks for servers: `using lease = yield* resource.acquire()`. Throws `Rejected` at that point when the queue is full.
   * @throws SimulationError when more units are asked for than the resource has
   */
  acquire({ priority = 0, units = 1 }: AcquireOptions = {}): Waitable<Lease> {
    if (!Number.isInteger(units) || units < 1 || units > this.capacity) {
      throw new SimulationError(
        `Resource "${this.name}", units = ${units}: expected an integer from 1 to its capacity, ${this.capacity}.`,
      )
    }
    return new Request(this, priority, units)
  }

  /** Kernel side of `acquire`: grants the request or queues it. */
  enter(request: Request): void {
    // Nobody overtakes who waits already, even if it would fit: no request starves.
    if (this.waiting.length === 0 && this.busy.level + request.units <= this.capacity) {
      this.wait.record(0)
      this.busy.add(request.units)
      request.grant()
      return
    }
    if (this.waiting.length >= this.queueLimit) {
      this.rejected.increment()
      throw new Rejected(`Resource "${this.name}"`, this.queueLimit)
    }
    request.since = this.sim.now
    this.waiting.join(request, request.priority)
    this.queue.add(1)
  }

  /** Kernel side: a queued request is given up. */
  abandon(request: Request): void {
    this.waiting.leave(request, request.priority)
    this.queue.add(-1)
    this.admit()
  }

  /** Kernel side: a lease ends. */
  leave(request: Request): void {
    this.busy.add(-request.units)
    this.admit()
  }

  private admit(): void {
    for (let next = this.waiting.next(); next !== undefined; next = this.waiting.next()) {
      if (this.busy.level + next.units > this.capacity) return
      this.waiting.leave(next, next.priority)
      this.queue.add(-1)
      this.wait.record(this.sim.now - next.since)
      this.busy.add(next.units)
      next.grant()
    }
  }
}
