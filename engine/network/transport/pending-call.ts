import { SimulationError } from '../../errors.ts'
import type { Arrival, EventHandle } from '../../time/event-list.ts'
import { Order } from '../../time/order.ts'
import type { Caller } from './exchange.ts'
import type { ReplyHandler, RequestReply } from './request-reply.ts'

/** Calls that may be open at once. The number of a call is its slot plus so many times its serial number. */
const SLOTS = 16_777_216

/** @throws SimulationError unless the time-out is > 0 */
export function checkTimeout(timeout: number): void {
  if (!(timeout > 0)) throw new SimulationError(`A call with timeout = ${timeout}: expected seconds > 0, or Infinity.`)
}

/** The caller's side of a call in callback style, and the event of its time-out. Serves call after call. */
export class PendingCall<Q, A> implements Caller<A>, Arrival {
  serial = 0
  private readonly calls: RequestReply<Q, A>
  private readonly slot: number
  private handler: ReplyHandler<A> | undefined = undefined
  private timer: EventHandle | undefined = undefined
  private startedAt = 0

  constructor(calls: RequestReply<Q, A>, slot: number) {
    this.calls = calls
    this.slot = slot
  }

  /** The slot of a call, from its number. */
  static slotOf(call: number): number {
    return call % SLOTS
  }

  begin(
    from: number,
    to: number,
    method: number,
    bytes: number,
    question: Q,
    timeout: number,
    handler: ReplyHandler<A>,
  ): number {
    const { sim } = this.calls.carrier
    this.serial++
    this.handler = handler
    this.startedAt = sim.now
    try {
      this.calls.exchange().ask(this, from, to, method, bytes, question)
    } catch (error) {
      this.end()
      throw error
    }
    this.timer = timeout === Infinity ? undefined : sim.schedule(timeout, this, Order.late)
    return this.slot + this.serial * SLOTS
  }

  replied(answer: A, serial: number): void {
    const { handler, calls } = this
    if (handler === undefined || serial !== this.serial) return calls.late.increment()
    const { sim } = calls.carrier
    calls.responseTime.record(sim.now - this.startedAt)
    if (this.timer !== undefined) sim.cancel(this.timer)
    this.end()
    handler.replied(answer, this.slot + serial * SLOTS)
  }

  /** The time-out. */
  arrive(): void {
    const { handler, serial } = this
    this.calls.timedOut.increment()
    this.end()
    handler!.timedOut(this.slot + serial * SLOTS)
  }

  giveUp(call: number): boolean {
    if (this.handler === undefined || call !== this.slot + this.serial * SLOTS) return false
    if (this.timer !== undefined) this.calls.carrier.sim.cancel(this.timer)
    this.end()
    return true
  }

  private end(): void {
    this.handler = undefined
    this.calls.releaseCall(this)
  }
}
