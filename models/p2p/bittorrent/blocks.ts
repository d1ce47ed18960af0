import { enlarge } from './enlarge.ts'
import type { Peers } from './peers.ts'
import type { Pieces } from './pieces.ts'

/**
 * Which blocks each peer has asked for and received. A piece counts as begun while some of its blocks have been asked
 * for, and as taken when all have; what `Pieces` calls missing is here the number of blocks that have not arrived.
 * Blocks are numbered through the file: `piece * perPiece + place`.
 */
export class Blocks {
  readonly perPiece: number
  private readonly pieces: Pieces
  /** How often a block has been asked for and is awaited, or `arrived`; `peer * pieces * perPiece + block`. */
  private asked: Uint8Array | Uint32Array
  private readonly arrived: number
  /** Blocks of a begun piece that are neither asked for nor there, `peer * pieces + piece`. */
  private left = new Uint16Array(0)

  /** @param mostServers as often a block may be asked for at once */
  constructor(peers: Peers, pieces: Pieces, perPiece: number, mostServers: number) {
    this.perPiece = perPiece
    this.pieces = pieces
    this.arrived = mostServers < 255 ? 255 : 4_294_967_295
    this.asked = mostServers < 255 ? new Uint8Array(0) : new Uint32Array(0)
    peers.follow((capacity) => {
      this.asked = enlarge(this.asked, capacity * pieces.count * perPiece)
      this.left = enlarge(this.left, capacity * pieces.count)
    })
  }

  /** Whether a peer has begun a piece and not yet asked for all of it. */
  isBegun(peer: number, piece: number): boolean {
    const { begun, words } = this.pieces
    return ((begun[peer * words + (piece >>> 5)]! >>> (piece & 31)) & 1) === 1
  }

  /** Asks for the first block of a piece that has not been asked for: there must be one. */
  ask(peer: number, piece: number): number {
    const { pieces, perPiece, asked } = this
    const at = peer * pieces.count + piece
    if (!this.isBegun(peer, piece)) {
      asked.fill(0, at * perPiece, (at + 1) * perPiece)
      this.left[at] = perPiece
      pieces.missing[at] = perPiece
      pieces.begin(peer, piece)
    }
    let place = 0
    while (asked[at * perPiece + place]! !== 0) place++
    asked[at * perPiece + place] = 1
    if (--this.left[at]! === 0) pieces.askedWhole(peer, piece)
    return piece * perPiece + place
  }

  /** Asks once more for a block that somebody else has been asked for. */
  askAgain(peer: number, block: number): void {
    this.asked[peer * this.pieces.count * this.perPiece + block]!++
  }

  /** How many neighbours a peer has asked for a block that has not arrived. */
  timesAsked(peer: number, block: number): number {
    const times = this.asked[peer * this.pieces.count * this.perPiece + block]!
    return times === this.arrived ? 0 : times
  }

  /** Whether a block has been asked for and has not arrived. */
  isAwaited(peer: number, block: number): boolean {
    const times = this.asked[peer * this.pieces.count * this.perPiece + block]!
    return times > 0 && times < this.arrived
  }

  /** A block has arrived; returns whether its piece is complete. */
  arrive(peer: number, block: number): boolean {
    const { pieces, perPiece } = this
    this.asked[peer * pieces.count * perPiece + block] = this.arrived
    return --pieces.missing[peer * pieces.count + Math.floor(block / perPiece)]! === 0
  }

  /** A block that was asked for will not be sent; returns whether nobody else has been asked. */
  giveUp(peer: number, block: number): boolean {
    const { pieces, perPiece } = this
    const piece = Math.floor(block / perPiece)
    const at = peer * pieces.count + piece
    if (--this.asked[at * perPiece + (block % perPiece)]! > 0) return false
    const left = ++this.left[at]!
    if (left === 1) pieces.askedInPart(peer, piece)
    // Nothing of it has arrived or is awaited: it has no more claim to be finished than any other.
    if (left === perPiece) pieces.forget(peer, piece)
    return true
  }
}
