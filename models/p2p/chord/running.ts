import type { Law, RandomStream, Simulation } from '../../../engine/index.ts'
import { type Overlay, closestBefore, distanceToKey, firstBehind, ownsAsFarAsItKnows } from './overlay.ts'
import { type Ring, clockwise, idBits, idSpace, randomId } from './ring.ts'

/** How the ring is kept; see the parameters of the model. */
export interface MaintenanceParameters {
  readonly successors: number
  /** Joins per second, and as many departures. */
  readonly churnRate: number
  readonly stabilisePeriod: Law
}

/** Tables grow by this factor when they are full: numbers of departed nodes are not given to others. */
const growth = 2

/**
 * A ring that nodes join and leave without notice, kept by the protocol: every node stabilises, notifies its successor and
 * refreshes one finger at intervals of its own. The messages of this maintenance arrive at once; lookups take their time.
 */
export class Running implements Overlay {
  readonly listed: number
  readonly complete = false
  /** Live nodes in the order of their ids: what nobody in the ring can see. */
  private live: number[]
  private ids: Float64Array
  private dead: Uint8Array
  private predecessors: Int32Array
  private lists: Int32Array
  private fingers: Int32Array
  private nextLevel: Uint8Array
  private readonly levels: number
  private nodes: number
  private readonly sim: Simulation
  private readonly p: MaintenanceParameters
  private readonly rounds: RandomStream
  private readonly newcomers: RandomStream

  /** Starts from a ring at rest. */
  constructor(sim: Simulation, ring: Ring, p: MaintenanceParameters) {
    this.sim = sim
    this.p = p
    this.rounds = sim.stream('stabilisation')
    this.newcomers = sim.stream('joins')
    this.listed = p.successors
    this.levels = ring.levels
    this.nodes = ring.size
    this.live = Array.from({ length: ring.size }, (_, node) => node)
    this.ids = ring.ids.slice()
    this.dead = new Uint8Array(ring.size)
    this.nextLevel = new Uint8Array(ring.size)
    this.predecessors = Int32Array.from(this.live, (node) => (node + ring.size - 1) % ring.size)
    this.lists = new Int32Array(ring.size * this.listed)
    this.fingers = new Int32Array(ring.size * this.levels)
    for (const node of this.live) {
      for (let step = 1; step <= this.listed; step++) {
        this.lists[node * this.listed + step - 1] = step < ring.size ? ring.successor(node, step) : -1
      }
      for (let level = 0; level < this.levels; level++) {
        this.fingers[node * this.levels + level] = ring.finger(node, idBits - 1 - level)!
      }
      this.keep(node)
    }
    if (p.churnRate > 0) this.startChurn()
  }

  idOf(node: number): number {
    return this.ids[node]!
  }

  distance(from: number, to: number): number {
    return clockwise(this.ids[from]!, this.ids[to]!) || idSpace
  }

  finger(node: number, exponent: number): number | undefined {
    const level = idBits - 1 - exponent
    return level < this.levels ? this.fingers[node * this.levels + level] : undefined
  }

  successor(node: number, step: number): number {
    return this.lists[node * this.listed + step - 1]!
  }

  predecessor(node: number): number {
    const known = this.predecessors[node]!
    return known >= 0 && this.isDead(known) ? -1 : known
  }

  isDead(node: number): boolean {
    return this.dead[node] !== 0
  }

  isOwner(node: number, key: number): boolean {
    return this.live[this.rankOf(key) % this.live.length] === node
  }

  /** A live node, each equally likely. */
  anyone(stream: RandomStream): number {
    return this.live[stream.integer(0, this.live.length - 1)]!
  }

