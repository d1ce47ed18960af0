import type { Latency } from '../shared/underlay.ts'
import { Partition } from './partition.ts'

/** How zones are given out; see the parameters of the model. */
export interface RealityParameters {
  readonly nodes: number
  readonly dimensions: number
  readonly peersPerZone: number
  readonly uniformPartitioning: boolean
}

/** One coordinate space and who owns which zone of it. */
export class Reality {
  readonly partition: Partition
  /** Zone of each node. */
  readonly zoneOf: Int32Array
  /** Nodes of a zone: members[zone * peersPerZone + k] for k < counts[zone]. */
  readonly members: Int32Array
  readonly counts: Uint8Array
  /** Neighbours of a zone: neighbours[starts[zone]] and on, up to starts[zone + 1]. Empty until `link`. */
  starts = new Int32Array(0)
  neighbours = new Int32Array(0)
  private readonly p: RealityParameters
  private readonly near: number[] = []

  /** Begins with node 0 owning everything. */
  constructor(p: RealityParameters) {
    this.p = p
    this.partition = new Partition(p.dimensions, p.nodes)
    this.zoneOf = new Int32Array(p.nodes)
    this.members = new Int32Array(p.nodes * p.peersPerZone)
    this.counts = new Uint8Array(p.nodes)
    this.counts[0] = 1
  }

  /** A node joins at a point: the zone there takes it in, or is split when it is full. */
  join(node: number, point: Float64Array): void {
    const asked = this.partition.zoneOf(point)
    const { peersPerZone, uniformPartitioning } = this.p
    if (this.counts[asked]! < peersPerZone) this.enter(node, asked)
    else this.joinSplit(node, uniformPartitioning ? this.largestAround(asked) : asked)
  }

  /** A node joins a zone of its choice, which is split when it is full. */
  joinSplit(node: number, zone: number): void {
    const { peersPerZone } = this.p
    const count = this.counts[zone]!
    if (count < peersPerZone) {
      this.enter(node, zone)
      return
    }
    const added = this.partition.split(zone)
    // The members divide themselves equally; those who came first stay.
    const staying = Math.ceil(count / 2)
    this.counts[zone] = staying
    for (let k = staying; k < count; k++) this.enter(this.members[zone * peersPerZone + k]!, added)
    this.enter(node, added)
  }

  /** A node leaves; when it was the last of its zone, the zone is taken over. Returns the requests that took, or -1. */
  leave(node: number): number {
    const zone = this.zoneOf[node]!
    const first = zone * this.p.peersPerZone
    const count = --this.counts[zone]!
    const place = this.members.indexOf(node, first)
    this.members.copyWithin(place, place + 1, first + count + 1)
    if (count > 0) return -1
    return this.partition.remove(zone, this.smallestAround(zone))
  }

  /** Whether nobody is left of those who own a zone. */
  allFailed(zone: number, failed: Uint8Array): boolean {
    const first = zone * this.p.peersPerZone
    for (let k = first; k < first + this.counts[zone]!; k++) if (failed[this.members[k]!] === 0) return false
    return true
  }

  /** Works out who abuts on whom, and numbers zones anew for it. To be called once, when all have joined or left. */
  link(): void {
    const { partition, near } = this
    this.renumber(partition.arrange())
    this.starts = new Int32Array(partition.zones + 1)
    let all = new Int32Array(partition.zones * 2 * this.p.dimensions)
    let used = 0
    for (let zone = 0; zone < partition.zones; zone++) {
      if (partition.has(zone)) {
        partition.neighbours(zone, near)
        if (used + near.length > all.length) {
          const larger = new Int32Array(2 * all.length + near.length)
          larger.set(all)
          all = larger
        }
        for (const other of near) all[used++] = other
      }
      this.starts[zone + 1] = used
    }
    this.neighbours = all.subarray(0, used)
  }

  /** @param numbers the new number of each zone */
  private renumber(numbers: Int32Array): void {
    const { zoneOf, members, counts } = this
    const { peersPerZone } = this.p
    for (let node = 0; node < zoneOf.length; node++) zoneOf[node] = numbers[zoneOf[node]!]!
    const [oldMembers, oldCounts] = [members.slice(), counts.slice()]
    for (let zone = 0; zone < numbers.length; zone++) {
      const first = zone * peersPerZone
      counts[numbers[zone]!] = oldCounts[zone]!
      members.set(oldMembers.subarray(first, first + peersPerZone), numbers[zone]! * peersPerZone)
    }
  }

  /** Of a zone and its neighbours the largest, itself if none is larger. */
  private largestAround(zone: number): number {
    const { partition, near } = this
    partition.neighbours(zone, near)
    let largest = zone
    for (const other of near) if (partition.depthOf(other) < partition.depthOf(largest)) largest = other
    return largest
  }

  /** The smallest neighbour of a zone, whose timer runs out first; the first of several. */
  private smallestAround(zone: number): number {
    const { partition, near } = this
    partition.neighbours(zone, near)
    let smallest = near[0]!
    for (const other of near) if (partition.depthOf(other) > partition.depthOf(smallest)) smallest = other
    return smallest
  }

  private enter(node: number, zone: number): void {
    this.members[zone * this.p.peersPerZone + this.counts[zone]!++] = node
    this.zoneOf[node] = zone
  }
}

/** The member of a zone that a node reaches soonest among the live, and what it lost on the way there. */
export class Contact {
  /** The member, -1 when all are dead. */
  node = -1
  /** Delay to it, s. */
  delay = 0
  /** Dead members that were tried before. */
  tried = 0
  private readonly latency: Latency
  private readonly dead: Uint8Array
  private readonly peersPerZone: number
  /** One member a zone, and all alive: no choice to make. */
  private readonly single: boolean

  constructor(latency: Latency, dead: Uint8Array, peersPerZone: number) {
    this.latency = latency
    this.dead = dead
    this.peersPerZone = peersPerZone
    this.single = peersPerZone === 1 && !dead.includes(1)
  }

  /** Looks for the nearest member; those that turn out dead are tried in vain, the nearest first. */
  find(from: number, { members, counts }: Reality, zone: number): void {
    if (this.single) {
      this.node = members[zone]!
      this.delay = this.latency(from, this.node)
      return
    }
    const first = zone * this.peersPerZone
    const end = first + counts[zone]!
    this.node = -1
    this.delay = Infinity
    for (let k = first; k < end; k++) {
      const member = members[k]!
      if (this.dead[member] !== 0) continue
      const delay = this.latency(from, member)
      if (delay < this.delay) {
        this.node = member
        this.delay = delay
      }
    }
    this.tried = 0
    for (let k = first; k < end; k++) {
      const member = members[k]!
      if (this.dead[member] !== 0 && this.latency(from, member) <= this.delay) this.tried++
    }
  }
}
