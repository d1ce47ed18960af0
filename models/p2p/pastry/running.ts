import type { Law, RandomStream, Simulation } from '../../../engine/index.ts'
import { randomId } from '../shared/identifiers.ts'
import { Roster } from '../shared/roster.ts'
import type { Traffic } from '../shared/traffic.ts'
import type { Latency } from '../shared/underlay.ts'
import { nextHop } from './choice.ts'
import { RoutingState, type StateParameters } from './routing-state.ts'
import { type Tables, circular } from './tables.ts'

/** How tables are kept; see the parameters of the model. */
export interface MaintenanceParameters extends StateParameters {
  readonly leafSetPeriod: Law
  readonly tablePeriod: Law
}

/**
 * A network that nodes join and leave without notice, kept by the protocol: every node asks the members of its leaf set and
 * the entries of its routing table at intervals whether they are alive, and fills gaps from the tables of others. The messages
 * of this maintenance arrive at once; lookups take their time.
 */
export class Running {
  readonly roster: Roster
  readonly state: RoutingState
  private readonly sim: Simulation
  private readonly traffic: Traffic
  private readonly p: MaintenanceParameters
  private readonly leafTimes: RandomStream
  private readonly tableTimes: RandomStream
  private readonly newcomers: RandomStream
  private readonly asked: RandomStream
  /** Nodes found dead in the round that is under way. */
  private readonly gone: number[] = []

  /**
   * Starts from full tables.
   * @param expected about as many nodes as there will be
   */
  constructor(
    sim: Simulation,
    tables: Tables,
    between: Latency,
    expected: number,
    traffic: Traffic,
    p: MaintenanceParameters,
  ) {
    this.sim = sim
    this.traffic = traffic
    this.p = p
    this.leafTimes = sim.stream('leaf set times')
    this.tableTimes = sim.stream('table times')
    this.newcomers = sim.stream('joins')
    this.asked = sim.stream('nodes asked for rows')
    this.roster = new Roster(expected)
    this.state = new RoutingState(this.roster, between, expected, p)
    for (const id of tables.ids) this.state.clear(this.roster.enter(id))
    const nodes = tables.ids.length
    for (let node = 0; node < nodes; node++) {
      tables.rows(node, 0, (entry) => this.state.learn(node, entry))
      for (let place = 1; place <= Math.min(this.state.side, nodes - 1); place++) {
        this.state.learn(node, (node + place) % nodes)
        this.state.learn(node, (node + nodes - place) % nodes)
      }
      this.keep(node, true)
    }
    traffic.nodes.set(this.roster.size)
  }

  /** Whether a node is the living one closest to a key: what no node can see. */
  isClosest(node: number, key: number): boolean {
    const { roster } = this
    const [above, below] = [roster.atOrAfter(key), roster.before(key)]
    const closest = Math.min(circular(roster.idOf(above), key), circular(roster.idOf(below), key))
    return roster.isAlive(node) && circular(roster.idOf(node), key) === closest
  }

  /** Goes without notice. */
  leave(node: number): void {
    this.roster.leave(node)
    this.traffic.nodes.set(this.roster.size)
  }

  /**
   * A newcomer with a random id has a message routed to its own id. Everybody on the way sends the rows of its table that
   * suit the newcomer, the last one its leaf set, and the newcomer makes itself known to whoever it can use.
   */
  join(): number {
    const { roster, state, traffic } = this
    const id = randomId(this.newcomers)
    const path = [roster.anyone(this.newcomers)]
    const avoid: number[] = []
    for (let near = false; ;) {
      const at = path.at(-1)!
      near ||= state.covers(at, id)
      const next = nextHop(state, roster, at, id, near, avoid, (dead) => {
        avoid.push(dead)
        traffic.maintain(1, 2)
        this.miss(at, dead, id)
      })
      if (next === at) break
      path.push(next)
    }
    const node = roster.enter(id)
    if (node < 0) return -1
    traffic.nodes.set(roster.size)
    state.clear(node)
    for (const at of path) {
      const rows = Math.min(state.shared(at, id), state.rows - 1)
      let sent = 0
      for (let row = 0; row <= rows; row++) sent += state.filled(at, row)
      // The message goes on, and the rows come back.
      traffic.maintain(2, 2 + sent)
      this.meet(node, at)
      for (let row = 0; row <= rows; row++) this.takeRow(node, at, row)
    }
    this.takeLeaves(node, path.at(-1)!)
    this.keep(node, false)
    return node
  }

