import { Reneged, SimulationError } from '../errors.ts'
import type { EventHandle } from '../time/event-list.ts'
import { Order } from '../time/order.ts'
import type { Scheduler } from '../time/scheduler.ts'
import type { Process } from './process.ts'

/**
 * How long a process bears whatever it does next: when the time is up, `Reneged` is thrown where it waits. It spans a
 * stretch of code with several waits; for one queue alone there is the `patience` of `acquire`. Made by `sim.patience`.
 *
 * @example
 * using patience = sim.patience(2)
 * using lease = yield* server.acquire()
 * patience.end() // now served: no limit any more
 */
export class Patience implements Disposable {
  private readonly scheduler: Scheduler
  private readonly process: Process<unknown>
  private handle: EventHandle | undefined = undefined

  constructor(scheduler: Scheduler, process: Process<unknown>, duration: number) {
    this.scheduler = scheduler
    this.process = process
    this.renew(duration)
  }

  /** Starts anew: the time is up `duration` seconds from now. */
  renew(duration: number): void {
    if (!(duration >= 0)) throw new SimulationError(`patience = ${duration}: expected a number of seconds >= 0.`)
    this.end()
    if (duration === Infinity) return
    // Late in the instant: what ends at the end of its patience has ended in time.
    const runOut = (): void => {
      this.handle = undefined
      this.process.throwNow(new Reneged(`process "${this.process.name}"`, duration))
    }
    this.handle = this.scheduler.schedule(duration, runOut, Order.late)
  }

  /** No limit any more. */
  end(): void {
    if (this.handle !== undefined) this.scheduler.cancel(this.handle)
    this.handle = undefined
  }

  [Symbol.dispose](): void {
    this.end()
  }
}
