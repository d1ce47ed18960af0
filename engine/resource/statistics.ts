import type { Clock } from '../monitor/clock.ts'
import type { Tally } from '../monitor/tally.ts'
import type { TimeWeighted } from '../monitor/time-weighted.ts'
import type { Simulation } from '../simulation.ts'

/** What a resource observes of itself with every request. */
export class Statistics {
  /** Busy servers over time. */
  readonly busy: TimeWeighted
  /** Requests that wait, over time. */
  readonly queue: TimeWeighted
  /** Time from request to grant, seconds, of requests granted. */
  readonly wait: Tally

  private readonly clock: Clock

  constructor(sim: Simulation, name: string) {
    this.clock = sim
    this.busy = sim.timeWeighted(`${name}.busy`)
    this.queue = sim.timeWeighted(`${name}.queue`)
    this.wait = sim.tally(`${name}.wait`)
  }

  /** One who waited takes over what another had. @param left servers in use between the two @param queue who still wait */
  handedOver(to: { readonly since: number }, left: number, queue: number): void {
    this.busy.dip(left)
    this.queue.set(queue)
    this.wait.record(this.clock.now - to.since)
  }
}
