import { Heap } from 'heap-js'
import { SimulationError } from '../../errors.ts'
import type { Simulation } from '../../simulation.ts'
import type { DropReason } from '../carrier.ts'
import type { LinkOptions } from './link-options.ts'
import { Link } from './link.ts'

/** A named end or relay of a network. */
export interface Host {
  readonly name: string
}

/** A host with its outgoing links and, for each destination known, the link to take. */
class Node implements Host {
  readonly name: string
  readonly links = new Map<Node, Link>()
  next = new Map<Node, Node>()

  constructor(name: string) {
    this.name = name
  }
}

/**
 * Hosts joined by links. A message goes hop by hop along the path of least total latency (fewest hops among equals,
 * then in the order the links were made) and is stored and forwarded whole at each.
 */
export class Network {
  private readonly sim: Simulation
  private readonly nodes = new Map<string, Node>()
  private routed = false

  constructor(sim: Simulation) {
    this.sim = sim
  }

  /** The host of that name, made when it is not there. */
  host(name: string): Host {
    let node = this.nodes.get(name)
    if (node === undefined) {
      node = new Node(name)
      this.nodes.set(name, node)
      this.routed = false
    }
    return node
  }

  /**
   * Joins two hosts by a full-duplex connection: one link each way with the same options.
   * @returns the links, from `a` to `b` and from `b` to `a`
   */
  connect(a: Host, b: Host, options: Omit<LinkOptions, 'name'>): [Link, Link] {
    const [from, to] = [this.known(a), this.known(b)]
    if (from === to) throw new SimulationError(`Cannot connect host "${a.name}" to itself.`)
    if (from.links.has(to)) throw new SimulationError(`Hosts "${a.name}" and "${b.name}" are connected already.`)
    const forth = new Link(this.sim, { ...options, name: `${a.name}->${b.name}` })
    const back = new Link(this.sim, { ...options, name: `${b.name}->${a.name}` })
    from.links.set(to, forth)
    to.links.set(from, back)
    this.routed = false
    return [forth, back]
  }

  /**
   * Sends a message from host to host.
   * @param bytes size on every wire
   * @param onDelivered called when the whole message is at `to`
   * @param onDropped called when a queue on the way was full or a link lost it
   * @throws SimulationError when no path leads there
   */
  send(from: Host, to: Host, bytes: number, onDelivered: () => void, onDropped?: (reason: DropReason) => void): void {
    if (!this.routed) this.route()
    const target = this.known(to)
    const forward = (at: Node): void => {
      if (at === target) return onDelivered()
      const next = at.next.get(target)
      if (next === undefined)
        throw new SimulationError(`No path leads from host "${from.name}" to host "${to.name}": connect them.`)
      at.links.get(next)!.send(bytes, () => forward(next), onDropped)
    }
    const start = this.known(from)
    // A message to oneself arrives at once, but in an event of its own like any other.
    if (start === target) this.sim.schedule(0, onDelivered)
    else forward(start)
  }

  private known(host: Host): Node {
    const node = this.nodes.get(host.name)
    if (node !== host)
      throw new SimulationError(`Host "${host.name}" is not of this network: make it with network.host().`)
    return node as Node
  }

  /** Dijkstra from every host. */
  private route(): void {
    for (const source of this.nodes.values()) source.next = nextHops(source)
    this.routed = true
  }
}

function nextHops(source: Node): Map<Node, Node> {
  type Visit = { node: Node; latency: number; hops: number; first: Node | undefined; order: number }
  const heap = new Heap<Visit>((a, b) => a.latency - b.latency || a.hops - b.hops || a.order - b.order)
  const next = new Map<Node, Node>()
  const done = new Set<Node>()
  let order = 0
  heap.add({ node: source, latency: 0, hops: 0, first: undefined, order })
  for (let visit = heap.pop(); visit !== undefined; visit = heap.pop()) {
    const { node, latency, hops, first } = visit
    if (done.has(node)) continue
    done.add(node)
    if (first !== undefined) next.set(node, first)
    for (const [neighbour, link] of node.links) {
      if (done.has(neighbour)) continue
      heap.add({
        node: neighbour,
        latency: latency + link.latency,
        hops: hops + 1,
        first: first ?? neighbour,
        order: ++order,
      })
    }
  }
  return next
}
