import { SimulationError } from '../../errors.ts'
import type { Counter } from '../../monitor/counter.ts'
import type { Tally } from '../../monitor/tally.ts'
import type { Waitable } from '../../process/waitable.ts'
import type { Carrier } from '../carrier.ts'
import { CallWait } from './call-wait.ts'
import { Exchange } from './exchange.ts'
import { checkTimeout, PendingCall } from './pending-call.ts'

/**
 * What a host does with a request. It replies, now or later, with `request.reply(...)`, or never; after that it lets go
 * of the request, which then serves another call.
 */
export type RequestHandler<Q, A> = (request: IncomingRequest<Q, A>) => void

/** A request as the server sees it. */
export interface IncomingRequest<Q, A> {
  /** What was asked. */
  readonly question: Q
  /** Who asks. */
  readonly from: number
  /** Who is asked. */
  readonly to: number
  /** Size without header. */
  readonly bytes: number
  /**
   * Sends the reply.
   * @param bytes size without header, finite, >= 0
   * @throws SimulationError when the request has been replied to before
   */
  reply(bytes: number, answer: A): void
}

/** Who is told how a call ended, in callback style; one object may serve all calls of a model. */
export interface ReplyHandler<A> {
  /** @param call what `request` returned */
  replied(answer: A, call: number): void
  /** No reply came in time. A reply that comes later is ignored. */
  timedOut(call: number): void
}

/** A call in process style. */
export interface CallOptions<Q> {
  /** Who asks. */
  readonly from: number
  /** Who is asked. */
  readonly to: number
  /** Number of the procedure, as given to `serve`. Default 0. */
  readonly method?: number
  /** Size of the request without header, finite, >= 0. Default 0. */
  readonly bytes?: number
  readonly question: Q
  /** Seconds to wait for the reply, > 0; Infinity for ever. A reply at the very end of it is in time. */
  readonly timeout: number
}

/** Options of request/reply. */
export interface RequestReplyOptions {
  /** Bytes added to each request and reply on the wire. Default 0. */
  readonly headerBytes?: number
  /** For reports. Default `calls`. */
  readonly name?: string
}

/**
 * Calls over a network that may lose them: a request, a reply, and a time-out at the caller. Nothing is retransmitted:
 * who wants that calls again, and the server may then do its work twice. A caller that is interrupted or cancelled gives
 * its call up; replies that come after the end of a call are counted and otherwise ignored.
 *
 * @example
 * const calls = new RequestReply<string, number>(network)
 * calls.serve(1, 0, (request) => request.reply(8, request.question.length))
 * const length = yield* calls.call({ from: 0, to: 1, bytes: 100, question: 'how long?', timeout: 0.2 })
 */
export class RequestReply<Q = undefined, A = undefined> {
  readonly carrier: Carrier
  readonly headerBytes: number
  /** Calls begun. */
  readonly begun: Counter
  /** Calls that got no reply in time. */
  readonly timedOut: Counter
  /** Replies that came when their call was over. */
  readonly late: Counter
  /** Time from request to reply of the calls that got one, seconds. */
  readonly responseTime: Tally
  /** By method, then by host. */
  private readonly handlers: (RequestHandler<Q, A> | undefined)[][] = []
  private readonly idle: Exchange<Q, A>[] = []
  private readonly calls: PendingCall<Q, A>[] = []
  private readonly idleCalls: PendingCall<Q, A>[] = []

  constructor(carrier: Carrier, { headerBytes = 0, name = 'calls' }: RequestReplyOptions = {}) {
    if (!(headerBytes >= 0 && headerBytes < Infinity))
      throw new SimulationError(`Calls "${name}", headerBytes = ${headerBytes}: expected a finite number >= 0.`)
    const { sim } = carrier
    this.carrier = carrier
    this.headerBytes = headerBytes
    this.begun = sim.counter(`${name}.begun`)
    this.timedOut = sim.counter(`${name}.timedOut`)
    this.late = sim.counter(`${name}.late`)
    this.responseTime = sim.tally(`${name}.responseTime`)
  }

  /**
   * Has `handler` serve a method of a host.
   * @param method a small integer, >= 0
   * @throws SimulationError when the host serves it already, or there is no such host
   */
  serve(host: number, method: number, handler: RequestHandler<Q, A>): void {
    const { hosts } = this.carrier
    if (!(Number.isSafeInteger(host) && host >= 0 && host < hosts))
      throw new SimulationError(`Host ${host} cannot serve: expected a host from 0 to ${hosts - 1}.`)
    if (!(Number.isSafeInteger(method) && method >= 0 && method < MOST_METHODS))
      throw new SimulationError(`Method ${method}: expected an integer from 0 to ${MOST_METHODS - 1}.`)
    const byHost = (this.handlers[method] ??= [])
    if (byHost[host] !== undefined) throw new SimulationError(`Host ${host} serves method ${method} already.`)
    byHost[host] = handler
  }

  /** Has `handler` serve a method of every host. */
  serveAll(method: number, handler: RequestHandler<Q, A>): void {
    for (let host = 0; host < this.carrier.hosts; host++) this.serve(host, method, handler)
  }

  /**
   * A call, to be waited for: sent when the wait begins, returns the answer.
   * @throws TimedOut, where the process waits, when no reply comes in time
   * @throws SimulationError when nobody serves the method there
   */
  call(options: CallOptions<Q>): Waitable<A> {
    return new CallWait(this, options)
  }

  /**
   * A call in callback style.
   * @param bytes size of the request without header
   * @param timeout seconds, > 0; Infinity for ever
   * @returns the number of the call, for `cancel`
   * @throws SimulationError when nobody serves the method there
   */
  request(
    from: number,
    to: number,
    method: number,
    bytes: number,
    question: Q,
    timeout: number,
    handler: ReplyHandler<A>,
  ): number {
    checkTimeout(timeout)
    let call = this.idleCalls.pop()
    if (call === undefined) this.calls.push((call = new PendingCall(this, this.calls.length)))
    return call.begin(from, to, method, bytes, question, timeout, handler)
  }

  /** Gives a call up: its handler hears no more of it. False when it was over. */
  cancel(call: number): boolean {
    const pending = this.calls[PendingCall.slotOf(call)]
    return pending !== undefined && pending.giveUp(call)
  }

  /** Kernel side: an exchange to send a request with. */
  exchange(): Exchange<Q, A> {
    return this.idle.pop() ?? new Exchange(this)
  }

  /** Kernel side: who serves a method of a host. */
  handlerOf(host: number, method: number): RequestHandler<Q, A> {
    const handler = this.handlers[method]?.[host]
    if (handler === undefined)
      throw new SimulationError(`Host ${host} does not serve method ${method}: call serve first.`)
    return handler
  }

  /** Kernel side: the exchange may serve again. */
  release(exchange: Exchange<Q, A>): void {
    this.idle.push(exchange)
  }

  /** Kernel side: the call may serve again. */
  releaseCall(call: PendingCall<Q, A>): void {
    this.idleCalls.push(call)
  }
}

const MOST_METHODS = 65_536
