import type { Connections } from './connections.ts'
import { enlarge } from './enlarge.ts'
import type { Peers } from './peers.ts'

/** How a slot was won. */
export const Slot = { none: 0, regular: 1, optimistic: 2 } as const
export type Slot = (typeof Slot)[keyof typeof Slot]

/** The upload slots of all peers: who holds which, and which are free. */
export class Slots {
  /** Which slot a half occupies. */
  slot = new Uint8Array(0)
  /** 1 where a half has been choked and gives its slot back when the piece on its way has arrived. */
  closing = new Uint8Array(0)
  /** When a half was last given a slot, s. */
  protected unchokedAt = new Float64Array(0)
  protected readonly peers: Peers
  protected readonly connections: Connections

  constructor(peers: Peers, connections: Connections) {
    this.peers = peers
    this.connections = connections
    connections.follow((capacity) => {
      for (const name of ['slot', 'closing'] as const) this[name] = enlarge(this[name], capacity)
      this.unchokedAt = enlarge(this.unchokedAt, capacity)
    })
  }

  /** The half takes a slot of its near peer. */
  occupy(half: number, slot: Slot, now: number): void {
    const peer = this.connections.end[half ^ 1]!
    this.slot[half] = slot
    this.unchokedAt[half] = now
    if (slot === Slot.regular) this.peers.regularUsed[peer]!++
    else this.peers.optimisticUsed[peer]!++
  }

  /** The half keeps being served, in a slot of this kind. */
  relabel(half: number, slot: Slot): void {
    if (this.slot[half] === slot) return
    const since = this.unchokedAt[half]!
    this.vacate(half)
    this.occupy(half, slot, since)
  }

  /** The half gives its slot back. */
  vacate(half: number): void {
    const peer = this.connections.end[half ^ 1]!
    if (this.slot[half] === Slot.regular) this.peers.regularUsed[peer]!--
    else this.peers.optimisticUsed[peer]!--
    this.slot[half] = Slot.none
    this.closing[half] = 0
  }

  /** The kind of slot a peer has free, regular ones first. */
  freeSlot(peer: number): Slot {
    const { regularSlots, optimisticSlots, regularUsed, optimisticUsed } = this.peers
    const regular = regularSlots[peer]!
    // A transfer that is being closed may hold the place of one that has moved to the other kind.
    if (regularUsed[peer]! + optimisticUsed[peer]! >= regular + optimisticSlots[peer]!) return Slot.none
    return regularUsed[peer]! < regular ? Slot.regular : Slot.optimistic
  }
}
