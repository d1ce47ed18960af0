import type { RandomStream, Simulation } from '../../../engine/index.ts'
import { Blocks } from './blocks.ts'
import type { Connections } from './connections.ts'
import { enlarge } from './enlarge.ts'
import type { Orders } from './orders.ts'
import type { Peers } from './peers.ts'
import type { Picker } from './picker.ts'
import type { Pieces } from './pieces.ts'
import type { Transfers } from './transfers.ts'

/** How blocks are asked for; sizes in bit, times in s. */
export interface BlockRules {
  readonly pieceBits: number
  readonly blocksPerPiece: number
  /** Blocks asked for and not received, on each half. */
  readonly pipeline: number
  /** From asking until the first bit can arrive. */
  readonly roundTrip: number
  readonly endGame: boolean
  /** Most neighbours that may serve a peer at once. */
  readonly mostServers: number
}

/**
 * Blocks of pieces: a peer has up to `pipeline` requests open with each neighbour that serves it, and always goes on
 * with a piece it has begun. When it has asked for everything it asks others again (end-game); what arrives is
 * cancelled everywhere else. A block that is broken off is lost.
 */
export class BlockOrders implements Orders {
  readonly done: number[] = []
  readonly pauses: boolean
  private readonly sim: Simulation
  private readonly connections: Connections
  private readonly pieces: Pieces
  private readonly transfers: Transfers
  private readonly picker: Picker
  private readonly rules: BlockRules
  private readonly stream: RandomStream
  private readonly wasted: (bits: number) => void
  private readonly blocks: Blocks
  private readonly blockBits: number
  /** Requests open on a half, oldest first: the first `open[half]` entries from `half * pipeline`. */
  private queue = new Int32Array(0)
  private open = new Int32Array(0)
  /** When the first bit of an open request can arrive, s; empty without a round trip. */
  private readyAt = new Float64Array(0)
  /** Pending start of the oldest request, -1 for none. */
  private waiting = new Float64Array(0)
  private readonly actions: (() => void)[] = []

  /**
   * @param stream chooses what is asked for again
   * @param wasted told of bits that were received in vain
   */
  constructor(
    sim: Simulation,
    swarm: { peers: Peers; connections: Connections; pieces: Pieces; transfers: Transfers },
    picker: Picker,
    rules: BlockRules,
    stream: RandomStream,
    wasted: (bits: number) => void,
  ) {
    this.sim = sim
    this.connections = swarm.connections
    this.pieces = swarm.pieces
    this.transfers = swarm.transfers
    this.picker = picker
    this.rules = rules
    this.stream = stream
    this.wasted = wasted
    this.pauses = rules.roundTrip > 0
    this.blocks = new Blocks(swarm.peers, swarm.pieces, rules.blocksPerPiece, rules.mostServers)
    this.blockBits = rules.pieceBits / rules.blocksPerPiece
    swarm.connections.follow((capacity) => {
      const before = this.open.length
      this.queue = enlarge(this.queue, capacity * rules.pipeline)
      this.open = enlarge(this.open, capacity)
      if (this.pauses) this.readyAt = enlarge(this.readyAt, capacity * rules.pipeline)
      this.waiting = enlarge(this.waiting, capacity).fill(-1, before)
    })
  }

  begin(half: number): void {
    this.ask(half, -1)
    this.sendNext(half)
  }

  arrived(half: number): number {
    const receiver = this.connections.end[half]!
    const block = this.queue[half * this.rules.pipeline]!
    const piece = this.transfers.piece[half]!
    this.remove(half, 0)
    const others = this.blocks.timesAsked(receiver, block) - 1
    const complete = this.blocks.arrive(receiver, block)
    if (others > 0) this.cancel(receiver, block)
    return complete ? piece : -1
  }

  proceed(half: number): boolean {
    this.ask(half, this.transfers.piece[half]!)
    if (this.open[half] === 0) return false
    const next = half * this.rules.pipeline
    if (!this.pauses || this.readyAt[next]! <= this.sim.now) {
      this.transfers.proceed(half, this.pieceOf(this.queue[next]!), this.blockBits)
    } else {
      this.transfers.stop(half)
      this.sendNext(half)
    }
    return true
  }

  refuse(half: number): boolean {
    return this.giveUp(half, 1)
  }

  stop(half: number, arrived: boolean): boolean {
    this.breakOff(half, arrived)
    return this.giveUp(half, 0)
  }

