import type { Simulation } from '../../../engine/index.ts'
import { LookupUnderWay } from '../shared/lookup.ts'
import type { Outcomes } from '../shared/outcomes.ts'
import type { Traffic } from '../shared/traffic.ts'
import type { Latency } from '../shared/underlay.ts'
import { nextHop } from './choice.ts'
import type { Style } from './route.ts'
import type { Running } from './running.ts'

class Routed extends LookupUnderWay {
  right = false
  /** The key was within the leaf set of a node on the way. */
  near = false
  readonly step: () => void

  constructor(advance: (lookup: Routed) => void) {
    super()
    this.step = () => advance(this)
  }
}

/** Lookups on a running network. One event a hop; time-outs are part of the hop. */
export class Messages {
  /** Lookups under way. */
  underway = 0
  /** Is told when no lookup is under way any more. */
  whenIdle: () => void = () => {}
  /** Direct delay from the origins to the destinations of answered lookups, s together. */
  direct = 0
  private readonly idle: Routed[] = []
  private readonly sim: Simulation
  private readonly network: Running
  private readonly between: Latency
  private readonly outcomes: Outcomes
  private readonly traffic: Traffic
  private readonly p: { readonly style: Style; readonly timeout: number }

  constructor(
    sim: Simulation,
    network: Running,
    between: Latency,
    outcomes: Outcomes,
    traffic: Traffic,
    p: { readonly style: Style; readonly timeout: number },
  ) {
    this.sim = sim
    this.network = network
    this.between = between
    this.outcomes = outcomes
    this.traffic = traffic
    this.p = p
    sim.onWarmUpEnd(() => {
      this.direct = 0
    })
  }

  /** Starts a lookup for a key at a living node. */
  start(origin: number, key: number): void {
    const lookup = this.idle.pop() ?? new Routed((due) => this.advance(due))
    lookup.origin = lookup.at = lookup.before = origin
    lookup.key = key
    lookup.hops = 0
    lookup.startedAt = this.sim.now
    lookup.over = lookup.answered = lookup.right = lookup.near = false
    lookup.avoid.length = 0
    this.underway++
    this.advance(lookup)
  }

  /** The request has arrived somewhere, or the reply at the origin. */
  private advance(lookup: Routed): void {
    const { network, sim, p } = this
    if (lookup.over) {
      this.finish(lookup)
      return
    }
    const { at, before, origin, key, avoid } = lookup
    const { roster } = network
    if (!roster.isAlive(at)) {
      // It left before the request came: whoever sent it waits in vain, and looks further.
      lookup.at = lookup.before = roster.isAlive(before) ? before : origin
      lookup.over = !roster.isAlive(lookup.at)
      this.outcomes.timeouts++
      avoid.push(at)
      if (p.style !== 'iterative') network.miss(lookup.at, at, key)
      sim.schedule(p.timeout, lookup.step)
      return
    }
    lookup.near ||= network.state.covers(at, key)
    const known = avoid.length
    const next = nextHop(network.state, roster, at, key, lookup.near, avoid, (dead) => {
      avoid.push(dead)
      this.outcomes.timeouts++
      this.send(1, p.style === 'iterative' ? 1 : 2)
      // An origin that asks itself does not know whose tables are to be mended.
      if (p.style !== 'iterative' || at === origin) network.miss(at, dead, key)
    })
    const waited = (avoid.length - known) * p.timeout
    if (next === at) {
      this.conclude(lookup, waited)
      return
    }
    lookup.before = at
    lookup.at = next
    lookup.hops++
    this.send(p.style === 'iterative' ? 2 : 1, 2)
    sim.schedule(waited + this.delay(origin, at, next), lookup.step)
  }

  /** Time until the next node has the request, or has answered the origin, s. */
  private delay(origin: number, at: number, next: number): number {
    const { between } = this
    return this.p.style === 'iterative' ? between(origin, next) + between(next, origin) : between(at, next)
  }

  private conclude(lookup: Routed, waited: number): void {
    const { at, origin, key } = lookup
    lookup.over = lookup.answered = true
    lookup.right = this.network.isClosest(at, key)
    let delay = waited
    if (this.p.style === 'recursive' && at !== origin) {
      this.send(1, 1)
      delay += this.between(at, origin)
    }
    if (delay > 0) this.sim.schedule(delay, lookup.step)
    else this.finish(lookup)
  }

  private send(messages: number, entries: number): void {
    this.outcomes.messages += messages
    this.traffic.lookUp(messages, entries)
  }

  private finish(lookup: Routed): void {
    if (lookup.answered) {
      this.outcomes.answer(lookup.hops, this.sim.now - lookup.startedAt, lookup.right)
      this.direct += this.between(lookup.origin, lookup.at)
    } else this.outcomes.giveUp()
    this.idle.push(lookup)
    if (--this.underway === 0) this.whenIdle()
  }
}
