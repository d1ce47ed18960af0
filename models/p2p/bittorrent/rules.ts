import type { SeedPolicy } from './choker.ts'
import type { PiecePolicy } from './picker.ts'

/** The rules of a swarm. Times in s, sizes in bit. */
export interface Rules {
  readonly pieces: number
  readonly pieceBits: number
  readonly piecePolicy: PiecePolicy
  readonly randomFirst: number
  readonly smartSeed: boolean
  readonly seedPolicy: SeedPolicy
  readonly regularSlots: number
  readonly optimisticSlots: number
  readonly chokeInterval: number
  /** Whether a choke lets the piece on its way arrive, or interrupts it. */
  readonly chokeAt: 'piece-end' | 'at-once'
  readonly optimisticRounds: number
  readonly trackerList: number
  readonly minNeighbours: number
  readonly maxNeighbours: number
  readonly origins: number
  /** Leechers know the origins alone, upload nothing, and each is served by all origins at once. */
  readonly clientServer: boolean
}

/** Link capacities in bit/s. */
export interface Links {
  readonly up: number
  readonly down: number
}