  /** Closes the open requests of a half but for the oldest `kept`; returns whether the receiver lacks one of them now. */
  private giveUp(half: number, kept: number): boolean {
    const sender = this.connections.end[half ^ 1]!
    const receiver = this.connections.end[half]!
    let lost = false
    while (this.open[half]! > kept) {
      const block = this.queue[half * this.rules.pipeline + --this.open[half]!]!
      this.picker.countSent(sender, this.pieceOf(block), -1)
      if (this.blocks.giveUp(receiver, block)) lost = true
    }
    return lost
  }

  /** Fills the pipeline of a half, with blocks of the piece that was sent last as long as there are any. */
  private ask(half: number, last: number): void {
    const { pipeline, endGame, roundTrip } = this.rules
    const sender = this.connections.end[half ^ 1]!
    const receiver = this.connections.end[half]!
    let piece = last
    while (this.open[half]! < pipeline) {
      if (piece < 0 || !this.blocks.isBegun(receiver, piece)) piece = this.picker.pick(sender, receiver)
      if (piece < 0 && !(endGame && this.pieces.inEndGame(receiver))) return
      const block = piece >= 0 ? this.blocks.ask(receiver, piece) : this.askAgain(half, sender, receiver)
      if (block < 0) return
      this.picker.countSent(sender, this.pieceOf(block), 1)
      const at = half * pipeline + this.open[half]!++
      this.queue[at] = block
      if (this.pauses) this.readyAt[at] = this.sim.now + roundTrip
    }
  }

  /** Asks for any block of the sender's that is awaited from others; -1 when there is none. */
  private askAgain(half: number, sender: number, receiver: number): number {
    const { blocks, pieces } = this
    const { words, have, taken } = pieces
    let found = 0
    let chosen = -1
    for (let i = 0; i < words; i++) {
      for (
        let rest = have[sender * words + i]! & taken[receiver * words + i]! & ~have[receiver * words + i]!;
        rest !== 0;
        rest &= rest - 1
      ) {
        const first = (i * 32 + 31 - Math.clz32(rest & -rest)) * blocks.perPiece
        for (let block = first; block < first + blocks.perPiece; block++) {
          if (!blocks.isAwaited(receiver, block) || this.isOpen(half, block)) continue
          if (this.stream.integer(0, found++) === 0) chosen = block
        }
      }
    }
    if (chosen >= 0) blocks.askAgain(receiver, chosen)
    return chosen
  }

  private isOpen(half: number, block: number): boolean {
    const at = half * this.rules.pipeline
    return this.queue.subarray(at, at + this.open[half]!).includes(block)
  }

  /** A block has arrived that others have been asked for too: they need not send it. */
  private cancel(receiver: number, block: number): void {
    const { lists, degree, end } = this.connections
    const list = lists[receiver]!
    for (let i = degree[receiver]! - 1; i >= 0; i--) {
      const half = list[i]! ^ 1
      if (this.open[half] === 0) continue
      const at = this.queue
        .subarray(half * this.rules.pipeline, half * this.rules.pipeline + this.open[half]!)
        .indexOf(block)
      if (at < 0) continue
      if (at === 0) this.breakOff(half, false)
      this.remove(half, at)
      this.picker.countSent(end[half ^ 1]!, this.pieceOf(block), -1)
      if (this.open[half] === 0) this.done.push(half)
      else if (at === 0) this.sendNext(half)
    }
  }

  /** Has the oldest open request of an idle half sent, as soon as its first bit can arrive. */
  private sendNext(half: number): void {
    const next = half * this.rules.pipeline
    const piece = this.pieceOf(this.queue[next]!)
    if (!this.pauses || this.readyAt[next]! <= this.sim.now) return this.transfers.start(half, piece, this.blockBits)
    const action = (this.actions[half] ??= () => {
      this.waiting[half] = -1
      this.transfers.start(half, this.pieceOf(this.queue[half * this.rules.pipeline]!), this.blockBits)
      this.transfers.flush()
    })
    this.waiting[half] = this.sim.schedule(this.readyAt[next]! - this.sim.now, action)
  }

  /** Makes a half idle: what is on its way is lost, unless it has arrived. */
  private breakOff(half: number, arrived: boolean): void {
    if (this.waiting[half]! >= 0) this.sim.cancel(this.waiting[half]!)
    this.waiting[half] = -1
    if (this.transfers.piece[half]! < 0) return
    const missing = this.transfers.stop(half)
    if (!arrived) this.wasted(this.blockBits - missing)
  }

  private remove(half: number, at: number): void {
    const { queue, readyAt } = this
    const first = half * this.rules.pipeline
    const end = first + --this.open[half]!
    for (let i = first + at; i < end; i++) {
      queue[i] = queue[i + 1]!
      if (this.pauses) readyAt[i] = readyAt[i + 1]!
    }
  }

  private pieceOf(block: number): number {
    return Math.floor(block / this.blocks.perPiece)
  }
}
