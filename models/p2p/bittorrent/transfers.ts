import type { Simulation } from '../../../engine/index.ts'
import type { Connections } from './connections.ts'
import { enlarge } from './enlarge.ts'
import type { Peers } from './peers.ts'

/**
 * Pieces on their way, at most one a half-connection, and their rates. Only last-mile links limit: an uplink is split
 * equally among its transfers; a downlink gives each transfer what the uplink offers when the offers fit, and otherwise
 * shares its capacity max-min fairly among them. What a slow downlink declines is not offered to others.
 *
 * Rates change only when a transfer starts or ends without another one following at once on the same half. Such
 * changes are collected and applied by `flush` at the end of an event. Each transfer has one pending event; it is left
 * in place when the transfer slows down and finds out, when it happens, that there is more to wait for.
 */
export class Transfers {
  /** Piece on its way, -1 when the half is idle. */
  piece = new Int32Array(0)
  /** The transfers from a peer are `firstOut[peer]`, then `nextOut[half]`, up to -1. */
  nextOut = new Int32Array(0)
  firstOut = new Int32Array(0)
  /** The first of the transfers to a peer, -1 when there is none. */
  firstIn = new Int32Array(0)
  /** Uploads in progress, by sender. */
  uploads = new Int32Array(0)
  /** Downloads in progress, by receiver. */
  downloads = new Int32Array(0)
  private readonly sim: Simulation
  private readonly peers: Peers
  private readonly connections: Connections
  private readonly arrived: (half: number) => void
  private readonly moved: (sender: number, bits: number) => void
  private previousOut = new Int32Array(0)
  private nextIn = new Int32Array(0)
  private previousIn = new Int32Array(0)
  private remaining = new Float64Array(0)
  private rate = new Float64Array(0)
  private settledAt = new Float64Array(0)
  private sent = new Float64Array(0)
  private dueAt = new Float64Array(0)
  private eventAt = new Float64Array(0)
  private event = new Float64Array(0)
  private readonly actions: (() => void)[] = []
  private changedSender = new Uint8Array(0)
  private changedReceiver = new Uint8Array(0)
  private readonly senders: number[] = []
  private readonly receivers: number[] = []
  private offers = new Float64Array(16)

  /**
   * @param arrived told when a piece is complete; must call `proceed` or `stop` for the half
   * @param moved told of all bits that have moved, as often as they are counted
   */
  constructor(
    sim: Simulation,
    peers: Peers,
    connections: Connections,
    told: { arrived: (half: number) => void; moved: (sender: number, bits: number) => void },
  ) {
    this.sim = sim
    this.peers = peers
    this.connections = connections
    this.arrived = told.arrived
    this.moved = told.moved
    peers.follow((capacity) => {
      const before = this.firstOut.length
      this.firstOut = enlarge(this.firstOut, capacity).fill(-1, before)
      this.firstIn = enlarge(this.firstIn, capacity).fill(-1, before)
      this.uploads = enlarge(this.uploads, capacity)
      this.downloads = enlarge(this.downloads, capacity)
      this.changedSender = enlarge(this.changedSender, capacity)
      this.changedReceiver = enlarge(this.changedReceiver, capacity)
    })
    connections.follow((capacity) => {
      const before = this.piece.length
      this.piece = enlarge(this.piece, capacity).fill(-1, before)
      for (const name of ['nextOut', 'previousOut', 'nextIn', 'previousIn'] as const)
        this[name] = enlarge(this[name], capacity)
      for (const name of ['remaining', 'rate', 'settledAt', 'sent', 'dueAt', 'eventAt'] as const) {
        this[name] = enlarge(this[name], capacity)
      }
      this.event = enlarge(this.event, capacity).fill(-1, before)
    })
  }

  /** Bits sent over the half since it was connected. */
  sentSoFar(half: number): number {
    if (this.piece[half]! < 0) return this.sent[half]!
    return this.sent[half]! + this.rate[half]! * (this.sim.now - this.settledAt[half]!)
  }

  /** A half that has just been connected: nothing has been sent over it. */
  reset(half: number): void {
    this.sent[half] = 0
  }

  /** Starts a transfer on an idle half. */
  start(half: number, piece: number, bits: number): void {
    const { end } = this.connections
    const sender = end[half ^ 1]!
    const receiver = end[half]!
    this.piece[half] = piece
    this.remaining[half] = bits
    this.rate[half] = 0
    this.settledAt[half] = this.sim.now
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
    this.change(sender, receiver)
  }

  /** Sends another piece after the one that has arrived, at the same rate. */
  proceed(half: number, piece: number, bits: number): void {
    this.piece[half] = piece
    this.remaining[half] = bits
    this.settledAt[half] = this.sim.now
    this.plan(half, bits / this.rate[half]!)
  }

