import type { RandomStream } from '../../../engine/index.ts'
import type { Graph } from '../shared/graph-rows.ts'
import type { Asked } from './asked.ts'
import { Counters } from './counters.ts'

/** Where a walker does not go if it can go elsewhere. */
export type Memory = 'none' | 'not back' | 'unused links'

/** Nodes of a flood whose links are fetched from memory at the same time. */
const TOGETHER = 16

/**
 * Searches on a graph. One at a time, each over before the next begins; what the last one did stands in the public fields.
 * Walks and probes mark a node by the number of the search, so that nothing is cleared between searches. Floods mark it by a
 * bit, which is cleared when they are over: the bits of a million nodes stay in the second cache.
 */
export class Searches {
  /** Messages of the last search. */
  messages = 0
  /** Nodes that the last search reached, the origin not among them; of an expanding ring, those of its last ring. */
  visited = 0
  /** Messages that reached a node that the search had reached before. */
  duplicates = 0
  /** Hops to the first copy found, -1 when none was. */
  hops = -1
  /** Times that walkers asked the origin whether to go on. */
  checks = 0
  /** Messages received so far, by node, in all searches. */
  readonly load: Counters
  private readonly graph: Graph
  private readonly copies: Asked
  private readonly reached: Int32Array
  /** Nodes in the order in which a flood reaches them, and the node that each has the query from. */
  private readonly queue: Int32Array
  private readonly from: Int32Array
  /** A bit for each node that the flood has reached. */
  private readonly flooded: Int32Array
  /** Where the rows of neighbours begin and end, of the nodes whose turn it is. */
  private readonly begins = new Int32Array(TOGETHER)
  private readonly ends = new Int32Array(TOGETHER)
  /** Number of the search that last used a link, by place in the rows; only for walkers that mind. */
  private used = new Int32Array(0)
  private number = 0
  /** What was read to be fetched, kept so that no compiler leaves it out. */
  protected seen = 0

  constructor(graph: Graph, copies: Asked) {
    this.graph = graph
    this.copies = copies
    this.load = new Counters(graph.nodes)
    this.reached = new Int32Array(graph.nodes)
    this.queue = new Int32Array(graph.nodes)
    this.from = new Int32Array(graph.nodes)
    this.flooded = new Int32Array((graph.nodes + 31) >>> 5)
  }

  private begin(): void {
    this.messages = this.visited = this.duplicates = this.checks = 0
    this.hops = -1
  }

  /** Every node that hears the query for the first time, less than `ttl` hops away, tells all but the one it has it from. */
  flood(origin: number, ttl: number): void {
    this.begin()
    this.ring(origin, ttl)
  }

  /** Floods with longer and longer reach until the object is found: `first`, `first + step`, ... and at last `ttl` hops. */
  expand(origin: number, first: number, step: number, ttl: number): void {
    this.begin()
    for (let reach = Math.min(first, ttl); ; reach = Math.min(reach + step, ttl)) {
      this.visited = 0
      this.ring(origin, reach)
      if (this.hops >= 0 || reach === ttl) return
    }
  }

  private ring(origin: number, ttl: number): void {
    const { queue, from, flooded, load, copies, begins, ends } = this
    const { neighbour } = this.graph
    // Counted in a variable: a field of `this` would be written to memory with each message.
    let messages = 0
    let head = 0
    let tail = 1
    queue[0] = origin
    from[0] = -1
    flooded[origin >>> 5]! |= 1 << (origin & 31)
    for (let hop = 1; hop <= ttl && head < tail; hop++) {
      const level = tail
      while (head < level) {
        const count = Math.min(TOGETHER, level - head)
        this.fetchRows(head, count)
        for (let k = 0; k < count; k++, head++) {
          const node = queue[head]!
          const back = from[head]!
          for (let i = begins[k]!, end = ends[k]!; i < end; i++) {
            const other = neighbour[i]!
            if (other === back) continue
            messages++
            load.increment(other)
            const bit = 1 << (other & 31)
            const bits = flooded[other >>> 5]!
            if ((bits & bit) !== 0) continue
            flooded[other >>> 5] = bits | bit
            from[tail] = node
            queue[tail++] = other
          }
        }
      }
      for (let i = level; this.hops < 0 && i < tail; i++) if (copies.holds(queue[i]!)) this.hops = hop
    }
    for (let i = 0; i < tail; i++) flooded[queue[i]! >>> 5] = 0
    this.messages += messages
    this.visited += tail - 1
    this.duplicates += messages - (tail - 1)
  }

