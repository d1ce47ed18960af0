import type { Simulation } from '../../../engine/index.ts'
import type { Connections } from './connections.ts'
import { enlarge } from './enlarge.ts'
import type { Peers } from './peers.ts'

/** Who is told of transfers. */
export interface Told {
  /** A piece is complete: must call `proceed` or `stop` for the half. */
  readonly arrived: (half: number) => void
  /** Bits have moved; all are told, as often as they are counted. */
  readonly moved: (sender: number, bits: number) => void
}

/** Pieces, or blocks of them, on their way, at most one a half-connection, and what has been sent. How fast they go is left to subclasses. */
export abstract class Transfers {
  /** Piece on its way, -1 when the half is idle. */
  piece = new Int32Array(0)
  /** The transfers from a peer are `firstOut[peer]`, then `nextOut[half]`, up to -1. */
  nextOut = new Int32Array(0)
  firstOut = new Int32Array(0)
  /** The transfers to a peer, likewise. */
  nextIn = new Int32Array(0)
  firstIn = new Int32Array(0)
  /** Uploads in progress, by sender. */
  uploads = new Int32Array(0)
  /** Downloads in progress, by receiver. */
  downloads = new Int32Array(0)
  /** Bits of the pieces that were begun on the half, and of those that have arrived, since it was connected. */
  begun = new Float64Array(0)
  delivered = new Float64Array(0)
  /** When something last arrived over the half; when it was connected if nothing has, s. */
  lastAt = new Float64Array(0)
  protected readonly sim: Simulation
  protected readonly peers: Peers
  protected readonly connections: Connections
  private readonly told: Told
  private previousOut = new Int32Array(0)
  private previousIn = new Int32Array(0)
  private sent = new Float64Array(0)

  constructor(sim: Simulation, peers: Peers, connections: Connections, told: Told) {
    this.sim = sim
    this.peers = peers
    this.connections = connections
    this.told = told
    peers.follow((capacity) => {
      const before = this.firstOut.length
      this.firstOut = enlarge(this.firstOut, capacity).fill(-1, before)
      this.firstIn = enlarge(this.firstIn, capacity).fill(-1, before)
      this.uploads = enlarge(this.uploads, capacity)
      this.downloads = enlarge(this.downloads, capacity)
    })
    connections.follow((capacity) => {
      const before = this.piece.length
      this.piece = enlarge(this.piece, capacity).fill(-1, before)
      for (const name of ['nextOut', 'previousOut', 'nextIn', 'previousIn'] as const)
        this[name] = enlarge(this[name], capacity)
      for (const name of ['sent', 'begun', 'delivered', 'lastAt'] as const) this[name] = enlarge(this[name], capacity)
    })
  }

  /** Applies the changes of this event to all rates they touch. */
  abstract flush(): void

  /** A transfer starts, its half already counted at both ends. */
  protected abstract begin(half: number, bits: number): void

  /** Another piece follows at once the one that has arrived. */
  protected abstract renew(half: number, bits: number): void

  /** A transfer ends, its half still counted at both ends; returns the bits that had not been sent. */
  protected abstract end(half: number): number

  /** Bits that have moved on a half and have not been counted. */
  protected abstract unsettled(half: number): number

  /** Counts what has moved on a half. */
  protected abstract settle(half: number): void

  /** Bits sent over the half since it was connected. */
  sentSoFar(half: number): number {
    return this.piece[half]! < 0 ? this.sent[half]! : this.sent[half]! + this.unsettled(half)
  }

  /** A half that has just been connected: nothing has been sent over it. */
  reset(half: number): void {
    this.sent[half] = 0
    this.begun[half] = 0
    this.delivered[half] = 0
    this.lastAt[half] = this.sim.now
  }

  /** Starts a transfer on an idle half. */
  start(half: number, piece: number, bits: number): void {
    const { end } = this.connections
    const sender = end[half ^ 1]!
    const receiver = end[half]!
    this.piece[half] = piece
    this.begun[half]! += bits
    const out = this.firstOut[sender]!
    this.firstOut[sender] = half
    this.nextOut[half] = out
    this.previousOut[half] = -1
    if (out >= 0) this.previousOut[out] = half
    const into = this.firstIn[receiver]!
    this.firstIn[receiver] = half
    this.nextIn[half] = into
    this.previousIn[half] = -1
    if (into >= 0) this.previousIn[into] = half
    this.uploads[sender]!++
    this.downloads[receiver]!++
    this.begin(half, bits)
  }

  /** Sends another piece after the one that has arrived, at the same rate. */
  proceed(half: number, piece: number, bits: number): void {
    this.piece[half] = piece
    this.begun[half]! += bits
    this.renew(half, bits)
  }

  /** Ends a transfer; returns the bits that had not been sent. */
  stop(half: number): number {
    const { end } = this.connections
    const sender = end[half ^ 1]!
    const receiver = end[half]!
    const left = this.end(half)
    this.delivered[half] = this.sent[half]!
    this.lastAt[half] = this.sim.now
    this.piece[half] = -1
    const out = this.nextOut[half]!
    const beforeOut = this.previousOut[half]!
    if (out >= 0) this.previousOut[out] = beforeOut
    if (beforeOut >= 0) this.nextOut[beforeOut] = out
    else this.firstOut[sender] = out
    const into = this.nextIn[half]!
    const beforeIn = this.previousIn[half]!
    if (into >= 0) this.previousIn[into] = beforeIn
    if (beforeIn >= 0) this.nextIn[beforeIn] = into
    else this.firstIn[receiver] = into
    this.uploads[sender]!--
    this.downloads[receiver]!--
    return left
  }

  /** Counts what a peer has uploaded until now. */
  settleUploads(peer: number): void {
    for (let half = this.firstOut[peer]!; half >= 0; half = this.nextOut[half]!) this.settle(half)
  }

  /** The piece on its way has arrived, all its bits counted. */
  protected complete(half: number): void {
    this.delivered[half] = this.sent[half]!
    this.lastAt[half] = this.sim.now
    this.told.arrived(half)
  }

  protected count(half: number, bits: number): void {
    const { end } = this.connections
    const sender = end[half ^ 1]!
    const receiver = end[half]!
    this.sent[half]! += bits
    this.peers.served[sender]! += bits
    this.peers.received[receiver]! += bits
    this.told.moved(sender, bits)
  }
}
