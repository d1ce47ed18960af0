import type { Simulation, Tally } from '../../../engine/index.ts'
import { LookupUnderWay } from '../shared/lookup.ts'
import { Outcomes } from '../shared/outcomes.ts'
import type { Traffic } from '../shared/traffic.ts'
import type { Latency } from './latency.ts'
import { type Overlay, closestBefore, distanceToKey, firstBehind, ownsAsFarAsItKnows } from './overlay.ts'

/** How lookups travel; see the parameters of the model. */
export interface LookupParameters {
  readonly style: 'iterative' | 'recursive'
  readonly routing: 'fingers' | 'fingers-and-successors'
  readonly destination: 'predecessor' | 'owner'
  /** s */
  readonly timeout: number
  readonly atDead: 'next best' | 'give up'
}

/** A lookup is the event of its own arrival. */
class Lookup extends LookupUnderWay {
  /** The answer was not the owner at that moment. */
  wrong = false
  lost = false
  /** What was read to be fetched, kept so that no compiler leaves it out. */
  next = 0
  private readonly overlay: Overlay
  private readonly advance: (lookup: Lookup) => void

  constructor(overlay: Overlay, advance: (lookup: Lookup) => void) {
    super()
    this.overlay = overlay
    this.advance = advance
  }

  arrive(): void {
    this.advance(this)
  }

  /** Read by the kernel a little before the event: where it arrives the tables are far from the processor in a large ring. */
  get near(): this {
    this.next = this.overlay.fetch(this.at, this.key)
    return this
  }
}

/** Carries out lookups on an overlay and keeps their statistics. One event a hop; time-outs are part of the hop. */
export class Lookups {
  readonly outcomes: Outcomes
  readonly latency: Tally
  /** Lookups for keys of which no copy was left. */
  lost = 0
  /** Is told when no lookup is under way any more. */
  whenIdle: () => void = () => {}
  private underway = 0
  private readonly sim: Simulation
  private readonly overlay: Overlay
  private readonly between: Latency
  private readonly isLost: (key: number) => boolean
  private readonly p: LookupParameters
  private readonly traffic: Traffic | undefined
  private readonly idle: Lookup[] = []

  /**
   * @param between one-way delay from one node of the overlay to another, s
   * @param isLost whether no copy of a key is left
   * @param traffic where bytes are counted, if they are
   */
  constructor(
    sim: Simulation,
    overlay: Overlay,
    between: Latency,
    isLost: (key: number) => boolean,
    p: LookupParameters,
    traffic?: Traffic,
  ) {
    this.sim = sim
    this.overlay = overlay
    this.between = between
    this.isLost = isLost
    this.p = p
    this.traffic = traffic
    this.outcomes = new Outcomes(sim)
    this.latency = sim.tally('lookup latency')
    sim.onWarmUpEnd(() => {
      this.lost = 0
    })
  }

  /** Starts a lookup for a key at a live position. */
  start(origin: number, key: number): void {
    const lookup = this.idle.pop() ?? new Lookup(this.overlay, (due) => this.advance(due))
    lookup.origin = lookup.at = lookup.before = origin
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
    if (overlay.isDead(at)) {
      this.stepBack(lookup)
      return
    }
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
      if (p.atDead === 'give up') {
        this.over(lookup, this.waited(lookup, known))
        return
      }
    }
    const owner = firstBehind(overlay, at, distance, (dead) => {
      if (p.destination === 'owner' && !avoid.includes(dead)) avoid.push(dead)
    })
    this.conclude(lookup, owner, known)
  }

  /** Who was to have the request has left before it came there: whoever sent it waits in vain, and looks further. */
  private stepBack(lookup: Lookup): void {
    const { at, before, origin, avoid } = lookup
    const back = this.overlay.isDead(before) ? origin : before
    avoid.push(at)
    const delay = this.waited(lookup, avoid.length - 1)
    lookup.at = lookup.before = back
    if (this.overlay.isDead(back) || this.p.atDead === 'give up') this.over(lookup, delay)
    else this.sim.schedule(delay, lookup)
  }

  private forward(lookup: Lookup, next: number, known: number): void {
    const delay = this.waited(lookup, known) + this.contact(lookup, next)
    lookup.before = lookup.at
    lookup.at = next
    lookup.hops++
    this.sim.schedule(delay, lookup)
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
    lookup.answered = owner >= 0
    lookup.wrong = lookup.answered && !this.overlay.isOwner(owner, lookup.key)
    if (lookup.answered && this.p.destination === 'owner' && owner !== lookup.origin) {
      delay += this.contact(lookup, owner)
      lookup.at = owner
      lookup.hops++
    }
    if (this.p.style === 'recursive' && lookup.at !== lookup.origin) {
      delay += this.between(lookup.at, lookup.origin)
      this.outcomes.messages++
      this.traffic?.lookUp(1, 1)
    }
    this.over(lookup, delay)
  }

  /** The lookup ends, answered or not, when so much more time has passed. */
  private over(lookup: Lookup, delay: number): void {
    lookup.over = true
    if (delay > 0) this.sim.schedule(delay, lookup)
    else this.finish(lookup)
  }

  /** Time lost on the dead positions found since the lookup arrived here, s. */
  private waited({ avoid }: Lookup, known: number): number {
    const found = avoid.length - known
    this.outcomes.timeouts += found
    this.outcomes.messages += found
    // The key, and where to reply if that is not the sender.
    this.traffic?.lookUp(found, this.p.style === 'iterative' ? found : 2 * found)
    return found * this.p.timeout
  }

  /** Time until `next` has the request (recursive) or has answered the origin (iterative), s. */
  private contact({ origin, at }: Lookup, next: number): number {
    this.outcomes.messages += this.p.style === 'iterative' ? 2 : 1
    this.traffic?.lookUp(this.p.style === 'iterative' ? 2 : 1, 2)
    return this.p.style === 'iterative'
      ? this.between(origin, next) + this.between(next, origin)
      : this.between(at, next)
  }

  private finish(lookup: Lookup): void {
    if (lookup.lost) this.lost++
    if (lookup.answered) {
      const latency = this.sim.now - lookup.startedAt
      this.outcomes.answer(lookup.hops, latency, !lookup.wrong)
      this.latency.record(latency)
    } else this.outcomes.giveUp()
    this.idle.push(lookup)
    if (--this.underway === 0) this.whenIdle()
  }
}
