import type { Law, Simulation } from '../../../engine/index.ts'
import type { Roster } from './roster.ts'

/** Who takes part and for how long; see the parameters of the models. */
export interface MembershipParameters {
  /** Hosts, up or down. */
  readonly nodes: number
  /** Whether nodes come and go at all. */
  readonly churn: boolean
  readonly lifetime: Law
  readonly downtime: Law
  /** s */
  readonly joinPhase: number
}

/** What an overlay does when a node comes or goes. */
export interface Entrance {
  /** A node joins by the protocol; its number, or -1 when it finds no way in. */
  join(): number
  /** A node is gone; nobody is told. */
  leave(node: number): void
}

/** Share of the time that a host is up: E[lifetime] / (E[lifetime] + E[downtime]), one without churn or for an infinite lifetime. */
export function shareUp(p: Pick<MembershipParameters, 'churn' | 'lifetime' | 'downtime'>): number {
  if (!p.churn || p.lifetime.mean === Infinity) return 1
  return p.lifetime.mean / (p.lifetime.mean + p.downtime.mean)
}

/** Nodes with complete tables at the start: those up on average, or one whom the others join one after the other. */
export function presentAtStart(p: MembershipParameters): number {
  return p.joinPhase > 0 ? 1 : Math.max(1, Math.round(p.nodes * shareUp(p)))
}

/**
 * Lets the hosts of an overlay come and go. Each is up for a lifetime and down for a downtime, in turns; who comes back is a
 * new node with a new id. Those present at the start begin a lifetime then, the others a downtime. In a join phase nobody is
 * present but one, and the others come at equal intervals. The last node stays for another lifetime.
 */
export function admit(sim: Simulation, roster: Roster, p: MembershipParameters, entrance: Entrance): void {
  const lifetimes = sim.stream('lifetimes')
  const downtimes = sim.stream('downtimes')
  const up = (node: number): void => {
    if (p.churn) sim.schedule(p.lifetime.sample(lifetimes), () => end(node))
  }
  const end = (node: number): void => {
    if (roster.size === 1) {
      up(node)
      return
    }
    entrance.leave(node)
    down()
  }
  const down = (): void => {
    sim.schedule(p.downtime.sample(downtimes), begin)
  }
  const begin = (): void => {
    const node = entrance.join()
    if (node >= 0) up(node)
    else if (p.churn) down()
  }
  const present = presentAtStart(p)
  for (let node = 0; node < present; node++) up(node)
  for (let host = present; host < p.nodes; host++) {
    if (p.joinPhase > 0) sim.schedule((host / p.nodes) * p.joinPhase, begin)
    else down()
  }
}
