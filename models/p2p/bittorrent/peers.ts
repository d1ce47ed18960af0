import { enlarge } from './enlarge.ts'

/**
 * What a peer is. An origin is an initial seed: it has the whole file from the start and never leaves. One that is
 * leaving has the whole file, is known to nobody but those it still sends a piece to, and begins no more.
 */
export const Role = { leecher: 0, seed: 1, origin: 2, leaving: 3 } as const
export type Role = (typeof Role)[keyof typeof Role]

/** Link classes of leechers. */
export const Speed = { typical: 0, fast: 1, slow: 2 } as const
export type Speed = (typeof Speed)[keyof typeof Speed]

/**
 * State of the peers, one column per attribute, indexed by peer id. Ids are small integers and are used again after a
 * peer has left, so that memory follows the swarm's size and not the number of arrivals.
 */
export class Peers {
  /** Rows allocated; every other table with a row per peer follows it. */
  capacity = 64
  /** 1 while the peer is in the swarm. */
  present = new Uint8Array(64)
  role = new Uint8Array(64)
  speed = new Uint8Array(64)
  /** 1 for a leecher that uploads nothing by choice. */
  freeRider = new Uint8Array(64)
  /** Uplink and downlink capacity, bit/s. */
  up = new Float64Array(64)
  down = new Float64Array(64)
  /** Upload slots of each kind, and how many are in use. */
  regularSlots = new Int32Array(64)
  optimisticSlots = new Int32Array(64)
  regularUsed = new Int32Array(64)
  optimisticUsed = new Int32Array(64)
  /** When the peer joined, s. */
  joinedAt = new Float64Array(64)
  /** Bits uploaded and downloaded so far. */
  served = new Float64Array(64)
  received = new Float64Array(64)
  /** Choke rounds so far. */
  rounds = new Int32Array(64)
  /** Pending events, -1 for none: next choke round; departure (abort of a leecher, end of lingering of a seed). */
  roundEvent = new Float64Array(64)
  departureEvent = new Float64Array(64)
  private readonly free: number[] = []
  private next = 0
  private readonly followers: ((capacity: number) => void)[] = []

  /** Has `resize` called now and whenever the number of rows grows. */
  follow(resize: (capacity: number) => void): void {
    this.followers.push(resize)
    resize(this.capacity)
  }

  /** An id for a new peer with all columns 0. */
  add(): number {
    const peer = this.free.pop() ?? this.next++
    if (peer === this.capacity) this.grow()
    this.present[peer] = 1
    this.regularUsed[peer] = 0
    this.optimisticUsed[peer] = 0
    this.freeRider[peer] = 0
    this.served[peer] = 0
    this.received[peer] = 0
    this.rounds[peer] = 0
    this.roundEvent[peer] = -1
    this.departureEvent[peer] = -1
    return peer
  }

  /** Gives the id of a peer that has left back. */
  remove(peer: number): void {
    this.present[peer] = 0
    this.free.push(peer)
  }

  private grow(): void {
    const capacity = 2 * this.capacity
    this.present = enlarge(this.present, capacity)
    this.role = enlarge(this.role, capacity)
    this.speed = enlarge(this.speed, capacity)
    this.freeRider = enlarge(this.freeRider, capacity)
    this.up = enlarge(this.up, capacity)
    this.down = enlarge(this.down, capacity)
    this.regularSlots = enlarge(this.regularSlots, capacity)
    this.optimisticSlots = enlarge(this.optimisticSlots, capacity)
    this.regularUsed = enlarge(this.regularUsed, capacity)
    this.optimisticUsed = enlarge(this.optimisticUsed, capacity)
    this.joinedAt = enlarge(this.joinedAt, capacity)
    this.served = enlarge(this.served, capacity)
    this.received = enlarge(this.received, capacity)
    this.rounds = enlarge(this.rounds, capacity)
    this.roundEvent = enlarge(this.roundEvent, capacity)
    this.departureEvent = enlarge(this.departureEvent, capacity)
    this.capacity = capacity
    for (const resize of this.followers) resize(capacity)
  }
}
