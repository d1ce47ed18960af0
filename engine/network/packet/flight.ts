import type { Simulation } from '../../simulation.ts'
import type { Arrival } from '../../time/event-list.ts'
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
  /** Slot of the arrival of the first. */
  private arrival = 0

  constructor(sim: Simulation, name: string) {
    super(sim, name)
    this.scheduler = sim.scheduler
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
      this.arrival = this.scheduler.insertAt(following.tail, this)
    }
    this.receive(packet)
  }

  /** Has a packet arrive after those before it. */
  protected follow(packet: Packet, arrival: number): void {
    packet.tail = arrival
    if (this.first === undefined) {
      this.first = packet
      this.arrival = this.scheduler.insertAt(arrival, this)
    } else this.last!.following = packet
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
      this.scheduler.events.cancelSlot(this.arrival)
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
