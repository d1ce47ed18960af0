import type { RandomStream, Simulation } from '../../../engine/index.ts'
import { Choker, Slot } from './choker.ts'
import { Connections } from './connections.ts'
import { LastMileTransfers } from './last-mile.ts'
import { MaxMinTransfers } from './max-min-transfers.ts'
import { Neighbourhood } from './neighbourhood.ts'
import { Peers, Role, type Speed } from './peers.ts'
import { Picker } from './picker.ts'
import { HELD, Pieces } from './pieces.ts'
import type { Links, Rules } from './rules.ts'
import { Tracker } from './tracker.ts'
import type { Told, Transfers } from './transfers.ts'

/** Who is told what happens in a swarm. */
export interface Observer {
  /** The last piece has arrived. Now the peer either leaves or becomes a seed: call one of the two. */
  completed(peer: number): void
  /** Bits have been uploaded; told at irregular times, see `Swarm.settle`. */
  moved(sender: number, bits: number): void
}

/** Slots of a server, which has no choke rounds: more than there can be clients. */
const UNLIMITED = 1_000_000_000

/**
 * The swarm: who joins and leaves, who is told what, who serves whom. Each event ends with `settleUp`, which fills the
 * slots that have become free and then adapts the rates.
 */
export class Swarm {
  readonly peers = new Peers()
  readonly connections = new Connections(this.peers)
  readonly pieces: Pieces
  private readonly sim: Simulation
  private readonly rules: Rules
  private readonly observer: Observer
  readonly transfers: Transfers
  private readonly picker: Picker
  readonly choker: Choker
  private readonly tracker: Tracker
  private readonly neighbourhood: Neighbourhood
  private readonly phase: RandomStream
  private readonly roundActions: (() => void)[] = []
  /** Peers that may have a slot to fill, and peers that somebody with a free slot could serve now. */
  private readonly idle: number[] = []
  private readonly waiting: number[] = []

  constructor(sim: Simulation, rules: Rules, observer: Observer) {
    this.sim = sim
    this.rules = rules
    this.observer = observer
    this.pieces = new Pieces(this.peers, rules.pieces)
    const told: Told = {
      arrived: (half) => this.pieceArrived(half),
      moved: (sender, bits) => observer.moved(sender, bits),
    }
    this.transfers =
      rules.bandwidth === 'max-min'
        ? new MaxMinTransfers(sim, this.peers, this.connections, told)
        : new LastMileTransfers(sim, this.peers, this.connections, told, rules.bandwidth === 'equal-share')
    const smartSeeds = rules.smartSeed ? rules.origins : 0
    this.picker = new Picker(this.pieces, rules.piecePolicy, rules.randomFirst, smartSeeds, sim.stream('piece choice'))
    this.choker = new Choker(
      { peers: this.peers, pieces: this.pieces, connections: this.connections, transfers: this.transfers },
      rules.seedPolicy,
      rules.optimisticRounds,
      rules.rateCount,
      sim.stream('choking'),
    )
    this.tracker = new Tracker(this.peers, sim.stream('tracker'))
    this.neighbourhood = new Neighbourhood(this, this.tracker, rules, (peer) => this.idle.push(peer))
    this.phase = sim.stream('choke phase')
  }

  /** Adds a peer. The origins must be the first to join. Call `settleUp` when all who join at this instant are in. */
  join(role: Role, speed: Speed, { up, down }: Links): number {
    const { peers, rules } = this
    const peer = peers.add()
    peers.role[peer] = role
    peers.speed[peer] = speed
    peers.up[peer] = up
    peers.down[peer] = down
    peers.joinedAt[peer] = this.sim.now
    const serves = up > 0 && !(rules.clientServer && role === Role.leecher)
    peers.regularSlots[peer] = !serves ? 0 : rules.clientServer ? UNLIMITED : rules.regularSlots
    peers.optimisticSlots[peer] = serves && !rules.clientServer ? rules.optimisticSlots : 0
    this.pieces.reset(peer, role !== Role.leecher)
    this.tracker.add(peer)
    if (rules.clientServer) {
      for (let origin = 0; origin < rules.origins && role === Role.leecher; origin++)
        this.neighbourhood.connect(origin, peer)
      this.waiting.push(peer)
      return peer
    }
    this.neighbourhood.askTracker(peer)
    this.planRound(peer, this.phase.uniform(0, rules.chokeInterval))
    return peer
  }