  /** A node has waited in vain for another: it forgets it, and asks somebody else of that row who could take the place. */
  miss(node: number, dead: number, key: number): void {
    const { roster, state, traffic } = this
    if (!roster.isAlive(node)) return
    state.forget(node, dead)
    const row = Math.min(state.shared(node, key), state.rows - 1)
    for (let digit = 0; digit < state.base; digit++) {
      const other = state.entry(node, row, digit)
      if (other < 0 || !roster.isAlive(other)) continue
      const candidate = state.entryFor(other, roster.idOf(dead))
      traffic.maintain(2, 2)
      if (candidate >= 0) this.meet(node, candidate)
      return
    }
  }

  /**
   * Has a node look after its tables for as long as it lives.
   * @param under begin anywhere in a period, as in a network that has run for long
   */
  private keep(node: number, under: boolean): void {
    const every = (period: Law, stream: RandomStream, act: () => void): void => {
      const round = (): void => {
        if (!this.roster.isAlive(node)) return
        act()
        this.sim.schedule(period.sample(stream), round)
      }
      this.sim.schedule((under ? stream.uniform01() : 1) * period.sample(stream), round)
    }
    every(this.p.leafSetPeriod, this.leafTimes, () => this.keepLeaves(node))
    every(this.p.tablePeriod, this.tableTimes, () => this.keepTable(node))
  }

  /** Asks every member of the leaf set whether it is alive, and where a side has a gap, its outermost member for its own set. */
  private keepLeaves(node: number): void {
    const { state, roster } = this
    for (const up of [false, true]) {
      for (let place = 0; place < state.side; place++) this.probe(state.leaf(node, place, up))
    }
    this.dropGone(node)
    for (const up of [false, true]) {
      if (state.leaf(node, state.side - 1, up) >= 0) continue
      let source = state.outermost(node, up)
      if (source < 0) source = state.outermost(node, !up)
      // Everybody it knew is gone: through any node, as a newcomer.
      if (source < 0) this.meet(node, roster.anyone(this.newcomers))
      else this.takeLeaves(node, source)
    }
  }

  /** Asks every entry of the routing table whether it is alive, and one entry of each row for that row of its own. */
  private keepTable(node: number): void {
    const { state } = this
    for (let row = 0; row < state.rows; row++) {
      for (let digit = 0; digit < state.base; digit++) this.probe(state.entry(node, row, digit))
    }
    this.dropGone(node)
    for (let row = 0; row < state.rows; row++) {
      const filled = state.filled(node, row)
      if (filled === 0) continue
      let left = this.asked.integer(0, filled - 1)
      let digit = 0
      while (state.entry(node, row, digit) < 0 || left-- > 0) digit++
      const source = state.entry(node, row, digit)
      this.traffic.maintain(2, 1 + state.filled(source, row))
      this.takeRow(node, source, row)
    }
  }

  private probe(other: number): void {
    if (other < 0) return
    const alive = this.roster.isAlive(other)
    this.traffic.maintain(alive ? 2 : 1, 0)
    if (!alive) this.gone.push(other)
  }

  private dropGone(node: number): void {
    for (const dead of this.gone) this.state.forget(node, dead)
    this.gone.length = 0
  }

  private takeRow(node: number, source: number, row: number): void {
    for (let digit = 0; digit < this.state.base; digit++) this.meet(node, this.state.entry(source, row, digit))
  }

  private takeLeaves(node: number, source: number): void {
    const { state } = this
    this.traffic.maintain(2, state.leafCount(source))
    for (const up of [false, true]) {
      for (let place = 0; place < state.side; place++) this.meet(node, state.leaf(source, place, up))
    }
  }

  /** A node has heard of another. If it has use for it, the two get to know each other, or it learns that the other is dead. */
  private meet(node: number, other: number): void {
    const { state, roster, traffic } = this
    if (other < 0 || !state.lacks(node, other)) return
    if (!roster.isAlive(other)) {
      traffic.maintain(1, 1)
      return
    }
    traffic.maintain(2, 1)
    state.learn(node, other)
    state.learn(other, node)
  }
}
