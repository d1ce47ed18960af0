import type { RandomStream } from '../../../engine/index.ts'
import type { Pieces } from './pieces.ts'

/** Which piece a peer asks for: the one fewest neighbours have, any, or the first. */
export type PiecePolicy = 'rarest' | 'random' | 'in-order'

/** Chooses the piece that is asked for next. */
export class Picker {
  private readonly pieces: Pieces
  private readonly policy: PiecePolicy
  private readonly randomFirst: number
  private readonly strictPriority: boolean
  private readonly stream: RandomStream
  private readonly ties: Int32Array
  /** How often each origin has sent each piece, or how many blocks of it, `origin * pieces + piece`; empty when seeds are not smart. */
  private readonly timesSent: Int32Array

  /**
   * @param randomFirst pieces that a newcomer picks at random before it goes for the rarest
   * @param strictPriority whether a piece that has been begun is finished before another one is begun
   * @param smartSeeds number of origins (peers 0, 1, ...) that never repeat a piece before all were sent
   */
  constructor(
    pieces: Pieces,
    policy: PiecePolicy,
    randomFirst: number,
    strictPriority: boolean,
    smartSeeds: number,
    stream: RandomStream,
  ) {
    this.pieces = pieces
    this.policy = policy
    this.randomFirst = randomFirst
    this.strictPriority = strictPriority
    this.stream = stream
    this.ties = new Int32Array(pieces.count)
    this.timesSent = new Int32Array(smartSeeds * pieces.count)
  }

  /** The piece `receiver` asks `sender` for, -1 when there is none. With strict priority a begun piece comes first. */
  pick(sender: number, receiver: number): number {
    if (this.strictPriority) {
      const resumed = this.resume(sender, receiver)
      if (resumed >= 0) return resumed
    }
    const { pieces, policy } = this
    const smart = this.isSmart(sender)
    if (policy === 'in-order' && !smart) return this.first(sender, receiver)
    const rarest = policy === 'rarest' && pieces.held[receiver]! >= this.randomFirst
    return rarest || smart ? this.least(sender, receiver, rarest, smart) : this.any(sender, receiver)
  }

  /** `sender` is asked for a piece, or a block of it; or will not send it. */
  countSent(sender: number, piece: number, change: 1 | -1): void {
    if (this.isSmart(sender)) this.timesSent[sender * this.pieces.count + piece]! += change
  }

  private isSmart(sender: number): boolean {
    return sender * this.pieces.count < this.timesSent.length
  }

  /** Strict priority: of the begun pieces that `sender` has, the one with the least missing. */
  private resume(sender: number, receiver: number): number {
    const { words, have, begun, missing, count } = this.pieces
    let best = -1
    let least = Infinity
    for (let i = 0; i < words; i++) {
      let rest = begun[receiver * words + i]!
      if (rest === 0) continue
      rest &= have[sender * words + i]!
      for (; rest !== 0; rest &= rest - 1) {
        const piece = i * 32 + 31 - Math.clz32(rest & -rest)
        const left = missing[receiver * count + piece]!
        if (left < least) {
          least = left
          best = piece
        }
      }
    }
    return best
  }

  private first(sender: number, receiver: number): number {
    const { words } = this.pieces
    for (let i = 0; i < words; i++) {
      const rest = this.wanted(sender, receiver, i)
      if (rest !== 0) return i * 32 + 31 - Math.clz32(rest & -rest)
    }
    return -1
  }

  private any(sender: number, receiver: number): number {
    const { words } = this.pieces
    let found = 0
    for (let i = 0; i < words; i++) {
      for (let rest = this.wanted(sender, receiver, i); rest !== 0; rest &= rest - 1) {
        this.ties[found++] = i * 32 + 31 - Math.clz32(rest & -rest)
      }
    }
    return this.choose(found)
  }

  /** The piece sent least often by a smart seed, then the one fewest neighbours hold; ties at random. */
  private least(sender: number, receiver: number, rarest: boolean, smart: boolean): number {
    const { words, availability, count } = this.pieces
    const { ties, timesSent } = this
    let found = 0
    let least = Infinity
    for (let i = 0; i < words; i++) {
      for (let rest = this.wanted(sender, receiver, i); rest !== 0; rest &= rest - 1) {
        const piece = i * 32 + 31 - Math.clz32(rest & -rest)
        const copies = rarest ? availability[receiver * count + piece]! : 0
        const weight = smart ? timesSent[sender * count + piece]! * 65_536 + copies : copies
        if (weight > least) continue
        if (weight < least) {
          least = weight
          found = 0
        }
        ties[found++] = piece
      }
    }
    return this.policy === 'in-order' && found > 0 ? ties[0]! : this.choose(found)
  }

  private wanted(sender: number, receiver: number, word: number): number {
    const { words, have, taken } = this.pieces
    return have[sender * words + word]! & ~taken[receiver * words + word]!
  }

  private choose(found: number): number {
    return found === 0 ? -1 : this.ties[found === 1 ? 0 : this.stream.integer(0, found - 1)]!
  }
}
