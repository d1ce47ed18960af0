import type { Law, RandomStream, Simulation } from '../../../engine/index.ts'
import { withRoomFor } from '../shared/growing.ts'
import { Roster } from '../shared/roster.ts'
import type { EntryCount } from '../shared/staleness.ts'
import type { Traffic } from '../shared/traffic.ts'
import { type Overlay, closestBefore, distanceToKey, firstBehind, ownsAsFarAsItKnows } from './overlay.ts'
import { type Ring, clockwise, idBits, idSpace, randomId } from './ring.ts'

/** How the ring is kept; see the parameters of the model. */
export interface MaintenanceParameters {
  readonly successors: number
  readonly stabilisePeriod: Law
  readonly fingerRounds: number
  readonly fingersPerRound: number
}

/**
 * A ring that nodes join and leave without notice, kept by the protocol: every node stabilises, notifies its successor and
 * refreshes fingers at intervals of its own. The messages of this maintenance arrive at once; lookups take their time.
 * Tables are rows of arrays, by slot of the node.
 */
export class Running implements Overlay {
  readonly listed: number
  readonly complete = false
  readonly roster: Roster
  /** Nodes looked at by `inspect`, and those among them whose successor was not the next living node. */
  inspected = 0
  misled = 0
  private predecessors: Int32Array
  private lists: Int32Array
  private fingers: Int32Array
  private nextLevel: Uint8Array
  private rounds: Uint8Array
  private readonly levels: number
  private readonly sim: Simulation
  private readonly traffic: Traffic
  private readonly p: MaintenanceParameters
  private readonly periods: RandomStream
  private readonly newcomers: RandomStream
  /** Dead nodes that the lookup of `find` has met. */
  private readonly avoid: number[] = []

  /**
   * Starts from a ring at rest.
   * @param expected about as many nodes as there will be
   */
  constructor(sim: Simulation, ring: Ring, expected: number, traffic: Traffic, p: MaintenanceParameters) {
    this.sim = sim
    this.p = p
    this.traffic = traffic
    this.periods = sim.stream('stabilisation')
    this.newcomers = sim.stream('joins')
    this.listed = p.successors
    this.levels = ring.levels
    this.roster = new Roster(expected)
    this.nextLevel = new Uint8Array(expected)
    this.rounds = new Uint8Array(expected)
    this.predecessors = new Int32Array(expected)
    this.lists = new Int32Array(expected * this.listed).fill(-1)
    this.fingers = new Int32Array(expected * this.levels)
    // Positions, numbers and slots are the same at the start.
    for (let node = 0; node < ring.size; node++) {
      this.roster.enter(ring.ids[node]!)
      this.predecessors[node] = (node + ring.size - 1) % ring.size
      // A ring of one is its own successor.
      for (let step = 1; step <= Math.max(1, Math.min(this.listed, ring.size - 1)); step++) {
        this.lists[node * this.listed + step - 1] = ring.successor(node, step)
      }
      for (let level = 0; level < this.levels; level++) {
        this.fingers[node * this.levels + level] = ring.finger(node, idBits - 1 - level)!
      }
      this.keep(node)
    }
    traffic.nodes.set(this.roster.size)
    sim.onWarmUpEnd(() => {
      this.inspected = this.misled = 0
    })
  }

  idOf(node: number): number {
    return this.roster.idOf(node)
  }

  distance(from: number, to: number): number {
    return clockwise(this.roster.idOf(from), this.roster.idOf(to)) || idSpace
  }

  finger(node: number, exponent: number): number | undefined {
    const level = idBits - 1 - exponent
    return level < this.levels ? this.fingers[this.roster.slotOf(node) * this.levels + level] : undefined
  }

  successor(node: number, step: number): number {
    return this.lists[this.roster.slotOf(node) * this.listed + step - 1]!
  }

  fetch(node: number): number {
    return this.roster.idOf(node) + this.roster.slotOf(node)
  }

