import { SimulationError } from '../../errors.ts'
import { HostHeap } from './host-heap.ts'
import { incomingOf, type IncomingLinks } from './incoming.ts'
import { follow, LinkStates, type Routing } from './routing.ts'
import type { Topology } from './topology.ts'

/** With no more hosts than this, all trees lie in one table: 1 MiB at most. */
const FEW_HOSTS = 512
/** In the table: the tree of the destination is not known. */
const UNKNOWN = -2

/** Options of `ShortestPaths`. */
export interface ShortestPathsOptions {
  /** What to make small: the sum of latencies (then hops), or the number of hops. Default `latency`. */
  by?: 'latency' | 'hops'
  /**
   * Which of several equal ways: the link of smallest id at each host, or, to share load, a link that hangs on the
   * destination too, the same in every run (what routers call equal-cost multipath, by destination). Default `link id`.
   */
  ties?: 'link id' | 'spread'
  /** Memory for trees of shortest paths, bytes; a tree takes 4 a host. One tree is always kept. Default 2^28. */
  cacheBytes?: number
}

/**
 * Shortest paths, searched when asked for: all ways to one destination make a tree, kept as one link a host; the trees
 * not used for longest make room for new ones.
 *
 * Latencies are compared in whole picoseconds, so that equal sums are equal whatever the order of their terms.
 * @source Dijkstra, A note on two problems in connexion with graphs, Numerische Mathematik 1 (1959)
 */
export class ShortestPaths implements Routing {
  readonly topology: Topology
  changes = 0
  private readonly byHops: boolean
  private readonly spread: boolean
  private readonly states: LinkStates
  private readonly incoming: IncomingLinks
  /** Slot of each destination's tree, -1 when it has none. */
  private readonly slotOf: Int32Array
  private readonly slots: number
  /** There is no room for the trees of all destinations. */
  private readonly evicts: boolean
  private readonly trees: Int32Array[] = []
  /**
   * The trees of all destinations one after the other, where they are few: then a packet finds its link in one look.
   * Those of `trees` are its rows, by destination.
   */
  private readonly table: Int32Array | undefined
  private readonly hosts: number
  private readonly destinationOf: number[] = []
  /** When each slot was last used, in calls. */
  private readonly used: number[] = []
  private calls = 0
  /** Room for searches, made when first needed. */
  private heap: HostHeap | undefined = undefined
  private hops: Int32Array | undefined = undefined
  private queue: Int32Array | undefined = undefined

  constructor(
    topology: Topology,
    { by = 'latency', ties = 'link id', cacheBytes = 268_435_456 }: ShortestPathsOptions = {},
  ) {
    if (by !== 'latency' && by !== 'hops')
      throw new SimulationError(`ShortestPaths, by = "${by as string}": expected "latency" or "hops".`)
    if (ties !== 'link id' && ties !== 'spread')
      throw new SimulationError(`ShortestPaths, ties = "${ties as string}": expected "link id" or "spread".`)
    if (!(cacheBytes >= 0))
      throw new SimulationError(`ShortestPaths, cacheBytes = ${cacheBytes}: expected a number of bytes >= 0.`)
    this.topology = topology
    this.byHops = by === 'hops'
    this.spread = ties === 'spread'
    this.states = new LinkStates(topology)
    this.slots = Math.min(topology.hosts, Math.max(1, Math.floor(cacheBytes / (4 * topology.hosts))))
    this.evicts = this.slots < topology.hosts
    this.hosts = topology.hosts
    const few = topology.hosts <= FEW_HOSTS && !this.evicts
    this.table = few ? new Int32Array(topology.hosts * topology.hosts).fill(UNKNOWN) : undefined
    this.slotOf = new Int32Array(topology.hosts).fill(-1)
    this.incoming = incomingOf(topology)
  }

  path(from: number, to: number): Int32Array {
    return follow(this, from, to)
  }

  nextLink(at: number, to: number): number {
    const { table } = this
    if (table !== undefined) {
      const link = table[to * this.hosts + at]!
      if (link > UNKNOWN) return link
    }
    return this.nextByTree(at, to)
  }

  private nextByTree(at: number, to: number): number {
    let slot = this.slotOf[to]!
    // Written so that an unknown host, whose slot is undefined, takes the slow path and is refused there.
    if (!(slot >= 0)) slot = this.plant(to)
    if (this.evicts) this.used[slot] = ++this.calls
    return this.trees[slot]![at]!
  }