  /** A leecher that has the whole file stays to serve others. */
  becomeSeed(peer: number): void {
    const { end, lists, degree } = this.connections
    this.peers.role[peer] = Role.seed
    this.choker.becomeSeed(peer)
    // Two complete peers have nothing to tell each other: the connection is worth more to somebody else.
    const list = lists[peer]!
    for (let i = degree[peer]! - 1; i >= 0; i--) {
      if (this.pieces.isComplete(end[list[i]!]!)) this.neighbourhood.disconnect(list[i]!)
    }
  }

  /** A leecher that has the whole file goes: at once, or when what it sends has arrived. */
  depart(peer: number): void {
    if (this.rules.departure === 'at-once') return this.leave(peer)
    const { peers, transfers, connections, choker } = this
    // Whoever it serves has heard of the last piece before it goes.
    this.fillSlots(peer)
    if (transfers.uploads[peer] === 0) return this.leave(peer)
    this.sim.cancel(peers.roundEvent[peer]!)
    peers.roundEvent[peer] = -1
    this.tracker.remove(peer)
    peers.role[peer] = Role.leaving
    peers.regularSlots[peer] = 0
    peers.optimisticSlots[peer] = 0
    const list = connections.lists[peer]!
    for (let i = connections.degree[peer]! - 1; i >= 0; i--) {
      if (transfers.piece[list[i]!]! < 0) this.neighbourhood.disconnect(list[i]!)
      else choker.closing[list[i]!] = 1
    }
  }

  leave(peer: number): void {
    const { peers, transfers, connections, idle } = this
    if (peers.roundEvent[peer]! >= 0) this.sim.cancel(peers.roundEvent[peer]!)
    if (peers.departureEvent[peer]! >= 0) this.sim.cancel(peers.departureEvent[peer]!)
    while (transfers.firstOut[peer]! >= 0) this.interrupt(transfers.firstOut[peer]!)
    while (transfers.firstIn[peer]! >= 0) {
      const half = transfers.firstIn[peer]!
      const sender = connections.end[half ^ 1]!
      idle.push(sender)
      this.interrupt(half)
      if (peers.role[sender] === Role.leaving && transfers.uploads[sender] === 0) this.leave(sender)
    }
    while (connections.degree[peer]! > 0)
      this.neighbourhood.disconnect(connections.lists[peer]![connections.degree[peer]! - 1]!)
    if (peers.role[peer] !== Role.leaving) this.tracker.remove(peer)
    peers.remove(peer)
  }

  /** Fills free slots and adapts the rates: the end of every event that has touched the swarm. */
  settleUp(): void {
    const { peers, idle, waiting } = this
    for (const peer of waiting) if (peers.present[peer] === 1) this.findServers(peer)
    waiting.length = 0
    for (const peer of idle) {
      if (peers.present[peer] === 1) this.fillSlots(peer)
    }
    idle.length = 0
    this.transfers.flush()
  }

  private fillSlots(peer: number): void {
    const { choker } = this
    for (let slot = choker.freeSlot(peer); slot !== Slot.none; slot = choker.freeSlot(peer)) {
      const half = choker.successor(peer, slot)
      if (half < 0) return
      this.serve(half, slot)
    }
  }

  /** Tells the observer of everything that has moved until now. */
  settle(): void {
    for (let peer = 0; peer < this.peers.capacity; peer++) this.transfers.settleUploads(peer)
  }

