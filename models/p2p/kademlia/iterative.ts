import type { Simulation } from '../../../engine/index.ts'
import type { Latency } from '../shared/underlay.ts'
import type { Outcome } from './recursive.ts'
import { ANSWERED, ASKED, DEAD, NEW, Shortlist } from './shortlist.ts'
import type { Tables } from './tables.ts'

/** How a lookup asks; see the parameters of the model. */
export interface IterativeParameters {
  readonly bucketSize: number
  readonly parallel: number
  readonly until: 'closest' | 'all k'
  /** s */
  readonly timeout: number
}

/** Nodes that a lookup can keep in mind: far more than it ever hears of. */
const ROOM = 16_384

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
  /** Nodes heard of. */
  private readonly list: Shortlist
  private waiting = 0
  /** Number of the lookup. Replies to an earlier one, which is over, are not listened to. */
  private lookup = 0

  constructor(sim: Simulation, tables: Tables, dead: Uint8Array, between: Latency, p: IterativeParameters) {
    this.sim = sim
    this.tables = tables
    this.dead = dead
    this.between = between
    this.p = p
    this.list = new Shortlist(Math.min(dead.length, ROOM))
  }

  /** Starts a lookup at a live node; `done` is told how it went, at the time when it is over. */
  start(origin: number, key: number, done: (outcome: Outcome) => void): void {
    this.lookup++
    this.origin = origin
    this.key = key
    this.done = done
    this.startedAt = this.sim.now
    this.messages = this.timeouts = this.waiting = 0
    this.list.begin(key, origin, this.tables.ids[origin]!)
    this.hear(origin, 1)
    this.proceed()
  }

  /** Learns the k contacts of a node that are closest to the key, so many hops from the origin. */
  private hear(from: number, hops: number): void {
    const { tables, list, p } = this
    const known = Math.min(tables.nearest(from, this.key, p.bucketSize, false), p.bucketSize)
    for (let i = 0; i < known; i++) {
      const contact = tables.found[i]!
      list.add(contact, tables.ids[contact]!, hops)
    }
  }

  /** Asks the closest of those not asked yet, as many at a time as allowed, or ends. */
  private proceed(): void {
    const { list, p } = this
    const { states } = list
    const first = list.closest()
    if (p.until === 'closest' && states[first] === ANSWERED) {
      this.finish(first)
      return
    }
    let candidates = 0
    let open = false
    for (let place = 0; place < list.size; place++) {
      const now = states[place]
      if (now === DEAD) continue
      if (++candidates > p.bucketSize) break
      if (now === ANSWERED) continue
      open = true
      if (now === NEW && this.waiting < p.parallel) this.ask(place)
    }
    if (!open) this.finish(first)
  }

  private ask(place: number): void {
    const { sim, lookup, origin } = this
    const node = this.list.nodes[place]!
    this.list.states[place] = ASKED
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
      this.hear(node, this.list.hops[this.list.placeOf(node)]! + 1)
      this.settle(node, ANSWERED)
    })
  }

  private settle(node: number, state: number): void {
    this.waiting--
    this.list.states[this.list.placeOf(node)] = state
    this.proceed()
  }

  private finish(place: number): void {
    const { list, dead } = this
    this.lookup++
    // Who was asked and has not replied yet will: the message is paid for.
    let replies = 0
    for (let i = 0; i < list.size; i++) if (list.states[i] === ASKED && dead[list.nodes[i]!] === 0) replies++
    this.done({
      end: list.nodes[place]!,
      hops: list.hops[place]!,
      latency: this.sim.now - this.startedAt,
      messages: this.messages + replies,
      timeouts: this.timeouts,
    })
  }
}
