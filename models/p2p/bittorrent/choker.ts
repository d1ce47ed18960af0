import type { RandomStream, Simulation } from '../../../engine/index.ts'
import type { Connections } from './connections.ts'
import { enlarge } from './enlarge.ts'
import { type Peers, Role } from './peers.ts'
import type { Pieces } from './pieces.ts'
import { Slot, Slots } from './slots.ts'
import type { Transfers } from './transfers.ts'

/** Whom a seed serves: those who download fastest from it, or everybody in turn. */
export type SeedPolicy = 'fastest' | 'round-robin'

/** When bits count for the rate of a neighbour: as they move; or by whole pieces, sent ones at once, received ones at their end. */
export type RateCount = 'continuous' | 'by-piece'

/** How slots are given. */
export interface ChokeRules {
  readonly seedPolicy: SeedPolicy
  /** Choke rounds between two changes of the optimistic slots. */
  readonly optimisticRounds: number
  readonly rateCount: RateCount
  /** What a leecher sends a neighbour beyond what it has received from it, at most, bit; Infinity: no limit. */
  readonly creditBits: number
  /** A neighbour that has sent a leecher nothing for so long snubs it, s. */
  readonly snubAfter: number
}

/** The score of a neighbour that gets no regular slot. */
const SNUBBED = -Infinity

/** What rounding may leave of a credit that is used up, bit. */
const NO_CREDIT = 1

/**
 * Decides whom a peer uploads to. A leecher gives its regular slots to the neighbours it receives most from, measured
 * over the last two choke intervals, and each optimistic slot to a random other one. Only neighbours who would ask for a
 * piece at once are considered; those who snub it only for optimistic slots.
 */
export class Choker extends Slots {
  /** Bits counted on a half by the last choke round and by the one before. */
  private lastMark = new Float64Array(0)
  private markBefore = new Float64Array(0)
  private readonly sim: Simulation
  private readonly pieces: Pieces
  private readonly transfers: Transfers
  private readonly rules: ChokeRules
  private readonly stream: RandomStream
  /** Outcome of a round, see there. */
  chosen = new Int32Array(16)
  chosenSlots = new Uint8Array(16)
  private chosenCount = 0
  /** Those who could use a slot, and how much speaks for them: the first `found` entries. */
  private candidates = new Int32Array(16)
  private scores = new Float64Array(16)
  private found = 0

  /** @param stream breaks ties and chooses whom to serve optimistically */
  constructor(
    sim: Simulation,
    swarm: { peers: Peers; pieces: Pieces; connections: Connections; transfers: Transfers },
    rules: ChokeRules,
    stream: RandomStream,
  ) {
    super(swarm.peers, swarm.connections)
    this.sim = sim
    this.pieces = swarm.pieces
    this.transfers = swarm.transfers
    this.rules = rules
    this.stream = stream
    this.connections.follow((capacity) => {
      for (const name of ['lastMark', 'markBefore'] as const) this[name] = enlarge(this[name], capacity)
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

  /** A leecher has become a seed: from now on it is what it sends that counts. */
  becomeSeed(peer: number): void {
    this.mark(peer)
    this.mark(peer)
  }

  /** Who gets a slot that has become free between two rounds; -1 when nobody would use it. */
  successor(peer: number, slot: Slot): number {
    this.gather(peer, false)
    if (this.found === 0) return -1
    if (slot === Slot.optimistic) return this.candidates[this.draw(this.found)]!
    if (this.takesTurns(peer)) return this.longestWaiting()
    const best = this.bestAt()
    return this.candidates[best < 0 ? this.draw(this.found) : best]!
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
    let deserved = 0
    this.chosenCount = 0
    this.gather(peer, true)
    if (this.takesTurns(peer)) {
      this.takeTurns(all)
      deserved = regular
    } else {
      for (let best = this.bestAt(); best >= 0 && deserved < regular; best = this.bestAt()) {
        this.take(best)
        deserved++
      }
      if (round % this.rules.optimisticRounds !== 0) this.keepOptimistic(all)
    }
    while (this.chosenCount < all && this.found > 0) this.take(this.draw(this.found))
    for (let i = 0; i < this.chosenCount; i++) this.chosenSlots[i] = i < deserved ? Slot.regular : Slot.optimistic
    this.mark(peer)
    return this.chosenCount
  }

  /** Whether a half is among the first `count` that the last round has chosen. */
  isChosen(half: number, count: number): boolean {
    const at = this.chosen.indexOf(half)
    return at >= 0 && at < count
  }

  /** Whether a leecher that serves strictly in return may begin to send one thing more over a half. */
  affords(half: number): boolean {
    const { creditBits } = this.rules
    if (creditBits === Infinity || this.peers.role[this.connections.end[half ^ 1]!] !== Role.leecher) return true
    return this.transfers.sentSoFar(half) - this.transfers.sentSoFar(half ^ 1) <= creditBits - NO_CREDIT
  }

  /** Whether the far peer of a half has sent the near one, a leecher, nothing for too long. */
  private isSnubbed(half: number): boolean {
    const { snubAfter } = this.rules
    if (snubAfter === Infinity) return false
    const { piece, lastAt } = this.transfers
    return piece[half ^ 1]! < 0 && this.sim.now - lastAt[half ^ 1]! >= snubAfter
  }

  private takesTurns(peer: number): boolean {
    return this.rules.seedPolicy === 'round-robin' && this.peers.role[peer] !== Role.leecher
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
      if (slot[half] === Slot.none && !this.affords(half)) continue
      scores[this.found] =
        counted === 1 && this.isSnubbed(half) ? SNUBBED : this.counted(half, counted) - markBefore[half]!
      candidates[this.found++] = half
    }
  }

  /** Place of the candidate with the highest score, -1 when all snub; those who are served already win ties. */
  private bestAt(): number {
    const { candidates, scores, slot } = this
    if (this.found === 0) return -1
    let best = 0
    for (let i = 1; i < this.found; i++) {
      if (scores[i]! < scores[best]!) continue
      if (scores[i]! > scores[best]! || (slot[candidates[best]!] === Slot.none && slot[candidates[i]!] !== Slot.none))
        best = i
    }
    return scores[best] === SNUBBED ? -1 : best
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
    if (this.rules.rateCount === 'continuous') return this.transfers.sentSoFar(half ^ back)
    return back === 1 ? this.transfers.delivered[half ^ 1]! : this.transfers.begun[half]!
  }

  private draw(count: number): number {
    return count === 1 ? 0 : this.stream.integer(0, count - 1)
  }
}
