import { SimulationError } from '../../errors.ts'
import type { Simulation } from '../../simulation.ts'
import type { Action } from '../../time/event-list.ts'
import type { Carrier, DropReason } from '../carrier.ts'
import { checkedRouting } from '../topology/checked-routing.ts'
import { routingOf } from '../topology/closed-form.ts'
import type { Topology } from '../topology/topology.ts'
import type { LinkOptions } from './link-options.ts'
import { Link } from './link.ts'
import { Medium } from './medium.ts'
import { sendInPackets, type Message } from './message.ts'
import { PacketPool, type Packet, type Relay } from './packet.ts'
import { requireOption } from './require.ts'
import { Ledger, Sum, type Account, type Traffic } from './traffic.ts'

/** Which link to take; a `Routing` knows it. */
export interface NextLink {
  /** The link to take at a host on the way to another; -1 when none leads there. */
  nextLink(at: number, to: number): number
}

/** What a topology does not say of a link. */
export type LinkSettings = Partial<Omit<LinkOptions, 'name' | 'mtu' | 'headerBytes' | 'medium' | 'check'>>

/** Options of a packet network. */
export interface PacketNetworkOptions {
  /** Goes before the names of links, and so of their streams: tells several networks apart. Default: nothing. */
  name?: string
  /** Which way packets go, looked at unless the engine finds it. Default: that of least latency, by `routingOf`. */
  routing?: NextLink
  /** Queues, loss, jitter: for all links, or for each by its id. */
  link?: LinkSettings | ((link: number) => LinkSettings)
  /** Bytes added to every packet on every wire, finite, >= 0; default 0. */
  headerBytes?: number
  /** Bytes of a message that fit into one packet, headers not counted, > 0; default: any number. */
  mtu?: number
  /**
   * Bytes of a packet that a host must have before it sends them on, >= 0; its destination waits for all. Default: all
   * (store and forward).
   */
  cutThrough?: number
  /** `half`: the two directions of a connection transmit one packet at a time. Default `full`. */
  duplex?: 'full' | 'half'
  /** Check after every packet that nothing is lost from the books; for debugging. Default false. */
  check?: boolean
}

const { sent, delivered, dropped, refused } = Sum

/**
 * Hosts that send messages as packets over links, hop by hop. A packet is one object on all its way and one event a hop;
 * forwarding takes no time.
 *
 * @example
 * const network = new PacketNetwork(sim, topology, { link: { queue: { kind: 'drop-tail', packets: 100 } } })
 * network.send(0, 3, 1000, () => console.log(`there at ${sim.now}`))
 */
export class PacketNetwork implements Carrier, Relay {
  readonly sim: Simulation
  readonly hosts: number
  /** By id, as in the topology; the way back of a one-way connection is not there. */
  readonly links: readonly Link[]
  readonly topology: Topology
  private readonly routing: NextLink
  private readonly headerBytes: number
  private readonly mtu: number
  private readonly head: number
  private readonly pool = new PacketPool()
  private readonly messages: Message[] = []
  private readonly ledger: Ledger

  /** @throws SimulationError when an option makes no sense */
  constructor(sim: Simulation, topology: Topology, options: PacketNetworkOptions = {}) {
    const { headerBytes = 0, mtu = Infinity, cutThrough = Infinity, duplex = 'full' } = options
    const owner = 'PacketNetwork'
    requireOption(headerBytes >= 0 && headerBytes < Infinity, owner, 'headerBytes', headerBytes, 'a finite number >= 0')
    requireOption(mtu > 0, owner, 'mtu', mtu, 'a number of bytes > 0')
    requireOption(cutThrough >= 0, owner, 'cutThrough', cutThrough, 'a number of bytes >= 0')
    requireOption(duplex === 'full' || duplex === 'half', owner, 'duplex', duplex, 'full or half')
    this.sim = sim
    this.topology = topology
    this.hosts = topology.hosts
    this.routing = options.routing === undefined ? routingOf(topology) : checkedRouting(topology, options.routing)
    this.headerBytes = headerBytes
    this.mtu = Math.min(mtu, Number.MAX_VALUE)
    this.head = cutThrough
    this.ledger = new Ledger(sim)
    this.links = this.makeLinks(options)
    sim.onWarmUpEnd(() => this.ledger.restart())
  }

  /** Packets sent, whatever became of them. */
  get sent(): Traffic {
    return this.ledger.traffic(sent)
  }

  /** Packets that arrived where they were sent. */
  get delivered(): Traffic {
    return this.ledger.traffic(delivered)
  }

  /** Packets dropped at some link; `links` say where and why. */
  get dropped(): Traffic {
    return this.ledger.traffic(dropped)
  }

  /** Packets for which no route was known, where they started or on the way. */
  get unrouted(): Traffic {
    return this.ledger.traffic(refused)
  }

