import type { Connections } from './connections.ts'
import type { Orders } from './orders.ts'
import type { Picker } from './picker.ts'
import type { Pieces } from './pieces.ts'
import type { Transfers } from './transfers.ts'

/** Whole pieces: a peer asks each neighbour that serves it for one at a time, and nobody for what another one sends. */
export class PieceOrders implements Orders {
  readonly done: number[] = []
  readonly pauses = false
  private readonly connections: Connections
  private readonly pieces: Pieces
  private readonly transfers: Transfers
  private readonly picker: Picker
  private readonly pieceBits: number

  constructor(connections: Connections, pieces: Pieces, transfers: Transfers, picker: Picker, pieceBits: number) {
    this.connections = connections
    this.pieces = pieces
    this.transfers = transfers
    this.picker = picker
    this.pieceBits = pieceBits
  }

  begin(half: number): void {
    const sender = this.connections.end[half ^ 1]!
    const receiver = this.connections.end[half]!
    const piece = this.picker.pick(sender, receiver)
    this.picker.countSent(sender, piece, 1)
    this.transfers.start(half, piece, this.pieces.fetch(receiver, piece, this.pieceBits))
  }

  arrived(half: number): number {
    return this.transfers.piece[half]!
  }

  proceed(half: number): boolean {
    const sender = this.connections.end[half ^ 1]!
    const receiver = this.connections.end[half]!
    const piece = this.picker.pick(sender, receiver)
    if (piece < 0) return false
    this.picker.countSent(sender, piece, 1)
    this.transfers.proceed(half, piece, this.pieces.fetch(receiver, piece, this.pieceBits))
    return true
  }

  refuse(): boolean {
    return false
  }

  stop(half: number, arrived: boolean): boolean {
    const piece = this.transfers.piece[half]!
    const missing = this.transfers.stop(half)
    if (arrived) return false
    this.pieces.interrupt(this.connections.end[half]!, piece, missing)
    this.picker.countSent(this.connections.end[half ^ 1]!, piece, -1)
    return true
  }
}
