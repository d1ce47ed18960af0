import type { Simulation, TimeWeighted } from '../../../engine/index.ts'
import type { Call } from './call.ts'

/**
 * What the server remembers of calls, to tell a duplicate from a new call: a record per call, in progress from the
 * arrival of the request and done (with the reply) from its execution. A record is freed by the acknowledgement of the
 * reply, by the next call of the same caller, or at the end of retention, whichever comes first.
 * @source Birrell and Nelson, "Implementing remote procedure calls", ACM TOCS 2(1), 1984, section 3: the next call of
 *   the same activity acknowledges the reply to the last one.
 */
export class DuplicateTable {
  /** Records in the table. */
  readonly size: TimeWeighted
  private readonly sim: Simulation
  private readonly retention: number

  /** @param retention s after the execution; 0: no limit. */
  constructor(sim: Simulation, retention: number) {
    this.sim = sim
    this.retention = retention
    this.size = sim.timeWeighted('duplicate table')
  }

  /** Begins the record of a call that is not in the table. */
  begin(call: Call): void {
    call.record = 'in progress'
    this.size.add(1)
    const { caller } = call
    if (caller === undefined) return
    const previous = caller.recorded
    if (previous !== undefined && previous !== call) this.supersede(previous)
    caller.recorded = call
  }

  /** The call has been executed: its reply is kept for retransmission. */
  complete(call: Call): void {
    if (call.superseded) {
      this.free(call)
      return
    }
    call.record = 'done'
    if (this.retention > 0) call.expiry = this.sim.schedule(this.retention, () => this.free(call))
  }

  /** The client has confirmed that it has the reply. */
  acknowledge(call: Call): void {
    if (call.record !== 'done') return
    call.acknowledged = true
    this.freeEarly(call)
  }

  private supersede(call: Call): void {
    call.superseded = true
    if (call.record === 'done') this.freeEarly(call)
  }

  private freeEarly(call: Call): void {
    if (this.retention > 0) this.sim.cancel(call.expiry)
    this.free(call)
  }

  private free(call: Call): void {
    call.record = 'none'
    this.size.add(-1)
  }
}
