import type { RandomStream, Simulation } from '../../../engine/index.ts'
import { BlockOrders } from './block-orders.ts'
import { Choker } from './choker.ts'
import { Connections } from './connections.ts'
import { LastMileTransfers } from './last-mile.ts'
import { MaxMinTransfers } from './max-min-transfers.ts'
import { Neighbourhood } from './neighbourhood.ts'
import type { Orders } from './orders.ts'
import { Peers, Role, type Speed } from './peers.ts'
import { Picker } from './picker.ts'
import { PieceOrders } from './piece-orders.ts'
import { Pieces } from './pieces.ts'
import type { Links, Rules } from './rules.ts'
import { Services } from './services.ts'
import { Slot } from './slots.ts'
import { Tracker } from './tracker.ts'
import type { Told, Transfers } from './transfers.ts'

/** Who is told what happens in a swarm. */
export interface Observer {
  /** The last piece has arrived. Now the peer either leaves or becomes a seed: call one of the two. */
  completed(peer: number): void
  /** Bits have been uploaded; told at irregular times, see `Swarm.settle`. */
  moved(sender: number, bits: number): void
  /** Bits have been received in vain. */
  wasted(bits: number): void
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
  private readonly endGame: boolean
  private readonly observer: Observer
  readonly transfers: Transfers
  private readonly orders: Orders
  private readonly services: Services
  readonly choker: Choker
  private readonly tracker: Tracker
  private readonly neighbourhood: Neighbourhood
  private readonly phase: RandomStream
  private readonly roundActions: (() => void)[] = []

  constructor(sim: Simulation, rules: Rules, observer: Observer) {
    this.sim = sim
    this.rules = rules
    this.observer = observer
    const endGame = rules.transferUnit === 'block' && rules.endGame
    this.endGame = endGame
    this.pieces = new Pieces(this.peers, rules.pieces, endGame)
    const told: Told = {
      arrived: (half) => this.arrived(half),
      moved: (sender, bits) => observer.moved(sender, bits),
    }
    this.transfers =
      rules.bandwidth === 'max-min'
        ? new MaxMinTransfers(sim, this.peers, this.connections, told)
        : new LastMileTransfers(sim, this.peers, this.connections, told, rules.bandwidth === 'equal-share')
    const smartSeeds = rules.smartSeed ? rules.origins : 0
    const choice = sim.stream('piece choice')
    const { piecePolicy, randomFirst, strictPriority } = rules
    const picker = new Picker(this.pieces, piecePolicy, randomFirst, strictPriority, smartSeeds, choice)
    this.orders =
      rules.transferUnit === 'piece'
        ? new PieceOrders(this.connections, this.pieces, this.transfers, picker, rules.pieceBits)
        : new BlockOrders(sim, this, picker, rules, choice, (bits) => observer.wasted(bits))
    this.choker = new Choker(sim, this, rules, sim.stream('choking'))
    this.tracker = new Tracker(this.peers, sim.stream('tracker'))
    this.neighbourhood = new Neighbourhood(this, this.tracker, rules, (peer) => this.services.mayServe(peer))
    this.services = new Services(sim, this, this.orders)
    this.phase = sim.stream('choke phase')
  }

  /**
   * Adds a peer. The origins must be the first to join. Call `settleUp` when all who join at this instant are in.
   * @param lacking the only piece that a leecher lacks; -1: it lacks all
   */
  join(role: Role, speed: Speed, { up, down }: Links, lacking = -1): number {
    const { peers, rules } = this
    const peer = peers.add()
    peers.role[peer] = role
    peers.speed[peer] = speed
    peers.up[peer] = up
    peers.down[peer] = down
    peers.joinedAt[peer] = this.sim.now
    this.giveSlots(peer)
    this.pieces.reset(peer, role !== Role.leecher)
    if (lacking >= 0) this.pieces.fillBut(peer, lacking)
    this.tracker.add(peer)
    if (rules.clientServer) {
      for (let origin = 0; origin < rules.origins && role === Role.leecher; origin++)
        this.neighbourhood.connect(origin, peer)
      this.services.mayBeServed(peer)
      return peer
    }
    this.neighbourhood.askTracker(peer)
    this.planRound(peer, this.phase.uniform(0, rules.chokeInterval))
    return peer
  }

  /** Gives a peer the slots that its role entitles it to. */
  private giveSlots(peer: number): void {
    const { role, up, regularSlots, optimisticSlots } = this.peers
    const { rules } = this
    const serves = up[peer]! > 0 && (!rules.clientServer || role[peer] === Role.origin)
    const blind = rules.blindLeechers && role[peer] === Role.leecher
    const regular = rules.clientServer ? UNLIMITED : blind ? 0 : rules.regularSlots
    const optimistic = rules.clientServer
      ? 0
      : blind
        ? rules.regularSlots + rules.optimisticSlots
        : rules.optimisticSlots
    regularSlots[peer] = serves ? regular : 0
    optimisticSlots[peer] = serves ? optimistic : 0
  }