  /**
   * Looks up where the rows of some nodes of the queue are, and reads one neighbour of each to no other end than that it is
   * fetched. In a large graph both are far from the processor; in loops that decide nothing it waits for many at a time,
   * and for one at a time where it has to guess what comes next.
   */
  private fetchRows(head: number, count: number): void {
    const { queue, begins, ends } = this
    const { start, neighbour } = this.graph
    for (let k = 0; k < count; k++) {
      const node = queue[head + k]!
      begins[k] = start[node]!
      ends[k] = start[node + 1]!
    }
    let seen = 0
    for (let k = 0; k < count; k++) seen |= neighbour[begins[k]!]!
    this.seen = seen
  }

  /**
   * Walkers go from node to node, one hop at a time and all at once. One that finds the object stops; the others learn of it
   * when they ask the origin, every `check` hops.
   * @param steps hops after which a walker gives up
   */
  walk(origin: number, walkers: number, steps: number, check: number, memory: Memory, stream: RandomStream): void {
    const { queue, from, load, reached, copies } = this
    const { start } = this.graph
    this.begin()
    const number = ++this.number
    if (memory === 'unused links' && this.used.length === 0) this.used = new Int32Array(start[this.graph.nodes]!)
    reached[origin] = number
    if (start[origin] === start[origin + 1]) return
    // The arrays of floods serve as places and last places of walkers.
    const place = walkers <= queue.length ? queue : new Int32Array(walkers)
    const last = walkers <= from.length ? from : new Int32Array(walkers)
    for (let w = 0; w < walkers; w++) {
      place[w] = origin
      last[w] = -1
    }
    let walking = walkers
    for (let step = 1; step <= steps && walking > 0; step++) {
      for (let w = 0; w < walking; w++) {
        const node = place[w]!
        const other = this.next(node, last[w]!, memory, stream)
        last[w] = node
        place[w] = other
        this.messages++
        load.increment(other)
        if (reached[other] === number) this.duplicates++
        else {
          reached[other] = number
          this.visited++
        }
        if (other === origin || !copies.holds(other)) continue
        if (this.hops < 0) this.hops = step
        // The last walker takes its place in the list, and has its own turn in this step.
        walking--
        place[w] = place[walking]!
        last[w] = last[walking]!
        w--
      }
      if (step % check === 0) {
        this.checks += walking
        if (this.hops >= 0) return
      }
    }
  }

  /** A random neighbour, of those that the memory allows when there are any. */
  private next(node: number, from: number, memory: Memory, stream: RandomStream): number {
    const { start, neighbour } = this.graph
    const begin = start[node]!
    const degree = start[node + 1]! - begin
    if (memory === 'none') return neighbour[begin + ((stream.uniform01() * degree) | 0)]!
    if (memory === 'not back') {
      if (degree === 1) return neighbour[begin]!
      for (;;) {
        const other = neighbour[begin + ((stream.uniform01() * degree) | 0)]!
        if (other !== from) return other
      }
    }
    const { used, number } = this
    let unused = 0
    for (let i = begin; i < begin + degree; i++) if (used[i] !== number) unused++
    let skip = (stream.uniform01() * (unused === 0 ? degree : unused)) | 0
    for (let i = begin; ; i++) {
      if (unused > 0 && used[i] === number) continue
      if (skip-- > 0) continue
      used[i] = number
      return neighbour[i]!
    }
  }

  /** Asks random other nodes one after the other, whatever the links, until one has the object. */
  probe(origin: number, steps: number, stream: RandomStream): void {
    const { reached, load, copies } = this
    const { nodes } = this.graph
    this.begin()
    const number = ++this.number
    reached[origin] = number
    for (let step = 1; step <= steps; step++) {
      const other = (origin + 1 + ((stream.uniform01() * (nodes - 1)) | 0)) % nodes
      this.messages++
      load.increment(other)
      if (reached[other] === number) this.duplicates++
      else {
        reached[other] = number
        this.visited++
      }
      if (!copies.holds(other)) continue
      this.hops = step
      return
    }
  }
}