  private pieceArrived(half: number): void {
    const { pieces, transfers, choker, idle } = this
    const sender = this.connections.end[half ^ 1]!
    const receiver = this.connections.end[half]!
    const piece = transfers.piece[half]!
    pieces.gain(receiver, piece)
    this.announce(receiver, piece)
    const next = choker.closing[half] === 1 ? -1 : this.picker.pick(sender, receiver)
    if (next >= 0) {
      this.picker.countSent(sender, next, 1)
      transfers.proceed(half, next, pieces.fetch(receiver, next, this.rules.pieceBits))
    } else {
      transfers.stop(half)
      choker.vacate(half)
      idle.push(sender)
      if (this.peers.role[sender] === Role.leaving) this.takeLeave(half)
    }
    if (choker.freeSlot(receiver) !== Slot.none) idle.push(receiver)
    if (pieces.isComplete(receiver)) {
      transfers.settleUploads(receiver)
      this.observer.completed(receiver)
    }
    this.settleUp()
  }

  /** One of the last uploads of a peer that is leaving has ended. */
  private takeLeave(half: number): void {
    const peer = this.connections.end[half ^ 1]!
    if (this.transfers.uploads[peer] === 0) this.leave(peer)
    else this.neighbourhood.disconnect(half)
  }

  /** Tells the neighbours of a peer that it has one piece more. */
  private announce(peer: number, piece: number): void {
    const { wanted, lists, neighbours, degree } = this.connections
    const { availability, count } = this.pieces
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

  private planRound(peer: number, delay: number): void {
    const action = (this.roundActions[peer] ??= () => this.chokeRound(peer))
    this.peers.roundEvent[peer] = this.sim.schedule(delay, action)
  }

  private chokeRound(peer: number): void {
    const { transfers, choker } = this
    const { chokeAt } = this.rules
    const interrupts =
      chokeAt === 'at-once' || (chokeAt === 'leechers-at-once' && this.peers.role[peer] === Role.leecher)
    this.planRound(peer, this.rules.chokeInterval)
    this.neighbourhood.lookAround(peer)
    const count = choker.round(peer)
    const { chosen, chosenSlots } = choker
    for (let half = transfers.firstOut[peer]!; half >= 0;) {
      const following = transfers.nextOut[half]!
      const at = chosen.indexOf(half)
      const choked = at < 0 || at >= count
      if (choked && interrupts) this.interrupt(half)
      else choker.closing[half] = choked ? 1 : 0
      half = following
    }
    for (let i = 0; i < count; i++) {
      const half = chosen[i]!
      const slot = chosenSlots[i] as Slot
      if (transfers.piece[half]! >= 0) choker.relabel(half, slot)
      else if (choker.freeSlot(peer) !== Slot.none) this.serve(half, slot)
    }
    if (choker.freeSlot(peer) !== Slot.none) this.idle.push(peer)
    this.settleUp()
  }

  /** Gives a neighbour a slot and sends the piece it asks for. */
  private serve(half: number, slot: Slot): void {
    const sender = this.connections.end[half ^ 1]!
    const receiver = this.connections.end[half]!
    const piece = this.picker.pick(sender, receiver)
    this.choker.occupy(half, slot, this.sim.now)
    this.picker.countSent(sender, piece, 1)
    this.transfers.start(half, piece, this.pieces.fetch(receiver, piece, this.rules.pieceBits))
  }

  /** Ends a transfer before the piece is complete. */
  private interrupt(half: number): void {
    const sender = this.connections.end[half ^ 1]!
    const receiver = this.connections.end[half]!
    const piece = this.transfers.piece[half]!
    this.pieces.interrupt(receiver, piece, this.transfers.stop(half))
    this.picker.countSent(sender, piece, -1)
    this.choker.vacate(half)
    this.waiting.push(receiver)
  }

  /** Takes free slots at neighbours that have something for a peer. */
  private findServers(peer: number): void {
    const { end, wanted, lists, degree } = this.connections
    const list = lists[peer]!
    for (let i = degree[peer]! - 1; i >= 0; i--) {
      const half = list[i]! ^ 1
      const server = end[half ^ 1]!
      const slot = this.choker.freeSlot(server)
      if (slot === Slot.none || wanted[half]! <= 0 || this.choker.slot[half] !== Slot.none) continue
      if (this.pieces.couldServe(server, peer)) this.serve(half, slot)
    }
  }
}
