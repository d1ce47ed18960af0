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
  private readonly endGame: boolean
  /** Words in a row. */
  readonly words: number
  /** Pieces held. */
  have = new Uint32Array(0)
  /** Pieces held or on their way from somebody: nothing of them is left to ask for. */
  taken = new Uint32Array(0)
  /** Pieces begun of which something is left to ask for: interrupted ones, or some of whose blocks have been asked for. */
  begun = new Uint32Array(0)
  /** Bits, or blocks, missing of a begun piece, `peer * count + piece`. */
  missing = new Float64Array(0)
  /** Number of pieces held, and of pieces all of which is on its way or asked for, by peer. */
  held = new Int32Array(0)
  private inFlight = new Int32Array(0)
  /** Neighbours that hold the piece, `peer * count + piece`; `HELD` where the peer holds it itself. */
  availability = new Uint16Array(0)

  /** @param endGame whether what is on its way is asked for again when nothing else is left to ask for */
  constructor(peers: Peers, count: number, endGame: boolean) {
    this.count = count
    this.endGame = endGame
    this.words = Math.ceil(count / 32)
    peers.follow((capacity) => {
      this.have = enlarge(this.have, capacity * this.words)
      this.taken = enlarge(this.taken, capacity * this.words)
      this.begun = enlarge(this.begun, capacity * this.words)
      this.missing = enlarge(this.missing, capacity * count)
      this.held = enlarge(this.held, capacity)
      this.inFlight = enlarge(this.inFlight, capacity)
      this.availability = enlarge(this.availability, capacity * count)
    })
  }

  /** A new peer, whose row is empty, has all pieces but one. */
  fillBut(peer: number, piece: number): void {
    this.reset(peer, true)
    this.have[peer * this.words + (piece >>> 5)]! &= ~(1 << (piece & 31))
    this.taken[peer * this.words + (piece >>> 5)]! &= ~(1 << (piece & 31))
    this.availability[peer * this.count + piece] = 0
    this.held[peer]!--
  }

  /** Makes the row of a new peer empty, or full. */
  reset(peer: number, full: boolean): void {
    const { words, count } = this
    const row = peer * words
    this.have.fill(full ? 0xffffffff : 0, row, row + words)
    if (full && count % 32 !== 0) this.have[row + words - 1] = (1 << (count % 32)) - 1
    this.taken.set(this.have.subarray(row, row + words), row)
    this.begun.fill(0, row, row + words)
    this.availability.fill(full ? HELD : 0, peer * count, (peer + 1) * count)
    this.held[peer] = full ? count : 0
    this.inFlight[peer] = 0
  }

  isComplete(peer: number): boolean {
    return this.held[peer] === this.count
  }

  /**
   * Whether `receiver` lacks a piece of `sender` that is not on its way already; in the end-game, whether it lacks a
   * piece of `sender`.
   */
  couldServe(sender: number, receiver: number): boolean {
    const { words, have, taken } = this
    if (this.endGame && this.inEndGame(receiver)) return this.hasNews(sender, receiver)
    let from = sender * words
    let to = receiver * words
    for (let i = 0; i < words; i++, from++, to++) {
      if ((have[from]! & ~taken[to]!) !== 0) return true
    }
    return false
  }

  private hasNews(sender: number, receiver: number): boolean {
    const { words, have } = this
    for (let i = 0; i < words; i++) if ((have[sender * words + i]! & ~have[receiver * words + i]!) !== 0) return true
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
    this.taken[word]! |= bit
    this.inFlight[peer]!++
    if ((this.begun[word]! & bit) === 0) return whole
    this.begun[word]! &= ~bit
    return this.missing[peer * this.count + piece]!
  }

  /** The piece is no longer on its way; what has arrived of it is kept. */
  interrupt(peer: number, piece: number, missing: number): void {
    const word = peer * this.words + (piece >>> 5)
    const bit = 1 << (piece & 31)
    this.taken[word]! &= ~bit
    this.inFlight[peer]!--
    this.begun[word]! |= bit
    this.missing[peer * this.count + piece] = missing
  }

  /** A part of the piece is asked for, and a part is not. */
  begin(peer: number, piece: number): void {
    this.begun[peer * this.words + (piece >>> 5)]! |= 1 << (piece & 31)
  }

  /** What was left of a begun piece has been asked for. */
  askedWhole(peer: number, piece: number): void {
    const word = peer * this.words + (piece >>> 5)
    this.begun[word]! &= ~(1 << (piece & 31))
    this.taken[word]! |= 1 << (piece & 31)
    this.inFlight[peer]!++
  }

  /** Of a piece that had been asked for as a whole, a part will not come. */
  askedInPart(peer: number, piece: number): void {
    const word = peer * this.words + (piece >>> 5)
    this.taken[word]! &= ~(1 << (piece & 31))
    this.begun[word]! |= 1 << (piece & 31)
    this.inFlight[peer]!--
  }

  /** Nothing of a begun piece is there or asked for any more. */
  forget(peer: number, piece: number): void {
    this.begun[peer * this.words + (piece >>> 5)]! &= ~(1 << (piece & 31))
  }

  /** Whether all that a peer lacks has been asked for. */
  inEndGame(peer: number): boolean {
    return this.held[peer]! + this.inFlight[peer]! === this.count && this.inFlight[peer]! > 0
  }

  /** The piece has arrived. */
  gain(peer: number, piece: number): void {
    const word = peer * this.words + (piece >>> 5)
    const bit = 1 << (piece & 31)
    this.inFlight[peer]!--
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
