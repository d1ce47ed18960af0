import { xorDistance } from '../shared/identifiers.ts'

/** What is known of a node on the list. */
export const NEW = 0
export const ASKED = 1
export const ANSWERED = 2
export const DEAD = 3

/** Nodes that a lookup has heard of, the closest to its key first. Holds so many; of more, the farthest are forgotten. */
export class Shortlist {
  key = 0
  size = 0
  readonly nodes: Int32Array
  readonly states: Uint8Array
  /** Hops from the origin. */
  readonly hops: Uint16Array
  private readonly distances: Float64Array

  constructor(room: number) {
    this.nodes = new Int32Array(room)
    this.states = new Uint8Array(room)
    this.hops = new Uint16Array(room)
    this.distances = new Float64Array(room)
  }

  /** Begins anew, with the origin, which need not be asked. */
  begin(key: number, origin: number, originId: number): void {
    this.key = key
    this.size = 0
    this.add(origin, originId, 0)
    this.states[0] = ANSWERED
  }

  /** Puts a node in its place, unless it is there already. */
  add(node: number, id: number, hops: number): void {
    const { nodes, states, distances } = this
    const distance = xorDistance(id, this.key)
    let low = 0
    for (let high = this.size; low < high;) {
      const middle = (low + high) >>> 1
      if (distances[middle]! < distance) low = middle + 1
      else high = middle
    }
    // Who came back under an id of before would be at the same distance: ids of 52 bits do not repeat.
    if (low === nodes.length || (low < this.size && distances[low] === distance)) return
    const end = Math.min(this.size, nodes.length - 1)
    if (low < end) {
      nodes.copyWithin(low + 1, low, end)
      states.copyWithin(low + 1, low, end)
      this.hops.copyWithin(low + 1, low, end)
      distances.copyWithin(low + 1, low, end)
    }
    nodes[low] = node
    states[low] = NEW
    this.hops[low] = hops
    distances[low] = distance
    this.size = end + 1
  }

  /** Place of a node, -1 where it has been forgotten. */
  placeOf(node: number): number {
    for (let place = 0; place < this.size; place++) if (this.nodes[place] === node) return place
    return -1
  }

  /** Place of the closest node that is not known to be dead. The origin is never. */
  closest(): number {
    let place = 0
    while (this.states[place] === DEAD) place++
    return place
  }

  /**
   * Place of the closest node to be asked next; -1 when nobody is to be asked now.
   * @param reach how many of the closest are asked, those known to be dead apart
   */
  next(reach: number): number {
    for (let place = 0, candidates = 0; place < this.size; place++) {
      if (this.states[place] === DEAD) continue
      if (++candidates > reach) return -1
      if (this.states[place] === NEW) return place
    }
    return -1
  }

  /** Whether so many of the closest, those known to be dead apart, have answered. */
  complete(reach: number): boolean {
    for (let place = 0, candidates = 0; place < this.size; place++) {
      if (this.states[place] === DEAD) continue
      if (++candidates > reach) return true
      if (this.states[place] !== ANSWERED) return false
    }
    return true
  }
}
