import type { Simulation } from '../../../engine/index.ts'
import type { Latency } from '../shared/underlay.ts'
import type { Outcome } from './recursive.ts'
import type { Tables } from './tables.ts'

/** How a lookup asks; see the parameters of the model. */
export interface IterativeParameters {
  readonly bucketSize: number
  readonly parallel: number
  readonly until: 'closest' | 'all k'
  /** s */
  readonly timeout: number
}

const NEW = 0
const ASKED = 1
const ANSWERED = 2
const DEAD = 3

/** A lookup by which the origin asks closer and closer nodes itself, several at a time. One at a time is under way. */
export class Iterative {
  private readonly sim: Simulation
  private readonly tables: Tables
  private readonly dead: Uint8Array
  private readonly between: Latency
  private readonly p: IterativeParameters
  private origin = 0
  private key = 0
  private startedAt = 0
  private done: (outcome: Outcome) => void = () => {}
  private messages = 0
  private timeouts = 0
  /** Nodes heard of, the closest to the key first. */
  private readonly list: number[] = []
  /** By node: the last lookup in which it was heard of, what became of it, and how many hops away it is. */
  private readonly heardIn: Int32Array
  private readonly state: Uint8Array
  private readonly hops: Uint16Array
  private waiting = 0
  /** Number of the lookup. Replies to an earlier one, which is over, are not listened to. */
  private lookup = 0

  constructor(sim: Simulation, tables: Tables, dead: Uint8Array, between: Latency, p: IterativeParameters) {
    this.sim = sim
    this.tables = tables
    this.dead = dead
    this.between = between
    this.p = p
    this.heardIn = new Int32Array(dead.length)
    this.state = new Uint8Array(dead.length)
    this.hops = new Uint16Array(dead.length)
  }

  /** Starts a lookup at a live node; `done` is told how it went, at the time when it is over. */
  start(origin: number, key: number, done: (outcome: Outcome) => void): void {
    this.lookup++
    this.origin = origin
    this.key = key
    this.done = done
    this.startedAt = this.sim.now
    this.messages = this.timeouts = this.waiting = 0
    this.list.length = 0
    this.add(origin, 0)
    this.state[origin] = ANSWERED
    this.hear(origin)
    this.proceed()
  }

  /** Learns the k contacts of a node that are closest to the key. */
  private hear(from: number): void {
    const { tables, key, heardIn, hops, p } = this
    const known = Math.min(tables.nearest(from, key, p.bucketSize, false), p.bucketSize)
    for (let i = 0; i < known; i++) {
      const contact = tables.found[i]!
      if (heardIn[contact] !== this.lookup) this.add(contact, hops[from]! + 1)
    }
  }

  private add(contact: number, hops: number): void {
    const { list, tables, key } = this
    this.heardIn[contact] = this.lookup
    this.state[contact] = NEW
    this.hops[contact] = hops
    const distance = tables.distance(contact, key)
    let place = list.length
    while (place > 0 && tables.distance(list[place - 1]!, key) > distance) place--
    list.splice(place, 0, contact)
  }

  /** Asks the closest of those not asked yet, as many at a time as allowed, or ends. */
  private proceed(): void {
    const { list, state, p } = this
    const first = list.find((node) => state[node] !== DEAD)!
    if (p.until === 'closest' && state[first] === ANSWERED) {
      this.finish(first)
      return
    }
    let candidates = 0
    let open = false
    for (const node of list) {
      const now = state[node]
      if (now === DEAD) continue
      if (++candidates > p.bucketSize) break
      if (now === ANSWERED) continue
      open = true
      if (now === NEW && this.waiting < p.parallel) this.ask(node)
    }
    if (!open) this.finish(first)
  }

  private ask(node: number): void {
    const { sim, lookup, origin } = this
    this.state[node] = ASKED
    this.waiting++
    this.messages++
    if (this.dead[node] !== 0) {
      sim.schedule(this.p.timeout, () => {
        if (lookup !== this.lookup) return
        this.timeouts++
        this.settle(node, DEAD)
      })
      return
    }
    sim.schedule(this.between(origin, node) + this.between(node, origin), () => {
      if (lookup !== this.lookup) return
      this.messages++
      this.hear(node)
      this.settle(node, ANSWERED)
    })
  }

  private settle(node: number, state: number): void {
    this.waiting--
    this.state[node] = state
    this.proceed()
  }

  private finish(end: number): void {
    this.lookup++
    // Who was asked and has not replied yet will: the message is paid for.
    const replies = this.list.filter((node) => this.state[node] === ASKED && this.dead[node] === 0).length
    this.done({
      end,
      hops: this.hops[end]!,
      latency: this.sim.now - this.startedAt,
      messages: this.messages + replies,
      timeouts: this.timeouts,
    })
  }
}
