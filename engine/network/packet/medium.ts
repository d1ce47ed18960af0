import { SimulationError } from '../../errors.ts'
import type { Link } from './link.ts'
import type { Packet } from './packet.ts'

/**
 * What a link transmits on. A link has one of its own unless it is given one; links that share a medium transmit one
 * packet at a time, in the order in which packets were sent: two of them make a half-duplex connection, more a bus.
 *
 * @example
 * const medium = new Medium()
 * const forth = new Link(sim, { name: 'forth', latency: 0.01, bandwidth: 1e6, medium })
 * const back = new Link(sim, { name: 'back', latency: 0.01, bandwidth: 1e6, medium })
 */
export class Medium {
  /** When the last packet accepted so far has been transmitted, seconds; in charge unless there is a transmitter. */
  freeAt = -Infinity
  /** Takes the packets of the links in turn, where transmissions are events of their own. */
  transmitter: Transmitter | undefined = undefined
  /** Who transmits on it. */
  readonly links: Link[] = []

  /**
   * Kernel side: a link that is made.
   * @param evented whether its transmissions are events of their own
   * @throws SimulationError when another link on the medium does it differently
   */
  attach(link: Link, evented: boolean): void {
    if (this.links.length > 0 && (this.transmitter !== undefined) !== evented) {
      throw new SimulationError(
        `Links "${this.links[0]!.name}" and "${link.name}" share a medium, but one has a queue discipline or timing of ` +
          'its own and the other has not: give both the same `timing`, or both a `queue` that is not drop-tail.',
      )
    }
    if (evented) this.transmitter ??= new Transmitter(this)
    this.links.push(link)
  }

  /** Kernel side: nothing is transmitted, nothing waits. */
  reset(now: number): void {
    this.freeAt = now
    this.transmitter?.halt()
  }
}

/**
 * Transmits packet after packet, with an event at the end of each transmission: what decides at that moment which packet
 * is next (a queue discipline) needs one, and so does the exact order of simultaneous events.
 */
export class Transmitter {
  /** Whose packet is in transmission. */
  busy: Link | undefined = undefined
  private readonly medium: Medium
  /** Slot of the pending event, -1 when there is none. */
  private event = -1
  private turns = 0

  constructor(medium: Medium) {
    this.medium = medium
  }

  /** Offers a packet to the queue of its link; false when that refuses it. */
  accept(link: Link, packet: Packet): boolean {
    packet.turn = this.turns++
    packet.departure = -1
    const idle = this.busy === undefined
    // ns-3 has every packet pass through the queue: one that is larger than all of it never gets to an idle wire.
    if (!link.discipline!.enqueue(packet, link.sim.now, idle && link.timing !== 'ns-3')) return false
    if (idle) this.next()
    return true
  }

  /** The end of a transmission, or the time at which a packet may go that might not before. */
  arrive(): void {
    this.event = -1
    this.busy = undefined
    this.next()
  }

  /** Breaks the transmission off, and no other begins. */
  halt(): void {
    if (this.event >= 0) this.medium.links[0]!.scheduler.events.cancelSlot(this.event)
    this.event = -1
    this.busy = undefined
  }

  /** Begins the next transmission, if a packet is ready. */
  private next(): void {
    const { now } = this.medium.links[0]!.sim
    for (let link = this.longestWaiting(now); link !== undefined; link = this.longestWaiting(now)) {
      const packet = link.discipline!.dequeue(now)
      // A discipline may have dropped all it had.
      if (packet === undefined) continue
      const end = link.transmissionEnd(packet)
      this.busy = link
      this.medium.freeAt = end
      // The end of a transmission is scheduled ahead of the arrival, as ns-3 does: it matters where both coincide.
      this.wakeAt(end, now)
      link.launch(packet, end)
      return
    }
    let time = Infinity
    for (const { discipline } of this.medium.links)
      if (discipline!.queue.length > 0) time = Math.min(time, discipline!.readyAt(now))
    this.wakeAt(time, now)
  }

  /** Whose first packet may go now and came first. */
  private longestWaiting(now: number): Link | undefined {
    let best: Link | undefined
    let turn = Infinity
    for (const link of this.medium.links) {
      const first = link.discipline!.queue.peek()
      if (first === undefined || first.turn >= turn || link.discipline!.readyAt(now) > now) continue
      best = link
      turn = first.turn
    }
    return best
  }

  /** @param time seconds; Infinity: never */
  private wakeAt(time: number, now: number): void {
    const { scheduler } = this.medium.links[0]!
    if (this.event >= 0) scheduler.events.cancelSlot(this.event)
    this.event = time < Infinity ? scheduler.insertAt(time > now ? time : now, this) : -1
  }
}
