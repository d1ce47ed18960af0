import { SimulationError } from '../../errors.ts'
import type { Simulation } from '../../simulation.ts'
import { perform, type Action, type Arrival } from '../../time/event-list.ts'
import type { Carrier } from '../carrier.ts'
import { AccessLinks, type AccessBandwidth } from './access-links.ts'
import type { LatencyModel } from './latency-model.ts'

/** Options of a latency network. */
export interface LatencyNetworkOptions {
  /** Number of hosts. */
  hosts: number
  /** How long messages travel. */
  latency: LatencyModel
  /** Bandwidth from a host into the network, bit/s; messages of one host wait for each other. Default: unlimited. */
  upload?: AccessBandwidth
  /** Bandwidth from the network to a host, bit/s; messages to one host wait for each other. Default: unlimited. */
  download?: AccessBandwidth
  /**
   * Count what is delivered and what is on its way (see `traffic`). Where download bandwidth is unlimited this costs
   * half as much again in a network of a million hosts. Default false.
   */
  observe?: boolean
}

/**
 * A network without links inside: a message takes its turn on the sender's uplink, travels for the latency of the pair,
 * and takes its turn on the receiver's downlink, each time whole (store and forward) and first come, first served. It
 * never drops a message. One event a message; two where download bandwidth is limited.
 *
 * A host costs 16 bytes where bandwidths are limited and nothing where they are not, so a million hosts are few.
 */
export class LatencyNetwork implements Carrier {
  readonly sim: Simulation
  readonly hosts: number
  /** Whether deliveries are counted. */
  readonly observed: boolean
  private readonly model: LatencyModel
  private readonly upload: AccessLinks | undefined
  private readonly download: AccessLinks | undefined
  /** Messages not in use, linked by `next`. */
  private free: Message | undefined = undefined
  private readonly sent: MessageTraffic = { messages: 0, bytes: 0 }
  private readonly delivered: MessageTraffic = { messages: 0, bytes: 0 }
  /** What had been sent and delivered when warm-up ended. */
  private sentBefore: MessageTraffic = { messages: 0, bytes: 0 }
  private deliveredBefore: MessageTraffic = { messages: 0, bytes: 0 }

  constructor(
    sim: Simulation,
    { hosts, latency, upload = Infinity, download = Infinity, observe = false }: LatencyNetworkOptions,
  ) {
    if (!(Number.isInteger(hosts) && hosts >= 1 && hosts <= 0x7fffffff))
      throw new SimulationError(`LatencyNetwork, hosts = ${hosts}: expected an integer >= 1.`)
    if (hosts > latency.hosts) {
      throw new SimulationError(
        `LatencyNetwork with ${hosts} hosts and a latency model that knows ${latency.hosts}: expected no more hosts than that.`,
      )
    }
    this.sim = sim
    this.observed = observe
    this.hosts = hosts
    this.model = latency
    this.upload = upload === Infinity ? undefined : new AccessLinks('upload', hosts, upload)
    this.download = download === Infinity ? undefined : new AccessLinks('download', hosts, download)
    sim.onWarmUpEnd(() => {
      this.sentBefore = { ...this.sent }
      this.deliveredBefore = { ...this.delivered }
    })
  }

  /**
   * Messages and bytes sent and delivered since the start or the end of warm-up, and those on their way now. The latter
   * two are NaN unless the network was made with `observe: true`.
   */
  get traffic(): { sent: MessageTraffic; delivered: MessageTraffic; inFlight: MessageTraffic } {
    const { sent, delivered, sentBefore, deliveredBefore, observed } = this
    return {
      sent: difference(sent, sentBefore),
      delivered: observed ? difference(delivered, deliveredBefore) : { messages: NaN, bytes: NaN },
      inFlight: observed ? difference(sent, delivered) : { messages: NaN, bytes: NaN },
    }
  }

  /** How long a message sent now would wait for the host's uplink, seconds. */
  uploadBacklog(host: number): number {
    this.requireHost(host)
    return this.upload?.backlog(host, this.sim.now) ?? 0
  }

  /** How long a message that arrives now would wait for the host's downlink, seconds. */
  downloadBacklog(host: number): number {
    this.requireHost(host)
    return this.download?.backlog(host, this.sim.now) ?? 0
  }

  /**
   * Sends a message; one to oneself arrives at once, in an event of its own.
   * @param bytes size on the access links, finite, >= 0
   * @throws SimulationError when a host is unknown or the size makes no sense
   */
  send(from: number, to: number, bytes: number, onDelivered: Action): void {
    // `| 0` refuses fractions and NaN together with what is no number of 32 bits.
    if ((from | 0) !== from || from < 0 || from >= this.hosts) this.requireHost(from)
    if ((to | 0) !== to || to < 0 || to >= this.hosts) this.requireHost(to)
    if (!(bytes >= 0 && bytes < Infinity)) {
      throw new SimulationError(
        `A message of ${bytes} bytes from host ${from} to host ${to}: expected a finite number >= 0.`,
      )
    }
    let delay = 0
    if (from !== to) {
      delay = this.model.latency(from, to)
      if (!(delay >= 0 && delay < Infinity)) {
        throw new SimulationError(
          `The latency model gives ${delay} s from host ${from} to host ${to}: expected a finite number >= 0.`,
        )
      }
      if (this.upload !== undefined) delay += this.upload.serve(from, bytes, this.sim.now)
    }
    this.sent.messages++
    this.sent.bytes += bytes
    // Nothing to do on the way: what is told of the message is the event, which saves looking at another object.
    if (this.download === undefined && !this.observed) {
      this.sim.schedule(delay, onDelivered)
      return
    }
    const message = this.free ?? new Message(this)
    this.free = message.next
    message.next = undefined
    message.to = from === to || this.download === undefined ? -1 : to
    message.bytes = bytes
    message.onDelivered = onDelivered
    this.sim.schedule(delay, message)
  }

  /** Network side: a message has reached the receiver's downlink, or its end. */
  arrived(message: Message): void {
    const { to, bytes } = message
    if (to >= 0) {
      message.to = -1
      const delay = this.download!.serve(to, bytes, this.sim.now)
      if (delay > 0) {
        this.sim.schedule(delay, message)
        return
      }
    }
    this.delivered.messages++
    this.delivered.bytes += bytes
    const onDelivered = message.onDelivered!
    // Free before it is told, so that an answer sent from there uses the same object.
    message.onDelivered = undefined
    message.next = this.free
    this.free = message
    perform(onDelivered)
  }

  private requireHost(host: number): void {
    if (Number.isInteger(host) && host >= 0 && host < this.hosts) return
    throw new SimulationError(`Host ${host}: expected the id of a host, an integer from 0 to ${this.hosts - 1}.`)
  }
}

function difference(all: MessageTraffic, before: MessageTraffic): MessageTraffic {
  return { messages: all.messages - before.messages, bytes: all.bytes - before.bytes }
}

/** A number of messages and of their bytes. */
export interface MessageTraffic {
  messages: number
  bytes: number
}

/** A message on its way; used again for another when it has arrived. */
class Message implements Arrival {
  next: Message | undefined = undefined
  /** The receiver whose downlink it has still to take; -1 when there is none. */
  to = -1
  bytes = 0
  onDelivered: Action | undefined = undefined
  private readonly network: LatencyNetwork

  constructor(network: LatencyNetwork) {
    this.network = network
  }

  arrive(): void {
    this.network.arrived(this)
  }
}
