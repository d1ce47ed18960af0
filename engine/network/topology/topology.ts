import { SimulationError } from '../../errors.ts'
import { isConnected } from './incoming.ts'

/** Where hosts lie in a plane; units are the generator's own (often kilometres or milliseconds). */
export interface Coordinates {
  readonly x: Float64Array
  readonly y: Float64Array
}

/** A regular form whose shortest paths need no search; see `routingOf`. */
export type Shape =
  | { readonly kind: 'star'; readonly leaves: number }
  | { readonly kind: 'bus'; readonly hosts: number }
  | { readonly kind: 'dumbbell'; readonly left: number; readonly right: number }
  | { readonly kind: 'full mesh'; readonly hosts: number }
  | { readonly kind: 'ring'; readonly size: number }
  | { readonly kind: 'torus'; readonly sizes: readonly number[] }
  | { readonly kind: 'tree'; readonly arity: number; readonly depth: number }
  | { readonly kind: 'fat tree'; readonly k: number }

/** What a topology is made of. `TopologyBuilder.build` fills it in, and checks it. */
export interface TopologyParts {
  hosts: number
  from: Int32Array
  to: Int32Array
  latency: Float64Array
  bandwidth: Float64Array
  /** 1 for a link that is not there: the way back of a one-way connection. */
  absent?: Uint8Array | undefined
  /** Names by host; default: the builder's rule, which costs no memory. */
  nameOf: (host: number) => string
  coordinates?: Coordinates | undefined
  shape?: Shape | undefined
  terminals?: { first: number; count: number } | undefined
}

/**
 * Hosts and the links between them, both by integer id, unchangeable. Relays (hubs, switches, routers) are hosts too;
 * those that send and receive are its terminals. A link is one direction of a connection: links 2k and 2k + 1 belong
 * together, so the way back of `link` is `link ^ 1`. A million hosts take about 60 bytes each and 24 bytes a link.
 */
export class Topology {
  /** Number of hosts: ids are 0 to `hosts - 1`. */
  readonly hosts: number
  /** Number of links, one-way; even. */
  readonly links: number
  /** Where each link begins. */
  readonly from: Int32Array
  /** Where each link ends. */
  readonly to: Int32Array
  /** Propagation delay of each link, seconds, >= 0. */
  readonly latency: Float64Array
  /** Bandwidth of each link, bit/s, > 0; Infinity takes no time to transmit. */
  readonly bandwidth: Float64Array
  /** The links that leave host h are `outgoing[outgoingStart[h]]` to `outgoing[outgoingStart[h + 1] - 1]`, by id. */
  readonly outgoing: Int32Array
  readonly outgoingStart: Int32Array
  /** Where hosts lie, if anywhere. */
  readonly coordinates: Coordinates | undefined
  /** The regular form, where a builder made one; not where different latencies make other ways shortest. */
  readonly shape: Shape | undefined
  /** Number of hosts that are ends, not relays. */
  readonly terminals: number
  private readonly firstTerminal: number
  private readonly absent: Uint8Array | undefined
  private readonly nameOf: (host: number) => string
  private ids: Map<string, number> | undefined = undefined

  /** Made by `TopologyBuilder` and the functions of `topologies`, which check the parts. */
  constructor(parts: TopologyParts) {
    this.hosts = parts.hosts
    this.links = parts.from.length
    this.from = parts.from
    this.to = parts.to
    this.latency = parts.latency
    this.bandwidth = parts.bandwidth
    this.absent = parts.absent
    this.coordinates = parts.coordinates
    this.shape = parts.shape
    this.nameOf = parts.nameOf
    this.firstTerminal = parts.terminals?.first ?? 0
    this.terminals = parts.terminals?.count ?? parts.hosts
    const starts = new Int32Array(this.hosts + 1)
    for (let link = 0; link < this.links; link++) if (this.has(link)) starts[this.from[link]! + 1]!++
    for (let host = 0; host < this.hosts; host++) starts[host + 1]! += starts[host]!
    this.outgoingStart = starts
    this.outgoing = new Int32Array(starts[this.hosts]!)
    const next = starts.slice()
    for (let link = 0; link < this.links; link++) if (this.has(link)) this.outgoing[next[this.from[link]!]!++] = link
  }

  /** False for the way back of a one-way connection: a link id that nothing may take. */
  has(link: number): boolean {
    return this.absent === undefined || this.absent[link] === 0
  }

  /** Number of links that leave a host. */
  degree(host: number): number {
    this.requireHost(host)
    return this.outgoingStart[host + 1]! - this.outgoingStart[host]!
  }

  /**
   * The i-th host that is an end, not a relay.
   * @param i from 0 to `terminals - 1`
   */
  terminal(i: number): number {
    if (!(Number.isInteger(i) && i >= 0 && i < this.terminals))
      throw new SimulationError(`Terminal ${i}: expected an integer from 0 to ${this.terminals - 1}.`)
    return this.firstTerminal + i
  }

  /** @throws SimulationError when there is no such host */
  name(host: number): string {
    this.requireHost(host)
    return this.nameOf(host)
  }

  /**
   * The host of that name. The first call makes an index of all names.
   * @throws SimulationError when there is none
   */
  host(name: string): number {
    if (this.ids === undefined) {
      this.ids = new Map()
      for (let host = 0; host < this.hosts; host++) this.ids.set(this.nameOf(host), host)
    }
    const host = this.ids.get(name)
    if (host === undefined) {
      const some = Array.from({ length: Math.min(5, this.hosts) }, (_, i) => this.nameOf(i)).join(', ')
      throw new SimulationError(
        `The topology has no host "${name}": it has ${some}${this.hosts > 5 ? `, ... (${this.hosts})` : ''}.`,
      )
    }
    return host
  }

  /** The link between two hosts, the one of smallest id where there are several; -1 when there is none. */
  linkBetween(from: number, to: number): number {
    this.requireHost(from)
    this.requireHost(to)
    for (let i = this.outgoingStart[from]!; i < this.outgoingStart[from + 1]!; i++) {
      const link = this.outgoing[i]!
      if (this.to[link] === to) return link
    }
    return -1
  }

  /** How a link is called in messages: `a->b`. */
  linkName(link: number): string {
    this.requireLink(link)
    return `${this.nameOf(this.from[link]!)}->${this.nameOf(this.to[link]!)}`
  }

  /** Whether every host can be reached from every other. Looked up each time. */
  get connected(): boolean {
    return isConnected(this)
  }

  /** @throws SimulationError unless it is the id of a host */
  requireHost(host: number): void {
    if (Number.isInteger(host) && host >= 0 && host < this.hosts) return
    throw new SimulationError(`Host ${host}: expected the id of a host, an integer from 0 to ${this.hosts - 1}.`)
  }

  /** @throws SimulationError unless it is the id of a link that is there */
  requireLink(link: number): void {
    if (!(Number.isInteger(link) && link >= 0 && link < this.links))
      throw new SimulationError(`Link ${link}: expected the id of a link, an integer from 0 to ${this.links - 1}.`)
    if (!this.has(link))
      throw new SimulationError(
        `Link ${link} is the way back of the one-way link ${this.linkName(link ^ 1)}: it is not there.`,
      )
  }
}
