import { Baulked, Rejected, SimulationError } from '../errors.ts'
import type { Counter } from '../monitor/counter.ts'
import type { Tally } from '../monitor/tally.ts'
import type { TimeWeighted } from '../monitor/time-weighted.ts'
import type { Simulation } from '../simulation.ts'
import { Order } from '../time/order.ts'
import { ORDINARY, type Request } from './request.ts'
import type { ResourceOptions } from './resource-options.ts'
import { Schedule } from './schedule.ts'
import type { Service } from './service.ts'
import { Statistics } from './statistics.ts'
import { Users } from './users.ts'
import { WaitingRoom } from './waiting-room.ts'

/** The kernel side of a resource: who is granted servers, who waits, who is refused, who loses them, and when. */
export abstract class Admission {
  readonly sim: Simulation
  readonly name: string
  /** Requests refused because of the limits of the queue. */
  readonly rejected: Counter
  /** Requests that did not join the queue, by their own rule. */
  readonly baulked: Counter
  /** Requests that left the queue because their patience ran out. */
  readonly reneged: Counter
  /** Users that lost their servers. */
  readonly preempted: Counter
  private readonly statistics: Statistics | undefined
  /** Servers in use. */
  protected used = 0
  /** Number of servers; under slots the size of the last slot. */
  protected servers: number
  /** Servers in use beyond which nobody is admitted: the capacity, but under slots -1 between them. */
  private limit: number
  /** The capacity may change, so that a request larger than it is no mistake. */
  protected variable: boolean
  private admissionDue = false
  private readonly slotted: boolean
  private readonly preemptive: boolean
  /** Who asks for nothing special stands at the end of the line. */
  private readonly plain: boolean
  protected readonly waiting: WaitingRoom
  protected readonly users: Users

  constructor(sim: Simulation, options: ResourceOptions) {
    const { name, capacity, discipline = 'fifo', victim = 'last', slots } = options
    this.sim = sim
    this.name = name
    this.waiting = new WaitingRoom(options)
    this.preemptive = discipline === 'preemptive'
    this.plain = discipline === 'fifo' && !this.waiting.limited
    this.users = new Users(victim)
    this.statistics = options.observe === false ? undefined : new Statistics(sim, name)
    this.rejected = sim.counter(`${name}.rejected`)
    this.baulked = sim.counter(`${name}.baulked`)
    this.reneged = sim.counter(`${name}.reneged`)
    this.preempted = sim.counter(`${name}.preempted`)
    this.variable = capacity instanceof Schedule || capacity === 0
    this.slotted = slots !== undefined
    this.servers = this.slotted
      ? 0
      : this.checkedCapacity(capacity instanceof Schedule ? capacity.at(sim.now) : capacity!)
    this.limit = this.slotted ? -1 : this.servers
  }

  /** Busy servers over time. @throws SimulationError when the resource does not observe itself, as do the others */
  get busy(): TimeWeighted {
    return this.observed().busy
  }

  /** Requests that wait, over time. */
  get queue(): TimeWeighted {
    return this.observed().queue
  }

  /** Time from request to grant, seconds, of requests granted; after a preemption a new wait begins. */
  get wait(): Tally {
    return this.observed().wait
  }

  /** Kernel side of `acquire`: grants the request or queues it. */
  enter(request: Request): void {
    request.since = this.sim.now
    // Nobody overtakes who waits already, even if it would fit: no request starves.
    if (this.couldTakeAtOnce(request) || (this.preemptive && this.takesByForce(request))) {
      this.statistics?.wait.record(0)
      this.use(request)
      request.grant()
    } else if (this.plain && request.options === ORDINARY) {
      this.waiting.join(request, 0)
      this.statistics?.queue.set(this.waiting.length)
    } else this.enterByRules(request)
  }

