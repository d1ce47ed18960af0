import type { Simulation, TimeWeighted } from '../../../engine/index.ts'

/** Size of messages; see the parameters of the models. */
export interface MessageSizes {
  /** Of every message, bytes. */
  readonly headerBytes: number
  /** Of every node or key named in it, bytes. */
  readonly entryBytes: number
}

/**
 * Counts what the nodes of an overlay send. A message is a header and the nodes and keys it names, so that any two overlays
 * are charged alike.
 * @source Li, Stribling, Morris, Kaashoek and Gil, A performance vs. cost framework for evaluating DHT design tradeoffs under
 *   churn, INFOCOM 2005: 20 bytes and 4 for each node named; cost is bytes per live node and second
 */
export class Traffic {
  /** Living nodes over time. */
  readonly nodes: TimeWeighted
  private maintenanceBytes = 0
  private lookupBytes = 0
  private readonly sizes: MessageSizes

  constructor(sim: Simulation, sizes: MessageSizes) {
    this.nodes = sim.timeWeighted('living nodes')
    this.sizes = sizes
    sim.onWarmUpEnd(() => {
      this.maintenanceBytes = this.lookupBytes = 0
    })
  }

  /** Messages sent to keep the overlay, and how many nodes and keys they name together. */
  maintain(messages: number, entries: number): void {
    this.maintenanceBytes += messages * this.sizes.headerBytes + entries * this.sizes.entryBytes
  }

  /** Messages sent for lookups, and how many nodes and keys they name together. */
  lookUp(messages: number, entries: number): void {
    this.lookupBytes += messages * this.sizes.headerBytes + entries * this.sizes.entryBytes
  }

  /** Bytes that a living node sends per second, for maintenance; NaN while no time has passed. */
  get maintenance(): number {
    return this.maintenanceBytes / this.nodes.integral
  }

  /** The same for lookups. */
  get lookups(): number {
    return this.lookupBytes / this.nodes.integral
  }
}
