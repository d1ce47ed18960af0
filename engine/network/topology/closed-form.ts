import { SimulationError } from '../../errors.ts'
import { follow, type Routing } from './routing.ts'
import { ShortestPaths, type ShortestPathsOptions } from './shortest-paths.ts'
import { nextLinkOf, type NextLink } from './shapes.ts'
import type { Topology } from './topology.ts'

/**
 * Shortest paths by arithmetic where the topology is a star, bus, dumbbell, full mesh, ring, line, torus, tree or fat
 * tree: no search and no memory, so a million hosts cost nothing. While a link is down, paths are searched for instead.
 *
 * Among equal ways it takes the link of smallest id, as `ShortestPaths` does; in a fat tree it spreads the destinations
 * over the links upwards.
 */
export class ClosedForm implements Routing {
  readonly topology: Topology
  changes = 0
  private readonly formula: NextLink
  private readonly options: ShortestPathsOptions
  private search: ShortestPaths | undefined = undefined
  private down = 0

  /** @throws SimulationError when the topology has no regular form */
  constructor(topology: Topology, options: ShortestPathsOptions = {}) {
    const { shape } = topology
    if (shape === undefined)
      throw new SimulationError('ClosedForm: this topology has no regular form, use ShortestPaths or routingOf().')
    this.topology = topology
    this.options = { ties: shape.kind === 'fat tree' ? 'spread' : 'link id', ...options }
    this.formula = nextLinkOf(shape)
  }

  path(from: number, to: number): Int32Array {
    return follow(this, from, to)
  }

  nextLink(at: number, to: number): number {
    if (at === to) return -1
    const link = this.down > 0 ? -1 : this.formula.nextLink(at, to)
    return link >= 0 ? link : this.searched().nextLink(at, to)
  }

  setUp(link: number, up: boolean): void {
    const search = this.searched()
    const before = search.changes
    search.setUp(link, up)
    if (search.changes === before) return
    this.changes++
    this.down += up ? -1 : 1
  }

  isUp(link: number): boolean {
    return this.search === undefined || this.search.isUp(link)
  }

  private searched(): ShortestPaths {
    return (this.search ??= new ShortestPaths(this.topology, this.options))
  }
}

/** The routing that serves a topology best: by arithmetic where its form allows, by search otherwise. */
export function routingOf(topology: Topology, options: ShortestPathsOptions = {}): Routing {
  return topology.shape === undefined || options.ties !== undefined
    ? new ShortestPaths(topology, options)
    : new ClosedForm(topology, options)
}