  predecessor(node: number): number {
    const known = this.predecessors[this.roster.slotOf(node)]!
    return known >= 0 && this.isDead(known) ? -1 : known
  }

  isDead(node: number): boolean {
    return !this.roster.isAlive(node)
  }

  isOwner(node: number, key: number): boolean {
    return this.roster.atOrAfter(key) === node
  }

  /** Tells of the fingers of a node that reach beyond its successor, and looks whether that is the next living node. */
  inspect(node: number, count: EntryCount): void {
    const start = this.roster.slotOf(node) * this.levels
    const reaching = this.reaching(node)
    for (let level = 0; level < reaching; level++) {
      const finger = this.fingers[start + level]!
      if (finger >= 0) count(!this.isDead(finger))
    }
    this.inspected++
    const id = this.idOf(node)
    if (this.successor(node, 1) !== this.roster.atOrAfter(id + 1 < idSpace ? id + 1 : 0)) this.misled++
  }

  /** Goes without notice. */
  leave(node: number): void {
    this.roster.leave(node)
    this.traffic.nodes.set(this.roster.size)
  }

  /** A newcomer with a random id asks any node for its successor, takes over its list, fingers and predecessor, and makes itself known to it. */
  join(): number {
    const id = randomId(this.newcomers)
    const successor = this.find(this.roster.anyone(this.newcomers), id)
    const node = successor < 0 ? -1 : this.roster.enter(id)
    if (node < 0) return -1
    const slot = this.roster.slotOf(node)
    this.lists = withRoomFor(this.lists, (slot + 1) * this.listed)
    this.fingers = withRoomFor(this.fingers, (slot + 1) * this.levels)
    this.predecessors = withRoomFor(this.predecessors, slot + 1)
    this.nextLevel = withRoomFor(this.nextLevel, slot + 1)
    this.rounds = withRoomFor(this.rounds, slot + 1)
    // Without its predecessor it would claim all keys up to its own, and further newcomers with them.
    this.predecessors[slot] = this.predecessor(successor)
    this.nextLevel[slot] = this.rounds[slot] = 0
    this.copyList(node, successor)
    const source = this.roster.slotOf(successor) * this.levels
    this.fingers.copyWithin(slot * this.levels, source, source + this.levels)
    // Fingers that end between the successor and its own successor, which that does not keep.
    const beyond = this.successor(successor, 1)
    for (let level = this.reaching(successor); level < this.reaching(node); level++) {
      this.fingers[slot * this.levels + level] = beyond
    }
    this.traffic.maintain(2, 1 + this.reaching(node))
    this.traffic.nodes.set(this.roster.size)
    // At once, so that the successor knows of the newcomer: until then lookups for its keys would be answered wrongly.
    this.stabilise(node)
    this.keep(node)
    return node
  }

  /** Has a node do its rounds for as long as it lives. */
  private keep(node: number): void {
    const { fingerRounds, fingersPerRound, stabilisePeriod } = this.p
    const round = (): void => {
      if (this.isDead(node)) return
      this.stabilise(node)
      const slot = this.roster.slotOf(node)
      this.rounds[slot]! += 1
      if (this.rounds[slot]! >= fingerRounds) {
        this.rounds[slot] = 0
        for (let i = Math.min(fingersPerRound, this.reaching(node)); i > 0; i--) this.fixFinger(node)
      }
      this.sim.schedule(stabilisePeriod.sample(this.periods), round)
    }
    this.sim.schedule(stabilisePeriod.sample(this.periods), round)
  }

