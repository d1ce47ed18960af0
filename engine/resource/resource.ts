import { Rejected, SimulationError } from '../errors.ts'
import type { Counter } from '../monitor/counter.ts'
import type { Tally } from '../monitor/tally.ts'
import type { TimeWeighted } from '../monitor/time-weighted.ts'
import type { Waitable } from '../process/waitable.ts'
import type { Simulation } from '../simulation.ts'
import { Request, type AcquireOptions, type Lease } from './request.ts'
import { WaitQueue, type Discipline } from './wait-queue.ts'

/** Options of a resource. */
export interface ResourceOptions {
  /** For reports. */
  name: string
  /** Number of identical servers, an integer >= 0. */
  capacity: number
  /** Who is served next; default `fifo`. */
  discipline?: Discipline
  /** How many may wait; one more is rejected. Default: no limit. */
  queueLimit?: number
  /** Which of the users of worst priority loses its server first, the last or the first to get it; default `last`. */
  victim?: 'last' | 'first'
}

const ORDINARY: AcquireOptions = {}

/**
 * A number of identical servers and the queue before them. It observes itself: busy servers and queue length over time,
 * the wait of each request that was granted (0 when it was granted at once), how many were rejected and preempted.
 */
export class Resource {
  readonly sim: Simulation
  readonly name: string
  /** Busy servers over time. */
  readonly busy: TimeWeighted
  /** Requests that wait, over time. */
  readonly queue: TimeWeighted
  /** Time from request to grant, seconds, of requests granted. */
  readonly wait: Tally
  /** Requests refused because the queue was full. */
  readonly rejected: Counter
  /** Users that lost their servers. */
  readonly preempted: Counter
  #capacity: number
  private readonly queueLimit: number
  private readonly waiting: WaitQueue<Request>
  /** Who holds servers, in order of grant; kept only where somebody may lose them. */
  private readonly users: Set<Request> | undefined
  private readonly victim: 'last' | 'first'

  constructor(
    sim: Simulation,
    { name, capacity, discipline = 'fifo', queueLimit = Infinity, victim = 'last' }: ResourceOptions,
  ) {
    if (!(queueLimit >= 0))
      throw new SimulationError(`Resource "${name}", queueLimit = ${queueLimit}: expected a number >= 0.`)
    this.sim = sim
    this.name = name
    this.#capacity = this.checkedCapacity(capacity)
    this.queueLimit = queueLimit
    this.waiting = new WaitQueue(discipline)
    this.users = discipline === 'preemptive' ? new Set() : undefined
    this.victim = victim
    this.busy = sim.timeWeighted(`${name}.busy`)
    this.queue = sim.timeWeighted(`${name}.queue`)
    this.wait = sim.tally(`${name}.wait`)
    this.rejected = sim.counter(`${name}.rejected`)
    this.preempted = sim.counter(`${name}.preempted`)
  }

  /** Number of servers. */
  get capacity(): number {
    return this.#capacity
  }

  /** Servers in use; more than the capacity while users finish after a cut. */
  get inUse(): number {
    return this.busy.level
  }

  /** Requests that wait. */
  get queueLength(): number {
    return this.waiting.length
  }

  /**
   * Changes the number of servers. After a cut, users in excess finish; under the discipline `preemptive` they lose
   * their servers at once, those of worst priority first.
   */
  setCapacity(capacity: number): void {
    this.#capacity = this.checkedCapacity(capacity)
    if (this.users !== undefined) {
      while (this.busy.level > capacity) this.revoke(this.worstUser()!, undefined)
    }
    this.admit()
  }

  /**
   * Asks for servers: `using lease = yield* resource.acquire()`. Throws `Rejected` at that point when the queue is full.
   * @throws SimulationError when more units are asked for than the resource has
   */
  acquire(options: AcquireOptions = ORDINARY): Waitable<Lease> {
    const { units = 1 } = options
    if (units !== 1 && !(Number.isInteger(units) && units >= 1 && units <= this.#capacity)) {
      throw new SimulationError(
        `Resource "${this.name}", units = ${units}: expected an integer from 1 to its capacity, ${this.#capacity}.`,
      )
    }
    return new Request(this, this.users === undefined ? undefined : this.sim.currentProcess, options)
  }

  /** Kernel side of `acquire`: grants the request or queues it. */
  enter(request: Request): void {
    // Nobody overtakes who waits already, even if it would fit: no request starves.
    if (this.waiting.length === 0 && this.busy.level + request.units <= this.#capacity) {
      this.wait.record(0)
      this.use(request)
      return
    }
    if (this.waiting.length >= this.queueLimit && !this.canPreempt(request)) {
      this.rejected.increment()
      throw new Rejected(`Resource "${this.name}"`, this.queueLimit)
    }
    request.since = this.sim.now
    if (request.ahead) this.waiting.rejoin(request, request.priority)
    else this.waiting.join(request, request.priority)
    this.queue.add(1)
    if (this.users !== undefined) this.admit()
  }

  /** Kernel side: a queued request is given up. */
  abandon(request: Request): void {
    this.waiting.leave(request, request.priority)
    this.queue.add(-1)
    this.admit()
  }

  /** Kernel side: a lease ends. */
  leave(request: Request): void {
    this.users?.delete(request)
    this.busy.add(-request.units)
    this.admit()
  }

  private use(request: Request): void {
    this.users?.add(request)
    this.busy.add(request.units)
    request.grant()
  }

  private admit(): void {
    for (let next = this.waiting.next(); next !== undefined; next = this.waiting.next()) {
      if (this.busy.level + next.units > this.#capacity && !this.makeRoom(next)) return
      this.waiting.leave(next, next.priority)
      this.queue.add(-1)
      this.wait.record(this.sim.now - next.since)
      this.use(next)
    }
  }

  /** Takes servers from users of worse priority until the request fits; false, and nothing happens, when it never would. */
  private makeRoom(request: Request): boolean {
    if (!this.canPreempt(request)) return false
    while (this.busy.level + request.units > this.#capacity) this.revoke(this.worstUser()!, request)
    return true
  }

  private canPreempt(request: Request): boolean {
    if (this.users === undefined || !request.preempt) return false
    let available = this.#capacity - this.busy.level
    for (const user of this.users) if (user.priority > request.priority) available += user.units
    return available >= request.units
  }

  private worstUser(): Request | undefined {
    let worst: Request | undefined
    for (const user of this.users ?? []) {
      if (worst === undefined || user.priority > worst.priority) worst = user
      else if (user.priority === worst.priority && this.victim === 'last') worst = user
    }
    return worst
  }

  private revoke(user: Request, by: Request | undefined): void {
    this.users?.delete(user)
    this.busy.add(-user.units)
    this.preempted.increment()
    user.revoke(by)
  }

  private checkedCapacity(capacity: number): number {
    if (Number.isInteger(capacity) && capacity >= 0) return capacity
    throw new SimulationError(`Resource "${this.name}", capacity = ${capacity}: expected an integer >= 0.`)
  }
}