  /** Queues a request where there is more to it than standing at the end of a line. */
  private enterByRules(request: Request): void {
    this.refuseOrPushOut(request)
    request.queued()
    this.join(request)
    // In front of one that was too large, a request of better priority may fit.
    if (this.waiting.length > 1 && this.waiting.next() === request) this.admit()
  }

  /** Kernel side: a member of a group joins the queue, for not all of its resources are free. */
  enterGroup(request: Request): void {
    request.since = this.sim.now
    this.refuseOrPushOut(request)
    this.join(request)
  }

  /** Kernel side: a queued request is given up. */
  abandon(request: Request): void {
    this.dequeue(request)
    if (this.waiting.length > 0) this.admit()
  }

  /** Kernel side: a lease ends. */
  leave(request: Request): void {
    const next = this.waiting.next()
    const { units } = request
    if (next !== undefined && next.units === units && next.group === undefined && this.used <= this.limit) {
      // The rule where servers are short: as many servers change hands, and as many are in use as before.
      this.waiting.dismiss(next)
      this.users.replace(request, next)
      this.statistics?.handedOver(next, this.used - units, this.waiting.length)
      next.grant()
      // Behind one who wants several, one may have waited for whom there is room.
      if (this.used < this.limit) this.admit()
      return
    }
    this.users.remove(request)
    this.setUsed(this.used - request.units)
    if (this.waiting.length > 0) this.admit()
  }

  /** Kernel side: a service ends, in the order class of releases; who waits is admitted in the class of admissions. */
  leaveInKernel(request: Request): void {
    this.users.remove(request)
    this.setUsed(this.used - request.units)
    if (this.waiting.length > 0) this.admitInKernel()
  }

  /** Kernel side: a preempted service queues again, keeping its turn. */
  comeBack(service: Service): void {
    service.since = this.sim.now
    try {
      if (this.waiting.limited) this.applyLimits(service, true)
    } catch (error) {
      service.turnAway(error)
      return
    }
    this.join(service, true)
  }

  /** Kernel side: whether a member of a group could have its servers now without joining the queue. */
  couldTakeAtOnce(request: Request): boolean {
    return this.waiting.length === 0 && this.used + request.units <= this.limit
  }

  /** Kernel side: whether a queued member of a group could have its servers now: they are free, and nobody who waits for
   *  this resource alone is ahead. */
  couldTake(request: Request): boolean {
    if (this.used + request.units > this.limit) return false
    for (const ahead of this.waiting) {
      if (ahead === request) return true
      if (ahead.group === undefined) return false
    }
    return true
  }

  /** Kernel side: gives a member of a group its servers. */
  take(request: Request, queued: boolean): void {
    if (queued) this.dequeue(request)
    this.statistics?.wait.record(queued ? this.sim.now - request.since : 0)
    this.use(request)
  }

  /** Kernel side: a capacity of the schedule; admissions follow in their own order class. */
  changeCapacityInKernel(capacity: number): void {
    this.changeCapacity(capacity)
    this.admitInKernel()
  }

  /** Kernel side: a slot of so many services begins now. */
  openSlot(size: number, capacitated: boolean): void {
    this.servers = this.checkedCapacity(size)
    if (capacitated) this.revokeExcess()
    this.limit = capacitated ? size : this.used + size
    this.admitInKernel()
  }

  /** Kernel side: serves who can be served. */
  admit(): void {
    for (let next = this.waiting.next(); next !== undefined; next = this.waiting.next()) {
      if (next.group === undefined && this.used + next.units <= this.limit) {
        this.dequeue(next)
        this.give(next)
      } else if (!this.giveByRules(next)) return
    }
  }

  private give(next: Request): void {
    this.statistics?.wait.record(this.sim.now - next.since)
    this.use(next)
    next.grant()
  }

  /** Serves who is next where there is more to it than a free server; false when it can not be served. */
  private giveByRules(next: Request): boolean {
    if (next.group !== undefined) return this.waiting.takeFirstGroup()
    if (!this.preemptive || !this.canPreempt(next)) return false
    this.dequeue(next)
    this.makeRoom(next)
    this.give(next)
    return true
  }

