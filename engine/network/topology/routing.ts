import { SimulationError } from '../../errors.ts'
import type { Topology } from './topology.ts'

/** Which way messages go. */
export interface Routing {
  readonly topology: Topology
  /** Goes up by one with each change of a link: who keeps paths asks for them anew when it has. */
  readonly changes: number
  /**
   * Ids of the links from one host to another, in order; none from a host to itself.
   * @throws SimulationError when no path leads there, or a host is unknown
   */
  path(from: number, to: number): Int32Array
  /**
   * The link to take at host `at` on the way to host `to`; -1 when none leads there, or `at` is `to`. Does not check
   * that the hosts exist: this is what every packet asks at every hop.
   */
  nextLink(at: number, to: number): number
  /**
   * Takes a link (one direction) out of use, or puts it back.
   * @throws SimulationError when there is no such link
   */
  setUp(link: number, up: boolean): void
  isUp(link: number): boolean
}

/**
 * Follows `nextLink` from host to host.
 * @throws SimulationError when it leads nowhere, or round in a circle
 */
export function follow(routing: Routing, from: number, to: number): Int32Array {
  const { topology } = routing
  topology.requireHost(from)
  topology.requireHost(to)
  const links: number[] = []
  for (let at = from; at !== to;) {
    const link = routing.nextLink(at, to)
    if (link < 0) {
      throw new SimulationError(
        `No path leads from host "${topology.name(from)}" to host "${topology.name(to)}"` +
          `${at === from ? '' : `: it ends at host "${topology.name(at)}"`}. Connect them, or see which links are down.`,
      )
    }
    if (links.length === topology.hosts) {
      throw new SimulationError(
        `The route from host "${topology.name(from)}" to host "${topology.name(to)}" goes round in a circle at host ` +
          `"${topology.name(at)}": expected each host at most once.`,
      )
    }
    links.push(link)
    at = topology.to[link]!
  }
  return Int32Array.from(links)
}

/** Sum of the latencies of some links, seconds. */
export function latencyOf(topology: Topology, path: Iterable<number>): number {
  let sum = 0
  for (const link of path) sum += topology.latency[link]!
  return sum
}

/** Which links are down: nothing is stored while all are up. */
export class LinkStates {
  private readonly topology: Topology
  private down: Uint8Array | undefined = undefined
  /** Links that are down. */
  count = 0

  constructor(topology: Topology) {
    this.topology = topology
  }

  isUp(link: number): boolean {
    return this.down === undefined || this.down[link] === 0
  }

  /**
   * @returns whether this changed anything
   * @throws SimulationError when there is no such link
   */
  setUp(link: number, up: boolean): boolean {
    this.topology.requireLink(link)
    if (this.isUp(link) === up) return false
    this.down ??= new Uint8Array(this.topology.links)
    this.down[link] = up ? 0 : 1
    this.count += up ? -1 : 1
    return true
  }
}
