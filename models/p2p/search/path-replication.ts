import type { RandomStream } from '../../../engine/index.ts'
import { Asked } from './asked.ts'

/**
 * Copies that searches make: each query leaves copies of what it found at random nodes, as many as it made probes, thinned
 * by a factor. Nodes have so many places and give up the oldest copy first; one node owns each object for good.
 * @source Cohen and Shenker, SIGCOMM 2002, section 5: path replication makes copies proportional to the root of popularity,
 *   for a copy lives as long whatever its object.
 */
export class PathReplication extends Asked {
  /** Copies of each object, the owner's not counted. */
  readonly count: Int32Array
  /** Objects by place, -1 where there is none yet: `slot[node * storage + i]`. */
  private readonly slot: Int32Array
  /** Place that is overwritten next, by node. */
  private readonly oldest: Int32Array
  private readonly owner: Int32Array
  private readonly nodes: number
  private readonly storage: number
  private readonly copying: number
  private readonly stream: RandomStream

  /** @param copying copies made for each probe of a search, on average */
  constructor(q: Float64Array, nodes: number, storage: number, copying: number, stream: RandomStream) {
    super(q)
    this.nodes = nodes
    this.storage = storage
    this.copying = copying
    this.stream = stream
    this.count = new Int32Array(q.length)
    this.slot = new Int32Array(nodes * storage)
    this.oldest = new Int32Array(nodes)
    // Start: every place taken, each object as often as the others.
    for (let i = 0; i < this.slot.length; i++) this.count[(this.slot[i] = (stream.uniform01() * q.length) | 0)]!++
    this.owner = Int32Array.from(q, () => (stream.uniform01() * nodes) | 0)
  }

  holds(node: number): boolean {
    const { slot, storage, object } = this
    for (let i = node * storage; i < (node + 1) * storage; i++) if (slot[i] === object) return true
    return this.owner[object] === node
  }

  /** A search has found the object after so many probes. */
  override found(probes: number): void {
    const { stream, slot, oldest, storage, count, object } = this
    const wanted = probes * this.copying
    const whole = Math.floor(wanted)
    for (let made = whole + (stream.uniform01() < wanted - whole ? 1 : 0); made > 0; made--) {
      const node = (stream.uniform01() * this.nodes) | 0
      if (this.holds(node)) continue
      const at = node * storage + oldest[node]!
      count[slot[at]!]!--
      slot[at] = object
      count[object]!++
      oldest[node] = (oldest[node]! + 1) % storage
    }
  }
}
