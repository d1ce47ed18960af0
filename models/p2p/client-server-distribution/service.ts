import { Fluid, type Simulation } from '../../../engine/index.ts'

/** Servers and what they serve. */
interface Facilities {
  /** Independent uplinks, each with a queue of its own. */
  readonly pools: number
  /** Capacity of each, bit/s. */
  readonly capacity: number
  /** Clients that each serves at the same time; Infinity: all. */
  readonly slots: number
  /** Size of the file, bit. */
  readonly bits: number
}

interface Client {
  readonly since: number
  readonly download: number
  readonly fast: 0 | 1
}

/** Uplinks that clients share max-min fairly, none faster than its downlink; with slots, clients queue for them. */
export class Service {
  private readonly sim: Simulation
  private readonly facilities: Facilities
  private readonly done: (since: number, fast: 0 | 1) => void
  private readonly fluid: Fluid
  private readonly waiting: Client[][] = []
  /** First in line, and clients being served, by uplink. */
  private readonly head: number[] = []
  private readonly served: number[] = []

  /** @param done told of a client that has the file: when it came, and whether it is a fast one */
  constructor(sim: Simulation, facilities: Facilities, done: (since: number, fast: 0 | 1) => void) {
    this.sim = sim
    this.facilities = facilities
    this.done = done
    this.fluid = new Fluid(sim)
    for (let i = 0; i < facilities.pools; i++) {
      this.fluid.addConstraint(facilities.capacity)
      this.waiting.push([])
      this.head.push(0)
      this.served.push(0)
    }
  }

  /** Fraction of all uplinks in use since the start or the end of the warm-up. */
  get utilisation(): number {
    let sum = 0
    for (let pool = 0; pool < this.facilities.pools; pool++) sum += this.fluid.meter.utilisation(pool)
    return sum / this.facilities.pools
  }

  /** A client wants the file from an uplink. */
  request(pool: number, download: number, fast: 0 | 1): void {
    const client = { since: this.sim.now, download, fast }
    if (this.served[pool]! < this.facilities.slots) this.serve(pool, client)
    else this.waiting[pool]!.push(client)
  }

  private serve(pool: number, client: Client): void {
    this.served[pool]!++
    this.fluid.start({ constraints: [pool], amount: this.facilities.bits, bound: client.download }, () => {
      this.served[pool]!--
      const next = this.next(pool)
      if (next !== undefined) this.serve(pool, next)
      this.done(client.since, client.fast)
    })
  }

  /** Who has waited longest; undefined when nobody waits. */
  private next(pool: number): Client | undefined {
    const queue = this.waiting[pool]!
    const client = queue[this.head[pool]!]
    if (client === undefined) return undefined
    if (++this.head[pool]! * 2 > queue.length) {
      queue.splice(0, this.head[pool]!)
      this.head[pool] = 0
    }
    return client
  }
}
