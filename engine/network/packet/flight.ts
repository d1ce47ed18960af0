import type { Simulation } from '../../simulation.ts'
import type { Arrival } from '../../time/event-list.ts'
import { Order } from '../../time/order.ts'
import type { Scheduler } from '../../time/scheduler.ts'
import { LinkRecord } from './link-record.ts'
import type { Packet } from './packet.ts'

/**
 * The packets of a link that have left its sender or will leave at a known time, in order of arrival. Only the arrival of
 * the first is in the event list, as the link itself: a list of a few events is faster than one that holds all packets
 * in flight.
 */
export abstract class Flight extends LinkRecord implements Arrival {
  /** Kernel side: schedules; a slot, unlike a handle, costs nothing to remember. */
  readonly scheduler: Scheduler
  private first: Packet | undefined = undefined
  private last: Packet | undefined = undefined
  /** Slot of the arrival of the first, kept from arrival to arrival. */
  private slot: number

  constructor(sim: Simulation, name: string) {
    super(sim, name)
    this.scheduler = sim.scheduler
    this.slot = sim.scheduler.events.keepSlot(this)
  }

  /** Kernel side: the packet is at the far end. */
  abstract receive(packet: Packet): void

  /** Kernel side: the first of the packets is at the far end. */
  arrive(): void {
    const packet = this.first!
    const { following } = packet
    this.first = following
    if (following !== undefined) {
      packet.following = undefined
      this.scheduler.events.insertKept(following.tail, Order.normal, this.slot)
    }
    this.receive(packet)
  }

  /** Has a packet arrive after those before it. */
  protected follow(packet: Packet, arrival: number): void {
    if (!(arrival < Infinity)) this.scheduler.checkDelay(arrival)
    packet.tail = arrival
    if (this.first === undefined) {
      this.first = packet
      this.scheduler.events.insertKept(arrival, Order.normal, this.slot)
    } else {
      const last = this.last!
      last.following = packet
      // Both times are rounded.
      if (arrival < last.tail) packet.tail = last.tail
    }
    this.last = packet
  }

  /** Takes out the packets that have not left by now; they are the last of all. */
  protected cutShort(now: number): void {
    let gone: Packet | undefined
    for (let packet = this.first; packet !== undefined && packet.departure <= now; packet = packet.following)
      gone = packet
    let packet = gone === undefined ? this.first : gone.following
    if (gone !== undefined) gone.following = undefined
    else if (this.first !== undefined) {
      this.slot = this.scheduler.events.cancelKept(this.slot)
      this.first = undefined
    }
    this.last = gone
    while (packet !== undefined) {
      const { following } = packet
      packet.following = undefined
      packet = following
    }
  }
}
