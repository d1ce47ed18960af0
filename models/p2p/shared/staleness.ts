import type { Simulation } from '../../../engine/index.ts'
import type { Roster } from './roster.ts'

/** Time between two looks, s, and nodes looked at each time. */
const period = 1
const nodesEach = 10

/** Is told of every entry of a node's tables: whether the node it names is alive. */
export type EntryCount = (alive: boolean) => void

/** Looks at the tables of random living nodes, once a second, and counts the entries that name nodes which have left. */
export class Staleness {
  private dead = 0
  private entries = 0

  /** @param tables tells of the entries of a node */
  constructor(sim: Simulation, roster: Roster, tables: (node: number, count: EntryCount) => void) {
    const chosen = sim.stream('table samples')
    const count: EntryCount = (alive) => {
      this.entries++
      if (!alive) this.dead++
    }
    const look = (): void => {
      for (let i = 0; i < nodesEach; i++) tables(roster.anyone(chosen), count)
      sim.schedule(period, look)
    }
    sim.schedule(period, look)
    sim.onWarmUpEnd(() => {
      this.dead = this.entries = 0
    })
  }

  /** Share of the entries that name nodes which have left. */
  get deadShare(): number | undefined {
    return this.entries === 0 ? undefined : this.dead / this.entries
  }
}
