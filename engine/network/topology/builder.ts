import { SimulationError } from '../../errors.ts'
import { Topology, type Shape } from './topology.ts'

/** What a link is like. */
export interface LinkParameters {
  /** Propagation delay, seconds, finite, >= 0. */
  latency: number
  /** Bits per second, > 0; Infinity takes no time to transmit. */
  bandwidth: number
}

/**
 * Puts a topology together, host by host and connection by connection.
 *
 * @example
 * const builder = new TopologyBuilder()
 * const client = builder.addHost('client')
 * const server = builder.addHost('server')
 * builder.connect(client, server, { latency: 0.01, bandwidth: 1e8 })
 * const topology = builder.build()
 */
export class TopologyBuilder {
  private count = 0
  private readonly names = new Map<number, string>()
  private readonly taken = new Map<string, number>()
  private readonly prefix: string
  private ends = new Int32Array(32)
  private values = new Float64Array(64)
  private connections = 0
  private readonly oneWay: number[] = []
  private x = new Float64Array(0)
  private y = new Float64Array(0)
  private placed = 0
  private shape: Shape | undefined = undefined
  private terminals: { first: number; count: number } | undefined = undefined

  /** @param prefix what hosts without a name of their own are called, followed by their id */
  constructor(prefix = 'host-') {
    this.prefix = prefix
  }

  /** Number of hosts so far. */
  get hosts(): number {
    return this.count
  }

  /**
   * Adds a host.
   * @param name default: the prefix and its id
   * @returns its id; ids count up from 0
   * @throws SimulationError when the name is taken
   */
  addHost(name?: string): number {
    const host = this.count
    if (name !== undefined) {
      const other = this.taken.get(name)
      if (other !== undefined)
        throw new SimulationError(`Host ${host} is to be called "${name}", but so is host ${other}: names are unique.`)
      this.taken.set(name, host)
      this.names.set(host, name)
    }
    this.count++
    return host
  }

  /**
   * Adds many hosts without names of their own.
   * @returns the id of the first
   */
  addHosts(count: number): number {
    if (!(Number.isInteger(count) && count >= 0 && this.count + count <= 0x3fffffff))
      throw new SimulationError(`Cannot add ${count} hosts: expected an integer >= 0, and at most 2^30 hosts in all.`)
    const first = this.count
    this.count += count
    return first
  }

  /** Number of connections so far; connection k is made of links 2k and 2k + 1. */
  get size(): number {
    return this.connections
  }

  /** The host at which a link made so far begins. */
  endOf(link: number): number {
    return this.ends[link]!
  }

  /** Says where a host lies; all hosts must then be placed before `build`. */
  place(host: number, x: number, y: number): void {
    this.requireHost(host, `place(${host}, ${x}, ${y})`)
    if (!(Number.isFinite(x) && Number.isFinite(y)))
      throw new SimulationError(`Host ${this.nameOf(host)} placed at (${x}, ${y}): expected finite coordinates.`)
    while (host >= this.x.length) {
      this.x = grown(this.x, NaN)
      this.y = grown(this.y, NaN)
    }
    if (Number.isNaN(this.x[host]!)) this.placed++
    this.x[host] = x
    this.y[host] = y
  }

  /** Distance of two hosts that were placed, NaN otherwise. */
  distance(a: number, b: number): number {
    const dx = (this.x[a] ?? NaN) - (this.x[b] ?? NaN)
    const dy = (this.y[a] ?? NaN) - (this.y[b] ?? NaN)
    return Math.sqrt(dx * dx + dy * dy)
  }

  /**
   * Connects two hosts by a link each way; several connections between two hosts are allowed.
   * @param back the link from `b` to `a` where it differs
   * @returns id of the link from `a` to `b`, which is even; the way back has the next id
   * @throws SimulationError when a host is unknown, both are one, or a value makes no sense
   */
  connect(a: number, b: number, forth: LinkParameters, back: LinkParameters = forth): number {
    const call = 'connect'
    this.requireHost(a, call)
    this.requireHost(b, call)
    if (a === b)
      throw new SimulationError(`Cannot connect host "${this.nameOf(a)}" to itself: messages to oneself need no link.`)
    this.check(a, b, forth)
    if (back !== forth) this.check(b, a, back)
    const k = this.connections++
    if (2 * k + 2 > this.ends.length) {
      const ends = new Int32Array(this.ends.length * 2)
      ends.set(this.ends)
      this.ends = ends
      this.values = grown(this.values, 0)
    }
    this.ends[2 * k] = a
    this.ends[2 * k + 1] = b
    this.values[4 * k] = forth.latency
    this.values[4 * k + 1] = forth.bandwidth
    this.values[4 * k + 2] = back.latency
    this.values[4 * k + 3] = back.bandwidth
    return 2 * k
  }

