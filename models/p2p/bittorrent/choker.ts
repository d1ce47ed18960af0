import type { RandomStream } from '../../../engine/index.ts'
import type { Connections } from './connections.ts'
import { enlarge } from './enlarge.ts'
import { type Peers, Role } from './peers.ts'
import type { Pieces } from './pieces.ts'
import type { Transfers } from './transfers.ts'

/** How a slot was won. */
export const Slot = { none: 0, regular: 1, optimistic: 2 } as const
export type Slot = (typeof Slot)[keyof typeof Slot]

/** Whom a seed serves: those who download fastest from it, or everybody in turn. */
export type SeedPolicy = 'fastest' | 'round-robin'

/** When bits count for the rate of a neighbour: as they move; or by whole pieces, sent ones at once, received ones at their end. */
export type RateCount = 'continuous' | 'by-piece'

/**
 * Decides whom a peer uploads to. A leecher gives its regular slots to the neighbours it receives most from, measured
 * over the last two choke intervals, and each optimistic slot to a random other one. Only neighbours who would ask for a
 * piece at once are considered.
 */
export class Choker {
  /** Which slot a half occupies. */
  slot = new Uint8Array(0)
  /** 1 where a half has been choked and gives its slot back when the piece on its way has arrived. */
  closing = new Uint8Array(0)
  /** When a half was last given a slot, s. */
  private unchokedAt = new Float64Array(0)
  /** Bits counted on a half by the last choke round and by the one before. */
  private lastMark = new Float64Array(0)
  private markBefore = new Float64Array(0)
  private readonly peers: Peers
  private readonly pieces: Pieces
  private readonly connections: Connections
  private readonly transfers: Transfers
  private readonly seedPolicy: SeedPolicy
  private readonly optimisticRounds: number
  private readonly rateCount: RateCount
  private readonly stream: RandomStream
  /** Outcome of a round, see there. */
  chosen = new Int32Array(16)
  chosenSlots = new Uint8Array(16)
  private chosenCount = 0
  /** Those who could use a slot, and how much speaks for them: the first `found` entries. */
  private candidates = new Int32Array(16)
  private scores = new Float64Array(16)
  private found = 0

  /**
   * @param optimisticRounds choke rounds between two changes of the optimistic slots
   * @param stream breaks ties and chooses whom to serve optimistically
   */
  constructor(
    swarm: { peers: Peers; pieces: Pieces; connections: Connections; transfers: Transfers },
    seedPolicy: SeedPolicy,
    optimisticRounds: number,
    rateCount: RateCount,
    stream: RandomStream,
  ) {
    this.peers = swarm.peers
    this.pieces = swarm.pieces
    this.connections = swarm.connections
    this.transfers = swarm.transfers
    this.seedPolicy = seedPolicy
    this.optimisticRounds = optimisticRounds
    this.rateCount = rateCount
    this.stream = stream
    this.connections.follow((capacity) => {
      this.slot = enlarge(this.slot, capacity)
      this.closing = enlarge(this.closing, capacity)
      for (const name of ['unchokedAt', 'lastMark', 'markBefore'] as const) this[name] = enlarge(this[name], capacity)
    })
  }

  /** A half that has just been connected: it has no history. */
  reset(half: number): void {
    this.slot[half] = Slot.none
    this.closing[half] = 0
    this.unchokedAt[half] = 0
    this.lastMark[half] = 0
    this.markBefore[half] = 0
  }

  /** The half takes a slot of its near peer. */
  occupy(half: number, slot: Slot, now: number): void {
    const peer = this.connections.end[half ^ 1]!
    this.slot[half] = slot
    this.unchokedAt[half] = now
    if (slot === Slot.regular) this.peers.regularUsed[peer]!++
    else this.peers.optimisticUsed[peer]!++
  }

  /** The half keeps being served, in a slot of this kind. */
  relabel(half: number, slot: Slot): void {
    if (this.slot[half] === slot) return
    const since = this.unchokedAt[half]!
    this.vacate(half)
    this.occupy(half, slot, since)
  }

  /** The half gives its slot back. */
  vacate(half: number): void {
    const peer = this.connections.end[half ^ 1]!
    if (this.slot[half] === Slot.regular) this.peers.regularUsed[peer]!--
    else this.peers.optimisticUsed[peer]!--
    this.slot[half] = Slot.none
    this.closing[half] = 0
  }

  /** A leecher has become a seed: from now on it is what it sends that counts. */
  becomeSeed(peer: number): void {
    this.mark(peer)
    this.mark(peer)
  }

  /** The kind of slot a peer has free, regular ones first. */
  freeSlot(peer: number): Slot {
    const { regularSlots, optimisticSlots, regularUsed, optimisticUsed } = this.peers
    const regular = regularSlots[peer]!
    // A transfer that is being closed may hold the place of one that has moved to the other kind.
    if (regularUsed[peer]! + optimisticUsed[peer]! >= regular + optimisticSlots[peer]!) return Slot.none
    return regularUsed[peer]! < regular ? Slot.regular : Slot.optimistic
  }

  /** Who gets a slot that has become free between two rounds; -1 when nobody would use it. */
  successor(peer: number, slot: Slot): number {
    this.gather(peer, false)
    if (this.found === 0) return -1
    if (slot === Slot.optimistic) return this.candidates[this.draw(this.found)]!
    return this.takesTurns(peer) ? this.longestWaiting() : this.candidates[this.bestAt()]!
  }

