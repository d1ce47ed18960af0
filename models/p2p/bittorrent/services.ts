import type { Simulation } from '../../../engine/index.ts'
import type { Tables } from './neighbourhood.ts'
import type { Orders } from './orders.ts'
import { Slot } from './slots.ts'

/** Who is being served: services begin and end on halves, and slots that become free are filled at the end of an event. */
export class Services {
  private readonly sim: Simulation
  private readonly tables: Tables
  private readonly orders: Orders
  /** Peers that may have a slot to fill, and peers that somebody with a free slot could serve now. */
  private readonly idle: number[] = []
  private readonly waiting: number[] = []

  constructor(sim: Simulation, tables: Tables, orders: Orders) {
    this.sim = sim
    this.tables = tables
    this.orders = orders
  }

  /** A peer may have a slot to fill. */
  mayServe(peer: number): void {
    this.idle.push(peer)
  }

  /** Somebody with a free slot may have something for a peer. */
  mayBeServed(peer: number): void {
    this.waiting.push(peer)
  }

  /** Fills free slots: the last thing in an event but for the rates. */
  fill(): void {
    const { idle, waiting } = this
    const { present } = this.tables.peers
    for (const peer of waiting) if (present[peer] === 1) this.findServers(peer)
    waiting.length = 0
    for (const peer of idle) if (present[peer] === 1) this.fillSlots(peer)
    idle.length = 0
  }

  /** Gives a neighbour a slot and sends what it asks for. */
  begin(half: number, slot: Slot): void {
    this.tables.choker.occupy(half, slot, this.sim.now)
    this.orders.begin(half)
  }

  /** From now on a neighbour is sent no more than what is on its way; or, when `closed` is false, as before. */
  close(half: number, closed: boolean): void {
    this.tables.choker.closing[half] = closed ? 1 : 0
    if (closed && this.orders.refuse(half)) this.waiting.push(this.tables.connections.end[half]!)
  }

  /** What was on its way has arrived, and nothing follows: the slot is free. */
  end(half: number): void {
    const { end } = this.tables.connections
    if (this.orders.stop(half, true)) this.waiting.push(end[half]!)
    this.tables.choker.vacate(half)
    this.idle.push(end[half ^ 1]!)
  }

  /** Ends a service before what is on its way has arrived. */
  interrupt(half: number): void {
    this.orders.stop(half, false)
    this.tables.choker.vacate(half)
    this.waiting.push(this.tables.connections.end[half]!)
  }

  /**
   * Ends the services of a peer that have nothing on its way, because what was asked for takes a round trip.
   * @param kept the first entries of `choker.chosen` go on
   */
  interruptPaused(peer: number, kept: number): void {
    if (!this.orders.pauses) return
    const { choker, transfers, connections } = this.tables
    const list = connections.lists[peer]!
    for (let i = connections.degree[peer]! - 1; i >= 0; i--) {
      const half = list[i]!
      if (choker.slot[half] !== Slot.none && transfers.piece[half]! < 0 && !choker.isChosen(half, kept))
        this.interrupt(half)
    }
  }

  /** Ends the services to a peer that have nothing on its way. */
  dropPaused(peer: number): void {
    if (!this.orders.pauses) return
    const { choker, connections } = this.tables
    const list = connections.lists[peer]!
    for (let i = connections.degree[peer]! - 1; i >= 0; i--) {
      const half = list[i]! ^ 1
      if (choker.slot[half] === Slot.none) continue
      this.idle.push(connections.end[half ^ 1]!)
      this.interrupt(half)
    }
  }

  /** Serves those who are next, until no slot is free or nobody could use it. */
  fillSlots(peer: number): void {
    const { choker } = this.tables
    for (let slot = choker.freeSlot(peer); slot !== Slot.none; slot = choker.freeSlot(peer)) {
      const half = choker.successor(peer, slot)
      if (half < 0) return
      this.begin(half, slot)
    }
  }

  /** Takes free slots at neighbours that have something for a peer. */
  private findServers(peer: number): void {
    const { choker, pieces, connections } = this.tables
    const { end, wanted, lists, degree } = connections
    const list = lists[peer]!
    for (let i = degree[peer]! - 1; i >= 0; i--) {
      const half = list[i]! ^ 1
      const server = end[half ^ 1]!
      const slot = choker.freeSlot(server)
      if (slot === Slot.none || wanted[half]! <= 0 || choker.slot[half] !== Slot.none) continue
      if (pieces.couldServe(server, peer) && choker.affords(half)) this.begin(half, slot)
    }
  }
}
