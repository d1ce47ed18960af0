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

  constructor(sim: Simulation, name: string) {
    this.busy = sim.timeWeighted(`${name}.busy`)
    this.queue = sim.timeWeighted(`${name}.queue`)
    this.wait = sim.tally(`${name}.wait`)
  }
}
