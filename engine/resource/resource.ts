import { SimulationError } from '../errors.ts'
import type { Waitable } from '../process/waitable.ts'
import type { Simulation } from '../simulation.ts'
import { Admission } from './admission.ts'
import { reportUsers, reportWaits, type ClosingReport } from './closing-report.ts'
import { ORDINARY, Request, type AcquireOptions, type Lease } from './request.ts'
import type { ResourceOptions } from './resource-options.ts'
import { Schedule } from './schedule.ts'
import { Service, type ServeOptions, type Visit } from './service.ts'
import { followSchedule, followSlots } from './timetable.ts'

/**
 * A number of identical servers and the queue before them. It observes itself: busy servers and queue length over time,
 * the wait of each request that was granted (0 when it was granted at once), how many were rejected, baulked, reneged
 * and preempted. `observe: false` leaves out all but the counts.
 */
export class Resource extends Admission {
  constructor(sim: Simulation, options: ResourceOptions) {
    super(sim, options)
    const { capacity, slots, capacitated = false } = options
    if (slots !== undefined) followSlots(this, slots, capacitated)
    else if (capacity instanceof Schedule) followSchedule(this, capacity)
    sim.inspected(this)
  }

  /** Number of servers; under slots the size of the last slot. */
  get capacity(): number {
    return this.servers
  }

  /** Servers in use; more than the capacity while users finish after a cut. */
  get inUse(): number {
    return this.used
  }

  /** Requests that wait. */
  get queueLength(): number {
    return this.waiting.length
  }

  /** Who waits, first to be served first: for the conditions and reports of a model. */
  waitingRequests(): readonly {
    readonly process: string
    readonly priority: number
    readonly units: number
    readonly since: number
  }[] {
    return Array.from(this.waiting, ({ waiter, priority, units, since }) => ({
      process: waiter?.owner?.name ?? 'unknown',
      priority,
      units,
      since,
    }))
  }

  /** Who holds servers, in order of grant. */
  holders(): readonly { readonly process: string; readonly units: number; readonly since: number }[] {
    return Array.from(this.users, ({ waiter, units, since }) => ({
      process: waiter?.owner?.name ?? 'unknown',
      units,
      since,
    }))
  }

  /**
   * Changes the number of servers. After a cut, users in excess finish; under the discipline `preemptive` they lose
   * their servers at once, those of worst priority first.
   */
  setCapacity(capacity: number): void {
    this.changeCapacity(capacity)
    this.admit()
  }

  /**
   * Asks for servers: `using lease = yield* resource.acquire()`. At that point `Rejected` is thrown when the queue is
   * full, `Reneged` when the patience runs out.
   * @throws SimulationError when more units are asked for than the resource has
   */
  acquire(options: AcquireOptions = ORDINARY): Waitable<Lease> {
    if (options.units !== undefined && options.units !== 1) this.checkUnits(options.units)
    return new Request(this, options)
  }

  /**
   * A whole visit in one wait: queues, holds a server for `work` seconds, leaves. A preempted customer goes on by
   * itself as `onPreemption` says. The service ends before capacity changes and admissions of its instant, a lease that
   * is released by a process after them.
   * @param work seconds, >= 0, or what draws them: once a visit, and again at each preemption under `resample`
   */
  serve(work: number | (() => number), options: ServeOptions = ORDINARY): Visit {
    if (options.units !== undefined && options.units !== 1) this.checkUnits(options.units)
    return new Service(this, work, options) as unknown as Visit
  }

  /** Kernel side of `sim.inspect`. */
  inspect(report: ClosingReport, ended: boolean): void {
    reportUsers(report, this.name, this.users, ended)
    if (this.observes) reportWaits(report, this.wait, this.waiting, this.sim.now)
  }

  private checkUnits(units: number): void {
    const most = this.variable ? 'Infinity' : this.servers
    if (Number.isInteger(units) && units >= 1 && (this.variable || units <= this.servers)) return
    throw new SimulationError(
      `Resource "${this.name}", units = ${units}: expected an integer from 1 to its capacity, ${most}.`,
    )
  }
}
