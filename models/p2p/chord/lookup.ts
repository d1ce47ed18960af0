import type { Quantiles, Simulation, Tally } from '../../../engine/index.ts'
import type { Latency } from './latency.ts'
import { type Overlay, closestBefore, distanceToKey, firstBehind, ownsAsFarAsItKnows } from './overlay.ts'

/** How lookups travel; see the parameters of the model. */
export interface LookupParameters {
  readonly style: 'iterative' | 'recursive'
  readonly routing: 'fingers' | 'fingers-and-successors'
  readonly destination: 'predecessor' | 'owner'
  /** s */
  readonly timeout: number
}

/** A lookup on its way. Objects are used again: none is made for a message, few for a lookup. */
class Lookup {
  origin = 0
  key = 0
  /** Position that holds the request now. */
  at = 0
  hops = 0
  startedAt = 0
  /** It has the answer, or has given up, and the reply is on its way. */
  over = false
  answered = false
  /** The answer was not the owner at that moment. */
  wrong = false
  lost = false
  /** Dead positions that this lookup has run into: it does not try them again. */
  readonly avoid: number[] = []
  readonly step: () => void

  constructor(advance: (lookup: Lookup) => void) {
    this.step = () => advance(this)
  }
}

/** Carries out lookups on an overlay and keeps their statistics. One event a hop; time-outs are part of the hop. */
export class Lookups {
  /** hops[h]: answered lookups that took h hops. */
  readonly hops = new Float64Array(1024)
  readonly latency: Tally
  readonly latencies: Quantiles
  /** Lookups that ended, answered or not. */
  ended = 0
  answered = 0
  wrong = 0
  lost = 0
  timeouts = 0
  messages = 0
  /** Is told when no lookup is under way any more. */
  whenIdle: () => void = () => {}
  private underway = 0
  private readonly sim: Simulation
  private readonly overlay: Overlay
  private readonly between: Latency
  private readonly isLost: (key: number) => boolean
  private readonly p: LookupParameters
  private readonly idle: Lookup[] = []

  /**
   * @param between one-way delay from one node of the overlay to another, s
   * @param isLost whether no copy of a key is left
   */
  constructor(
    sim: Simulation,
    overlay: Overlay,
    between: Latency,
    isLost: (key: number) => boolean,
    p: LookupParameters,
  ) {
    this.sim = sim
    this.overlay = overlay
    this.between = between
    this.isLost = isLost
    this.p = p
    this.latency = sim.tally('lookup latency')
    this.latencies = sim.quantiles('lookup latency')
    sim.onWarmUpEnd(() => {
      this.hops.fill(0)
      this.ended = this.answered = this.wrong = this.lost = this.timeouts = this.messages = 0
    })
  }

  /** Starts a lookup for a key at a live position. */
  start(origin: number, key: number): void {
    const lookup = this.idle.pop() ?? new Lookup((due) => this.advance(due))
    lookup.origin = lookup.at = origin
    lookup.key = key
    lookup.hops = 0
    lookup.startedAt = this.sim.now
    lookup.over = lookup.answered = lookup.wrong = false
    lookup.avoid.length = 0
    lookup.lost = this.isLost(key)
    this.underway++
    this.advance(lookup)
  }

  /** The lookup has arrived somewhere: it is forwarded, or it ends. */
  private advance(lookup: Lookup): void {
    if (lookup.over) {
      this.finish(lookup)
      return
    }
    const { overlay, p } = this
    const { at, key, avoid } = lookup
    const distance = distanceToKey(overlay, at, key)
    const known = avoid.length
    for (;;) {
      const next = closestBefore(overlay, at, distance, avoid, p.routing === 'fingers-and-successors')
      if (next < 0) break
      if (!overlay.isDead(next)) {
        this.forward(lookup, next, known)
        return
      }
      avoid.push(next)
    }
    const owner = firstBehind(overlay, at, distance, (dead) => {
      if (p.destination === 'owner' && !avoid.includes(dead)) avoid.push(dead)
    })
    this.conclude(lookup, owner, known)
  }

  private forward(lookup: Lookup, next: number, known: number): void {
    const delay = this.waited(lookup, known) + this.contact(lookup, next)
    lookup.at = next
    lookup.hops++
    this.sim.schedule(delay, lookup.step)
  }

  /** The answer is known where the lookup stands: the owner may have to be asked, and the origin be told. */
  private conclude(lookup: Lookup, found: number, known: number): void {
    let delay = this.waited(lookup, known)
    let owner = found
    // A node that has joined lately may stand between: the owner knows it as its predecessor before others do.
    while (owner >= 0 && !ownsAsFarAsItKnows(this.overlay, owner, lookup.key)) {
      delay += this.contact(lookup, owner)
      lookup.at = owner
      lookup.hops++
      owner = this.overlay.predecessor(owner)
    }
    lookup.over = true
    lookup.answered = owner >= 0
    lookup.wrong = lookup.answered && !this.overlay.isOwner(owner, lookup.key)
    if (lookup.answered && this.p.destination === 'owner' && owner !== lookup.origin) {
      delay += this.contact(lookup, owner)
      lookup.at = owner
      lookup.hops++
    }
    if (this.p.style === 'recursive' && lookup.at !== lookup.origin) {
      delay += this.between(lookup.at, lookup.origin)
      this.messages++
    }
    if (delay > 0) this.sim.schedule(delay, lookup.step)
    else this.finish(lookup)
  }

  /** Time lost on the dead positions found since the lookup arrived here, s. */
  private waited({ avoid }: Lookup, known: number): number {
    const found = avoid.length - known
    this.timeouts += found
    this.messages += found
    return found * this.p.timeout
  }

  /** Time until `next` has the request (recursive) or has answered the origin (iterative), s. */
  private contact({ origin, at }: Lookup, next: number): number {
    this.messages += this.p.style === 'iterative' ? 2 : 1
    return this.p.style === 'iterative'
      ? this.between(origin, next) + this.between(next, origin)
      : this.between(at, next)
  }

  private finish(lookup: Lookup): void {
    this.ended++
    if (lookup.lost) this.lost++
    if (lookup.wrong) this.wrong++
    if (lookup.answered) {
      this.answered++
      this.hops[Math.min(lookup.hops, this.hops.length - 1)]! += 1
      const latency = this.sim.now - lookup.startedAt
      this.latency.record(latency)
      this.latencies.record(latency)
    }
    this.idle.push(lookup)
    if (--this.underway === 0) this.whenIdle()
  }
}
