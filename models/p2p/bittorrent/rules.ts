import type { BlockRules } from './block-orders.ts'
import type { ChokeRules } from './choker.ts'
import type { PiecePolicy } from './picker.ts'

/** The rules of a swarm. Times in s, sizes in bit. */
export interface Rules extends ChokeRules, BlockRules {
  readonly pieces: number
  /** What is asked for and moves as a whole, see `PieceOrders` and `BlockOrders`. */
  readonly transferUnit: 'piece' | 'block'
  /** How links are shared, see `MaxMinTransfers` and `LastMileTransfers`. */
  readonly bandwidth: 'uplink-share' | 'equal-share' | 'max-min'
  readonly piecePolicy: PiecePolicy
  readonly randomFirst: number
  readonly strictPriority: boolean
  readonly smartSeed: boolean
  /** Whether leechers serve anybody, as if all their slots were optimistic. */
  readonly blindLeechers: boolean
  readonly regularSlots: number
  readonly optimisticSlots: number
  readonly chokeInterval: number
  /** Whether a choke lets the piece on its way arrive, or interrupts it; `leechers-at-once`: seeds let it arrive. */
  readonly chokeAt: 'piece-end' | 'at-once' | 'leechers-at-once'
  /** Whether a leecher that leaves with the whole file breaks its uploads off, or lets the pieces on their way arrive. */
  readonly departure: 'at-once' | 'uploads-end'
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
