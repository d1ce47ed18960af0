import { perform, type Action, type Arrival } from '../../time/event-list.ts'
import type { DropReason } from '../carrier.ts'
import type { Link } from './link.ts'

/** Who takes a packet over at the far end of a link, when it has further to go. */
export interface Relay {
  /** The packet, or for cut-through its head, has crossed its link. */
  relay(packet: Packet): void
  /** The packet is dropped; it is still whole, and is told afterwards. */
  droppedByLink(packet: Packet): void
}

/** The action of a packet that is not in use. */
const idle = (): void => {}

/**
 * A packet on its way: one object from sender to receiver, which is used again. It is the event of its arrival as well
 * where packets may arrive in another order than they were sent. So it costs no closure, however many hops it makes.
 */
export class Packet implements Arrival {
  /** Size on the wire, headers included. */
  bytes = 0
  /** The link it is on. */
  link: Link
  /** Slot of its pending arrival, where it is an event of its own; see `Link`. */
  event = 0
  /** The packet that arrives next on its link. */
  following: Packet | undefined = undefined
  /** When its last bit leaves the sender, seconds; -1 while that is not known. */
  departure = -1
  /** When it joined the queue of the link, seconds; known where a queue discipline is in charge. */
  joinedAt = 0
  /** Its place in the order in which packets asked for a medium. */
  turn = 0
  /** Whether it will turn out to be lost at the far end. */
  lost = false
  /** Whether its link went down under it: no more on the way, and yet to be told. */
  caught = false
  /** Bytes that must be in before the far end may send them on; Infinity: all. */
  head = Infinity
  /**
   * When its last bit is at the far end of its link, seconds. On its next link that is when it has come whole: in the
   * future for a packet that is cut through.
   */
  tail = 0
  /** Undefined for a packet that crosses one link only. */
  relay: Relay | undefined = undefined
  /** Host it goes to, and the host at the end of its link, for a relay. */
  to = -1
  at = -1
  /** Links it has crossed, for a relay. */
  crossed = 0
  onDelivered: Action = idle
  onDropped: ((reason: DropReason) => void) | undefined = undefined

  constructor(link: Link) {
    this.link = link
  }

  /** False for one that waits in its pool. */
  get inUse(): boolean {
    return this.onDelivered !== idle
  }

  arrive(): void {
    this.link.receive(this)
  }

  /** Forgets what it was for, so that nothing is kept alive. */
  release(): void {
    this.onDelivered = idle
    this.onDropped = undefined
  }
}

/** The packets of a link or of a network: as many as were ever on their way at once. */
export class PacketPool {
  /** All of them, in the order in which they were first needed. */
  readonly all: Packet[] = []
  private readonly free: Packet[] = []

  /** A packet that is not in use. */
  take(link: Link): Packet {
    return this.free.pop() ?? this.extend(link)
  }

  /** Tells the receiver. The packet goes back first: what the receiver sends may use it at once. */
  deliver(packet: Packet): void {
    const action = packet.onDelivered
    packet.release()
    this.free.push(packet)
    perform(action)
  }

  /** Tells whoever wants to know that the packet will not arrive. */
  drop(packet: Packet, reason: DropReason): void {
    const { onDropped } = packet
    packet.lost = false
    packet.caught = false
    packet.tail = 0
    packet.release()
    this.free.push(packet)
    onDropped?.(reason)
  }

  private extend(link: Link): Packet {
    const packet = new Packet(link)
    this.all.push(packet)
    return packet
  }
}
