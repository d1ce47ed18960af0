import { SimulationError } from '../../errors.ts'
import { checkRoute } from '../topology/checked-routing.ts'
import { Topology } from '../topology/topology.ts'
import type { OfTopologyOptions, Wires } from './fluid-network-options.ts'

/** Which way flows between the hosts of a topology go, and errors that name both hosts. */
export class HostRoutes {
  readonly hosts: number
  private readonly topology: Wires
  private readonly routing: OfTopologyOptions['routing']

  constructor(topology: Wires, routing: OfTopologyOptions['routing']) {
    if (typeof routing?.path !== 'function')
      throw new SimulationError(
        'A fluid network over a topology, routing = nothing with a path(): give routingOf(topology).',
      )
    this.hosts = topology.hosts
    this.topology = topology
    this.routing = routing
  }

  /**
   * Ids of links; none from a host to itself.
   * @throws SimulationError when there is no such host, or no way
   */
  forth(from: number, to: number): ArrayLike<number> {
    if (!(this.has(from) && this.has(to))) {
      throw new SimulationError(
        `A flow from host ${from} to host ${to}: expected ids of hosts, integers from 0 to ${this.hosts - 1}.`,
      )
    }
    const route = this.path(from, to)
    if (route.length > 0 || from === to) return route
    throw new SimulationError(
      `A flow${this.ends(from, to)}: the routing gives a route without links, expected one or more.`,
    )
  }

  /**
   * The way that acknowledgements of a flow take.
   * @param preset whose rules ask for them
   * @throws SimulationError when there is none
   */
  back(from: number, to: number, preset: string): ArrayLike<number> {
    try {
      return this.path(to, from)
    } catch (cause) {
      throw new SimulationError(
        `A flow${this.ends(from, to)}: under preset "${preset}" acknowledgements need a way back. ` +
          `${(cause as Error).message} Or take a preset without cross-traffic, such as "max-min".`,
        { cause },
      )
    }
  }

  /** For messages: ` from host "a" to host "b"`. */
  ends(from: number, to: number): string {
    const name = (host: number): string => this.topology.name?.(host) ?? String(host)
    return ` from host "${name(from)}" to host "${name(to)}"`
  }

  private path(from: number, to: number): ArrayLike<number> {
    const route = this.routing.path(from, to)
    if (this.topology instanceof Topology && route.length > 0) checkRoute(this.topology, from, to, route)
    return route
  }

  private has(host: number): boolean {
    return Number.isInteger(host) && host >= 0 && host < this.hosts
  }
}
