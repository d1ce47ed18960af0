import { withRoomFor } from '../shared/growing.ts'
import { idBits, idSpace, sharedBits } from '../shared/identifiers.ts'
import type { Roster } from '../shared/roster.ts'
import type { EntryCount } from '../shared/staleness.ts'
import type { Latency } from '../shared/underlay.ts'
import { circular, clockwise } from './tables.ts'

/** What the tables depend on; see the parameters of the model. */
export interface StateParameters {
  readonly digitBits: number
  readonly leafSet: number
  readonly candidates: number
}

/** Rows beyond those that the number of nodes asks for, in bits: one node in 2^8 has an entry that belongs farther down. */
const spareBits = 8

/**
 * Leaf sets and routing tables of living nodes, as their protocol keeps them: rows of arrays, by slot of the node; -1 where there
 * is nobody. Either side of a leaf set begins with the neighbour on the circle of ids.
 */
export class RoutingState {
  /** Members of a leaf set on either side, at most. */
  readonly side: number
  /** Rows of a routing table and entries in each: one for every digit, that of the node itself stays empty. */
  readonly rows: number
  readonly base: number
  private readonly roster: Roster
  private readonly between: Latency
  private readonly digitBits: number
  private readonly nearer: boolean
  private leaves: Int32Array
  private table: Int32Array

  /**
   * @param expected about as many nodes as there will be
   * @param between delay by which entries are chosen where `candidates` is above 1
   */
  constructor(roster: Roster, between: Latency, expected: number, p: StateParameters) {
    this.roster = roster
    this.between = between
    this.digitBits = p.digitBits
    this.nearer = p.candidates > 1
    this.side = p.leafSet / 2
    this.base = 1 << p.digitBits
    let bits = 0
    for (let power = 1; power < expected; power *= 2) bits++
    this.rows = Math.floor(Math.min(idBits, bits + spareBits) / p.digitBits)
    this.leaves = new Int32Array(expected * 2 * this.side).fill(-1)
    this.table = new Int32Array(expected * this.rows * this.base).fill(-1)
  }

  /** Empties the tables of a node that has just entered. */
  clear(node: number): void {
    const slot = this.roster.slotOf(node)
    const [leaves, entries] = [2 * this.side, this.rows * this.base]
    this.leaves = withRoomFor(this.leaves, (slot + 1) * leaves)
    this.table = withRoomFor(this.table, (slot + 1) * entries)
    this.leaves.fill(-1, slot * leaves, (slot + 1) * leaves)
    this.table.fill(-1, slot * entries, (slot + 1) * entries)
  }

  /** A node knows another, which is alive, and puts it wherever it belongs. */
  learn(node: number, other: number): void {
    if (node === other) return
    this.putLeaf(node, other, false)
    this.putLeaf(node, other, true)
    const place = this.placeOf(node, this.roster.idOf(other))
    const entry = this.table[place]!
    if (entry < 0 || (this.nearer && entry !== other && this.between(node, other) < this.between(node, entry)))
      this.table[place] = other
  }

  /** Takes a node out of the leaf set and the routing table of another. */
  forget(node: number, dead: number): void {
    const place = this.placeOf(node, this.roster.idOf(dead))
    if (this.table[place] === dead) this.table[place] = -1
    for (const up of [false, true]) {
      const start = this.leafStart(node, up)
      for (let i = start; i < start + this.side; i++) {
        if (this.leaves[i] !== dead) continue
        this.leaves.copyWithin(i, i + 1, start + this.side)
        this.leaves[start + this.side - 1] = -1
      }
    }
  }

  /** Member of the leaf set, place 0 to side - 1 on the side of higher ids or on the other; -1 where there is none. */
  leaf(node: number, place: number, up: boolean): number {
    return this.leaves[this.leafStart(node, up) + place]!
  }

  /** The outermost member on a side; -1 where there is none. */
  outermost(node: number, up: boolean): number {
    let place = this.side - 1
    while (place >= 0 && this.leaf(node, place, up) < 0) place--
    return place < 0 ? -1 : this.leaf(node, place, up)
  }

  /** Whether a node would put another, which it does not know yet, into its leaf set or its routing table. */
  lacks(node: number, other: number): boolean {
    if (node === other) return false
    if (this.lacksLeaf(node, other, false) || this.lacksLeaf(node, other, true)) return true
    const entry = this.entryFor(node, this.roster.idOf(other))
    if (entry < 0) return true
    return this.nearer && entry !== other && this.between(node, other) < this.between(node, entry)
  }

