import type { Latency } from '../shared/underlay.ts'
import { Contact, type Reality } from './reality.ts'

/** How messages are forwarded; see the parameters of the model. */
export interface RoutingParameters {
  readonly dimensions: number
  readonly peersPerZone: number
  readonly routing: 'greedy' | 'RTT-weighted'
  readonly measuredTo: 'zone' | 'centre'
  /** s */
  readonly timeout: number
}

/**
 * Forwards messages from neighbour to neighbour. Nothing changes while a message travels, so that its whole path is walked
 * at once; the fields tell how the last one went.
 */
export class Router {
  hops = 0
  /** Delays of all hops, s. */
  travel = 0
  /** Dead nodes contacted. */
  timeouts = 0
  /** Where it ended. */
  end = 0
  arrived = false
  private readonly realities: readonly Reality[]
  private readonly p: RoutingParameters
  private readonly contact: Contact
  private readonly anyDead: boolean
  /** Zone, in each reality, of the node where the message stands. */
  private readonly zones: Int32Array
  /** Zones whose members were all found dead from where the message stands: zone * realities + reality. */
  private readonly avoid: number[] = []

  /** @param dead 1 for each node that is down without others knowing */
  constructor(realities: readonly Reality[], latency: Latency, dead: Uint8Array, p: RoutingParameters) {
    this.realities = realities
    this.p = p
    this.contact = new Contact(latency, dead, p.peersPerZone)
    this.anyDead = dead.includes(1)
    this.zones = new Int32Array(realities.length)
  }

  /** Time that the last message took, s. */
  get latency(): number {
    return this.travel + this.timeouts * this.p.timeout
  }

  /** Carries a message from a live node to the owner of a point, in whichever reality it is met first. */
  walk(origin: number, point: Float64Array): void {
    this.hops = this.travel = this.timeouts = 0
    this.arrived = false
    let node = origin
    this.enter(node, 0, this.realities[0]!.zoneOf[node]!)
    let left = this.distance(point)
    // Measured to centres, a message may go round in circles: it is then back where it was after 1, 2, 4, 8, ... hops.
    let mark = node
    let markAt = 1
    while (left > 0) {
      const next = this.p.routing === 'greedy' ? this.greedy(node, point, left) : this.weighted(node, point, left)
      if (next < 0) break
      this.hops++
      this.travel += this.contact.delay
      node = next
      left = this.distance(point)
      if (node === mark) break
      if (this.hops === markAt) {
        mark = node
        markAt *= 2
      }
    }
    this.end = node
    this.arrived = left === 0
  }

  /** Forwards to the neighbour that is closest to the point, the next-best when that one is dead; -1 if none is closer. */
  private greedy(node: number, point: Float64Array, left: number): number {
    this.avoid.length = 0
    for (;;) {
      // Of zones one is always closer; of centres perhaps none, and the best is taken all the same.
      let best = this.p.measuredTo === 'zone' ? left : Infinity
      let zone = -1
      let reality = 0
      for (let r = 0; r < this.realities.length; r++) {
        const { starts, neighbours, partition } = this.realities[r]!
        const own = this.zones[r]!
        for (let k = starts[own]!, end = starts[own + 1]!; k < end; k++) {
          const other = neighbours[k]!
          const distance = this.distanceOf(partition.boxes, other, point)
          if (distance < best && !(this.anyDead && this.avoid.includes(other * this.realities.length + r))) {
            best = distance
            zone = other
            reality = r
          }
        }
      }
      if (zone < 0) return -1
      const next = this.reach(node, reality, zone)
      if (next >= 0) return next
    }
  }

  /** Forwards where the ratio of progress to round-trip time is best; -1 if there is no progress. */
  private weighted(node: number, point: Float64Array, left: number): number {
    const { contact } = this
    this.avoid.length = 0
    const here = Math.sqrt(left)
    for (;;) {
      let best = 0
      let zone = -1
      let reality = 0
      for (let r = 0; r < this.realities.length; r++) {
        const { starts, neighbours, partition } = this.realities[r]!
        const own = this.zones[r]!
        for (let k = starts[own]!, end = starts[own + 1]!; k < end; k++) {
          const other = neighbours[k]!
          const distance = this.distanceOf(partition.boxes, other, point)
          if (distance >= left || (this.anyDead && this.avoid.includes(other * this.realities.length + r))) continue
          contact.find(node, this.realities[r]!, other)
          // A zone without a live member looks like any other until it is tried.
          const ratio = contact.node < 0 ? Number.MIN_VALUE : (here - Math.sqrt(distance)) / contact.delay
          if (ratio > best) {
            best = ratio
            zone = other
            reality = r
          }
        }
      }
      if (zone < 0) return -1
      const next = this.reach(node, reality, zone)
      if (next >= 0) return next
    }
  }

  private reach(node: number, reality: number, zone: number): number {
    this.contact.find(node, this.realities[reality]!, zone)
    this.timeouts += this.contact.tried
    if (this.contact.node < 0) this.avoid.push(zone * this.realities.length + reality)
    else this.enter(this.contact.node, reality, zone)
    return this.contact.node
  }

  /** The message is at a node, whose zone in one reality is known: the others are looked up. */
  private enter(node: number, reality: number, zone: number): void {
    const { zones } = this
    zones[reality] = zone
    for (let r = 0; r < zones.length; r++) if (r !== reality) zones[r] = this.realities[r]!.zoneOf[node]!
  }

  /** Squared distance to a point from the nearest zone of the node where the message stands; 0 where that owns it. */
  private distance(point: Float64Array): number {
    let least = Infinity
    for (let r = 0; r < this.realities.length; r++) {
      const { partition } = this.realities[r]!
      const zone = this.zones[r]!
      // With centres the distance says nothing about who owns a point.
      const distance =
        this.p.measuredTo === 'centre' && toZone(partition.boxes, zone, point, this.p.dimensions) === 0
          ? 0
          : this.distanceOf(partition.boxes, zone, point)
      if (distance < least) least = distance
    }
    return least
  }

  private distanceOf(boxes: Float64Array, zone: number, point: Float64Array): number {
    return this.p.measuredTo === 'zone'
      ? toZone(boxes, zone, point, this.p.dimensions)
      : toCentre(boxes, zone, point, this.p.dimensions)
  }
}

/** Squared distance on the torus from a point to the nearest point of a box. */
function toZone(boxes: Float64Array, zone: number, point: Float64Array, dimensions: number): number {
  let sum = 0
  for (let i = 0, at = zone * dimensions * 2; i < dimensions; i++, at += 2) {
    const x = point[i]!
    let below = boxes[at]! - x
    let above = x - boxes[at + 1]!
    if (below <= 0 && above < 0) continue
    if (below < 0) below += 1
    if (above < 0) above += 1
    const gap = below < above ? below : above
    sum += gap * gap
  }
  return sum
}

/** Squared distance on the torus from a point to the middle of a box. */
function toCentre(boxes: Float64Array, zone: number, point: Float64Array, dimensions: number): number {
  let sum = 0
  for (let i = 0, at = zone * dimensions * 2; i < dimensions; i++, at += 2) {
    const straight = Math.abs(point[i]! - (boxes[at]! + boxes[at + 1]!) / 2)
    const gap = straight < 0.5 ? straight : 1 - straight
    sum += gap * gap
  }
  return sum
}
