import type { RandomStream } from '../../../engine/index.ts'
import { Redraw, idSpace, lowerBound, randomIds, xorDistance } from '../shared/identifiers.ts'

/** Buckets of a node: more than a million nodes have, whose ids share 20 bits and some more by chance. */
const mostLevels = 53

/**
 * Nodes 0 to size - 1 in the order of their ids, and their buckets. Bucket i of a node holds k random nodes among those
 * whose ids agree with its own in exactly the first i bits, all of them if there are fewer. It is worked out when it is
 * read: the nodes of a bucket are neighbours in the order of ids.
 */
export class Tables {
  readonly ids: Float64Array
  /** Contacts that `nearest` found, the first of them the closest. */
  readonly found: Int32Array
  private readonly capacity: number
  private readonly seed: number
  private readonly redraw = new Redraw()
  private readonly picks: Int32Array
  /** Of the contacts of a bucket, their ids first. */
  private readonly distances: Float64Array
  /** Bounds of the buckets of a node, by level, and whether the key lies on that side. */
  private readonly lows = new Int32Array(mostLevels)
  private readonly highs = new Int32Array(mostLevels)
  private readonly facing = new Uint8Array(mostLevels)

  /**
   * @param size number of nodes, >= 1
   * @param capacity contacts in a full bucket, k
   */
  constructor(size: number, capacity: number, ids: RandomStream, contacts: RandomStream) {
    this.ids = randomIds(size, ids)
    this.capacity = capacity
    this.seed = contacts.integer(0, 0xffffffff) | 0
    this.picks = new Int32Array(capacity)
    this.distances = new Float64Array(capacity)
    this.found = new Int32Array(capacity * mostLevels)
  }

  /** Distance from a node to a key. */
  distance(node: number, key: number): number {
    return xorDistance(this.ids[node]!, key)
  }

  /**
   * Contacts of a node in the order of their distance from a key, into `found`; bucket by bucket until there are `wanted`.
   * @param closer only contacts closer to the key than the node itself
   * @returns how many there are, at least `wanted` unless the node knows fewer
   */
  nearest(node: number, key: number, wanted: number, closer: boolean): number {
    const levels = this.split(node, key)
    let count = 0
    // Where the key differs from the node's own bit, the bucket is closer than everything deeper; and where it agrees,
    // farther than everything deeper.
    for (let level = 0; level < levels && count < wanted; level++) {
      if (this.facing[level] !== 0) count = this.take(node, level, key, count)
    }
    if (closer) return count
    for (let level = levels - 1; level >= 0 && count < wanted; level--) {
      if (this.facing[level] === 0) count = this.take(node, level, key, count)
    }
    return count
  }

  /** The node closest to a key among those that `alive` admits, as nobody in the network can tell; -1 if there is none. */
  owner(key: number, alive: (node: number) => boolean): number {
    return this.closest(0, this.ids.length, 0, idSpace, key, alive)
  }

  private closest(
    low: number,
    high: number,
    base: number,
    width: number,
    key: number,
    alive: (node: number) => boolean,
  ): number {
    if (low === high) return -1
    if (high - low === 1) return alive(low) ? low : -1
    const cut = base + width / 2
    const middle = lowerBound(this.ids, cut, low, high)
    const upper = key >= cut
    // The key of the other half as its mirror image: the bit is flipped, the rest stays.
    const near = upper
      ? this.closest(middle, high, cut, width / 2, key, alive)
      : this.closest(low, middle, base, width / 2, key, alive)
    if (near >= 0) return near
    return upper
      ? this.closest(low, middle, base, width / 2, key - width / 2, alive)
      : this.closest(middle, high, cut, width / 2, key + width / 2, alive)
  }

  /** Finds the bounds of all buckets of a node and on which side the key is; returns how many buckets there are. */
  private split(node: number, key: number): number {
    const { ids, lows, highs, facing } = this
    const own = ids[node]!
    let [low, high, base, width, image] = [0, ids.length, 0, idSpace, key]
    let level = 0
    for (; high - low > 1; level++) {
      width /= 2
      const cut = base + width
      const middle = lowerBound(ids, cut, low, high)
      const upper = own >= cut
      facing[level] = image >= cut === upper ? 0 : 1
      // From here on, the key as if it agreed with the node.
      if (facing[level] !== 0) image += upper ? width : -width
      lows[level] = upper ? low : middle
      highs[level] = upper ? middle : high
      if (upper) {
        low = middle
        base = cut
      } else high = middle
    }
    return level
  }

  /** Appends the contacts of a bucket, sorted by their distance from the key. */
  private take(node: number, level: number, key: number, start: number): number {
    const { found, picks, ids, distances } = this
    const low = this.lows[level]!
    this.redraw.begin(this.seed, node, level)
    const size = this.redraw.sample(this.highs[level]! - low, this.capacity, picks)
    // Reads that decide nothing come first: of a million ids the processor fetches these few at the same time.
    for (let i = 0; i < size; i++) distances[i] = ids[low + picks[i]!]!
    for (let i = 0; i < size; i++) {
      const contact = low + picks[i]!
      const distance = xorDistance(distances[i]!, key)
      let place = i
      for (; place > 0 && distances[place - 1]! > distance; place--) {
        distances[place] = distances[place - 1]!
        found[start + place] = found[start + place - 1]!
      }
      distances[place] = distance
      found[start + place] = contact
    }
    return start + size
  }
}
