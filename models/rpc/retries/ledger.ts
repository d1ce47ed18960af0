import type { Counter, Quantiles, Simulation, Tally } from '../../../engine/index.ts'
import type { Call } from './call.ts'

/**
 * The accounts of all calls. A call is booked when nothing can happen to it any more, so that a reply or an execution
 * after the client has given up still counts for its own call.
 */
export class Ledger {
  readonly requests: Tally
  readonly executions: Tally
  /** 1 for calls executed at all, else 0. */
  readonly executed: Tally
  /** 1 for calls executed more than once, else 0. */
  readonly repeated: Tally
  /** 1 for calls that brought the client a reply, else 0. */
  readonly succeeded: Tally
  /** 1 for calls that ended in an error although they were executed, else 0. */
  readonly ambiguous: Tally
  readonly replies: Tally
  readonly acknowledgements: Tally
  /** 1 for calls whose record was not freed by an acknowledgement, else 0. */
  readonly unacknowledged: Tally
  readonly lateReplies: Tally
  readonly hedges: Tally
  readonly wasted: Tally
  /** 1 for calls refused by the circuit breaker, else 0. */
  readonly refused: Tally
  /** s per call. */
  readonly backedOff: Tally
  /** s, of the calls that succeeded. */
  readonly latency: Tally
  /** s, of the calls that succeeded. */
  readonly latencies: Quantiles
  /** Calls that succeeded. */
  readonly successes: Counter
  /** Told of each call that succeeds. */
  onSuccess: (() => void) | undefined = undefined
  private readonly sim: Simulation
  private readonly onBooked: () => void

  /** @param onBooked called after each call that is booked. */
  constructor(sim: Simulation, onBooked: () => void) {
    this.sim = sim
    this.onBooked = onBooked
    this.requests = sim.tally('requests')
    this.executions = sim.tally('executions')
    this.executed = sim.tally('executed')
    this.repeated = sim.tally('repeated')
    this.succeeded = sim.tally('succeeded')
    this.ambiguous = sim.tally('error although executed')
    this.replies = sim.tally('replies')
    this.acknowledgements = sim.tally('acknowledgements')
    this.unacknowledged = sim.tally('unacknowledged')
    this.lateReplies = sim.tally('late replies')
    this.hedges = sim.tally('hedges')
    this.wasted = sim.tally('wasted executions')
    this.refused = sim.tally('refused')
    this.backedOff = sim.tally('back-off')
    this.latency = sim.tally('latency')
    this.latencies = sim.quantiles('latency')
    this.successes = sim.counter('successes')
  }

  /** The client has the reply or has given up. */
  over(call: Call): void {
    if (!call.succeeded) return
    const latency = this.sim.now - call.startedAt
    this.latency.record(latency)
    this.latencies.record(latency)
    this.successes.increment()
    this.onSuccess?.()
  }

  /** One thing less that can happen to the call: the client is done, a packet has gone, an execution has ended. */
  release(call: Call): void {
    call.pending--
    if (call.pending > 0) return
    this.requests.record(call.requests)
    this.executions.record(call.executions)
    this.executed.record(call.executions > 0 ? 1 : 0)
    this.repeated.record(call.executions > 1 ? 1 : 0)
    this.succeeded.record(call.succeeded ? 1 : 0)
    this.ambiguous.record(!call.succeeded && call.executions > 0 ? 1 : 0)
    this.replies.record(call.replies)
    this.acknowledgements.record(call.acknowledgements)
    this.unacknowledged.record(call.acknowledged ? 0 : 1)
    this.lateReplies.record(call.lateReplies)
    this.hedges.record(call.hedges)
    this.wasted.record(call.wasted)
    this.refused.record(call.refused ? 1 : 0)
    this.backedOff.record(call.backedOff)
    this.onBooked()
  }
}
