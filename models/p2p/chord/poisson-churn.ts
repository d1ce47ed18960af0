import type { Simulation } from '../../../engine/index.ts'
import type { Running } from './running.ts'

/**
 * Has nodes join, and others leave, each at a rate of the whole ring.
 * @param rate joins per second, and as many departures
 * @source Stoica et al., Chord, SIGCOMM 2001, section 6.5
 */
export function churnAtRate(sim: Simulation, ring: Running, rate: number): void {
  const joins = sim.stream('join times')
  const leaves = sim.stream('leave times')
  const leavers = sim.stream('leavers')
  const join = (): void => {
    ring.join()
    sim.schedule(joins.exponential(1 / rate), join)
  }
  const leave = (): void => {
    // The last node stays, so that newcomers find somebody.
    if (ring.roster.size > 1) ring.leave(ring.roster.anyone(leavers))
    sim.schedule(leaves.exponential(1 / rate), leave)
  }
  sim.schedule(joins.exponential(1 / rate), join)
  sim.schedule(leaves.exponential(1 / rate), leave)
}