  /**
   * Sends a message. To its own sender it arrives at once, in an event of its own, and touches no link.
   * @param from id of a host
   * @param to id of a host
   * @param bytes size without headers, finite, >= 0
   * @param onDelivered runs when the last bit is there: a function, or an object whose `arrive` runs
   * @param onDropped called once, when the first of its packets is dropped
   * @throws SimulationError when there is no such host, or the size makes no sense
   */
  send(from: number, to: number, bytes: number, onDelivered: Action, onDropped?: (reason: DropReason) => void): void {
    // An unsigned shift makes another number of whatever is not the id of a host.
    if (from >>> 0 !== from || to >>> 0 !== to || from >= this.hosts || to >= this.hosts) this.rejectHosts(from, to)
    if (!(bytes >= 0 && bytes <= this.mtu)) return this.sendLong(from, to, bytes, onDelivered, onDropped)
    if (from === to) {
      this.sim.schedule(0, onDelivered)
      return
    }
    const id = this.routing.nextLink(from, to)
    if (id < 0) return this.refuse(bytes, onDropped)
    const { sums } = this.ledger
    const link = this.links[id]!
    const packet = this.pool.take(link)
    packet.bytes = bytes + this.headerBytes
    packet.onDelivered = onDelivered
    packet.onDropped = onDropped
    packet.relay = this
    packet.to = to
    packet.tail = 0
    packet.crossed = 0
    sums[sent]!++
    sums[sent + 1]! += packet.bytes
    this.dispatch(packet, id)
  }

  /** What has become of all packets ever sent, from end to end. */
  account(): Account {
    const { ledger } = this
    const flying = this.pool.all.filter(({ inUse }) => inUse)
    return {
      offered: ledger.amount(sent),
      delivered: ledger.amount(delivered),
      inFlight: { packets: flying.length, bytes: flying.reduce((sum, { bytes }) => sum + bytes, 0) },
      dropped: ledger.amount(dropped, refused),
    }
  }

  /** Kernel side: the packet, or its head, is at the end of a link. */
  relay(packet: Packet): void {
    const { at, to } = packet
    if (at === to) {
      const { sums } = this.ledger
      sums[delivered]!++
      sums[delivered + 1]! += packet.bytes
      this.pool.deliver(packet)
      return
    }
    const id = this.routing.nextLink(at, to)
    if (id >= 0) {
      // A way without a loop visits each host once at most.
      if (++packet.crossed >= this.hosts) this.rejectLoop(packet)
      return this.dispatch(packet, id)
    }
    this.lose(packet)
  }

  /** Kernel side: a link drops the packet. */
  droppedByLink(packet: Packet): void {
    const { sums } = this.ledger
    sums[dropped]!++
    sums[dropped + 1]! += packet.bytes
  }

  private makeLinks({ name: prefix = '', link = {}, duplex, check = false }: PacketNetworkOptions): Link[] {
    const { sim, topology } = this
    const names = new Set<string>()
    const media: Medium[] = []
    const links: Link[] = []
    for (let id = 0; id < topology.links; id++) {
      if (!topology.has(id)) continue
      const plain = prefix + topology.linkName(id)
      // Several connections between two hosts must not share their streams.
      const name = names.has(plain) ? `${plain}#${id}` : plain
      names.add(name)
      const settings = typeof link === 'function' ? link(id) : link
      const [latency, bandwidth] = [topology.latency[id]!, topology.bandwidth[id]!]
      const medium = duplex === 'half' ? (media[id >> 1] ??= new Medium()) : new Medium()
      const part = { pool: this.pool, cutsThrough: this.head < Infinity, end: topology.to[id]! }
      links[id] = new Link(sim, { latency, bandwidth, ...settings, name, medium, check }, part)
    }
    return links
  }

  private dispatch(packet: Packet, id: number): void {
    const link = this.links[id]!
    const { end: at } = link
    packet.at = at
    // In a network without cut-through it is always infinite.
    if (this.head < Infinity) packet.head = at === packet.to ? Infinity : this.head
    link.transmit(packet)
  }

  private lose(packet: Packet): void {
    const { sums } = this.ledger
    sums[refused]!++
    sums[refused + 1]! += packet.bytes
    this.pool.drop(packet, 'no route')
  }

  private refuse(bytes: number, onDropped: ((reason: DropReason) => void) | undefined): void {
    const { sums } = this.ledger
    for (const kind of [sent, refused]) {
      sums[kind]!++
      sums[kind + 1]! += bytes + this.headerBytes
    }
    onDropped?.('no route')
  }

  private sendLong(
    from: number,
    to: number,
    bytes: number,
    onDelivered: Action,
    onDropped?: (reason: DropReason) => void,
  ): void {
    const { mtu, messages } = this
    if (!(bytes > mtu && bytes < Infinity)) {
      throw new SimulationError(
        `PacketNetwork, a message of ${bytes} bytes from host ${from} to host ${to}: expected a finite number >= 0.`,
      )
    }
    sendInPackets(messages, bytes, mtu, onDelivered, onDropped, (...packet) => this.send(from, to, ...packet))
  }

  private rejectLoop({ at, to, crossed }: Packet): never {
    const { topology } = this
    throw new SimulationError(
      `PacketNetwork, a packet to host "${topology.name(to)}" is at host "${topology.name(at)}" after ${crossed} links, ` +
        `more than a way between ${this.hosts} hosts can have: the routing sends it in a loop.`,
    )
  }

  private rejectHosts(from: number, to: number): never {
    throw new SimulationError(
      `PacketNetwork, a message from host ${from} to host ${to}: expected ids of hosts, integers from 0 to ` +
        `${this.hosts - 1}.`,
    )
  }
}
