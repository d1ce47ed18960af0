import type { Law, RandomStream, Simulation } from '../../../engine/index.ts'
import { idSpace, randomId, xorDistance } from '../shared/identifiers.ts'
import { Roster } from '../shared/roster.ts'
import type { Traffic } from '../shared/traffic.ts'
import { Buckets } from './buckets.ts'
import { ANSWERED, DEAD, Shortlist } from './shortlist.ts'
import type { Tables } from './tables.ts'

/** How buckets are kept; see the parameters of the model. */
export interface MaintenanceParameters {
  readonly bucketSize: number
  readonly refreshUntil: 'closest' | 'all k'
  readonly refreshPeriod: Law
}

/**
 * A network that nodes join and leave without notice, kept by the protocol: whoever hears from another puts it into a bucket,
 * and every node looks up an id in the range of each bucket that no lookup went to for a period. The messages of this
 * maintenance arrive at once; lookups take their time.
 */
export class Running {
  readonly roster: Roster
  readonly buckets: Buckets
  private readonly sim: Simulation
  private readonly traffic: Traffic
  private readonly p: MaintenanceParameters
  private readonly periods: RandomStream
  private readonly newcomers: RandomStream
  private readonly refreshed: RandomStream
  private readonly list: Shortlist

  /**
   * Starts from full buckets.
   * @param expected about as many nodes as there will be
   */
  constructor(sim: Simulation, tables: Tables, expected: number, traffic: Traffic, p: MaintenanceParameters) {
    this.sim = sim
    this.traffic = traffic
    this.p = p
    this.periods = sim.stream('refresh times')
    this.newcomers = sim.stream('joins')
    this.refreshed = sim.stream('refreshed ids')
    this.roster = new Roster(expected)
    this.buckets = new Buckets(this.roster, p.bucketSize, expected)
    this.list = new Shortlist(4 * p.bucketSize + 64)
    for (const id of tables.ids) this.buckets.clear(this.roster.enter(id), 0)
    for (let node = 0; node < tables.ids.length; node++) {
      const known = tables.nearest(node, tables.ids[node]!, Infinity, false)
      for (let i = 0; i < known; i++) this.buckets.see(node, tables.found[i]!)
      this.keep(node)
    }
    traffic.nodes.set(this.roster.size)
  }

  /** The living node closest to a key: what no node can see. */
  isClosest(node: number, key: number): boolean {
    const distance = xorDistance(this.roster.idOf(node), key)
    for (const other of this.roster.nearestStretch(key)) {
      if (xorDistance(this.roster.idOf(other), key) < distance) return false
    }
    return this.roster.isAlive(node)
  }

  /** Goes without notice. */
  leave(node: number): void {
    this.roster.leave(node)
    this.traffic.nodes.set(this.roster.size)
  }

  /** A newcomer with a random id hears of any node, looks itself up, and refreshes the buckets farther than its closest contact. */
  join(): number {
    const { roster, buckets } = this
    const guide = roster.anyone(this.newcomers)
    const node = roster.enter(randomId(this.newcomers))
    if (node < 0) return -1
    this.traffic.nodes.set(roster.size)
    buckets.clear(node, this.sim.now)
    buckets.see(node, guide)
    this.walk(node, roster.idOf(node), true)
    for (let level = buckets.deepest(node) - 1; level >= 0; level--) this.refresh(node, level)
    this.keep(node)
    return node
  }

  /** A node has heard from another, which is alive. A full bucket makes room for it only if its least recently seen contact is gone. */
  hear(node: number, from: number): void {
    if (node === from || !this.roster.isAlive(node)) return
    const oldest = this.buckets.see(node, from)
    if (oldest < 0) return
    if (this.roster.isAlive(oldest)) {
      this.traffic.maintain(2, 0)
      this.buckets.see(node, oldest)
    } else {
      this.traffic.maintain(1, 0)
      this.buckets.forget(node, oldest)
      this.buckets.see(node, from)
    }
  }

  /** A node has waited in vain for another. */
  miss(node: number, dead: number): void {
    if (this.roster.isAlive(node)) this.buckets.forget(node, dead)
  }

  /** Has a node refresh its buckets for as long as it lives; the first time anywhere in a period. */
  private keep(node: number): void {
    const { sim, periods } = this
    const { refreshPeriod } = this.p
    let checked = sim.now
    const round = (): void => {
      if (!this.roster.isAlive(node)) return
      for (let level = this.buckets.deepest(node); level >= 0; level--) {
        if (this.buckets.touchedAt(node, level) <= checked) this.refresh(node, level)
      }
      this.walk(node, this.roster.idOf(node), true)
      checked = sim.now
      sim.schedule(refreshPeriod.sample(periods), round)
    }
    sim.schedule(periods.uniform01() * refreshPeriod.sample(periods), round)
  }

  /** Looks up a random id in the range of a bucket. The last one holds what is around the node, which it looks for anyway. */
  private refresh(node: number, level: number): void {
    if (level === this.buckets.levels - 1) return
    let width = idSpace / 2
    for (let i = 0; i < level; i++) width /= 2
    // Up to the bit of the bucket as the node, that bit otherwise, the rest by chance.
    const start = Math.floor(this.roster.idOf(node) / width)
    const other = start % 2 === 0 ? start + 1 : start - 1
    this.walk(node, other * width + Math.floor(this.refreshed.uniform01() * width), this.p.refreshUntil === 'all k')
  }

  /** A lookup without delay, one request at a time: until the closest known has answered, or all of the k closest. */
  private walk(node: number, key: number, all: boolean): void {
    const { list, roster, traffic, buckets } = this
    const reach = all ? buckets.capacity : 1
    buckets.touch(node, key, this.sim.now)
    list.begin(key, node, roster.idOf(node))
    this.tell(node, list, 0)
    for (let place = list.next(reach); place >= 0; place = list.next(reach)) {
      const asked = list.nodes[place]!
      if (!roster.isAlive(asked)) {
        traffic.maintain(1, 1)
        list.states[place] = DEAD
        this.miss(node, asked)
        continue
      }
      list.states[place] = ANSWERED
      this.hear(asked, node)
      traffic.maintain(2, 1 + this.tell(asked, list, list.hops[place]! + 1))
      this.hear(node, asked)
    }
  }

  /** Puts the k contacts of a living node that are closest to the key of a list on that list; returns how many there are. */
  tell(node: number, list: Shortlist, hops: number): number {
    const { buckets, roster } = this
    const known = Math.min(buckets.nearest(node, list.key, buckets.capacity, false), buckets.capacity)
    for (let i = 0; i < known; i++) list.add(buckets.found[i]!, roster.idOf(buckets.found[i]!), hops)
    return known
  }
}
