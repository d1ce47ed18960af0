import type { Simulation } from '../simulation.ts'
import type { Action } from '../time/event-list.ts'

/** Why a message did not arrive. */
export type DropReason = 'queue full' | 'lost' | 'host down' | 'link down' | 'partitioned' | 'no route'

/**
 * A network that carries whole messages between hosts, which are the integers from 0 to `hosts - 1`. Packet networks,
 * latency networks and the fault layer over either are carriers; transports and models are written against this.
 */
export interface Carrier {
  readonly sim: Simulation
  /** Number of hosts. */
  readonly hosts: number
  /**
   * Sends a message.
   * @param bytes size on the wire, finite, >= 0
   * @param onDelivered runs at the time the last byte is at `to`: a function, or an object whose `arrive` runs
   * @param onDropped told once when the message does not arrive, at the time it is dropped
   */
  send(from: number, to: number, bytes: number, onDelivered: Action, onDropped?: (reason: DropReason) => void): void
}