  /** Drops dead successors, goes back to whoever has come between, makes itself known there, and copies the list. */
  private stabilise(node: number): void {
    const { traffic } = this
    let successor = this.firstLiveSuccessor(node)
    if (successor < 0) successor = this.nearestLiveFinger(node)
    if (successor < 0) successor = this.roster.anyone(this.newcomers)
    // Asks for the predecessor and the list.
    traffic.maintain(2, 1 + this.listed)
    // One step a round, as in the papers, does not keep up with joins in quick succession.
    for (;;) {
      const between = this.predecessor(successor)
      if (between < 0 || this.distance(node, between) >= this.distance(node, successor)) break
      this.stepOver(node, successor, between)
      successor = between
      traffic.maintain(2, 1 + this.listed)
    }
    // Makes itself known.
    traffic.maintain(1, 1)
    const known = this.predecessor(successor)
    if (known < 0 || this.distance(known, node) < this.distance(known, successor))
      this.predecessors[this.roster.slotOf(successor)] = node
    this.copyList(node, successor)
  }

  /** Fingers that did not reach beyond the old successor but do beyond the new one mean the old. */
  private stepOver(node: number, old: number, next: number): void {
    const start = this.roster.slotOf(node) * this.levels
    const last = this.levelsBeyond(this.distance(node, next))
    for (let level = this.levelsBeyond(this.distance(node, old)); level < last; level++)
      this.fingers[start + level] = old
  }

  private firstLiveSuccessor(node: number): number {
    for (let step = 1; step <= this.listed; step++) {
      const entry = this.successor(node, step)
      if (entry < 0) continue
      if (!this.isDead(entry)) return entry
      this.traffic.maintain(1, 0)
    }
    return -1
  }

  /** Where everybody on the list has left: the way back from a finger to the next node is long, but it is there. */
  private nearestLiveFinger(node: number): number {
    const start = this.roster.slotOf(node) * this.levels
    for (let level = this.levels - 1; level >= 0; level--) {
      const finger = this.fingers[start + level]!
      if (finger < 0 || finger === node) continue
      if (!this.isDead(finger)) return finger
      this.traffic.maintain(1, 0)
    }
    return -1
  }

  private copyList(node: number, successor: number): void {
    const start = this.roster.slotOf(node) * this.listed
    const source = this.roster.slotOf(successor) * this.listed
    this.lists.copyWithin(start + 1, source, source + this.listed - 1)
    this.lists[start] = successor
  }

  /** Number of fingers that reach beyond the successor, the widest first; they alone are refreshed. */
  private reaching(node: number): number {
    const successor = this.successor(node, 1)
    if (successor < 0) return 0
    return this.levelsBeyond(this.distance(node, successor))
  }

  private levelsBeyond(distance: number): number {
    let level = 1
    for (let span = idSpace / 4; level < this.levels && span > distance; span /= 2) level++
    return level
  }

  /** Looks the next finger up: round-robin over those that reach beyond the successor, the widest first. */
  private fixFinger(node: number): void {
    const slot = this.roster.slotOf(node)
    const level = this.nextLevel[slot]!
    const start = this.idOf(node) + idSpace / 2 / (1 << level)
    const finger = this.find(node, start < idSpace ? start : start - idSpace)
    if (finger >= 0) this.fingers[slot * this.levels + level] = finger
    this.nextLevel[slot] = level + 1 < this.reaching(node) ? level + 1 : 0
  }

  /** The owner of a key as an iterative lookup from the given node finds it, without delay; -1 if it gets stuck. */
  private find(from: number, key: number): number {
    const { avoid, traffic } = this
    avoid.length = 0
    let node = from
    for (;;) {
      const distance = distanceToKey(this, node, key)
      const next = closestBefore(this, node, distance, avoid, true)
      if (next < 0) {
        let owner = firstBehind(this, node, distance, () => {})
        while (owner >= 0 && !ownsAsFarAsItKnows(this, owner, key)) {
          traffic.maintain(2, 2)
          owner = this.predecessor(owner)
        }
        return owner
      }
      if (this.isDead(next)) {
        avoid.push(next)
        traffic.maintain(1, 1)
      } else {
        node = next
        traffic.maintain(2, 2)
      }
    }
  }
}
