import { SimulationError } from '../../errors.ts'
import type { Simulation } from '../../simulation.ts'
import type { Action } from '../../time/event-list.ts'
import type { DropReason } from '../carrier.ts'
import { Backlog } from './backlog.ts'
import { Flight } from './flight.ts'
import { checkLinkOptions, type LinkOptions } from './link-options.ts'
import { lossProcess, type LossProcess } from './loss.ts'
import { Medium } from './medium.ts'
import { sendInPackets, type Message } from './message.ts'
import { transmissionNanoseconds } from './nanoseconds.ts'
import { PacketPool, type Packet } from './packet.ts'
import { Propagation } from './propagation.ts'
import { queueDiscipline, type QueueDiscipline, type QueueOptions } from './queue-discipline.ts'
import { checkedLimits } from './require.ts'
import { Sum } from './traffic.ts'

const { sent, delivered, dropped, lost, cut, refused, busy, waited, begun } = Sum

/** What a link knows of the network that it is part of. */
export interface LinkOfNetwork {
  /** The packets of the network. */
  readonly pool: PacketPool
  /** Whether packets may go on before they have arrived. */
  readonly cutsThrough: boolean
  /** The host at its end. */
  readonly end: number
}

/**
 * One direction of a wire: packets are sent one after the other in order of arrival (store and forward), each occupies
 * the link for its bits over the bandwidth and arrives a latency later. With a drop-tail queue a packet costs one event,
 * its arrival; other disciplines and ns-3's timing need a second, at the end of the transmission.
 *
 * At one instant the end of a transmission comes before a packet that is sent then: the wire is free for it.
 */
export class Link extends Flight {
  /** Propagation delay, seconds; the mean where it is drawn. */
  readonly latency: number
  /** Bits per second. */
  readonly bandwidth: number
  readonly medium: Medium
  /** Host at its end, in a network; -1 otherwise. */
  readonly end: number
  /** Kernel side: the rule of the queue; undefined for drop-tail without events. */
  readonly discipline: QueueDiscipline<Packet> | undefined
  private readonly headerBytes: number
  /** Largest message that goes in one packet, bytes. */
  private readonly mtu: number
  private readonly propagation: Propagation
  private readonly loss: LossProcess | undefined
  readonly timing: 'seconds' | 'ns-3'
  /** Whole nanoseconds, as ns-3. */
  private readonly rounds: boolean
  private readonly checks: boolean
  /** Packets of messages sent on this link alone, and those that a network sends across it. */
  private readonly pool = new PacketPool()
  private readonly transit: PacketPool | undefined
  private readonly messages: Message[] = []
  private readonly backlog: Backlog
  /** Whether packets arrive in the order sent, and the order of insertion of their events does not matter. */
  private readonly inOrder: boolean
  private up = true
  /** One short path for links with fixed latency and drop-tail on which nothing is lost; false while it is down. */
  private plain: boolean
  private readonly canBePlain: boolean

  /**
   * @param network kernel side: the network that the link is part of
   * @throws SimulationError when an option makes no sense
   */
  constructor(sim: Simulation, options: LinkOptions, network?: LinkOfNetwork) {
    super(sim, options.name)
    checkLinkOptions(options)
    const {
      name,
      bandwidth,
      headerBytes = 0,
      mtu = Infinity,
      queueLimit,
      loss = 0,
      timing = 'seconds',
      check = false,
    } = options
    const owner = `Link "${name}"`
    this.bandwidth = bandwidth
    this.headerBytes = headerBytes
    this.mtu = Math.min(mtu, Number.MAX_VALUE)
    this.timing = timing
    this.rounds = timing === 'ns-3'
    this.checks = check
    this.transit = network?.pool
    this.end = network?.end ?? -1
    this.propagation = new Propagation(sim, options)
    this.latency = this.propagation.latency
    this.loss = lossProcess(loss, owner, () => options.lossStream ?? sim.stream(`${name}.loss`))
    const rule: QueueOptions = options.queue ?? { kind: 'drop-tail', packets: queueLimit ?? Infinity }
    const evented = this.rounds || rule.kind !== 'drop-tail'
    this.backlog = new Backlog(checkedLimits(rule, owner))
    this.discipline = evented
      ? queueDiscipline<Packet>(rule, {
          owner,
          onDrop: (packet) => this.drop(packet, 'queue full', dropped),
          transmissionTime: (bytes) => this.transmissionTime(bytes),
          stream: () => sim.stream(`${name}.queue`),
        })
      : undefined
    this.medium = options.medium ?? new Medium()
    this.medium.attach(this, evented)
    this.canBePlain = !evented && !this.propagation.random && this.loss === undefined && !check && !network?.cutsThrough
    this.plain = this.canBePlain
    this.inOrder = !(this.rounds || options.reorder || network?.cutsThrough)
  }

  /** False while the link is down. */
  get isUp(): boolean {
    return this.up
  }