  /** Number of live nodes whose id is below the given one. */
  private rankOf(id: number): number {
    let low = 0
    let high = this.live.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.ids[this.live[middle]!]! < id) low = middle + 1
      else high = middle
    }
    return low
  }

  private startChurn(): void {
    const { sim } = this
    const gap = 1 / this.p.churnRate
    const joins = sim.stream('join times')
    const leaves = sim.stream('leave times')
    const leavers = sim.stream('leavers')
    const join = (): void => {
      this.join(randomId(this.newcomers))
      sim.schedule(joins.exponential(gap), join)
    }
    const leave = (): void => {
      // The last node stays, so that newcomers find somebody.
      if (this.live.length > 1) this.leave(this.anyone(leavers))
      sim.schedule(leaves.exponential(gap), leave)
    }
    sim.schedule(joins.exponential(gap), join)
    sim.schedule(leaves.exponential(gap), leave)
  }

  /** Goes without notice. */
  private leave(node: number): void {
    this.dead[node] = 1
    this.live.splice(this.rankOf(this.ids[node]!), 1)
  }

  /** A newcomer asks any node for its successor, copies its list and fingers, and makes itself known to it. */
  private join(id: number): void {
    const rank = this.rankOf(id)
    const successor = this.find(this.anyone(this.newcomers), id)
    if (successor < 0 || this.ids[this.live[rank % this.live.length]!] === id) return
    const node = this.nodes++
    if (node === this.dead.length) this.grow()
    this.ids[node] = id
    this.predecessors[node] = -1
    this.copyList(node, successor)
    this.fingers.copyWithin(node * this.levels, successor * this.levels, (successor + 1) * this.levels)
    this.live.splice(rank, 0, node)
    // At once, so that the successor knows of the newcomer: until then lookups for its keys would be answered wrongly.
    this.stabilise(node)
    this.keep(node)
  }

  /** Has a node do its rounds for as long as it lives. */
  private keep(node: number): void {
    const round = (): void => {
      if (this.isDead(node)) return
      this.stabilise(node)
      this.fixFinger(node)
      this.sim.schedule(this.p.stabilisePeriod.sample(this.rounds), round)
    }
    this.sim.schedule(this.p.stabilisePeriod.sample(this.rounds), round)
  }

  /** Drops dead successors, adopts one that has come between, tells it, and copies its list. */
  private stabilise(node: number): void {
    let successor = this.firstLiveSuccessor(node)
    if (successor < 0) return
    const between = this.predecessor(successor)
    if (between >= 0 && this.distance(node, between) < this.distance(node, successor)) successor = between
    const known = this.predecessor(successor)
    if (known < 0 || this.distance(known, node) < this.distance(known, successor)) this.predecessors[successor] = node
    this.copyList(node, successor)
  }

  private firstLiveSuccessor(node: number): number {
    for (let step = 1; step <= this.listed; step++) {
      const entry = this.successor(node, step)
      if (entry >= 0 && !this.isDead(entry)) return entry
    }
    return -1
  }

  private copyList(node: number, successor: number): void {
    const start = node * this.listed
    this.lists.copyWithin(start + 1, successor * this.listed, (successor + 1) * this.listed - 1)
    this.lists[start] = successor
  }

  /** Looks up the next finger that reaches beyond the successor: one a round, the widest first. */
  private fixFinger(node: number): void {
    const level = this.nextLevel[node]!
    let span = idSpace / 2
    for (let i = 0; i < level; i++) span /= 2
    const successor = this.successor(node, 1)
    if (successor < 0) return
    const start = this.ids[node]! + span
    const finger = this.find(node, start < idSpace ? start : start - idSpace)
    if (finger >= 0) this.fingers[node * this.levels + level] = finger
    const last = level + 1 === this.levels || span / 2 <= this.distance(node, successor)
    this.nextLevel[node] = last ? 0 : level + 1
  }

  /** The owner of a key as a lookup from the given node finds it, without delay; -1 if it gets stuck. */
  private find(from: number, key: number): number {
    const avoid: number[] = []
    let node = from
    for (;;) {
      const distance = distanceToKey(this, node, key)
      const next = closestBefore(this, node, distance, avoid, true)
      if (next < 0) {
        let owner = firstBehind(this, node, distance, () => {})
        while (owner >= 0 && !ownsAsFarAsItKnows(this, owner, key)) owner = this.predecessor(owner)
        return owner
      }
      if (this.isDead(next)) avoid.push(next)
      else node = next
    }
  }

  private grow(): void {
    const enlarge = <T extends Float64Array | Int32Array | Uint8Array>(old: T, copy: T): T => {
      copy.set(old)
      return copy
    }
    this.ids = enlarge(this.ids, new Float64Array(this.ids.length * growth))
    this.dead = enlarge(this.dead, new Uint8Array(this.dead.length * growth))
    this.nextLevel = enlarge(this.nextLevel, new Uint8Array(this.nextLevel.length * growth))
    this.predecessors = enlarge(this.predecessors, new Int32Array(this.predecessors.length * growth))
    this.lists = enlarge(this.lists, new Int32Array(this.lists.length * growth))
    this.fingers = enlarge(this.fingers, new Int32Array(this.fingers.length * growth))
  }
}
