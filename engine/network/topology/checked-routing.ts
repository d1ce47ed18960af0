import { SimulationError } from '../../errors.ts'
import { ClosedForm } from './closed-form.ts'
import { ShortestPaths } from './shortest-paths.ts'
import type { NextLink } from './shapes.ts'
import type { Topology } from './topology.ts'

/**
 * The routing with its answers looked at: a link must be there, and begin where the message is. What the engine finds for
 * this topology is right, and comes back as it is.
 * @throws SimulationError when the routing is of another topology, and, when asked, for a link that cannot be taken
 */
export function checkedRouting(topology: Topology, routing: NextLink): NextLink {
  const theirs = (routing as { topology?: Topology }).topology
  if (theirs !== undefined && theirs !== topology)
    throw new SimulationError('The routing is of another topology than the network: expected the same one.')
  if (routing instanceof ClosedForm || routing instanceof ShortestPaths) return routing
  return {
    nextLink(at, to) {
      const link = routing.nextLink(at, to)
      // One below 0 says that no way leads there.
      if (link < 0 || (topology.from[link] === at && topology.has(link))) return link
      throw refusal(topology, link, at, to)
    },
  }
}

/**
 * Looks at a route from one host to another, given whole.
 * @throws SimulationError when a link is not there, or does not begin where the one before ends, or the route ends elsewhere
 */
export function checkRoute(topology: Topology, from: number, to: number, route: ArrayLike<number>): void {
  let at = from
  for (let i = 0; i < route.length; i++) {
    const link = route[i]!
    if (topology.from[link] !== at || !topology.has(link)) throw refusal(topology, link, at, to)
    at = topology.to[link]!
  }
  if (at === to) return
  throw new SimulationError(
    `${way(topology, from, to)}: the route ends at host "${topology.name(at)}", expected that it leads to its end.`,
  )
}

function refusal(topology: Topology, link: number, at: number, to: number): SimulationError {
  const isLink = Number.isInteger(link) && link >= 0 && link < topology.links && topology.has(link)
  const what = isLink
    ? `link ${link} (${topology.linkName(link)}), which begins elsewhere`
    : `link ${link}, which is not there`
  return new SimulationError(
    `${way(topology, at, to)}: the routing takes ${what}; expected a link that begins at host "${topology.name(at)}".`,
  )
}

function way(topology: Topology, from: number, to: number): string {
  return `From host "${topology.name(from)}" to host "${topology.name(to)}"`
}