  setUp(link: number, up: boolean): void {
    if (!this.states.setUp(link, up)) return
    this.changes++
    const from = this.topology.from[link]!
    // A link lost spoils the trees that use it; one gained may shorten any.
    for (let slot = 0; slot < this.trees.length; slot++)
      if (this.destinationOf[slot]! >= 0 && (up || this.trees[slot]![from] === link)) this.forget(slot)
  }

  isUp(link: number): boolean {
    return this.states.isUp(link)
  }

  /** Trees kept at present. */
  get cached(): number {
    return this.destinationOf.filter((destination) => destination >= 0).length
  }

  private forget(slot: number): void {
    if (this.table !== undefined) this.trees[slot]!.fill(UNKNOWN)
    this.slotOf[this.destinationOf[slot]!] = -1
    this.destinationOf[slot] = -1
    this.used[slot] = -1
  }

  /** Makes the tree of a destination, in place of the one not used for longest when there is no room. */
  private plant(to: number): number {
    this.topology.requireHost(to)
    const slot = this.place(to)
    this.slotOf[to] = slot
    this.destinationOf[slot] = to
    const tree = this.trees[slot]!.fill(-1)
    if (this.byHops) this.searchByHops(to, tree)
    else this.searchByLatency(to, tree)
    return slot
  }

  /** A slot with room for the tree of a destination. */
  private place(to: number): number {
    const { table, hosts, trees } = this
    if (table !== undefined) {
      trees[to] = table.subarray(to * hosts, (to + 1) * hosts)
      return to
    }
    if (trees.length < this.slots) return trees.push(new Int32Array(hosts)) - 1
    let slot = 0
    for (let other = 1; other < this.slots; other++) if (this.used[other]! < this.used[slot]!) slot = other
    if (this.destinationOf[slot]! >= 0) this.forget(slot)
    return slot
  }

  /** Breadth first, from the destination against the links. */
  private searchByHops(to: number, tree: Int32Array): void {
    const { states } = this
    const { links, starts } = this.incoming
    const { from } = this.topology
    const hops = (this.hops ??= new Int32Array(this.topology.hosts))
    const queue = (this.queue ??= new Int32Array(this.topology.hosts))
    let tail = 0
    queue[tail++] = to
    hops[to] = 0
    for (let head = 0; head < tail; head++) {
      const host = queue[head]!
      const further = hops[host]! + 1
      for (let i = starts[host]!; i < starts[host + 1]!; i++) {
        const link = links[i]!
        if (!states.isUp(link)) continue
        const other = from[link]!
        if (other !== to && tree[other] === -1) {
          hops[other] = further
          tree[other] = link
          queue[tail++] = other
        } else if (other !== to && hops[other] === further && this.preferred(link, tree[other]!, to)) tree[other] = link
      }
    }
  }

  /** Dijkstra, from the destination against the links. */
  private searchByLatency(to: number, tree: Int32Array): void {
    const { states } = this
    const { links, starts } = this.incoming
    const { from, latency, hosts } = this.topology
    const heap = (this.heap ??= new HostHeap(hosts))
    const { distance, hops } = heap
    distance[to] = 0
    hops[to] = 0
    heap.raise(to)
    while (heap.size > 0) {
      const host = heap.take()
      const further = hops[host]! + 1
      for (let i = starts[host]!; i < starts[host + 1]!; i++) {
        const link = links[i]!
        if (!states.isUp(link)) continue
        const other = from[link]!
        if (other === to) continue
        const away = distance[host]! + Math.round(latency[link]! * PICOSECONDS)
        const known = tree[other]!
        const closer = known === -1 || away < distance[other]! || (away === distance[other]! && further < hops[other]!)
        if (closer) {
          tree[other] = link
          distance[other] = away
          hops[other] = further
          heap.raise(other)
        } else if (away === distance[other] && further === hops[other] && this.preferred(link, known, to))
          tree[other] = link
      }
    }
  }

  private preferred(link: number, other: number, to: number): boolean {
    if (!this.spread) return link < other
    const [a, b] = [mixed(link, to), mixed(other, to)]
    return a !== b ? a < b : link < other
  }
}

const PICOSECONDS = 1e12

/** A number of 32 bits that looks random, of a link and a destination (the finaliser of MurmurHash3). */
function mixed(link: number, to: number): number {
  let hash = (Math.imul(link, 0x9e3779b1) ^ Math.imul(to + 1, 0x85ebca6b)) | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