  /** Whether a key lies between the outermost members of the leaf set, and so whether the closest of all is known. */
  covers(node: number, key: number): boolean {
    const [low, high] = [this.outermost(node, false), this.outermost(node, true)]
    if (low < 0 && high < 0) return true
    const first = this.roster.idOf(low < 0 ? node : low)
    const span = clockwise(first, this.roster.idOf(high < 0 ? node : high))
    // In a small network the two sides meet on the other side of the circle.
    return span < clockwise(first, this.roster.idOf(node)) || clockwise(first, key) <= span
  }

  /** Leading digits that the id of a node shares with a key. */
  shared(node: number, key: number): number {
    return Math.floor(sharedBits(this.roster.idOf(node), key) / this.digitBits)
  }

  /** The entry of the routing table that an id belongs to; -1 where it is empty. */
  entryFor(node: number, id: number): number {
    return this.table[this.placeOf(node, id)]!
  }

  /** Entry of the routing table by row and digit; -1 where it is empty. */
  entry(node: number, row: number, digit: number): number {
    return this.table[(this.roster.slotOf(node) * this.rows + row) * this.base + digit]!
  }

  /** Entries in a row. */
  filled(node: number, row: number): number {
    let count = 0
    for (let digit = 0; digit < this.base; digit++) if (this.entry(node, row, digit) >= 0) count++
    return count
  }

  /** Members of the leaf set. */
  leafCount(node: number): number {
    let count = 0
    for (let i = this.leafStart(node, false); i < this.leafStart(node, false) + 2 * this.side; i++)
      if (this.leaves[i]! >= 0) count++
    return count
  }

  /** Tells of every entry of the routing table of a node. */
  inspect(node: number, count: EntryCount): void {
    const start = this.roster.slotOf(node) * this.rows * this.base
    for (let place = start; place < start + this.rows * this.base; place++) {
      const entry = this.table[place]!
      if (entry >= 0) count(this.roster.isAlive(entry))
    }
  }

  /** Tells of every member of the leaf set of a node. */
  inspectLeaves(node: number, count: EntryCount): void {
    const start = this.leafStart(node, false)
    for (let place = start; place < start + 2 * this.side; place++) {
      const leaf = this.leaves[place]!
      if (leaf >= 0) count(this.roster.isAlive(leaf))
    }
  }

  /** Distance of a node from a key on the circle. */
  distance(node: number, key: number): number {
    return circular(this.roster.idOf(node), key)
  }

  /** Distance from one node to another in one direction round the circle. */
  private along(node: number, other: number, up: boolean): number {
    const [from, to] = [this.roster.idOf(node), this.roster.idOf(other)]
    return up ? clockwise(from, to) : clockwise(to, from)
  }

  private putLeaf(node: number, other: number, up: boolean): void {
    const { leaves } = this
    const start = this.leafStart(node, up)
    const distance = this.along(node, other, up)
    let place = start
    const end = start + this.side
    while (place < end && leaves[place]! >= 0 && this.along(node, leaves[place]!, up) < distance) place++
    if (place === end || leaves[place] === other) return
    leaves.copyWithin(place + 1, place, end - 1)
    leaves[place] = other
  }

  private lacksLeaf(node: number, other: number, up: boolean): boolean {
    const start = this.leafStart(node, up)
    const last = this.leaves[start + this.side - 1]!
    if (last >= 0 && this.along(node, other, up) >= this.along(node, last, up)) return false
    for (let place = start; place < start + this.side; place++) if (this.leaves[place] === other) return false
    return true
  }

  private leafStart(node: number, up: boolean): number {
    return (this.roster.slotOf(node) * 2 + (up ? 1 : 0)) * this.side
  }

  /** Where an id belongs in the routing table of a node. Ids that share more digits than there are rows go into the last row. */
  private placeOf(node: number, id: number): number {
    const row = Math.min(this.shared(node, id), this.rows - 1)
    let width = idSpace
    for (let digit = 0; digit <= row; digit++) width /= this.base
    return (this.roster.slotOf(node) * this.rows + row) * this.base + (Math.floor(id / width) % this.base)
  }
}
