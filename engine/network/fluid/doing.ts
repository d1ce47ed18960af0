import { SimulationError } from '../../errors.ts'
import { Wait, type Waiter } from '../../process/waitable.ts'
import type { EventHandle } from '../../time/event-list.ts'
import type { ActivityId, OnFailed } from './activity.ts'
import type { Fluid } from './fluid.ts'

/** A flow, computation or transfer did not come to its end: something it uses went down. Thrown where a process waits. */
export class FluidFailed extends SimulationError {
  override readonly name = 'FluidFailed'
  /** What went down, such as `link down`. */
  readonly reason: string
  /** Units that were not done. */
  readonly remaining: number

  constructor(what: string, reason: string, remaining: number) {
    super(`${what} failed with ${remaining} left: ${reason}.`)
    this.reason = reason
    this.remaining = remaining
  }
}

/** What an activity came to. */
export interface FluidRecord {
  /** Number of the activity. */
  readonly id: ActivityId
  /** Units that were done: bytes, operations. */
  readonly amount: number
  /** When it began and ended, seconds. */
  readonly startedAt: number
  readonly endedAt: number
}

/** Starts an activity with these two told of its end. */
export type Begin = (onCompleted: { arrive(): void }, onFailed: OnFailed) => ActivityId

/**
 * A process's wait for an activity, which starts when the wait begins. Giving the wait up, by an interrupt or a lost race,
 * cancels the activity.
 */
export class Doing extends Wait<FluidRecord> {
  private readonly fluid: Fluid
  private readonly amount: number
  private readonly what: string
  private readonly begin: Begin
  private waiter: Waiter | undefined = undefined
  private activity: ActivityId | undefined = undefined
  private startedAt = 0
  /** The event that tells the process of a failure: `fail` may have been called by another process that runs. */
  private telling: EventHandle | undefined = undefined

  /**
   * @param amount units for the record
   * @param what for reports, such as `transfer of 100 bytes`
   */
  constructor(fluid: Fluid, amount: number, what: string, begin: Begin) {
    super()
    this.fluid = fluid
    this.amount = amount
    this.what = what
    this.begin = begin
  }

  /** The activity, once the wait has begun: for `suspend`, `setShare` and the like. */
  get id(): ActivityId | undefined {
    return this.activity
  }

  attach(waiter: Waiter): void {
    this.waiter = waiter
    this.startedAt = this.fluid.sim.now
    this.activity = this.begin(this, (reason, left) => this.failed(reason, left))
  }

  detach(): void {
    if (this.telling === undefined) this.abandon(this.activity!)
    else this.fluid.sim.cancel(this.telling)
  }

  describe(): string {
    return this.what
  }

  /** The activity is completed: an event of the fluid model's own, in which no process runs. */
  arrive(): void {
    const { activity, amount, startedAt } = this
    this.waiter!.wake({ id: activity!, amount, startedAt, endedAt: this.fluid.sim.now } as FluidRecord)
  }

  /** The wait is given up while the activity goes on. */
  protected abandon(activity: ActivityId): void {
    this.fluid.cancel(activity)
  }

  private failed(reason: string, left: number): void {
    const error = new FluidFailed(this.what, reason, left)
    this.telling = this.fluid.sim.schedule(0, () => this.waiter!.fail(error))
  }
}
