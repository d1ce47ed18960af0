import { SimulationError } from '../../errors.ts'
import type { Counter } from '../../monitor/counter.ts'
import type { Arrival } from '../../time/event-list.ts'
import type { Carrier, DropReason } from '../carrier.ts'

/** What a host does with a datagram: `to` is the host itself, `bytes` the size without header. */
export type DatagramHandler<T> = (payload: T, from: number, to: number, bytes: number) => void

/** Options of datagrams. */
export interface DatagramOptions {
  /** Bytes added to each on the wire. Default 0; UDP over IPv4 has 28. */
  readonly headerBytes?: number
  /** For reports. Default `datagrams`. */
  readonly name?: string
}

/**
 * Messages that may get lost, overtake each other and say nothing of it: UDP. A port is a small integer; who has bound
 * it on a host gets what is sent there, and what nobody waits for is dropped.
 */
export class Datagrams<T = undefined> {
  readonly carrier: Carrier
  /** Datagrams sent. */
  readonly sent: Counter
  /** Datagrams that a handler got. */
  readonly delivered: Counter
  /** Datagrams that the network dropped. */
  readonly dropped: Counter
  /** Datagrams that arrived at a port which nobody has bound. */
  readonly unclaimed: Counter
  private readonly headerBytes: number
  /** By port, then by host. */
  private readonly handlers: (DatagramHandler<T> | undefined)[][] = []
  private readonly idle: Datagram<T>[] = []

  constructor(carrier: Carrier, { headerBytes = 0, name = 'datagrams' }: DatagramOptions = {}) {
    if (!(headerBytes >= 0 && headerBytes < Infinity))
      throw new SimulationError(`Datagrams "${name}", headerBytes = ${headerBytes}: expected a finite number >= 0.`)
    const { sim } = carrier
    this.carrier = carrier
    this.headerBytes = headerBytes
    this.sent = sim.counter(`${name}.sent`)
    this.delivered = sim.counter(`${name}.delivered`)
    this.dropped = sim.counter(`${name}.dropped`)
    this.unclaimed = sim.counter(`${name}.unclaimed`)
  }

  /**
   * Has `handler` get what arrives at a port of a host.
   * @throws SimulationError when it is bound already, or there is no such host
   */
  bind(host: number, port: number, handler: DatagramHandler<T>): void {
    const { hosts } = this.carrier
    if (!(Number.isSafeInteger(host) && host >= 0 && host < hosts))
      throw new SimulationError(`Cannot bind a port of host ${host}: expected a host from 0 to ${hosts - 1}.`)
    const byHost = this.atPort(port)
    if (byHost[host] !== undefined)
      throw new SimulationError(`Port ${port} of host ${host} is bound already: unbind it first.`)
    byHost[host] = handler
  }

  /** Has `handler` get what arrives at a port of any host: models in which all hosts do the same need only one. */
  bindAll(port: number, handler: DatagramHandler<T>): void {
    for (let host = 0; host < this.carrier.hosts; host++) this.bind(host, port, handler)
  }

  /** Frees a port of a host; datagrams on their way there will find nobody. */
  unbind(host: number, port: number): void {
    this.atPort(port)[host] = undefined
  }

  /**
   * Sends a datagram.
   * @param bytes size without header, finite, >= 0
   */
  send(from: number, to: number, port: number, bytes: number, payload: T): void {
    this.atPort(port)
    const datagram = this.idle.pop() ?? new Datagram<T>(this)
    datagram.from = from
    datagram.to = to
    datagram.port = port
    datagram.bytes = bytes
    datagram.payload = payload
    this.sent.increment()
    this.carrier.send(from, to, bytes + this.headerBytes, datagram, datagram.dropped)
  }

  /** Datagram's side: it has arrived. */
  hand({ from, to, port, bytes, payload }: Datagram<T>): void {
    const handler = this.handlers[port]![to]
    if (handler === undefined) return this.unclaimed.increment()
    this.delivered.increment()
    handler(payload as T, from, to, bytes)
  }

  /** Datagram's side: it may serve again. */
  release(datagram: Datagram<T>): void {
    this.idle.push(datagram)
  }

  private atPort(port: number): (DatagramHandler<T> | undefined)[] {
    const known = this.handlers[port]
    if (known !== undefined) return known
    if (!(Number.isSafeInteger(port) && port >= 0 && port < MOST_PORTS))
      throw new SimulationError(`Port ${port}: expected an integer from 0 to ${MOST_PORTS - 1}.`)
    return (this.handlers[port] = [])
  }
}

const MOST_PORTS = 65_536

/** One datagram on its way, one after the other: sending costs no memory. */
class Datagram<T> implements Arrival {
  from = 0
  to = 0
  port = 0
  bytes = 0
  payload: T | undefined = undefined
  readonly dropped: (reason: DropReason) => void
  private readonly datagrams: Datagrams<T>

  constructor(datagrams: Datagrams<T>) {
    this.datagrams = datagrams
    this.dropped = () => {
      datagrams.dropped.increment()
      this.free()
    }
  }

  arrive(): void {
    // Freed last: the handler reads nothing of it afterwards, and what it sends takes another.
    this.datagrams.hand(this)
    this.free()
  }

  private free(): void {
    this.payload = undefined
    this.datagrams.release(this)
  }
}