  private admitInKernel(): void {
    if (this.admissionDue) return
    this.admissionDue = true
    this.sim.schedule(0, () => this.admission(), Order.admission)
  }

  private admission(): void {
    this.admissionDue = false
    this.admit()
    if (this.slotted) this.limit = -1
  }

  private join(request: Request, preempted = request.options.ahead ?? false): void {
    this.waiting.admit(request, preempted)
    this.statistics?.queue.set(this.waiting.length)
  }

  private dequeue(request: Request): void {
    this.waiting.dismiss(request)
    this.statistics?.queue.set(this.waiting.length)
  }

  private setUsed(used: number): void {
    this.used = used
    this.statistics?.busy.set(used)
  }

  /** @throws SimulationError when the resource does not observe itself */
  protected observed(): Statistics {
    if (this.statistics !== undefined) return this.statistics
    throw new SimulationError(
      `Resource "${this.name}" does not observe itself: make it without observe: false to read busy, queue or wait.`,
    )
  }

  protected get observes(): boolean {
    return this.statistics !== undefined
  }

  private use(request: Request): void {
    this.users.append(request)
    this.setUsed(this.used + request.units)
  }

  /** Lets the limits of the queue, and its own rule, speak about one who would join it. */
  private refuseOrPushOut(request: Request): void {
    if (this.waiting.limited || request.options.baulk !== undefined)
      this.applyLimits(request, request.options.ahead ?? false)
  }

  private applyLimits(request: Request, preempted: boolean): void {
    const { waiting } = this
    const where = `Resource "${this.name}"`
    if (!preempted && request.options.baulk?.(waiting.length)) {
      this.baulked.increment()
      throw new Baulked(where, waiting.length)
    }
    const refusal = waiting.refusal(request, preempted)
    if (refusal !== undefined) {
      this.rejected.increment()
      throw new Rejected(where, refusal)
    }
    for (const other of waiting.pushedOutBy(request, preempted)) {
      const error = new Rejected(where, 'needed the place in its queue for a request of better priority')
      this.rejected.increment()
      if (other.group === undefined) {
        this.dequeue(other)
        other.turnAway(error)
      } else {
        other.group.turnAway(error)
      }
    }
  }

  protected changeCapacity(capacity: number): void {
    if (this.slotted)
      throw new SimulationError(`Resource "${this.name}" serves in slots: their schedule sets its size.`)
    this.servers = this.limit = this.checkedCapacity(capacity)
    this.variable = true
    this.revokeExcess()
  }

  private revokeExcess(): void {
    if (!this.preemptive) return
    while (this.used > this.servers) this.revoke(this.users.worst()!, undefined)
  }

  private canPreempt(request: Request): boolean {
    if (request.options.preempt === false || this.limit < 0) return false
    return this.limit - this.used + this.users.unitsWorseThan(request.priority) >= request.units
  }

  /** Takes servers from users of worse priority for a request that would be next; false when it can not. */
  private takesByForce(request: Request): boolean {
    if (!this.waiting.wouldBeNext(request) || !this.canPreempt(request)) return false
    this.makeRoom(request)
    return true
  }

  /** Takes servers from users of worse priority until the request fits. */
  private makeRoom(request: Request): void {
    while (this.used + request.units > this.limit) this.revoke(this.users.worst()!, request)
  }

  private revoke(user: Request, by: Request | undefined): void {
    this.users.remove(user)
    this.setUsed(this.used - user.units)
    this.preempted.increment()
    user.revoke(by)
  }

  private checkedCapacity(capacity: number): number {
    if ((Number.isInteger(capacity) || capacity === Infinity) && capacity >= 0) return capacity
    throw new SimulationError(`Resource "${this.name}", capacity = ${capacity}: expected an integer >= 0, or Infinity.`)
  }
}
