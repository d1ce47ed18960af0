import type { RandomStream } from '../../../engine/index.ts'

/** How a rumour spreads. */
export interface RumourRules {
  readonly sites: number
  readonly exchange: 'push' | 'pull' | 'push-pull'
  /** How long a site spreads: for ever (anti-entropy), or until it loses interest. */
  readonly interest: 'for ever' | 'counter' | 'coin'
  /** Contacts that a counter counts, or one over the probability of the coin. */
  readonly k: number
  /** Only useless contacts cost interest, or all. */
  readonly feedback: boolean
  /** A useful contact sets the counter back. */
  readonly reset: boolean
  /** A contact is judged by what the sites knew when the cycle began, or by what they know by then. */
  readonly judged: 'at start of cycle' | 'at once'
  /** Contacts that a site accepts in a cycle, Infinity for all. */
  readonly connections: number
  /** Other partners that a site tries when one refuses. */
  readonly hunts: number
}

const SPREADING = 1
const TIRED = 2

/**
 * One rumour among sites that meet at random, in synchronous cycles. State by site in typed arrays, spreaders in a list:
 * a cycle costs what its contacts cost.
 */
export class Rumour {
  /** Cycles done. */
  cycle = 0
  /** Sites that know the rumour. */
  informed = 1
  /** Times the rumour was sent, useful or not. */
  sent = 0
  /** Sum over informed sites of the cycle in which they heard it, the origin not counted. */
  delays = 0
  /** Cycle in which the last site so far heard it. */
  last = 0
  private readonly rules: RumourRules
  private readonly partners: RandomStream
  private readonly coins: RandomStream
  /** 0 until a site has heard. */
  private readonly state: Uint8Array
  /** Useless contacts so far, by site. */
  private readonly counter: Int32Array
  /** Cycle in which a site heard the rumour, -1 before. */
  private readonly heard: Int32Array
  /** Contacts accepted in this cycle, by site; only kept where they are limited. */
  private readonly accepted: Uint16Array
  /** Spreaders, in the order in which they heard. */
  private spreaders: Int32Array
  private spreading = 1
  /** Served in this cycle, by site: bit 0 some request, bit 1 a useful one. Pull counts cycles, not contacts. */
  private readonly served: Uint8Array

  constructor(rules: RumourRules, partners: RandomStream, coins: RandomStream) {
    const { sites } = rules
    this.rules = rules
    this.partners = partners
    this.coins = coins
    this.state = new Uint8Array(sites)
    this.counter = new Int32Array(sites)
    this.heard = new Int32Array(sites).fill(-1)
    this.accepted = new Uint16Array(rules.connections < Infinity ? sites : 0)
    this.spreaders = new Int32Array(sites)
    this.served = new Uint8Array(rules.exchange === 'push' ? 0 : sites)
    this.state[0] = SPREADING
    this.heard[0] = 0
  }

  /** True when nothing can change any more. */
  get over(): boolean {
    const { interest, sites } = this.rules
    return this.spreading === 0 || (interest === 'for ever' && this.informed === sites)
  }

  /** Sites that have heard the rumour and still spread it. */
  get active(): number {
    return this.spreading
  }

  /** One synchronous cycle: every site whose turn it is contacts another. */
  step(): void {
    const { rules } = this
    this.cycle++
    this.accepted.fill(0)
    const spreaders = this.spreading
    if (rules.exchange === 'push') for (let i = 0; i < spreaders; i++) this.push(this.spreaders[i]!)
    else {
      this.served.fill(0)
      for (let site = 0; site < rules.sites; site++) this.poll(site)
      for (let i = 0; i < spreaders; i++) this.countServed(this.spreaders[i]!)
    }
    this.retire()
  }

  /** A spreader tells somebody. */
  private push(site: number): void {
    const partner = this.meet(site)
    if (partner < 0) return
    this.sent++
    this.lose(site, this.tell(partner))
  }

  /** A site asks somebody, who tells it if it spreads; with push-pull it tells in turn if it spreads itself. */
  private poll(site: number): void {
    const both = this.rules.exchange === 'push-pull'
    const partner = this.meet(site)
    if (partner < 0) return
    if (this.spreads(partner)) {
      this.sent++
      this.served[partner]! |= this.tell(site) ? 3 : 1
    } else if (both && this.spreads(site)) {
      this.sent++
      this.served[site]! |= this.tell(partner) ? 3 : 1
    }
  }

  /** A random other site that accepts the contact, -1 when none of those tried does. */
  private meet(site: number): number {
    const { sites, connections, hunts } = this.rules
    for (let attempt = 0; attempt <= hunts; attempt++) {
      const other = this.partners.integer(0, sites - 2)
      const partner = other < site ? other : other + 1
      if (connections === Infinity) return partner
      if (this.accepted[partner]! < connections) {
        this.accepted[partner]!++
        return partner
      }
    }
    return -1
  }

  /** Whether a site has the rumour to give in this cycle: what it hears now it gives in the next. */
  private spreads(site: number): boolean {
    return this.state[site] === SPREADING && this.heard[site]! < this.cycle
  }

  /** A site hears the rumour; true when that was news. */
  private tell(site: number): boolean {
    // Not by its state: one look into memory is enough for most contacts.
    if (this.heard[site]! < 0) {
      this.state[site] = SPREADING
      this.heard[site] = this.cycle
      this.spreaders[this.spreading++] = site
      this.informed++
      this.delays += this.cycle
      this.last = this.cycle
      return true
    }
    return this.rules.judged === 'at start of cycle' && this.heard[site] === this.cycle
  }

  /** Pull: what a site has given away in a cycle counts as one contact, useful when one of the receivers needed it. */
  private countServed(site: number): void {
    const served = this.served[site]!
    if (served !== 0) this.lose(site, served === 3)
  }

  /** A contact may cost a spreader its interest. */
  private lose(site: number, useful: boolean): void {
    const { interest, k, feedback, reset } = this.rules
    if (interest === 'for ever') return
    if (feedback && useful) {
      if (reset) this.counter[site] = 0
      return
    }
    const tired = interest === 'counter' ? ++this.counter[site]! >= k : this.coins.uniform01() * k < 1
    if (tired) this.state[site] = TIRED
  }

  /** Takes those who lost interest out of the list, keeping the order of the others. */
  private retire(): void {
    if (this.rules.interest === 'for ever') return
    let kept = 0
    for (let i = 0; i < this.spreading; i++) {
      const site = this.spreaders[i]!
      if (this.state[site] === SPREADING) this.spreaders[kept++] = site
    }
    this.spreading = kept
  }
}