  /** A leecher that has the whole file stays to serve others. */
  becomeSeed(peer: number): void {
    const { end, lists, degree } = this.connections
    this.peers.role[peer] = Role.seed
    this.giveSlots(peer)
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
    const { peers, transfers, connections, services } = this
    // Whoever it serves has heard of the last piece before it goes.
    this.services.fillSlots(peer)
    if (transfers.uploads[peer] === 0) return this.leave(peer)
    this.sim.cancel(peers.roundEvent[peer]!)
    peers.roundEvent[peer] = -1
    this.tracker.remove(peer)
    peers.role[peer] = Role.leaving
    peers.regularSlots[peer] = 0
    peers.optimisticSlots[peer] = 0
    services.interruptPaused(peer, 0)
    const list = connections.lists[peer]!
    for (let i = connections.degree[peer]! - 1; i >= 0; i--) {
      if (transfers.piece[list[i]!]! < 0) this.neighbourhood.disconnect(list[i]!)
      else services.close(list[i]!, true)
    }
  }

  leave(peer: number): void {
    const { peers, transfers, connections, services } = this
    if (peers.roundEvent[peer]! >= 0) this.sim.cancel(peers.roundEvent[peer]!)
    if (peers.departureEvent[peer]! >= 0) this.sim.cancel(peers.departureEvent[peer]!)
    while (transfers.firstOut[peer]! >= 0) services.interrupt(transfers.firstOut[peer]!)
    services.interruptPaused(peer, 0)
    while (transfers.firstIn[peer]! >= 0) {
      const half = transfers.firstIn[peer]!
      const sender = connections.end[half ^ 1]!
      services.mayServe(sender)
      services.interrupt(half)
      if (peers.role[sender] === Role.leaving && transfers.uploads[sender] === 0) this.leave(sender)
    }
    services.dropPaused(peer)
    while (connections.degree[peer]! > 0)
      this.neighbourhood.disconnect(connections.lists[peer]![connections.degree[peer]! - 1]!)
    if (peers.role[peer] !== Role.leaving) this.tracker.remove(peer)
    peers.remove(peer)
  }

  /** Fills free slots and adapts the rates: the end of every event that has touched the swarm. */
  settleUp(): void {
    this.services.fill()
    this.transfers.flush()
  }

  /** Tells the observer of everything that has moved until now. */
  settle(): void {
    for (let peer = 0; peer < this.peers.capacity; peer++) this.transfers.settleUploads(peer)
  }

  private arrived(half: number): void {
    const { pieces, choker, orders } = this
    const receiver = this.connections.end[half]!
    const piece = orders.arrived(half)
    if (piece >= 0) {
      pieces.gain(receiver, piece)
      this.neighbourhood.announce(receiver, piece)
    }
    if (choker.closing[half] === 1 || !choker.affords(half) || !orders.proceed(half)) this.endService(half)
    for (const other of orders.done) {
      if (choker.closing[other] === 1 || !pieces.couldServe(this.connections.end[other ^ 1]!, receiver))
        this.endService(other)
      else orders.begin(other)
    }
    orders.done.length = 0
    if (choker.freeSlot(receiver) !== Slot.none) this.services.mayServe(receiver)
    if (this.endGame && pieces.inEndGame(receiver)) this.services.mayBeServed(receiver)
    if (piece >= 0 && pieces.isComplete(receiver)) {
      this.transfers.settleUploads(receiver)
      this.observer.completed(receiver)
    }
    this.settleUp()
  }

  private endService(half: number): void {
    const sender = this.connections.end[half ^ 1]!
    this.services.end(half)
    if (this.peers.role[sender] === Role.leaving) this.takeLeave(half)
  }

  /** One of the last uploads of a peer that is leaving has ended. */
  private takeLeave(half: number): void {
    const peer = this.connections.end[half ^ 1]!
    if (this.transfers.uploads[peer] === 0) this.leave(peer)
    else this.neighbourhood.disconnect(half)
  }

  private planRound(peer: number, delay: number): void {
    const action = (this.roundActions[peer] ??= () => this.chokeRound(peer))
    this.peers.roundEvent[peer] = this.sim.schedule(delay, action)
  }

  private chokeRound(peer: number): void {
    const { transfers, choker, services } = this
    const { chokeAt } = this.rules
    const interrupts =
      chokeAt === 'at-once' || (chokeAt === 'leechers-at-once' && this.peers.role[peer] === Role.leecher)
    this.planRound(peer, this.rules.chokeInterval)
    this.neighbourhood.lookAround(peer)
    const count = choker.round(peer)
    const { chosen, chosenSlots } = choker
    for (let half = transfers.firstOut[peer]!; half >= 0;) {
      const following = transfers.nextOut[half]!
      const choked = !choker.isChosen(half, count)
      if (choked && interrupts) services.interrupt(half)
      else services.close(half, choked)
      half = following
    }
    services.interruptPaused(peer, count)
    for (let i = 0; i < count; i++) {
      const half = chosen[i]!
      const slot = chosenSlots[i] as Slot
      if (choker.slot[half] !== Slot.none) choker.relabel(half, slot)
      else if (choker.freeSlot(peer) !== Slot.none) services.begin(half, slot)
    }
    if (choker.freeSlot(peer) !== Slot.none) services.mayServe(peer)
    this.settleUp()
  }
}
