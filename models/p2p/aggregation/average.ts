import type { RandomStream } from '../../../engine/index.ts'

/** How nodes pair up in a cycle, and what goes wrong. */
export interface AveragingRules {
  readonly nodes: number
  /** Each node calls another once; or as many pairs as nodes, both ends at random; or two perfect matchings. */
  readonly pairing: 'each calls once' | 'random pairs' | 'matching twice'
  /** Neighbours of a node, drawn once at random; Infinity when it may call anybody. */
  readonly neighbours: number
  /** Probability that an exchange does not begin. */
  readonly linkFailure: number
  /** Probability that a message, request or reply, is lost. */
  readonly messageLoss: number
  /** Probability that a node crashes before a cycle. */
  readonly crash: number
}

export interface AveragingStreams {
  readonly partners: RandomStream
  readonly overlay: RandomStream
  readonly failures: RandomStream
}

/**
 * Push-pull averaging: pairs of nodes replace their values by the mean of both. Values lie in one typed array; nodes that
 * crash leave the list of the living.
 */
export class Averaging {
  readonly value: Float64Array
  /** Nodes alive: `alive[0]` to `alive[living - 1]`. */
  living: number
  /** Exchanges that began. */
  exchanges = 0
  private readonly alive: Int32Array
  /** Where a node is in `alive`, -1 once it has crashed. */
  private readonly place: Int32Array
  private readonly order: Int32Array
  private readonly views: Int32Array
  private readonly rules: AveragingRules
  private readonly streams: AveragingStreams

  constructor(rules: AveragingRules, streams: AveragingStreams, initial: (node: number) => number) {
    const { nodes, neighbours } = rules
    this.rules = rules
    this.streams = streams
    this.value = new Float64Array(nodes)
    for (let node = 0; node < nodes; node++) this.value[node] = initial(node)
    this.alive = Int32Array.from({ length: nodes }, (_, node) => node)
    this.place = this.alive.slice()
    this.order = this.alive.slice()
    this.living = nodes
    this.views = new Int32Array(neighbours < Infinity ? nodes * neighbours : 0)
    for (let i = 0; i < this.views.length; i++) this.views[i] = this.other((i / neighbours) | 0, streams.overlay)
  }

  /** One cycle. */
  step(): void {
    const { pairing, nodes, crash } = this.rules
    if (crash > 0) this.crashSome(crash)
    if (this.living < 2) return
    if (pairing === 'each calls once') {
      // In a new order each cycle: whoever calls late calls with a value that has been averaged already.
      this.shuffle(this.order, nodes)
      for (let i = 0; i < nodes; i++) if (this.place[this.order[i]!]! >= 0) this.call(this.order[i]!)
    } else if (pairing === 'random pairs') {
      for (let i = 0; i < this.living; i++) this.call(this.alive[this.streams.partners.integer(0, this.living - 1)]!)
    } else {
      for (let round = 0; round < 2; round++) {
        this.shuffle(this.alive, this.living)
        for (let i = 0; i < this.living; i++) this.place[this.alive[i]!] = i
        for (let i = 0; i + 1 < this.living; i += 2) this.exchange(this.alive[i]!, this.alive[i + 1]!)
      }
    }
  }

  /** Mean of the values of the living. */
  get mean(): number {
    let sum = 0
    for (let i = 0; i < this.living; i++) sum += this.value[this.alive[i]!]!
    return sum / this.living
  }

  /** Sample variance of the values of the living. */
  get variance(): number {
    const { mean } = this
    let squares = 0
    for (let i = 0; i < this.living; i++) {
      const distance = this.value[this.alive[i]!]! - mean
      squares += distance * distance
    }
    return squares / (this.living - 1)
  }

  private call(node: number): void {
    const { neighbours } = this.rules
    const { partners } = this.streams
    if (neighbours === Infinity) return this.exchange(node, this.other(node, partners))
    const partner = this.views[node * neighbours + partners.integer(0, neighbours - 1)]!
    // Who calls a crashed node waits in vain.
    if (this.place[partner]! >= 0) this.exchange(node, partner)
  }

  private exchange(caller: number, called: number): void {
    const { linkFailure, messageLoss } = this.rules
    const { failures } = this.streams
    if (linkFailure > 0 && failures.uniform01() < linkFailure) return
    if (messageLoss > 0 && failures.uniform01() < messageLoss) return
    this.exchanges++
    const mean = (this.value[caller]! + this.value[called]!) / 2
    this.value[called] = mean
    // A lost reply leaves the caller with its old value: the sum of all values changes.
    if (messageLoss > 0 && failures.uniform01() < messageLoss) return
    this.value[caller] = mean
  }

  /** A random living node but this one. */
  private other(node: number, stream: RandomStream): number {
    const i = stream.integer(0, this.living - 2)
    return this.alive[i < this.place[node]! ? i : i + 1]!
  }

  private crashSome(probability: number): void {
    for (let i = this.living - 1; i >= 0; i--) {
      if (this.streams.failures.uniform01() >= probability) continue
      const node = this.alive[i]!
      const last = this.alive[--this.living]!
      this.alive[i] = last
      this.place[last] = i
      this.place[node] = -1
    }
  }

  private shuffle(nodes: Int32Array, count: number): void {
    for (let i = count - 1; i > 0; i--) {
      const j = this.streams.partners.integer(0, i)
      const node = nodes[i]!
      nodes[i] = nodes[j]!
      nodes[j] = node
    }
  }
}
