import { enlarge } from './enlarge.ts'
import type { Peers } from './peers.ts'

/** In place of an availability: more than a peer can have neighbours. */
export const HELD = 65_535

/**
 * Which peer has which piece. Three bitfields per peer (one row of 32-bit words each) and, for pieces that were
 * interrupted half-way, how much of them is missing.
 */
export class Pieces {
  readonly count: number
  /** Words in a row. */
  readonly words: number
  /** Pieces held. */
  have = new Uint32Array(0)
  /** Pieces on their way from somebody. */
  fetching = new Uint32Array(0)
  /** Pieces begun, interrupted, and not on their way. */
  begun = new Uint32Array(0)
  /** Bits missing of a begun piece, `peer * count + piece`. */
  missing = new Float64Array(0)
  /** Number of pieces held, by peer. */
  held = new Int32Array(0)
  /** Neighbours that hold the piece, `peer * count + piece`; `HELD` where the peer holds it itself. */
  availability = new Uint16Array(0)

  constructor(peers: Peers, count: number) {
    this.count = count
    this.words = Math.ceil(count / 32)
    peers.follow((capacity) => {
      this.have = enlarge(this.have, capacity * this.words)
      this.fetching = enlarge(this.fetching, capacity * this.words)
      this.begun = enlarge(this.begun, capacity * this.words)
      this.missing = enlarge(this.missing, capacity * count)
      this.held = enlarge(this.held, capacity)
      this.availability = enlarge(this.availability, capacity * count)
    })
  }

  /** Makes the row of a new peer empty, or full. */
  reset(peer: number, full: boolean): void {
    const { words, count } = this
    const row = peer * words
    this.have.fill(full ? 0xffffffff : 0, row, row + words)
    if (full && count % 32 !== 0) this.have[row + words - 1] = (1 << (count % 32)) - 1
    this.fetching.fill(0, row, row + words)
    this.begun.fill(0, row, row + words)
    this.availability.fill(full ? HELD : 0, peer * count, (peer + 1) * count)
    this.held[peer] = full ? count : 0
  }

  isComplete(peer: number): boolean {
    return this.held[peer] === this.count
  }

  has(peer: number, piece: number): boolean {
    return ((this.have[peer * this.words + (piece >>> 5)]! >>> (piece & 31)) & 1) === 1
  }

  /** Whether `receiver` lacks a piece of `sender` that is not on its way already. */
  couldServe(sender: number, receiver: number): boolean {
    const { words, have, fetching } = this
    let from = sender * words
    let to = receiver * words
    for (let i = 0; i < words; i++, from++, to++) {
      if ((have[from]! & ~(have[to]! | fetching[to]!)) !== 0) return true
    }
    return false
  }

  /**
   * The piece is on its way to `peer`.
   * @param whole bits of a whole piece
   * @returns bits still to be sent
   */
  fetch(peer: number, piece: number, whole: number): number {
    const word = peer * this.words + (piece >>> 5)
    const bit = 1 << (piece & 31)
    this.fetching[word]! |= bit
    if ((this.begun[word]! & bit) === 0) return whole
    this.begun[word]! &= ~bit
    return this.missing[peer * this.count + piece]!
  }

  /** The piece is no longer on its way; what has arrived of it is kept. */
  interrupt(peer: number, piece: number, missing: number): void {
    const word = peer * this.words + (piece >>> 5)
    const bit = 1 << (piece & 31)
    this.fetching[word]! &= ~bit
    this.begun[word]! |= bit
    this.missing[peer * this.count + piece] = missing
  }

  /** The piece has arrived. */
  gain(peer: number, piece: number): void {
    const word = peer * this.words + (piece >>> 5)
    const bit = 1 << (piece & 31)
    this.fetching[word]! &= ~bit
    this.have[word]! |= bit
    this.availability[peer * this.count + piece] = HELD
    this.held[peer]!++
  }

  /**
   * Counts the pieces `sender` has and `receiver` lacks, and adds `change` to their availability at `receiver`: what a
   * new neighbour (+1) or the loss of one (-1) means.
   */
  countNews(sender: number, receiver: number, change: number): number {
    const { words, have, availability } = this
    const base = receiver * this.count
    let news = 0
    for (let i = 0; i < words; i++) {
      let rest = have[sender * words + i]! & ~have[receiver * words + i]!
      while (rest !== 0) {
        availability[base + i * 32 + 31 - Math.clz32(rest & -rest)]! += change
        rest &= rest - 1
        news++
      }
    }
    return news
  }
}
