import {
  type ActivityId,
  type FluidNetwork,
  Order,
  type RandomStream,
  type Routing,
  type Simulation,
  type Tally,
  type TimeWeighted,
} from '../../../engine/index.ts'
import { limitOf, type Sharing } from './parameters.ts'
import type { Route } from './pattern.ts'
import { aloneRate } from './theory.ts'

/** The rates of a batch while all its flows are there; NaN where there is no such flow. */
interface Rates {
  readonly short: number
  readonly long: number
  readonly fairness: number
}

/** The flows of a run, and what they are measured by. */
export class Flows {
  readonly time: Tally
  readonly slowdown: Tally
  readonly inProgress: TimeWeighted
  rates: Rates = { short: NaN, long: NaN, fairness: NaN }
  /** When the last flow of a batch has ended, s; NaN before. */
  makespan = NaN
  private readonly sim: Simulation
  private readonly network: FluidNetwork
  private readonly routing: Routing
  private readonly p: Sharing
  private readonly sizes: RandomStream
  private left = Infinity
  /** The longest latency of a flow so far, s. */
  private slowest = 0

  constructor(sim: Simulation, network: FluidNetwork, routing: Routing, p: Sharing) {
    this.sim = sim
    this.network = network
    this.routing = routing
    this.p = p
    this.sizes = sim.stream('size')
    this.time = sim.tally('transfer time')
    this.slowdown = sim.tally('slowdown')
    this.inProgress = sim.timeWeighted('flows', 0)
  }

  /** Starts one flow. */
  start({ from, to, long }: Route): ActivityId {
    const { sim, network, routing, p } = this
    const startedAt = sim.now
    const bytes = p.size.sample(this.sizes)
    const route = this.links(routing.path(from, to))
    const reverse = this.links(routing.path(to, from))
    const alone = (bytes * 8) / aloneRate(p, long)
    const latency = network.latency(route)
    if (latency > this.slowest) this.slowest = latency
    this.inProgress.add(1)
    return network.start(
      route,
      bytes,
      () => {
        const time = sim.now - startedAt
        this.time.record(time)
        this.slowdown.record((time - latency) / alone)
        this.inProgress.add(-1)
        if (--this.left > 0) return
        this.makespan = sim.now
        // Here, so that averages over time are those of the batch and not of what comes after it.
        sim.stop()
      },
      undefined,
      { rateLimit: limitOf(p), reverse },
    )
  }

  /** Starts a batch, and looks at its rates once all share. */
  startAll(routes: readonly Route[]): void {
    const { sim, network } = this
    const short: ActivityId[] = []
    const long: ActivityId[] = []
    for (const route of routes)
      for (let i = 0; i < route.flows; i++) (route.long ? long : short).push(this.start(route))
    this.left = short.length + long.length
    const all = this.left
    const look = (): void => {
      // Short flows may be over before the longest route has paid its latency: then there is no such instant.
      if (this.left < all) return
      const [shortRates, longRates] = [short, long].map((ids) => ids.map((id) => network.rate(id)))
      this.rates = {
        short: mean(shortRates!),
        long: mean(longRates!),
        fairness: jain([...shortRates!, ...longRates!]),
      }
    }
    // Late in the instant at which the longest route has paid its latency: all share, and shares have been made anew.
    sim.schedule(this.slowest, look, Order.late)
  }

  /** Both directions of a half-duplex connection are its first link. */
  private links(path: ArrayLike<number>): ArrayLike<number> {
    return this.p.duplex === 'half' ? Array.from(path, (link) => link & ~1) : path
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length
}

/** @source Jain, Chiu and Hawe, DEC Research Report TR-301 (1984) */
function jain(values: readonly number[]): number {
  const sum = values.reduce((total, each) => total + each, 0)
  const squares = values.reduce((total, each) => total + each * each, 0)
  return (sum * sum) / (values.length * squares)
}