  /** Ends a transfer; returns the bits that had not been sent. */
  stop(half: number): number {
    const { end } = this.connections
    const sender = end[half ^ 1]!
    const receiver = end[half]!
    this.settle(half)
    this.piece[half] = -1
    if (this.event[half]! >= 0) this.sim.cancel(this.event[half]!)
    this.event[half] = -1
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
    this.change(sender, receiver)
    return this.remaining[half]!
  }

  /** Counts what a peer has uploaded until now. */
  settleUploads(peer: number): void {
    for (let half = this.firstOut[peer]!; half >= 0; half = this.nextOut[half]!) this.settle(half)
  }

  /** Applies the changes of this event to all rates they touch. */
  flush(): void {
    const { senders, receivers } = this
    const { end } = this.connections
    for (const sender of senders) {
      this.changedSender[sender] = 0
      for (let half = this.firstOut[sender]!; half >= 0; half = this.nextOut[half]!) this.changeReceiver(end[half]!)
    }
    senders.length = 0
    for (const receiver of receivers) {
      this.changedReceiver[receiver] = 0
      this.share(receiver)
    }
    receivers.length = 0
  }

  private change(sender: number, receiver: number): void {
    if (this.changedSender[sender] === 0) {
      this.changedSender[sender] = 1
      this.senders.push(sender)
    }
    this.changeReceiver(receiver)
  }

  private changeReceiver(receiver: number): void {
    if (this.changedReceiver[receiver] === 1) return
    this.changedReceiver[receiver] = 1
    this.receivers.push(receiver)
  }

  /** Shares a downlink among the transfers into it. */
  private share(receiver: number): void {
    const { uploads, nextIn } = this
    const { end } = this.connections
    const { up } = this.peers
    const capacity = this.peers.down[receiver]!
    let offered = 0
    for (let half = this.firstIn[receiver]!; half >= 0; half = nextIn[half]!) {
      const sender = end[half ^ 1]!
      offered += up[sender]! / uploads[sender]!
    }
    const level = offered <= capacity ? Infinity : this.waterLevel(receiver, capacity)
    for (let half = this.firstIn[receiver]!; half >= 0; half = nextIn[half]!) {
      const sender = end[half ^ 1]!
      this.setRate(half, Math.min(up[sender]! / uploads[sender]!, level))
    }
  }

  /** The level at which all transfers into a receiver, none above what it is offered, add up to the capacity. */
  private waterLevel(receiver: number, capacity: number): number {
    const count = this.downloads[receiver]!
    if (count > this.offers.length) this.offers = new Float64Array(2 * count)
    const { offers, uploads, nextIn } = this
    const { end } = this.connections
    let filled = 0
    for (let half = this.firstIn[receiver]!; half >= 0; half = nextIn[half]!) {
      const sender = end[half ^ 1]!
      const offer = this.peers.up[sender]! / uploads[sender]!
      let at = filled++
      while (at > 0 && offers[at - 1]! > offer) {
        offers[at] = offers[at - 1]!
        at--
      }
      offers[at] = offer
    }
    let left = capacity
    for (let i = 0; i < count; i++) {
      const level = left / (count - i)
      if (offers[i]! > level) return level
      left -= offers[i]!
    }
    return Infinity
  }

  private setRate(half: number, rate: number): void {
    if (this.rate[half] === rate) return
    this.settle(half)
    this.rate[half] = rate
    this.plan(half, this.remaining[half]! / rate)
  }

  /** Counts what has moved on a half since it was last settled. */
  private settle(half: number): void {
    const { now } = this.sim
    const bits = Math.min(this.rate[half]! * (now - this.settledAt[half]!), this.remaining[half]!)
    this.settledAt[half] = now
    if (bits === 0) return
    this.remaining[half]! -= bits
    this.count(half, bits)
  }

  private count(half: number, bits: number): void {
    const { end } = this.connections
    const sender = end[half ^ 1]!
    const receiver = end[half]!
    this.sent[half]! += bits
    this.peers.served[sender]! += bits
    this.peers.received[receiver]! += bits
    this.moved(sender, bits)
  }

  /** The piece will be complete `delay` seconds from now. */
  private plan(half: number, delay: number): void {
    const due = this.sim.now + delay
    this.dueAt[half] = due
    const pending = this.event[half]! >= 0
    if (pending && this.eventAt[half]! <= due) return
    if (pending) this.sim.cancel(this.event[half]!)
    const action = (this.actions[half] ??= () => this.happen(half))
    this.eventAt[half] = due
    this.event[half] = this.sim.schedule(delay, action)
  }

  private happen(half: number): void {
    this.event[half] = -1
    const early = this.dueAt[half]! - this.sim.now
    if (early > 0) return this.plan(half, early)
    // What rounding has left over counts as sent, so that a piece always adds up to its size.
    const bits = this.remaining[half]!
    this.remaining[half] = 0
    this.settledAt[half] = this.sim.now
    this.count(half, bits)
    this.arrived(half)
  }
}
