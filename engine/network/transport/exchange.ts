import { SimulationError } from '../../errors.ts'
import type { Arrival } from '../../time/event-list.ts'
import type { IncomingRequest, RequestReply } from './request-reply.ts'

/** The caller's side of a call, as its reply finds it. */
export interface Caller<A> {
  /** Which call this is: a caller that serves one call after the other tells an old reply by it. */
  readonly serial: number
  /** A reply to one of its calls has come. */
  replied(answer: A, serial: number): void
}

type State = 'idle' | 'asking' | 'at the server' | 'replying'

/**
 * A request on its way, then what the server holds of it, then the reply on its way: one object for all three, which
 * serves call after call. One that the server never replies to is simply forgotten.
 */
export class Exchange<Q, A> implements Arrival, IncomingRequest<Q, A> {
  from = 0
  to = 0
  bytes = 0
  private method = 0
  private asked: Q | undefined = undefined
  private answer: A | undefined = undefined
  private caller: Caller<A> | undefined = undefined
  private serial = 0
  private state: State = 'idle'
  private readonly calls: RequestReply<Q, A>
  private readonly dropped = (): void => this.free()

  constructor(calls: RequestReply<Q, A>) {
    this.calls = calls
  }

  get question(): Q {
    return this.asked as Q
  }

  /** Sends the request. @throws SimulationError when nobody serves the method there */
  ask(caller: Caller<A>, from: number, to: number, method: number, bytes: number, question: Q): void {
    const { calls } = this
    try {
      calls.handlerOf(to, method)
    } catch (error) {
      this.free()
      throw error
    }
    this.caller = caller
    this.serial = caller.serial
    this.from = from
    this.to = to
    this.method = method
    this.bytes = bytes
    this.asked = question
    this.state = 'asking'
    calls.begun.increment()
    calls.carrier.send(from, to, bytes + calls.headerBytes, this, this.dropped)
  }

  reply(bytes: number, answer: A): void {
    if (this.state !== 'at the server')
      throw new SimulationError(`A request of host ${this.from} to host ${this.to} is replied to twice: reply once.`)
    this.state = 'replying'
    this.answer = answer
    this.calls.carrier.send(this.to, this.from, bytes + this.calls.headerBytes, this, this.dropped)
  }

  arrive(): void {
    if (this.state === 'asking') {
      this.state = 'at the server'
      this.calls.handlerOf(this.to, this.method)(this)
      return
    }
    const { caller, serial, answer } = this
    this.free()
    caller!.replied(answer as A, serial)
  }

  private free(): void {
    this.state = 'idle'
    this.asked = this.answer = this.caller = undefined
    this.calls.release(this)
  }
}