  /**
   * A choke round of `peer`.
   * @returns how many halves to serve from now on: the first entries of `chosen`, with their slots in `chosenSlots`;
   * those being served and not among them are choked
   */
  round(peer: number): number {
    const { peers } = this
    const regular = peers.regularSlots[peer]!
    const all = regular + peers.optimisticSlots[peer]!
    const round = peers.rounds[peer]!++
    this.chosenCount = 0
    this.gather(peer, true)
    if (this.takesTurns(peer)) this.takeTurns(all)
    else {
      while (this.chosenCount < regular && this.found > 0) this.take(this.bestAt())
      if (round % this.optimisticRounds !== 0) this.keepOptimistic(all)
    }
    while (this.chosenCount < all && this.found > 0) this.take(this.draw(this.found))
    for (let i = 0; i < this.chosenCount; i++) this.chosenSlots[i] = i < regular ? Slot.regular : Slot.optimistic
    this.mark(peer)
    return this.chosenCount
  }

  private takesTurns(peer: number): boolean {
    return this.seedPolicy === 'round-robin' && this.peers.role[peer] !== Role.leecher
  }

  /**
   * Collects the neighbours of a peer that could use a slot, with their scores: the bits that came back on the half or,
   * for a seed, that went out. Starts at a random one so that no place in the list is favoured.
   * @param served whether those being served count too
   */
  private gather(peer: number, served: boolean): void {
    const { pieces, markBefore, slot } = this
    const { neighbours, wanted, lists, degree } = this.connections
    const list = lists[peer]!
    const near = neighbours[peer]!
    const count = degree[peer]!
    this.found = 0
    const slots = this.peers.regularSlots[peer]! + this.peers.optimisticSlots[peer]!
    if (count === 0 || slots === 0 || pieces.held[peer] === 0) return
    if (count > this.candidates.length) this.makeRoom(2 * count)
    const { candidates, scores } = this
    const counted = this.peers.role[peer] === Role.leecher ? 1 : 0
    let at = this.draw(count)
    for (let i = 0; i < count; i++) {
      const half = list[at]!
      const neighbour = near[at]!
      if (++at === count) at = 0
      if (wanted[half]! <= 0) continue
      if (slot[half] !== Slot.none ? !served : !pieces.couldServe(peer, neighbour)) continue
      scores[this.found] = this.counted(half, counted) - markBefore[half]!
      candidates[this.found++] = half
    }
  }

  /** Place of the candidate with the highest score; those who are served already win ties. */
  private bestAt(): number {
    const { candidates, scores, slot } = this
    let best = 0
    for (let i = 1; i < this.found; i++) {
      if (scores[i]! < scores[best]!) continue
      if (scores[i]! > scores[best]! || (slot[candidates[best]!] === Slot.none && slot[candidates[i]!] !== Slot.none))
        best = i
    }
    return best
  }

  private longestWaiting(): number {
    const { candidates, unchokedAt } = this
    let first = candidates[0]!
    for (let i = 1; i < this.found; i++) if (unchokedAt[candidates[i]!]! < unchokedAt[first]!) first = candidates[i]!
    return first
  }

  /** Goes on with those who hold an optimistic slot. */
  private keepOptimistic(limit: number): void {
    for (let i = this.found - 1; i >= 0 && this.chosenCount < limit; i--) {
      if (this.slot[this.candidates[i]!] === Slot.optimistic) this.take(i)
    }
  }

  /** Keeps all who are served, but for the one served longest when all slots are taken and somebody waits. */
  private takeTurns(limit: number): void {
    const { candidates, slot, unchokedAt, chosen } = this
    for (let i = this.found - 1; i >= 0; i--) if (slot[candidates[i]!] !== Slot.none) this.take(i)
    if (this.chosenCount < limit || this.found === 0) return
    let longest = 0
    for (let i = 1; i < this.chosenCount; i++) if (unchokedAt[chosen[i]!]! < unchokedAt[chosen[longest]!]!) longest = i
    chosen[longest] = chosen[--this.chosenCount]!
  }

  /** Moves a candidate to the chosen. */
  private take(at: number): void {
    const { candidates, scores } = this
    this.chosen[this.chosenCount++] = candidates[at]!
    const last = --this.found
    candidates[at] = candidates[last]!
    scores[at] = scores[last]!
  }

  private makeRoom(length: number): void {
    this.candidates = new Int32Array(length)
    this.scores = new Float64Array(length)
    this.chosen = new Int32Array(length)
    this.chosenSlots = new Uint8Array(length)
  }

  /** Remembers what has been counted, so that older bits count no more. */
  private mark(peer: number): void {
    const { lastMark, markBefore } = this
    const list = this.connections.lists[peer]!
    const counted = this.peers.role[peer] === Role.leecher ? 1 : 0
    for (let i = this.connections.degree[peer]! - 1; i >= 0; i--) {
      const half = list[i]!
      markBefore[half] = lastMark[half]!
      lastMark[half] = this.counted(half, counted)
    }
  }

  /** What speaks for a neighbour: bits received from it (`back` = 1) or, for a seed, sent to it. */
  private counted(half: number, back: number): number {
    if (this.rateCount === 'continuous') return this.transfers.sentSoFar(half ^ back)
    return back === 1 ? this.transfers.delivered[half ^ 1]! : this.transfers.begun[half]!
  }

  private draw(count: number): number {
    return count === 1 ? 0 : this.stream.integer(0, count - 1)
  }
}
