import { math } from '../../../engine/index.ts'

/** An M/G/1/K queue in its steady state. */
export interface FiniteQueue {
  /** Fraction of arrivals that find no room, in [0, 1]. */
  readonly blocking: number
  /** Mean number that wait, Lq. */
  readonly waiting: number
  /** Fraction of time that the server is busy. */
  readonly busy: number
}

/**
 * Solves an M/G/1/K queue by its states as departures leave them. Level crossing gives each probability from those
 * below it as a sum of positive terms, so that nothing cancels at any load.
 * @param load arrival rate times mean service time, > 0
 * @param room customers in the system at most, the one in service included, K >= 1
 * @param arrivals probability that k customers arrive during a service, by k
 * @source Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory (4th ed. 2008), section 5.1.7 (M/G/1/K)
 */
export function finiteQueue(load: number, room: number, arrivals: (k: number) => number): FiniteQueue {
  const exactly: number[] = []
  const moreThan: number[] = []
  let rest = 1
  for (let k = 0; k <= room; k++) {
    exactly.push(arrivals(k))
    rest -= exactly[k]!
    // Where all has been subtracted, what is left is rounding.
    moreThan.push(Math.max(0, rest))
  }
  // Left behind by a departure: 0 to K - 1 customers. Up over level n as often as down: p(n + 1) a(0) = ...
  const left = [1]
  for (let n = 0; n + 1 < room; n++) {
    let up = left[0]! * moreThan[n]!
    for (let i = 1; i <= n; i++) up += left[i]! * moreThan[n - i + 1]!
    left.push(up / exactly[0]!)
  }
  const total = left.reduce((sum, each) => sum + each, 0)
  const empty = left[0]! / total
  // At any time: p(n) = left(n) / (left(0) + load), and the rest is the full system.
  const scale = 1 / (empty + load)
  const blocking = Math.max(0, 1 - scale)
  const inSystem = left.reduce((sum, each, n) => sum + (n * each) / total, 0) * scale + room * blocking
  const busy = 1 - empty * scale
  return { blocking, waiting: inSystem - busy, busy }
}

/** k arrivals of a Poisson process during a constant service. */
export function duringConstant(load: number): (k: number) => number {
  let term = math.exp(-load)
  let next = 0
  return (k) => {
    // Asked for in order: each term follows from the one before, where powers and factorials would overflow.
    for (; next < k; next++) term *= load / (next + 1)
    return term
  }
}

/** k arrivals of a Poisson process during an exponential service. */
export function duringExponential(load: number): (k: number) => number {
  let term = 1 / (1 + load)
  let next = 0
  return (k) => {
    for (; next < k; next++) term *= load / (1 + load)
    return term
  }
}
