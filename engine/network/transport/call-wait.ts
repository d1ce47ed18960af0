import type { Arrival, EventHandle } from '../../time/event-list.ts'
import { Order } from '../../time/order.ts'
import { Wait, type Waiter } from '../../process/waitable.ts'
import type { Caller } from './exchange.ts'
import { checkTimeout } from './pending-call.ts'
import type { CallOptions, RequestReply } from './request-reply.ts'
import { TimedOut } from './timed-out.ts'

/** The caller's side of a call that a process waits for, and the event of its time-out. */
export class CallWait<Q, A> extends Wait<A> implements Caller<A>, Arrival {
  /** A wait serves once. */
  readonly serial = 0
  private readonly calls: RequestReply<Q, A>
  private readonly options: CallOptions<Q>
  private waiter: Waiter | undefined = undefined
  private timer: EventHandle | undefined = undefined
  private startedAt = 0

  constructor(calls: RequestReply<Q, A>, options: CallOptions<Q>) {
    super()
    checkTimeout(options.timeout)
    this.calls = calls
    this.options = options
  }

  attach(waiter: Waiter): void {
    const { from, to, method = 0, bytes = 0, question, timeout } = this.options
    const { sim } = this.calls.carrier
    this.startedAt = sim.now
    this.calls.exchange().ask(this, from, to, method, bytes, question)
    this.waiter = waiter
    if (timeout < Infinity) this.timer = sim.schedule(timeout, this, Order.late)
  }

  detach(): void {
    this.waiter = undefined
    if (this.timer !== undefined) this.calls.carrier.sim.cancel(this.timer)
  }

  describe(): string {
    return `reply of host ${this.options.to}`
  }

  replied(answer: A): void {
    const { waiter, calls } = this
    if (waiter === undefined) return calls.late.increment()
    calls.responseTime.record(calls.carrier.sim.now - this.startedAt)
    this.detach()
    waiter.wake(answer)
  }

  /** The time-out. */
  arrive(): void {
    const { from, to, timeout } = this.options
    const { waiter } = this
    this.waiter = undefined
    this.calls.timedOut.increment()
    waiter!.fail(new TimedOut(from, to, timeout))
  }
}