  /**
   * Adds a link with no way back. It takes an even id; the odd one behind it stays empty.
   * @returns its id
   */
  connectOneWay(from: number, to: number, link: LinkParameters): number {
    const id = this.connect(from, to, link)
    this.oneWay.push(id)
    return id
  }

  /** Builder side: says that this is a regular form, see `Topology.shape`. */
  declareShape(shape: Shape): void {
    this.shape = shape
  }

  /** Says which hosts are ends and not relays: `count` of them from `first` on. Default: all. */
  declareTerminals(first: number, count: number): void {
    this.terminals = { first, count }
  }

  /** @throws SimulationError when there is no host, or some hosts are placed and others are not */
  build(): Topology {
    const { count: hosts, connections, prefix } = this
    if (hosts === 0) throw new SimulationError('A topology without hosts: expected at least one, add it by addHost().')
    if (this.placed > 0 && this.placed < hosts) {
      const missing = this.x.subarray(0, hosts).findIndex((x) => Number.isNaN(x))
      const host = this.nameOf(missing < 0 ? this.x.length : missing)
      throw new SimulationError(`Host "${host}" is not placed, while ${this.placed} hosts are: place all or none.`)
    }
    this.refuseNameOfAnother()
    const links = 2 * connections
    const from = new Int32Array(links)
    const to = new Int32Array(links)
    const latency = new Float64Array(links)
    const bandwidth = new Float64Array(links)
    for (let link = 0; link < links; link++) {
      from[link] = this.ends[link]!
      to[link] = this.ends[link ^ 1]!
      latency[link] = this.values[2 * link]!
      bandwidth[link] = this.values[2 * link + 1]!
    }
    let absent: Uint8Array | undefined
    if (this.oneWay.length > 0) {
      absent = new Uint8Array(links)
      for (const link of this.oneWay) absent[link + 1] = 1
    }
    const names = new Map(this.names)
    return new Topology({
      hosts,
      from,
      to,
      latency,
      bandwidth,
      absent,
      nameOf: (host) => names.get(host) ?? `${prefix}${host}`,
      coordinates: this.placed > 0 ? { x: this.x.slice(0, hosts), y: this.y.slice(0, hosts) } : undefined,
      shape: this.shape,
      terminals: this.terminals,
    })
  }

  private nameOf(host: number): string {
    return this.names.get(host) ?? `${this.prefix}${host}`
  }

  private requireHost(host: number, call: string): void {
    if (Number.isInteger(host) && host >= 0 && host < this.count) return
    throw new SimulationError(
      `${call}: host ${host} is unknown, expected an integer from 0 to ${this.count - 1}; add it by addHost() first.`,
    )
  }

  /** A host called `host-7` that is not number 7, while number 7 has no name of its own, would make names ambiguous. */
  private refuseNameOfAnother(): void {
    for (const [name, host] of this.taken) {
      const id = name.startsWith(this.prefix) ? Number(name.slice(this.prefix.length)) : NaN
      if (id === host || !(id >= 0 && id < this.count) || this.names.has(id) || name !== `${this.prefix}${id}`) continue
      throw new SimulationError(
        `Host ${host} is called "${name}", which is how host ${id} goes without a name: name it.`,
      )
    }
  }

  private check(a: number, b: number, link: LinkParameters): void {
    if (typeof link !== 'object' || link === null) {
      throw new SimulationError(
        `Link "${this.nameOf(a)}->${this.nameOf(b)}" = ${String(link)}: expected what it is like, { latency, bandwidth }.`,
      )
    }
    const { latency, bandwidth } = link
    const fail = (option: string, value: number, expected: string): never => {
      throw new SimulationError(
        `Link "${this.nameOf(a)}->${this.nameOf(b)}", ${option} = ${value}: expected ${expected}.`,
      )
    }
    if (!(latency >= 0 && latency < Infinity)) fail('latency', latency, 'a finite number of seconds >= 0')
    if (!(bandwidth > 0)) fail('bandwidth', bandwidth, 'a number of bits per second > 0')
  }
}

/** A copy twice as long, the new half filled. */
function grown(values: Float64Array<ArrayBuffer>, filler: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(16, values.length * 2)).fill(filler)
  larger.set(values)
  return larger
}
