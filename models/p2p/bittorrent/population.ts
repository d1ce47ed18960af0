import type { Simulation } from '../../../engine/index.ts'
import type { Ledger } from './ledger.ts'
import { Role, Speed } from './peers.ts'
import type { Links } from './rules.ts'
import type { Swarm } from './swarm.ts'
import { distributionBound } from './theory.ts'

/** Who comes, with which links, and for how long. Rates in 1/s, times in s. */
export interface Crowd {
  readonly arrivals: 'flash-crowd' | 'poisson'
  /** Size of the flash crowd. */
  readonly leechers: number
  /** The flash crowd joins at random times in [0, joinWindow]. */
  readonly joinWindow: number
  readonly arrivalRate: number
  readonly afterDownload: 'leave' | 'linger' | 'stay'
  /** Mean of the exponential time that a finished peer lingers. */
  readonly meanLinger: number
  /** Rate at which a leecher gives up, theta. */
  readonly abortRate: number
  /** Links by `Speed`. */
  readonly links: readonly Links[]
  readonly fastShare: number
  readonly slowShare: number
  readonly freeRiderShare: number
  /** Leechers that lack the first piece alone when Poisson arrivals begin. */
  readonly oneClub: number
}

/** Has leechers join, give up, complete and depart. A flash crowd ends the simulation with its last leecher. */
export class Population {
  private readonly sim: Simulation
  private readonly swarm: Swarm
  private readonly ledger: Ledger
  private readonly crowd: Crowd
  private readonly arrivals
  private readonly speeds
  private readonly aborts
  private readonly lingering
  private readonly freeRiders
  /** Leechers of the flash crowd that have not ended. */
  private left: number
  /** Leechers so far, the upload rate of them all, and their slowest downlink, bit/s. */
  private readonly joined = { count: 0, uploads: 0, slowest: Infinity }

  constructor(sim: Simulation, crowd: Crowd, swarm: Swarm, ledger: Ledger) {
    this.sim = sim
    this.crowd = crowd
    this.arrivals = sim.stream('arrivals')
    this.speeds = sim.stream('classes')
    this.aborts = sim.stream('aborts')
    this.lingering = sim.stream('lingering')
    this.freeRiders = sim.stream('free riders')
    this.left = crowd.leechers
    this.swarm = swarm
    this.ledger = ledger
  }

  /** Schedules the arrivals. */
  start(): void {
    const { crowd, sim } = this
    if (crowd.arrivals === 'poisson') {
      if (crowd.oneClub > 0) sim.schedule(0, () => this.admit(crowd.oneClub, 0))
      return this.planArrival()
    }
    const times = Array.from({ length: crowd.leechers }, () => this.arrivals.uniform(0, crowd.joinWindow)).sort(
      (a, b) => a - b,
    )
    for (let i = 0; i < times.length;) {
      const time = times[i]!
      let together = 0
      for (; times[i] === time; i++) together++
      sim.schedule(time, () => this.admit(together))
    }
  }

  completed(peer: number): void {
    const { crowd, ledger, swarm, sim } = this
    const { departureEvent } = swarm.peers
    if (departureEvent[peer]! >= 0) sim.cancel(departureEvent[peer]!)
    departureEvent[peer] = -1
    ledger.leecherCompleted(peer)
    this.countDown()
    if (crowd.afterDownload === 'leave' || swarm.peers.freeRider[peer] === 1) return swarm.depart(peer)
    swarm.becomeSeed(peer)
    ledger.seedStays()
    if (crowd.afterDownload === 'stay') return
    departureEvent[peer] = sim.schedule(this.lingering.exponential(crowd.meanLinger), () => this.seedLeaves(peer))
  }

  /** The least makespan of the flash crowd as it has turned out; undefined before all have joined or when some gave up. */
  lowerBound(fileBits: number, serverRate: number): number | undefined {
    const { joined, crowd } = this
    if (joined.count < crowd.leechers || crowd.abortRate > 0) return undefined
    return distributionBound({ fileBits, serverRate, clients: joined.count }, joined.uploads, joined.slowest)
  }

  private planArrival(): void {
    this.sim.schedule(this.arrivals.exponential(1 / this.crowd.arrivalRate), () => {
      this.planArrival()
      this.admit(1)
    })
  }

  /** Has some join, each without all pieces, or without one only. */
  private admit(count: number, lacking = -1): void {
    for (let i = 0; i < count; i++) this.join(lacking)
    this.swarm.settleUp()
  }

  private join(lacking: number): void {
    const { crowd, swarm, ledger, sim } = this
    const draw = this.speeds.uniform01()
    const speed =
      draw < crowd.fastShare ? Speed.fast : draw < crowd.fastShare + crowd.slowShare ? Speed.slow : Speed.typical
    const links = crowd.links[speed]!
    const freeRides = crowd.freeRiderShare > 0 && this.freeRiders.uniform01() < crowd.freeRiderShare
    const peer = swarm.join(Role.leecher, speed, freeRides ? { ...links, up: 0 } : links, lacking)
    swarm.peers.freeRider[peer] = freeRides ? 1 : 0
    ledger.leecherJoined(peer)
    this.joined.count++
    this.joined.uploads += swarm.peers.up[peer]!
    this.joined.slowest = Math.min(this.joined.slowest, swarm.peers.down[peer]!)
    if (crowd.abortRate === 0) return
    swarm.peers.departureEvent[peer] = sim.schedule(this.aborts.exponential(1 / crowd.abortRate), () =>
      this.abort(peer),
    )
  }

  private abort(peer: number): void {
    this.swarm.peers.departureEvent[peer] = -1
    this.ledger.leecherAborted(peer)
    this.swarm.leave(peer)
    this.swarm.settleUp()
    this.countDown()
  }

  private seedLeaves(peer: number): void {
    this.swarm.peers.departureEvent[peer] = -1
    this.ledger.seedLeft()
    this.swarm.leave(peer)
    this.swarm.settleUp()
  }

  private countDown(): void {
    if (this.crowd.arrivals === 'flash-crowd' && --this.left === 0) this.sim.stop()
  }
}