  /** Packets that wait for transmission, the one in transmission not counted. */
  get queueLength(): number {
    if (this.discipline !== undefined) return this.discipline.queue.length
    this.backlog.forget(this.sim.now)
    return this.backlog.count
  }

  /** Bytes on the wire that wait for transmission. */
  get queueBytes(): number {
    if (this.discipline !== undefined) return this.discipline.queue.bytes
    this.backlog.forget(this.sim.now)
    return this.backlog.bytes
  }

  /**
   * Sends a message.
   * @param bytes size without headers, finite, >= 0
   * @param onDelivered runs when the last bit has arrived: a function, or an object whose `arrive` runs
   * @param onDropped called once: at once when the queue is full or the link is down, at the time of arrival when lost
   * @throws SimulationError when the size is negative, NaN or infinite
   */
  send(bytes: number, onDelivered: Action, onDropped?: (reason: DropReason) => void): void {
    // One comparison each way rejects NaN, negative numbers and what needs several packets.
    if (!(bytes >= 0 && bytes <= this.mtu)) return this.sendLong(bytes, onDelivered, onDropped)
    const packet = this.pool.take(this)
    packet.bytes = bytes + this.headerBytes
    packet.onDelivered = onDelivered
    packet.onDropped = onDropped
    this.transmit(packet)
  }

  /**
   * Takes the link out of use, or puts it back. What is in the queue or in transmission is dropped, in order, and so is
   * what is sent while it is down; what has left the sender arrives. Links that share a medium go down and up together.
   */
  setUp(up: boolean): void {
    const changed = this.medium.links.filter((link) => link.up !== up)
    // All are down before anybody is told of a packet, and may send another.
    const caught = changed.map((link) => link.changeState(up))
    for (const [i, link] of changed.entries()) for (const packet of caught[i]!) link.tell(packet, 'link down')
  }

  /** Kernel side: sends a packet of a network, whose size has its headers. */
  transmit(packet: Packet): void {
    if (!this.plain) return this.transmitWith(packet)
    const { medium, sums } = this
    const { bytes } = packet
    const { now } = this.scheduler
    let start = now
    if (medium.freeAt > now) {
      start = medium.freeAt
      if (!this.backlog.join(start, bytes, now)) {
        return this.refuse(packet, 'queue full', dropped)
      }
      sums[waited]! += start - now
    }
    const time = (bytes * 8) / this.bandwidth
    const departure = start + time
    medium.freeAt = departure
    sums[sent]!++
    sums[sent + 1]! += bytes
    sums[busy]! += time
    packet.link = this
    packet.departure = departure
    this.follow(packet, now + (departure - now + this.latency))
  }

  receive(packet: Packet): void {
    if (packet.lost) this.drop(packet, 'lost', lost)
    else this.handOver(packet)
    if (this.checks) this.checkAccount()
  }

  /** Kernel side: when a transmission that begins now will end, seconds. */
  transmissionEnd({ bytes, tail }: Packet): number {
    const { now } = this.sim
    const end = this.rounds
      ? (Math.round(now * 1e9) + transmissionNanoseconds(bytes, this.bandwidth)) / 1e9
      : now + (bytes * 8) / this.bandwidth
    return tail > end ? tail : end
  }

  /** Kernel side: the transmission of a packet from the queue discipline begins now. */
  launch(packet: Packet, end: number): void {
    const { sums, sim } = this
    const now = sim.now
    sums[begun]!++
    sums[waited]! += now - packet.joinedAt
    sums[busy]! += end - now
    this.fly(packet, now, now, end)
  }

  private transmissionTime(bytes: number): number {
    return this.rounds ? transmissionNanoseconds(bytes, this.bandwidth) / 1e9 : (bytes * 8) / this.bandwidth
  }

  private sendLong(bytes: number, onDelivered: Action, onDropped?: (reason: DropReason) => void): void {
    const { mtu, messages } = this
    if (!(bytes > mtu && bytes < Infinity)) {
      throw new SimulationError(`Link "${this.name}", a message of ${bytes} bytes: expected a finite number >= 0.`)
    }
    sendInPackets(messages, bytes, mtu, onDelivered, onDropped, (...packet) => this.send(...packet))
  }

