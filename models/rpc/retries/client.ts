import type { Simulation } from '../../../engine/index.ts'
import { backoffLaw } from './backoff.ts'
import type { Call } from './call.ts'
import type { Channel } from './channel.ts'
import type { Ledger } from './ledger.ts'
import { type Settings, attemptLimit, limit } from './parameters.ts'
import type { Server } from './server.ts'

/** Where the client stub is connected. */
export interface ClientConnections {
  readonly requests: Channel
  readonly acknowledgements: Channel
  readonly server: Server
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
  private readonly nextBackoff: (call: Call) => number
  private readonly deliverRequest: (call: Call) => void
  private readonly deliverAck: (call: Call) => void

  constructor(sim: Simulation, connections: ClientConnections, p: Settings) {
    this.sim = sim
    this.to = connections
    this.p = p
    this.attempts = attemptLimit(p)
    this.longestTimeout = limit(p.timeoutCap)
    this.nextBackoff = backoffLaw(sim, p)
    const { server } = connections
    this.deliverRequest = (call) => server.receiveRequest(call)
    this.deliverAck = (call) => server.receiveAcknowledgement(call)
  }

  /** Starts a call. */
  start(call: Call): void {
    call.timeout = this.p.timeout
    this.sendRequest(call)
  }

  /** A reply has arrived. One that comes during a back-off counts too: the client listens until the call is over. */
  receiveReply(call: Call): void {
    if (call.over) {
      call.lateReplies++
      return
    }
    this.sim.cancel(call.timer)
    call.succeeded = true
    if (this.p.semantics === 'exactly-once') {
      call.acknowledgements++
      this.to.acknowledgements.send(call, this.deliverAck)
    }
    this.finish(call)
  }

  private sendRequest(call: Call): void {
    call.requests++
    call.timer = this.sim.schedule(call.timeout, () => this.timedOut(call))
    this.to.requests.send(call, this.deliverRequest)
  }

  private timedOut(call: Call): void {
    if (call.requests >= this.attempts) {
      this.finish(call)
      return
    }
    call.timeout = Math.min(this.longestTimeout, call.timeout * this.p.timeoutFactor)
    const pause = this.nextBackoff(call)
    call.backedOff += pause
    if (pause === 0) this.sendRequest(call)
    else call.timer = this.sim.schedule(pause, () => this.sendRequest(call))
  }

  private finish(call: Call): void {
    call.over = true
    this.to.ledger.over(call)
    this.to.ledger.release(call)
    call.caller?.proceed()
  }
}
