import type { Simulation } from '../../../engine/index.ts'
import { randomId } from './identifiers.ts'
import type { Roster } from './roster.ts'

/**
 * Has every living node look up uniform keys at random instants.
 * @param hosts most nodes that can be alive
 * @param interval mean time between two lookups of a node, s
 * @param limit lookups in all
 * @param start begins a lookup at a node for a key
 */
export function lookUpEverywhere(
  sim: Simulation,
  roster: Roster,
  { hosts, interval, limit }: { hosts: number; interval: number; limit: number },
  start: (origin: number, key: number) => void,
): void {
  const arrivals = sim.stream('lookup arrivals')
  const origins = sim.stream('lookup origins')
  const keys = sim.stream('lookup keys')
  let left = limit
  // A Poisson process for all hosts, up or down: an instant that falls on one that is down passes.
  const arrive = (): void => {
    if (origins.integer(0, hosts - 1) < roster.size) {
      left--
      start(roster.anyone(origins), randomId(keys))
    }
    if (left > 0) sim.schedule(arrivals.exponential(interval / hosts), arrive)
  }
  sim.schedule(arrivals.exponential(interval / hosts), arrive)
}