  /** The way of a packet on a link that has more to it. */
  private transmitWith(packet: Packet): void {
    const { sim, medium, sums } = this
    const { bytes } = packet
    packet.link = this
    if (!this.up) return this.refuse(packet, 'link down', cut)
    sums[sent]!++
    sums[sent + 1]! += bytes
    if (medium.transmitter !== undefined) {
      if (!medium.transmitter.accept(this, packet)) {
        sums[sent]!--
        sums[sent + 1]! -= bytes
        return this.refuse(packet, 'queue full', dropped)
      }
    } else {
      const now = sim.now
      const free = medium.freeAt > now ? medium.freeAt : now
      if (free > now && !this.backlog.join(free, bytes, now)) {
        sums[sent]!--
        sums[sent + 1]! -= bytes
        return this.refuse(packet, 'queue full', dropped)
      }
      const time = (bytes * 8) / this.bandwidth
      // The end of a packet that is cut through can not leave before it has come: the wire is held until then.
      const start = packet.tail > free + time ? packet.tail - time : free
      medium.freeAt = start + time
      sums[waited]! += free - now
      sums[busy]! += start + time - free
      this.fly(packet, now, start, start + time)
    }
    if (this.checks) this.checkAccount()
  }

  /** The packet has crossed the link. */
  private handOver(packet: Packet): void {
    const { sums } = this
    sums[delivered]!++
    sums[delivered + 1]! += packet.bytes
    if (packet.relay === undefined) this.pool.deliver(packet)
    else packet.relay.relay(packet)
  }

  /** Schedules the arrival of a packet whose transmission lasts from `start` to `end`. */
  private fly(packet: Packet, now: number, start: number, end: number): void {
    const { propagation } = this
    const before = propagation.lastArrival
    const arrival = propagation.arrival(end)
    packet.departure = end
    packet.tail = arrival
    packet.lost = this.loss !== undefined && this.loss.next()
    if (this.inOrder) return this.follow(packet, propagation.random ? arrival : now + (end - now + this.latency))
    let due = arrival
    if (packet.head < packet.bytes && !packet.lost) {
      due = Math.max(before, start + this.transmissionTime(packet.head) + (arrival - end))
    }
    packet.event = this.scheduler.insertAt(due > now ? due : now, packet)
  }

  /** Drops a packet that was never taken on. */
  private refuse(packet: Packet, reason: DropReason, kind: number): void {
    this.sums[refused]!++
    this.sums[refused + 1]! += packet.bytes
    this.drop(packet, reason, kind)
  }

  private drop(packet: Packet, reason: DropReason, kind: number): void {
    this.book(packet, kind)
    this.tell(packet, reason)
  }

  /** Counts a packet that is dropped. */
  private book(packet: Packet, kind: number): void {
    this.sums[kind]!++
    this.sums[kind + 1]! += packet.bytes
    packet.relay?.droppedByLink(packet)
  }

  private tell(packet: Packet, reason: DropReason): void {
    const pool = packet.relay === undefined ? this.pool : this.transit!
    pool.drop(packet, reason)
    if (this.checks) this.checkAccount()
  }

  /** @returns the packets caught in the queue or in transmission, in order; they are booked, and yet to be told */
  private changeState(up: boolean): Packet[] {
    this.up = up
    this.plain = up && this.canBePlain
    if (up) return []
    const { sim, medium, sums, backlog, discipline, propagation } = this
    const { now } = sim
    sums[busy]! -= this.unsent()
    sums[waited]! -= backlog.ahead(now)
    backlog.clear()
    const caught: Packet[] = []
    propagation.lastArrival = -Infinity
    for (const packet of this.packets()) {
      if (packet.departure > now) caught.push(packet)
      else if (packet.departure >= 0) propagation.lastArrival = Math.max(propagation.lastArrival, packet.tail)
    }
    caught.sort((a, b) => a.departure - b.departure)
    if (this.inOrder) this.cutShort(now)
    else for (const packet of caught) this.scheduler.events.cancelSlot(packet.event)
    if (discipline !== undefined) {
      for (let packet = discipline.queue.shift(); packet !== undefined; packet = discipline.queue.shift()) {
        caught.push(packet)
      }
    }
    if (medium.links.every((link) => !link.up)) medium.reset(now)
    for (const packet of caught) {
      packet.caught = true
      this.book(packet, cut)
    }
    return caught
  }

  protected override get waitsAreKnownWhenSent(): boolean {
    return this.discipline === undefined
  }

  protected override packets(): Packet[] {
    const mine = (packet: Packet): boolean => packet.inUse && !packet.caught && packet.link === this
    return [...this.pool.all.filter(mine), ...(this.transit?.all.filter(mine) ?? [])]
  }

  protected override unsent(): number {
    const { medium } = this
    const { now } = this.sim
    if (medium.freeAt <= now) return 0
    if (medium.transmitter !== undefined) return medium.transmitter.busy === this ? medium.freeAt - now : 0
    if (medium.links.length === 1) return medium.freeAt - now
    const ahead = this.packets().map(({ bytes, departure }) => Math.min(departure - now, this.transmissionTime(bytes)))
    return ahead.reduce((sum, time) => sum + Math.max(0, time), 0)
  }

  protected override waitedSoFar(): number {
    const { discipline, sums } = this
    const { now } = this.sim
    return discipline === undefined
      ? sums[waited]! - this.backlog.ahead(now)
      : sums[waited]! + discipline.queue.waited(now)
  }
}
