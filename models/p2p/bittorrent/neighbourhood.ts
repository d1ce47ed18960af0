import type { Choker } from './choker.ts'
import type { Connections } from './connections.ts'
import { type Peers, Role } from './peers.ts'
import { HELD, type Pieces } from './pieces.ts'
import type { Rules } from './rules.ts'
import { Slot } from './slots.ts'
import type { Tracker } from './tracker.ts'
import type { Transfers } from './transfers.ts'

/** The tables of a swarm that say who knows whom and what each has. */
export interface Tables {
  readonly peers: Peers
  readonly connections: Connections
  readonly pieces: Pieces
  readonly transfers: Transfers
  readonly choker: Choker
}

/** Who gets to know whom: what the tracker is asked for, and what a connection that begins or ends means to both ends. */
export class Neighbourhood {
  private readonly tables: Tables
  private readonly tracker: Tracker
  private readonly rules: Rules
  private readonly couldServe: (peer: number) => void

  /** @param couldServe told of a peer with a free slot that has got a new neighbour */
  constructor(tables: Tables, tracker: Tracker, rules: Rules, couldServe: (peer: number) => void) {
    this.tables = tables
    this.tracker = tracker
    this.rules = rules
    this.couldServe = couldServe
  }

  /** Asks the tracker when neighbours are few, or when none of them has anything to offer to a leecher. */
  lookAround(peer: number): void {
    const { degree } = this.tables.connections
    const starved = this.isStarved(peer)
    if (degree[peer]! >= this.rules.minNeighbours && !starved) return
    if (starved && degree[peer]! >= this.rules.maxNeighbours) this.dropIdleNeighbour(peer)
    this.askTracker(peer)
  }

  /** Connects a peer with those of the members named by the tracker that have room for a neighbour. */
  askTracker(peer: number): void {
    const { connections, pieces } = this.tables
    const { maxNeighbours, trackerList } = this.rules
    const { degree, end } = connections
    if (degree[peer]! >= maxNeighbours) return
    const known = new Set<number>()
    for (let i = degree[peer]! - 1; i >= 0; i--) known.add(end[connections.lists[peer]![i]!]!)
    for (const other of this.tracker.list(peer, trackerList)) {
      if (degree[other]! >= maxNeighbours || known.has(other)) continue
      if (pieces.isComplete(peer) && pieces.isComplete(other)) continue
      this.connect(peer, other)
      if (degree[peer]! >= maxNeighbours) return
    }
  }

  connect(a: number, b: number): void {
    const { connections, pieces, transfers, choker } = this.tables
    const half = connections.connect(a, b)
    for (const direction of [half, half ^ 1]) {
      const near = connections.end[direction ^ 1]!
      connections.wanted[direction] = pieces.countNews(near, connections.end[direction]!, 1)
      transfers.reset(direction)
      choker.reset(direction)
      if (choker.freeSlot(near) !== Slot.none && !this.rules.clientServer) this.couldServe(near)
    }
  }

  /** Ends a connection on which nothing is being sent. */
  disconnect(half: number): void {
    const { connections, pieces } = this.tables
    const near = connections.end[half ^ 1]!
    const far = connections.end[half]!
    pieces.countNews(near, far, -1)
    pieces.countNews(far, near, -1)
    connections.disconnect(half)
  }

  /** Tells the neighbours of a peer that it has one piece more. */
  announce(peer: number, piece: number): void {
    const { wanted, lists, neighbours, degree } = this.tables.connections
    const { availability, count } = this.tables.pieces
    const list = lists[peer]!
    const near = neighbours[peer]!
    for (let i = degree[peer]! - 1; i >= 0; i--) {
      const half = list[i]!
      const at = near[i]! * count + piece
      const copies = availability[at]!
      if (copies === HELD) wanted[half ^ 1]!--
      else {
        wanted[half]!++
        availability[at] = copies + 1
      }
    }
  }

  private isStarved(peer: number): boolean {
    const { peers, transfers, connections } = this.tables
    if (transfers.downloads[peer]! > 0 || peers.role[peer] !== Role.leecher) return false
    const { wanted, lists, degree } = connections
    const list = lists[peer]!
    for (let i = degree[peer]! - 1; i >= 0; i--) if (wanted[list[i]! ^ 1]! > 0) return false
    return true
  }

  private dropIdleNeighbour(peer: number): void {
    const { connections, choker } = this.tables
    const list = connections.lists[peer]!
    for (let i = 0; i < connections.degree[peer]!; i++) {
      if (choker.slot[list[i]!] === Slot.none) return this.disconnect(list[i]!)
    }
  }
}
