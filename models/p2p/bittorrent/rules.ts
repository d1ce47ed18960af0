import type { RateCount, SeedPolicy } from './choker.ts'
import type { PiecePolicy } from './picker.ts'

/** The rules of a swarm. Times in s, sizes in bit. */
export interface Rules {
  readonly pieces: number
  readonly pieceBits: number
  /** How links are shared, see `MaxMinTransfers` and `LastMileTransfers`. */
  readonly bandwidth: 'uplink-share' | 'equal-share' | 'max-min'
  readonly piecePolicy: PiecePolicy
  readonly randomFirst: number
  readonly smartSeed: boolean
  readonly seedPolicy: SeedPolicy
  readonly regularSlots: number
  readonly optimisticSlots: number
  readonly chokeInterval: number
  /** Whether a choke lets the piece on its way arrive, or interrupts it; `leechers-at-once`: seeds let it arrive. */
  readonly chokeAt: 'piece-end' | 'at-once' | 'leechers-at-once'
  /** Whether a leecher that leaves with the whole file breaks its uploads off, or lets the pieces on their way arrive. */
  readonly departure: 'at-once' | 'uploads-end'
  readonly optimisticRounds: number
  readonly rateCount: RateCount
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
