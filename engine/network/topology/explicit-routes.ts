import { SimulationError } from '../../errors.ts'
import { follow, LinkStates, type Routing } from './routing.ts'
import type { Topology } from './topology.ts'

/** In the table of next links: routes disagree here. */
const AMBIGUOUS = -2

/**
 * Routes given one by one. Pairs without one go by another routing, if that is given.
 *
 * @example
 * const routes = new ExplicitRoutes(topology, new ShortestPaths(topology))
 * routes.add(client, server, [uplink, backbone, downlink])
 */
export class ExplicitRoutes implements Routing {
  readonly topology: Topology
  private readonly otherwise: Routing | undefined
  private readonly states: LinkStates
  private readonly routes = new Map<number, Int32Array>()
  /** By host and destination, the link that the routes take there. */
  private readonly next = new Map<number, number>()
  private edits = 0

  constructor(topology: Topology, otherwise?: Routing) {
    if (otherwise !== undefined && otherwise.topology !== topology)
      throw new SimulationError('ExplicitRoutes: the other routing is of another topology, expected the same.')
    this.topology = topology
    this.otherwise = otherwise
    this.states = new LinkStates(topology)
  }

  get changes(): number {
    return this.edits
  }

  /**
   * Gives the route from one host to another.
   * @param links ids, in order from `from` to `to`; none where both are one
   * @throws SimulationError when a host or link is unknown, the links do not join, the route visits a host twice, or the
   *   pair has a route already
   */
  add(from: number, to: number, links: readonly number[]): void {
    const { topology } = this
    topology.requireHost(from)
    topology.requireHost(to)
    const key = this.key(from, to)
    const fail = (problem: string): never => {
      throw new SimulationError(`Route from host "${topology.name(from)}" to host "${topology.name(to)}": ${problem}.`)
    }
    if (this.routes.has(key)) fail('there is one already, expected one route for each pair of hosts')
    const visited = new Set([from])
    let at = from
    for (const link of links) {
      if (!(Number.isInteger(link) && link >= 0 && link < topology.links))
        fail(`link ${link} is not there, expected an integer from 0 to ${topology.links - 1}`)
      if (!topology.has(link)) fail(`link ${link} is the way back of a one-way link and is not there`)
      if (topology.from[link] !== at)
        fail(`link ${link} (${topology.linkName(link)}) does not begin at host "${topology.name(at)}", where it should`)
      at = topology.to[link]!
      if (visited.has(at)) fail(`it visits host "${topology.name(at)}" twice, which is a loop`)
      visited.add(at)
    }
    if (at !== to) fail(`it ends at host "${topology.name(at)}"`)
    this.routes.set(key, Int32Array.from(links))
    for (const link of links) {
      const here = this.key(topology.from[link]!, to)
      const known = this.next.get(here)
      this.next.set(here, known === undefined || known === link ? link : AMBIGUOUS)
    }
    this.edits++
  }

  path(from: number, to: number): Int32Array {
    this.topology.requireHost(from)
    this.topology.requireHost(to)
    const route = this.routes.get(this.key(from, to))
    if (route === undefined)
      return this.otherwise === undefined ? follow(this, from, to) : this.otherwise.path(from, to)
    const down = route.find((link) => !this.states.isUp(link))
    if (down !== undefined) {
      const { topology } = this
      throw new SimulationError(
        `The route from host "${topology.name(from)}" to host "${topology.name(to)}" takes link ${down} ` +
          `(${topology.linkName(down)}), which is down: wait until it is up, or give no route of your own.`,
      )
    }
    return route.slice()
  }

  /**
   * The link that the routes through `at` to `to` take.
   * @throws SimulationError when they disagree: then only `path` can tell, which knows where the message began
   */
  nextLink(at: number, to: number): number {
    const link = this.next.get(this.key(at, to))
    if (link === undefined) return this.otherwise?.nextLink(at, to) ?? -1
    if (link === AMBIGUOUS) {
      throw new SimulationError(
        `Routes to host "${this.topology.name(to)}" go on from host "${this.topology.name(at)}" by different links: ` +
          'hop by hop, expected that they go on alike. Use a network that asks for whole paths.',
      )
    }
    return this.states.isUp(link) ? link : -1
  }

  setUp(link: number, up: boolean): void {
    if (this.states.setUp(link, up)) this.edits++
    this.otherwise?.setUp(link, up)
  }

  isUp(link: number): boolean {
    return this.states.isUp(link)
  }

  private key(from: number, to: number): number {
    return from * this.topology.hosts + to
  }
}
