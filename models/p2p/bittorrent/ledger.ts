import type { Simulation } from '../../../engine/index.ts'
import { type Peers, Role, Speed } from './peers.ts'

/** What a swarm achieved: counts and times of leechers, and the use of the links of those present. */
export class Ledger {
  private readonly peers: Peers
  private readonly sim: Simulation
  private readonly fileBits: number
  private readonly leechers
  private readonly seeds
  /** Capacity of the leechers present, bit/s. */
  private readonly upCapacity
  private readonly downCapacity
  /** Download times by class of those who completed, s. */
  private downloads: number[][] = [[], [], []]
  /** Mean download time of contributors and of free riders. */
  private readonly contributors
  private readonly freeRiders
  private readonly stay
  private readonly aborted
  /** Files uploaded by a leecher until it completed. */
  private readonly given
  private squaresGiven = 0
  private uploaded = 0
  private downloaded = 0
  private fromOrigins = 0
  private vain = 0
  /** Leechers when the observation began, and when that was. */
  private atFirst = 0
  private since: number
  private lastEnd: number | undefined = undefined

  constructor(sim: Simulation, peers: Peers, fileBits: number) {
    this.sim = sim
    this.peers = peers
    this.fileBits = fileBits
    this.leechers = sim.timeWeighted('leechers')
    this.seeds = sim.timeWeighted('seeds')
    this.upCapacity = sim.timeWeighted('upload capacity')
    this.downCapacity = sim.timeWeighted('download capacity')
    this.stay = sim.tally('stay')
    this.contributors = sim.tally('contributors')
    this.freeRiders = sim.tally('free riders')
    this.since = sim.now
    this.aborted = sim.counter('aborted')
    this.given = sim.tally('given')
  }

  leecherJoined(peer: number): void {
    this.leechers.add(1)
    this.upCapacity.add(this.peers.up[peer]!)
    this.downCapacity.add(this.peers.down[peer]!)
  }

  leecherCompleted(peer: number): void {
    const time = this.leecherEnded(peer)
    this.downloads[this.peers.speed[peer]!]!.push(time)
    const group = this.peers.freeRider[peer] === 1 ? this.freeRiders : this.contributors
    group.record(time)
    const given = this.peers.served[peer]! / this.fileBits
    this.given.record(given)
    this.squaresGiven += given * given
  }

  leecherAborted(peer: number): void {
    this.leecherEnded(peer)
    this.aborted.increment()
  }

  seedStays(): void {
    this.seeds.add(1)
  }

  seedLeft(): void {
    this.seeds.add(-1)
  }

  moved(sender: number, bits: number): void {
    const role = this.peers.role[sender]
    this.downloaded += bits
    if (role === Role.leecher) this.uploaded += bits
    else if (role === Role.origin) this.fromOrigins += bits
  }

  /** Bits have been received in vain. */
  wasted(bits: number): void {
    this.vain += bits
  }

  /** Responses at this moment; a metric that was not observed is undefined. */
  read() {
    const times = this.downloads.flat().sort((a, b) => a - b)
    const completed = times.length
    const { given } = this
    return {
      meanDownload: mean(times),
      medianDownload: quantile(times, 0.5),
      p95Download: quantile(times, 0.95),
      lastDownload: times.at(-1),
      makespan: this.leechers.level === 0 ? this.lastEnd : undefined,
      typicalTime: mean(this.downloads[Speed.typical]!),
      fastTime: mean(this.downloads[Speed.fast]!),
      slowTime: mean(this.downloads[Speed.slow]!),
      contributorTime: this.contributors.count === 0 ? undefined : this.contributors.mean,
      freeRiderTime: this.freeRiders.count === 0 ? undefined : this.freeRiders.mean,
      meanStay: this.stay.count === 0 ? undefined : this.stay.mean,
      uploadUse: use(this.uploaded, this.upCapacity.integral),
      downloadUse: use(this.downloaded, this.downCapacity.integral),
      originShare: this.downloaded === 0 ? undefined : this.fromOrigins / this.downloaded,
      waste: this.downloaded === 0 ? undefined : this.vain / this.downloaded,
      maxServed: completed === 0 ? undefined : given.max,
      fairness: this.squaresGiven === 0 ? undefined : (given.sum * given.sum) / (completed * this.squaresGiven),
      meanLeechers: this.leechers.mean,
      meanSeeds: this.seeds.mean,
      growth:
        this.sim.now > this.since ? (this.leechers.level - this.atFirst) / (this.sim.now - this.since) : undefined,
      completed,
      aborted: this.aborted.count,
    }
  }

  private leecherEnded(peer: number): number {
    const { peers, sim } = this
    const time = sim.now - peers.joinedAt[peer]!
    this.leechers.add(-1)
    this.upCapacity.add(-peers.up[peer]!)
    this.downCapacity.add(-peers.down[peer]!)
    this.stay.record(time)
    this.lastEnd = sim.now
    return time
  }

  /** Forgets all that has been observed, not who is present. */
  reset(): void {
    this.downloads = [[], [], []]
    this.squaresGiven = 0
    this.uploaded = 0
    this.downloaded = 0
    this.fromOrigins = 0
    this.vain = 0
    this.atFirst = this.leechers.level
    this.since = this.sim.now
  }
}

/** Bits moved as a fraction of the bits that could have been; undefined while nobody could. */
function use(moved: number, possible: number): number | undefined {
  return possible > 0 ? moved / possible : undefined
}

/** Mean of a list, undefined when it is empty. */
function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The smallest value of a sorted list that a fraction of the values does not exceed; undefined when it is empty. */
function quantile(sorted: readonly number[], fraction: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)]
}
