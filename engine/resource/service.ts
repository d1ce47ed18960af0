import { Preempted, SimulationError } from '../errors.ts'
import type { Waitable } from '../process/waitable.ts'
import type { EventHandle } from '../time/event-list.ts'
import type { Waiter } from '../process/waitable.ts'
import { Order } from '../time/order.ts'
import { Request, type AcquireOptions } from './request.ts'
import type { Admission } from './admission.ts'

/**
 * What becomes of the work of a customer that loses its server: it goes on with what was left, starts again, starts
 * again with new work, or `Preempted` is thrown where it waits.
 */
export type OnPreemption = 'resume' | 'restart' | 'resample' | 'leave'

/** Options of `serve`. */
export interface ServeOptions extends AcquireOptions {
  /** Default `resume`. A customer that stays keeps its turn: it waits ahead of all of its priority. */
  onPreemption?: OnPreemption
}

/** What `serve` returns. */
export interface Served {
  /** Time in the queue, seconds, before the service began and after each preemption. */
  readonly waited: number
  /** Time with a server, seconds, including what a preemption made worthless. */
  readonly activity: number
  /** How often the server was lost. */
  readonly preemptions: number
}

/**
 * A visit to wait for, and its account: `const visit = server.serve(5)`, then `yield* visit`. Who is turned away in it
 * reads there what it had until then.
 */
export type Visit = Waitable<Served> & Served

/** A whole visit: queue, hold a server for the work, leave. Its end is a release of the kernel's own order class. */
export class Service extends Request implements Served {
  waited = 0
  activity = 0
  preemptions = 0
  private readonly work: number | (() => number)
  private readonly onPreemption: OnPreemption
  /** Work of the present attempt, and what is left of it, seconds. */
  private attempt: number
  private left: number
  private end: EventHandle | undefined = undefined

  constructor(resource: Admission, work: number | (() => number), options: ServeOptions) {
    super(resource, options)
    this.work = work
    this.onPreemption = options.onPreemption ?? 'resume'
    if (this.onPreemption === 'resample' && typeof work === 'number') {
      throw new SimulationError(
        `Resource "${resource.name}", serve(${work}): to resample work, give the function that draws it.`,
      )
    }
    this.attempt = this.left = this.draw()
  }

  override grant(): void {
    this.calm()
    const { sim } = this.resource
    this.waited += sim.now - this.since
    this.since = sim.now
    this.end = sim.schedule(this.left, () => this.finish(), Order.release)
  }

  override detach(waiter: Waiter): void {
    if (this.end === undefined) return super.detach(waiter)
    this.resource.sim.cancel(this.end)
    this.stop()
    this.resource.leave(this)
  }

  override revoke(by: Request | undefined): void {
    const { sim } = this.resource
    sim.cancel(this.end!)
    this.preemptions++
    const served = this.stop()
    if (this.onPreemption === 'leave') {
      this.turnAway(new Preempted(this.resource.name, this.since, by?.waiter?.owner?.name))
      return
    }
    if (this.onPreemption === 'resample') this.attempt = this.draw()
    this.left = this.onPreemption === 'resume' ? Math.max(0, this.left - served) : this.attempt
    this.resource.comeBack(this)
  }

  override describe(): string {
    return this.end === undefined ? super.describe() : `service by resource "${this.resource.name}"`
  }

  private finish(): void {
    this.stop()
    this.resource.leaveInKernel(this)
    // User code comes after releases, capacity changes and admissions of the instant.
    this.tell(this.waiter!)
  }

  /** The server is gone: returns how long it was had. */
  private stop(): number {
    const served = this.resource.sim.now - this.since
    this.end = undefined
    this.activity += served
    return served
  }

  private draw(): number {
    const work = typeof this.work === 'number' ? this.work : this.work()
    if (work >= 0 && work < Infinity) return work
    throw new SimulationError(
      `Resource "${this.resource.name}", work = ${work}: expected a finite number of seconds >= 0.`,
    )
  }
}
