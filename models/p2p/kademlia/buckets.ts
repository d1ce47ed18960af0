import { withRoomFor } from '../shared/growing.ts'
import { idBits, idSpace, sharedBits, xorDistance } from '../shared/identifiers.ts'
import type { Roster } from '../shared/roster.ts'
import type { EntryCount } from '../shared/staleness.ts'

/** Buckets beyond those that the number of nodes asks for: one node in 2^8 has a contact that belongs farther down. */
const spareLevels = 8

/**
 * Buckets of living nodes, as their protocol keeps them: in bucket i the contacts whose ids share exactly the first i bits with
 * the node's own, the least recently seen first. The last bucket has all that share more. One row of an array for a bucket, by
 * slot of the node.
 */
export class Buckets {
  /** Buckets of a node. */
  readonly levels: number
  /** Contacts in a full bucket, k. */
  readonly capacity: number
  /** Contacts that `nearest` found, the first of them the closest. */
  readonly found: Int32Array
  private readonly distances: Float64Array
  private readonly roster: Roster
  private contacts: Int32Array
  private counts: Uint8Array
  /** When a lookup last went into the range of a bucket, s. */
  private touched: Float64Array
  /** Worth of the first bit that a bucket is about, and whether the key of `nearest` differs from the node there. */
  private readonly bits: Float64Array
  private readonly apart: Uint8Array

  /** @param expected about as many nodes as there will be */
  constructor(roster: Roster, capacity: number, expected: number) {
    this.roster = roster
    this.capacity = capacity
    let bits = 0
    for (let power = 1; power < expected; power *= 2) bits++
    this.levels = Math.min(idBits, bits + spareLevels)
    this.found = new Int32Array(capacity * this.levels)
    this.distances = new Float64Array(capacity * this.levels)
    this.contacts = new Int32Array(expected * this.levels * capacity)
    this.counts = new Uint8Array(expected * this.levels)
    this.touched = new Float64Array(expected * this.levels)
    this.bits = new Float64Array(this.levels)
    this.apart = new Uint8Array(this.levels)
    for (let level = 0, bit = idSpace / 2; level < this.levels; level++, bit /= 2) this.bits[level] = bit
  }

  /** Empties the buckets of a node that has just entered. */
  clear(node: number, now: number): void {
    const slot = this.roster.slotOf(node)
    const end = (slot + 1) * this.levels
    this.contacts = withRoomFor(this.contacts, end * this.capacity)
    this.counts = withRoomFor(this.counts, end)
    this.touched = withRoomFor(this.touched, end)
    this.counts.fill(0, end - this.levels, end)
    this.touched.fill(now, end - this.levels, end)
  }

  /** Number of the bucket of a node that an id belongs into. */
  levelOf(node: number, id: number): number {
    return Math.min(sharedBits(this.roster.idOf(node), id), this.levels - 1)
  }

  /**
   * Puts a contact behind the others of its bucket, from where it was or as a new one.
   * @returns -1, or the least recently seen contact where the bucket is full of others and the newcomer has not been put in
   */
  see(node: number, contact: number): number {
    const row = this.rowOf(node, this.levelOf(node, this.roster.idOf(contact)))
    const { contacts, counts } = this
    const start = row * this.capacity
    const count = counts[row]!
    let place = start
    while (place < start + count && contacts[place] !== contact) place++
    if (place < start + count) {
      contacts.copyWithin(place, place + 1, start + count)
      contacts[start + count - 1] = contact
      return -1
    }
    if (count === this.capacity) return contacts[start]!
    contacts[start + count] = contact
    counts[row] = count + 1
    return -1
  }

  /** Takes a contact out, if it is there. */
  forget(node: number, contact: number): void {
    const row = this.rowOf(node, this.levelOf(node, this.roster.idOf(contact)))
    const start = row * this.capacity
    const end = start + this.counts[row]!
    for (let place = start; place < end; place++) {
      if (this.contacts[place] !== contact) continue
      this.contacts.copyWithin(place, place + 1, end)
      this.counts[row]! -= 1
      return
    }
  }

  /** A lookup goes to a key, and so into the range of one of the buckets. */
  touch(node: number, key: number, now: number): void {
    this.touched[this.rowOf(node, this.levelOf(node, key))] = now
  }

  /** When a lookup last went into the range of a bucket, s. */
  touchedAt(node: number, level: number): number {
    return this.touched[this.rowOf(node, level)]!
  }

  /** The last bucket of a node that is not empty; -1 if all are. */
  deepest(node: number): number {
    const first = this.rowOf(node, 0)
    let level = this.levels - 1
    while (level >= 0 && this.counts[first + level] === 0) level--
    return level
  }

  /** Tells of every contact of a node. */
  inspect(node: number, count: EntryCount): void {
    const first = this.rowOf(node, 0)
    for (let row = first; row < first + this.levels; row++) {
      const start = row * this.capacity
      for (let place = start; place < start + this.counts[row]!; place++) {
        count(this.roster.isAlive(this.contacts[place]!))
      }
    }
  }

  /**
   * Contacts of a node in the order of their distance from a key, into `found`; bucket by bucket until there are `wanted`.
   * @param closer only contacts closer to the key than the node itself
   * @returns how many there are, at least `wanted` unless the node knows fewer
   */
  nearest(node: number, key: number, wanted: number, closer: boolean): number {
    const own = this.roster.idOf(node)
    const first = this.rowOf(node, 0)
    const last = this.levels - 1
    let count = 0
    // Where the key differs from the node's own bit, the bucket is closer than everything deeper; and where it agrees,
    // farther than everything deeper.
    let apart = xorDistance(own, key)
    for (let level = 0; level < last && count < wanted; level++) {
      this.apart[level] = apart >= this.bits[level]! ? 1 : 0
      if (this.apart[level] === 0) continue
      apart -= this.bits[level]!
      count = this.take(first + level, key, count, Infinity)
    }
    if (count < wanted) count = this.take(first + last, key, count, closer ? xorDistance(own, key) : Infinity)
    if (closer || count >= wanted) return count
    for (let level = last - 1; level >= 0 && count < wanted; level--) {
      if (this.apart[level] === 0) count = this.take(first + level, key, count, Infinity)
    }
    return count
  }

  /** Appends the contacts of a bucket that are within a distance, sorted by their distance from the key. */
  private take(row: number, key: number, start: number, within: number): number {
    const { found, distances, contacts, roster } = this
    const from = row * this.capacity
    let end = start
    for (let entry = from; entry < from + this.counts[row]!; entry++) {
      const contact = contacts[entry]!
      const distance = xorDistance(roster.idOf(contact), key)
      if (distance >= within) continue
      let place = end++
      for (; place > start && distances[place - 1]! > distance; place--) {
        found[place] = found[place - 1]!
        distances[place] = distances[place - 1]!
      }
      found[place] = contact
      distances[place] = distance
    }
    return end
  }

  private rowOf(node: number, level: number): number {
    return this.roster.slotOf(node) * this.levels + level
  }
}
