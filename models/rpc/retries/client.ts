import type { Simulation } from '../../../engine/index.ts'
import { type BackingOff, backoffLaw } from '../shared/backoff.ts'
import type { Call } from './call.ts'
import type { Channel } from './channel.ts'
import type { Ledger } from './ledger.ts'
import { type Settings, attemptLimit, layerOf, limit } from './parameters.ts'
import { CircuitBreaker, RetryBudget } from './protection.ts'
import type { Server } from './server.ts'

/** Where the client stub is connected. */
export interface ClientConnections {
  readonly requests: Channel
  readonly acknowledgements: Channel
  readonly server: Server
  /** Gets the hedged requests. */
  readonly secondServer: Server
  readonly ledger: Ledger
}

/**
 * The client stub, the same code for all clients: sends the request, waits for the reply, pauses and sends it again,
 * until a reply comes or the attempts are used up.
 */
export class Client {
  private readonly sim: Simulation
  private readonly to: ClientConnections
  private readonly p: Settings
  private readonly attempts: number
  private readonly longestTimeout: number
  private readonly nextBackoff: (who: BackingOff) => number
  private readonly deliverRequest: (call: Call) => void
  private readonly deliverHedge: (call: Call) => void
  private readonly deliverAck: (call: Call) => void
  private readonly budget: RetryBudget
  private readonly breaker: CircuitBreaker

  constructor(sim: Simulation, connections: ClientConnections, p: Settings) {
    this.sim = sim
    this.to = connections
    this.p = p
    this.attempts = attemptLimit(p)
    this.longestTimeout = limit(p.timeoutCap)
    this.nextBackoff = backoffLaw(sim.stream('backoff'), p)
    this.budget = new RetryBudget(p)
    this.breaker = new CircuitBreaker(sim, p)
    const { server, secondServer } = connections
    this.deliverRequest = (call) => server.receiveRequest(call)
    this.deliverHedge = (call) => secondServer.receiveRequest(call)
    this.deliverAck = (call) => server.receiveAcknowledgement(call)
  }

  /** Starts a call. */
  start(call: Call): void {
    call.timeout = this.p.timeout
    call.deadlineAt = this.sim.now + this.p.deadline
    this.budget.earn()
    if (!this.breaker.allows(call)) {
      call.refused = true
      this.finish(call)
      return
    }
    if (this.p.hedgeAfter < Infinity) call.hedgeTimer = this.sim.schedule(this.p.hedgeAfter, () => this.hedge(call))
    this.sendRequest(call)
  }

  /** A reply has arrived. One that comes during a back-off counts too: the client listens until the call is over. */
  receiveReply(call: Call): void {
    this.breaker.succeeded()
    const acknowledges = this.p.semantics === 'exactly-once'
    // A server that repeats its reply has not heard of the acknowledgement of the last.
    if (acknowledges && (!call.over || this.p.acknowledging === 'server')) {
      call.acknowledgements++
      this.to.acknowledgements.send(call, this.deliverAck)
    }
    if (call.over) {
      call.lateReplies++
      return
    }
    this.sim.cancel(call.timer)
    call.succeeded = true
    this.finish(call)
    if (call.hedges > 0 && this.p.hedgeCancel) this.cancelOther(call)
  }

  private sendRequest(call: Call): void {
    call.requests++
    // At a deadline the subtraction must not leave a tiny rest.
    const wait = Math.min(call.timeout, call.deadlineAt - this.sim.now)
    call.timer = this.sim.schedule(wait, () => this.timedOut(call))
    this.to.requests.send(call, this.deliverRequest)
  }

  private hedge(call: Call): void {
    call.hedgeTimer = undefined
    call.hedges++
    this.to.requests.send(call, this.deliverHedge)
  }

  private cancelOther(call: Call): void {
    call.pending++
    this.sim.schedule(this.p.latency, () => {
      this.to.server.cancel(call)
      this.to.secondServer.cancel(call)
      this.to.ledger.release(call)
    })
  }

  private timedOut(call: Call): void {
    this.breaker.failed(call)
    const last = call.requests >= this.attempts || this.sim.now >= call.deadlineAt
    if (last || !this.breaker.allows(call) || !this.budget.spend()) {
      this.finish(call)
      return
    }
    const level = layerOf(call.requests, this.p.attempts)
    if (level > 0) beginAnew(call, level, this.p.timeout)
    else call.timeout = Math.min(this.longestTimeout, call.timeout * this.p.timeoutFactor)
    const pause = this.nextBackoff(level > 0 ? call.above[level - 1]! : call)
    if (this.sim.now + pause >= call.deadlineAt) {
      this.finish(call)
      return
    }
    call.backedOff += pause
    if (pause === 0) this.sendRequest(call)
    else call.timer = this.sim.schedule(pause, () => this.sendRequest(call))
  }

  private finish(call: Call): void {
    call.over = true
    if (call.hedgeTimer !== undefined) this.sim.cancel(call.hedgeTimer)
    this.to.ledger.over(call)
    this.to.ledger.release(call)
    call.caller?.proceed()
  }
}

/** A layer above repeats the call: those below it know nothing of what has been. */
function beginAnew(call: Call, level: number, timeout: number): void {
  call.timeout = timeout
  call.backoff = 0
  for (let below = 0; below < level - 1; below++) call.above[below]!.backoff = 0
  while (call.above.length < level) call.above.push({ backoff: 0 })
}
