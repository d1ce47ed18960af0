import type { Simulation } from '../../../engine/index.ts'
import type { Outcomes } from '../shared/outcomes.ts'
import type { Traffic } from '../shared/traffic.ts'
import type { Latency } from '../shared/underlay.ts'
import type { Running } from './running.ts'
import { ANSWERED, ASKED, DEAD, Shortlist } from './shortlist.ts'

/** How a lookup asks; see the parameters of the model. */
export interface SearchParameters {
  readonly bucketSize: number
  readonly parallel: number
  readonly until: 'closest' | 'all k'
  /** s */
  readonly timeout: number
}

/** A lookup under way. Used again when it is over. */
interface Search {
  readonly list: Shortlist
  origin: number
  startedAt: number
  waiting: number
  /** Grows when a lookup is over: replies to the one before are not for this one. */
  serial: number
}

/** A request under way. Used again. */
class Request {
  search!: Search
  serial = 0
  origin = 0
  node = 0
  /** Its node is known not to answer. */
  late = false
  readonly arrive: () => void

  constructor(settle: (request: Request) => void) {
    this.arrive = () => settle(this)
  }
}

/** Iterative lookups on a running network: each origin asks closer and closer nodes itself, several at a time. */
export class Searches {
  /** Lookups under way. */
  underway = 0
  /** Is told when no lookup is under way any more. */
  whenIdle: () => void = () => {}
  private readonly searches: Search[] = []
  private readonly requests: Request[] = []
  private readonly sim: Simulation
  private readonly network: Running
  private readonly between: Latency
  private readonly outcomes: Outcomes
  private readonly traffic: Traffic
  private readonly p: SearchParameters

  constructor(
    sim: Simulation,
    network: Running,
    between: Latency,
    outcomes: Outcomes,
    traffic: Traffic,
    p: SearchParameters,
  ) {
    this.sim = sim
    this.network = network
    this.between = between
    this.outcomes = outcomes
    this.traffic = traffic
    this.p = p
  }

  /** Starts a lookup for a key at a living node. */
  start(origin: number, key: number): void {
    const { network, p } = this
    const search = this.searches.pop() ?? {
      list: new Shortlist(4 * p.bucketSize + 16 * p.parallel + 64),
      origin,
      startedAt: 0,
      waiting: 0,
      serial: 0,
    }
    const { list } = search
    search.origin = origin
    search.startedAt = this.sim.now
    search.waiting = 0
    list.begin(key, origin, network.roster.idOf(origin))
    network.buckets.touch(origin, key, this.sim.now)
    network.tell(origin, list, 1)
    this.underway++
    this.proceed(search)
  }

  /** Asks the closest of those not asked yet, as many at a time as allowed, or ends. */
  private proceed(search: Search): void {
    const { list } = search
    const { parallel, until, bucketSize } = this.p
    const found = list.closest()
    if (until === 'closest' ? list.states[found] === ANSWERED : list.complete(bucketSize)) {
      this.finish(search, found)
      return
    }
    while (search.waiting < parallel) {
      const place = list.next(bucketSize)
      if (place < 0) break
      this.ask(search, place)
    }
  }

  private ask(search: Search, place: number): void {
    const { network, between, sim } = this
    const request = this.requests.pop() ?? new Request((due) => this.settle(due))
    const node = search.list.nodes[place]!
    search.list.states[place] = ASKED
    search.waiting++
    request.search = search
    request.serial = search.serial
    request.origin = search.origin
    request.node = node
    request.late = !network.roster.isAlive(node)
    this.outcomes.messages++
    this.traffic.lookUp(1, 1)
    const delay = request.late ? this.p.timeout : between(search.origin, node) + between(node, search.origin)
    sim.schedule(delay, request.arrive)
  }

  /** The reply is there, or the time is over. */
  private settle(request: Request): void {
    const { search, origin, node } = request
    const { network, outcomes } = this
    if (!request.late && !network.roster.isAlive(node)) {
      // It left while the request was under way.
      request.late = true
      const waited = this.between(origin, node) + this.between(node, origin)
      this.sim.schedule(Math.max(0, this.p.timeout - waited), request.arrive)
      return
    }
    const mine = request.serial === search.serial
    const place = mine ? search.list.placeOf(node) : -1
    if (request.late) {
      network.miss(origin, node)
      if (mine) outcomes.timeouts++
      if (place >= 0) search.list.states[place] = DEAD
    } else {
      outcomes.messages++
      network.hear(node, origin)
      network.hear(origin, node)
      // A reply to a lookup that is over is as long as any.
      let named = this.p.bucketSize
      if (place >= 0) search.list.states[place] = ANSWERED
      if (mine) named = network.tell(node, search.list, place >= 0 ? search.list.hops[place]! + 1 : 1)
      this.traffic.lookUp(1, named)
    }
    this.requests.push(request)
    if (!mine) return
    search.waiting--
    this.proceed(search)
  }

  private finish(search: Search, place: number): void {
    const { list } = search
    const found = list.nodes[place]!
    const right = this.network.isClosest(found, list.key)
    this.outcomes.answer(list.hops[place]!, this.sim.now - search.startedAt, right)
    search.serial++
    this.searches.push(search)
    if (--this.underway === 0) this.whenIdle()
  }
}
