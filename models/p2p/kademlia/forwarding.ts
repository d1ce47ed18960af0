import type { Simulation } from '../../../engine/index.ts'
import { LookupUnderWay } from '../shared/lookup.ts'
import type { Outcomes } from '../shared/outcomes.ts'
import type { Traffic } from '../shared/traffic.ts'
import type { Latency } from '../shared/underlay.ts'
import type { Running } from './running.ts'

class Forwarded extends LookupUnderWay {
  right = false
  readonly step: () => void

  constructor(advance: (lookup: Forwarded) => void) {
    super()
    this.step = () => advance(this)
  }
}

/** Recursive lookups on a running network: each node forwards to its contact closest to the key, and the last one replies. */
export class Forwarding {
  /** Lookups under way. */
  underway = 0
  /** Is told when no lookup is under way any more. */
  whenIdle: () => void = () => {}
  private readonly idle: Forwarded[] = []
  private readonly sim: Simulation
  private readonly network: Running
  private readonly between: Latency
  private readonly outcomes: Outcomes
  private readonly traffic: Traffic
  private readonly timeout: number

  /** @param timeout wait for a dead node, s */
  constructor(
    sim: Simulation,
    network: Running,
    between: Latency,
    outcomes: Outcomes,
    traffic: Traffic,
    { timeout }: { readonly timeout: number },
  ) {
    this.sim = sim
    this.network = network
    this.between = between
    this.outcomes = outcomes
    this.traffic = traffic
    this.timeout = timeout
  }

  /** Starts a lookup for a key at a living node. */
  start(origin: number, key: number): void {
    const lookup = this.idle.pop() ?? new Forwarded((due) => this.advance(due))
    lookup.origin = lookup.at = lookup.before = origin
    lookup.key = key
    lookup.hops = 0
    lookup.startedAt = this.sim.now
    lookup.over = lookup.right = lookup.answered = false
    lookup.avoid.length = 0
    this.underway++
    this.network.buckets.touch(origin, key, this.sim.now)
    this.advance(lookup)
  }

  /** The request has arrived somewhere, or the reply at the origin. */
  private advance(lookup: Forwarded): void {
    const { network, sim } = this
    if (lookup.over) {
      this.finish(lookup)
      return
    }
    const { at, before, origin } = lookup
    if (!network.roster.isAlive(at)) {
      // It left before the request came: whoever sent it waits in vain, and looks further.
      lookup.at = lookup.before = network.roster.isAlive(before) ? before : origin
      lookup.over = !network.roster.isAlive(lookup.at)
      this.outcomes.timeouts++
      lookup.avoid.push(at)
      network.miss(lookup.at, at)
      sim.schedule(this.timeout, lookup.step)
      return
    }
    if (at !== before) network.hear(at, before)
    const known = lookup.avoid.length
    const next = this.choose(lookup)
    const waited = (lookup.avoid.length - known) * this.timeout
    if (next < 0) {
      this.conclude(lookup, waited)
      return
    }
    lookup.before = at
    lookup.at = next
    lookup.hops++
    this.send(2)
    sim.schedule(waited + this.between(at, next), lookup.step)
  }

  /** The living contact that is closest to the key, closer than the holder itself; -1 if there is none. The dead are waited for. */
  private choose(lookup: Forwarded): number {
    const { network } = this
    const { at, key, avoid } = lookup
    for (let wanted = 1, seen = 0; ;) {
      const known = network.buckets.nearest(at, key, wanted, true)
      let missed = -1
      for (let i = 0; i < known && missed < 0; i++) {
        const contact = network.buckets.found[i]!
        if (avoid.includes(contact)) continue
        if (network.roster.isAlive(contact)) return contact
        missed = contact
      }
      if (missed >= 0) this.miss(lookup, at, missed)
      else if (known <= seen) return -1
      else {
        seen = known
        wanted = known + 1
      }
    }
  }

  /** A node has waited for a dead contact: it forgets it, and the lookup keeps off it. The request was sent all the same. */
  private miss(lookup: Forwarded, node: number, dead: number): void {
    this.outcomes.timeouts++
    lookup.avoid.push(dead)
    this.network.miss(node, dead)
    this.send(2)
  }

  private conclude(lookup: Forwarded, waited: number): void {
    const { at, origin } = lookup
    lookup.over = lookup.answered = true
    lookup.right = this.network.isClosest(at, lookup.key)
    if (at === origin) {
      if (waited > 0) this.sim.schedule(waited, lookup.step)
      else this.finish(lookup)
      return
    }
    this.send(1)
    this.sim.schedule(waited + this.between(at, origin), lookup.step)
  }

  /** A message names the key and the origin, a reply the node found. */
  private send(entries: number): void {
    this.outcomes.messages++
    this.traffic.lookUp(1, entries)
  }

  private finish(lookup: Forwarded): void {
    const { at, origin, startedAt, hops } = lookup
    if (lookup.answered) {
      this.outcomes.answer(hops, this.sim.now - startedAt, lookup.right)
      if (this.network.roster.isAlive(at)) this.network.hear(origin, at)
    } else this.outcomes.giveUp()
    this.idle.push(lookup)
    if (--this.underway === 0) this.whenIdle()
  }
}
