import { Fluid, type ActivityId, type Simulation } from '../../../engine/index.ts'
import type { Connections } from './connections.ts'
import { enlarge } from './enlarge.ts'
import type { Peers } from './peers.ts'
import { type Told, Transfers } from './transfers.ts'

/** What is left of a piece that was interrupted in the instant of its arrival is nothing; it takes as long as a bit. */
const LEAST = 1

/**
 * Rates that are max-min fair over all links of the swarm: no transfer could have more without another one, that has no
 * more than it, having less. A change at one peer can reach any other, so the cost of an event may grow with the swarm.
 */
export class MaxMinTransfers extends Transfers {
  private readonly fluid: Fluid
  /** Capacity of each link as the fluid model knows it, bit/s: the uplink of a peer is constraint 2 p, its downlink 2 p + 1. */
  private known = new Float64Array(0)
  private activity = new Float64Array(0)
  /** Bits of the piece on its way that have not been counted. */
  private uncounted = new Float64Array(0)
  /** Ends still to be told of transfers that were stopped in the instant of their end. */
  private stale = new Uint8Array(0)
  /** 1 where the end of the transfer has been told. */
  private over = new Uint8Array(0)
  private readonly actions: (() => void)[] = []

  constructor(sim: Simulation, peers: Peers, connections: Connections, told: Told) {
    super(sim, peers, connections, told)
    this.fluid = new Fluid(sim)
    peers.follow((capacity) => {
      for (let i = this.known.length; i < 2 * capacity; i++) this.fluid.addConstraint(0)
      this.known = enlarge(this.known, 2 * capacity)
    })
    connections.follow((capacity) => {
      this.activity = enlarge(this.activity, capacity)
      this.uncounted = enlarge(this.uncounted, capacity)
      this.stale = enlarge(this.stale, capacity)
      this.over = enlarge(this.over, capacity)
    })
  }

  /** The fluid model finds all rates anew at the end of the instant. */
  override flush(): void {}

  protected override begin(half: number, bits: number): void {
    const { end } = this.connections
    const up = this.link(2 * end[half ^ 1]!, this.peers.up[end[half ^ 1]!]!)
    const down = this.link(2 * end[half]! + 1, this.peers.down[end[half]!]!)
    this.uncounted[half] = bits
    this.over[half] = 0
    const action = (this.actions[half] ??= () => this.happen(half))
    this.activity[half] = this.fluid.start({ constraints: [up, down], amount: Math.max(bits, LEAST) }, action)
  }

  protected override renew(half: number, bits: number): void {
    this.begin(half, bits)
  }

  protected override end(half: number): number {
    this.settle(half)
    // One that is complete already, and stopped before it was told, will be told all the same.
    if (this.over[half] === 0 && !this.fluid.cancel(this.activity[half] as ActivityId)) this.stale[half]!++
    return this.uncounted[half]!
  }

  protected override unsettled(half: number): number {
    return Math.max(0, this.uncounted[half]! - this.fluid.remaining(this.activity[half] as ActivityId))
  }

  protected override settle(half: number): void {
    const bits = this.unsettled(half)
    if (bits === 0) return
    this.uncounted[half]! -= bits
    this.count(half, bits)
  }

  private link(constraint: number, capacity: number): number {
    if (this.known[constraint] !== capacity) {
      this.known[constraint] = capacity
      this.fluid.setCapacity(constraint, capacity)
    }
    return constraint
  }

  private happen(half: number): void {
    if (this.stale[half]! > 0) {
      this.stale[half]!--
      return
    }
    this.over[half] = 1
    const bits = this.uncounted[half]!
    this.uncounted[half] = 0
    this.count(half, bits)
    this.complete(half)
  }
}
