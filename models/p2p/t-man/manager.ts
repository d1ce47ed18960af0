import type { RandomStream } from '../../../engine/index.ts'
import type { Sampling } from './sampling.ts'
import type { Target } from './target.ts'

/** How nodes exchange what they know. */
export interface Rules {
  readonly nodes: number
  /** Peers that a node keeps: those nearest to it in the target. */
  readonly view: number
  /** A node calls a random one of so many nearest peers. */
  readonly nearest: number
  /** Descriptors in a message, those nearest to the receiver; Infinity for all that the sender has. */
  readonly message: number
  /** Random descriptors that the sender adds from the layer below. */
  readonly random: number
}

/**
 * The topology manager: each node keeps the peers that are nearest to it in the target topology, and swaps what it knows with
 * near peers, who know better. Views lie in typed arrays, each sorted by distance.
 */
export class TopologyManager {
  private readonly rules: Rules
  private readonly target: Target
  private readonly sampling: Sampling
  private readonly stream: RandomStream
  /** `peer[node * view + i]` for i below `count[node]`, the nearest first, and its distance from the node. */
  private readonly peer: Int32Array
  private readonly far: Int32Array
  private readonly count: Int32Array
  /** Messages on their way, one to the partner and one back. */
  private readonly sent: Int32Array
  private readonly reply: Int32Array
  /** Distances of a message's descriptors from the receiver, while the nearest are chosen. */
  private readonly sentFar: Int32Array
  private readonly order: Int32Array

  constructor(rules: Rules, target: Target, sampling: Sampling, stream: RandomStream) {
    const { nodes, view, random } = rules
    this.rules = rules
    this.target = target
    this.sampling = sampling
    this.stream = stream
    this.peer = new Int32Array(nodes * view)
    this.far = new Int32Array(nodes * view)
    this.count = new Int32Array(nodes)
    this.sent = new Int32Array(view + 1 + random)
    this.reply = new Int32Array(view + 1 + random)
    this.sentFar = new Int32Array(view + 1 + random)
    this.order = Int32Array.from({ length: nodes }, (_, node) => node)
    const wanted = Math.min(view, nodes - 1)
    for (let node = 0; node < nodes; node++) {
      // A view of the layer below may be smaller than the one wanted: then all of it.
      for (let tries = 20 * view; this.count[node]! < wanted && tries > 0; tries--) {
        const peer = sampling.peerOf(node)
        if (peer !== node) this.insert(node, peer)
      }
    }
  }

  /** Every node begins one exchange, in random order: in that of the places, news would travel along the target. */
  cycle(): void {
    const { order, stream } = this
    this.sampling.cycle()
    for (let i = order.length - 1; i >= 0; i--) {
      const chosen = (stream.uniform01() * (i + 1)) | 0
      const node = order[chosen]!
      order[chosen] = order[i]!
      order[i] = node
      this.exchange(node)
    }
  }

  /** Fraction of the links of the target that nodes do not know yet. */
  missing(): number {
    const { nodes, view } = this.rules
    let known = 0
    for (let node = 0; node < nodes; node++) {
      const end = node * view + this.count[node]!
      for (let i = node * view; i < end && this.far[i] === 1; i++) known++
    }
    return 1 - known / this.target.links
  }

  /** The peers that a node knows, nearest first. */
  viewOf(node: number): number[] {
    const from = node * this.rules.view
    return [...this.peer.subarray(from, from + this.count[node]!)]
  }

  private exchange(node: number): void {
    const { view, nearest } = this.rules
    const choices = Math.min(nearest, this.count[node]!)
    if (choices === 0) return
    const partner = this.peer[node * view + ((this.stream.uniform01() * choices) | 0)]!
    const sent = this.compose(node, partner, this.sent)
    const replied = this.compose(partner, node, this.reply)
    for (let i = 0; i < sent; i++) if (this.sent[i] !== partner) this.insert(partner, this.sent[i]!)
    for (let i = 0; i < replied; i++) if (this.reply[i] !== node) this.insert(node, this.reply[i]!)
  }

  /** Writes what a node tells another: itself, its view, random peers; of these the nearest to the receiver. */
  private compose(node: number, receiver: number, message: Int32Array): number {
    const { view, random, message: limit } = this.rules
    const from = node * view
    let length = 0
    message[length++] = node
    for (let i = from; i < from + this.count[node]!; i++) message[length++] = this.peer[i]!
    for (let i = 0; i < random; i++) message[length++] = this.sampling.peerOf(node)
    if (length <= limit) return length
    const { sentFar } = this
    for (let i = 0; i < length; i++) {
      const candidate = message[i]!
      const far = this.target.distance(receiver, candidate)
      let at = Math.min(i, limit)
      for (; at > 0 && sentFar[at - 1]! > far; at--) {
        if (at === limit) continue
        message[at] = message[at - 1]!
        sentFar[at] = sentFar[at - 1]!
      }
      if (at === limit) continue
      message[at] = candidate
      sentFar[at] = far
    }
    return limit
  }

  /** Takes a peer into a view, in its place by distance, if it is new and near enough. */
  private insert(node: number, candidate: number): void {
    const { peer, far, count } = this
    const { view } = this.rules
    const from = node * view
    const held = count[node]!
    const distance = this.target.distance(node, candidate)
    let at = from + held
    if (held === view) {
      // Those who are there stay before others at the same distance.
      if (far[at - 1]! <= distance) return
    }
    let place = at
    while (place > from && far[place - 1]! > distance) place--
    for (let i = place; i > from && far[i - 1] === distance; i--) if (peer[i - 1] === candidate) return
    if (held === view) at--
    else count[node] = held + 1
    for (; at > place; at--) {
      peer[at] = peer[at - 1]!
      far[at] = far[at - 1]!
    }
    peer[place] = candidate
    far[place] = distance
  }
}
