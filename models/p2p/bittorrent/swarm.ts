import type { RandomStream, Simulation } from '../../../engine/index.ts'
import { Choker, Slot } from './choker.ts'
import { Connections } from './connections.ts'
import { Peers, Role, type Speed } from './peers.ts'
import { Picker } from './picker.ts'
import { Pieces } from './pieces.ts'
import type { Links, Rules } from './rules.ts'
import { Tracker } from './tracker.ts'
import { Transfers } from './transfers.ts'

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
  private readonly connections = new Connections(this.peers)
  private readonly pieces: Pieces
  private readonly sim: Simulation
  private readonly rules: Rules
  private readonly observer: Observer
  private readonly transfers: Transfers
  private readonly picker: Picker
  private readonly choker: Choker
  private readonly tracker: Tracker
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
    this.transfers = new Transfers(sim, this.peers, this.connections, {
      arrived: (half) => this.pieceArrived(half),
      moved: (sender, bits) => observer.moved(sender, bits),
    })
    const smartSeeds = rules.smartSeed ? rules.origins : 0
    this.picker = new Picker(this.pieces, rules.piecePolicy, rules.randomFirst, smartSeeds, sim.stream('piece choice'))
    this.choker = new Choker(
      { peers: this.peers, pieces: this.pieces, connections: this.connections, transfers: this.transfers },
      rules.seedPolicy,
      rules.optimisticRounds,
      sim.stream('choking'),
    )
    this.tracker = new Tracker(this.peers, sim.stream('tracker'))
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
      for (let origin = 0; origin < rules.origins && role === Role.leecher; origin++) this.connect(origin, peer)
      this.waiting.push(peer)
      return peer
    }
    this.askTracker(peer)
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
      if (this.pieces.isComplete(end[list[i]!]!)) this.disconnect(list[i]!)
    }
  }

  leave(peer: number): void {
    const { peers, transfers, connections, idle } = this
    if (peers.roundEvent[peer]! >= 0) this.sim.cancel(peers.roundEvent[peer]!)
    if (peers.departureEvent[peer]! >= 0) this.sim.cancel(peers.departureEvent[peer]!)
    while (transfers.firstOut[peer]! >= 0) this.interrupt(transfers.firstOut[peer]!)
    while (transfers.firstIn[peer]! >= 0) {
      const half = transfers.firstIn[peer]!
      idle.push(connections.end[half ^ 1]!)
      this.interrupt(half)
    }
    while (connections.degree[peer]! > 0) this.disconnect(connections.lists[peer]![connections.degree[peer]! - 1]!)
    this.tracker.remove(peer)
    peers.remove(peer)
  }

  /** Fills free slots and adapts the rates: the end of every event that has touched the swarm. */
  settleUp(): void {
    const { peers, idle, waiting, choker } = this
    for (const peer of waiting) if (peers.present[peer] === 1) this.findServers(peer)
    waiting.length = 0
    for (const peer of idle) {
      if (peers.present[peer] === 0) continue
      for (let slot = choker.freeSlot(peer); slot !== Slot.none; slot = choker.freeSlot(peer)) {
        const half = choker.successor(peer, slot)
        if (half < 0) break
        this.serve(half, slot)
      }
    }
    idle.length = 0
    this.transfers.flush()
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
    }
    if (choker.freeSlot(receiver) !== Slot.none) idle.push(receiver)
    if (pieces.isComplete(receiver)) {
      transfers.settleUploads(receiver)
      this.observer.completed(receiver)
    }
    this.settleUp()
  }

  /** Tells the neighbours of a peer that it has one piece more. */
  private announce(peer: number, piece: number): void {
    const { end, wanted, lists, degree } = this.connections
    const { have, words, availability, count } = this.pieces
    const list = lists[peer]!
    const word = piece >>> 5
    const bit = 1 << (piece & 31)
    for (let i = degree[peer]! - 1; i >= 0; i--) {
      const half = list[i]!
      const neighbour = end[half]!
      if ((have[neighbour * words + word]! & bit) !== 0) wanted[half ^ 1]!--
      else {
        wanted[half]!++
        availability[neighbour * count + piece]!++
      }
    }
  }

  private planRound(peer: number, delay: number): void {
    const action = (this.roundActions[peer] ??= () => this.chokeRound(peer))
    this.peers.roundEvent[peer] = this.sim.schedule(delay, action)
  }

  private chokeRound(peer: number): void {
    const { transfers, choker } = this
    this.planRound(peer, this.rules.chokeInterval)
    this.lookForNeighbours(peer)
    const count = choker.round(peer)
    const { chosen, chosenSlots } = choker
    for (let half = transfers.firstOut[peer]!; half >= 0;) {
      const following = transfers.nextOut[half]!
      const at = chosen.indexOf(half)
      const choked = at < 0 || at >= count
      if (choked && this.rules.chokeAt === 'at-once') this.interrupt(half)
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

  /** Asks the tracker when neighbours are few, or when none of them has anything to offer to a leecher. */
  private lookForNeighbours(peer: number): void {
    const { degree } = this.connections
    const starved = this.isStarved(peer)
    if (degree[peer]! >= this.rules.minNeighbours && !starved) return
    if (starved && degree[peer]! >= this.rules.maxNeighbours) this.dropIdleNeighbour(peer)
    this.askTracker(peer)
  }

  private isStarved(peer: number): boolean {
    if (this.transfers.downloads[peer]! > 0 || this.peers.role[peer] !== Role.leecher) return false
    const { wanted, lists, degree } = this.connections
    const list = lists[peer]!
    for (let i = degree[peer]! - 1; i >= 0; i--) if (wanted[list[i]! ^ 1]! > 0) return false
    return true
  }

  private dropIdleNeighbour(peer: number): void {
    const { lists, degree } = this.connections
    const list = lists[peer]!
    for (let i = 0; i < degree[peer]!; i++) {
      if (this.transfers.piece[list[i]!]! < 0) return this.disconnect(list[i]!)
    }
  }

  private askTracker(peer: number): void {
    const { connections, pieces, rules } = this
    const { degree, end } = connections
    if (degree[peer]! >= rules.maxNeighbours) return
    const known = new Set<number>()
    for (let i = degree[peer]! - 1; i >= 0; i--) known.add(end[connections.lists[peer]![i]!]!)
    for (const other of this.tracker.list(peer, rules.trackerList)) {
      if (degree[other]! >= rules.maxNeighbours || known.has(other)) continue
      if (pieces.isComplete(peer) && pieces.isComplete(other)) continue
      this.connect(peer, other)
      if (degree[peer]! >= rules.maxNeighbours) return
    }
  }

  private connect(a: number, b: number): void {
    const { connections, pieces, transfers, choker } = this
    const half = connections.connect(a, b)
    for (const direction of [half, half ^ 1]) {
      const near = connections.end[direction ^ 1]!
      connections.wanted[direction] = pieces.countNews(near, connections.end[direction]!, 1)
      transfers.reset(direction)
      choker.reset(direction)
      if (choker.freeSlot(near) !== Slot.none && !this.rules.clientServer) this.idle.push(near)
    }
  }

  /** Ends a connection on which nothing is being sent. */
  private disconnect(half: number): void {
    const near = this.connections.end[half ^ 1]!
    const far = this.connections.end[half]!
    this.pieces.countNews(near, far, -1)
    this.pieces.countNews(far, near, -1)
    this.connections.disconnect(half)
  }
}
