import { idBits, idSpace } from '../shared/identifiers.ts'

export { idBits, idSpace, randomId, randomIds } from '../shared/identifiers.ts'

/** Fingers that span less than this share of the mean gap between nodes are left to the successor. */
const spareBits = 8

/** Clockwise distance from one id to another, 0 to idSpace - 1. */
export function clockwise(from: number, to: number): number {
  const distance = to - from
  return distance < 0 ? distance + idSpace : distance
}

/** `count` ids in ascending order, as far apart as they can be. */
export function evenIds(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => Math.floor((i / count) * idSpace))
}

/**
 * A ring at rest: positions 0 to size - 1 in the order of their ids, each with a correct finger table. The successor list
 * of a position needs no memory: it is the positions that follow.
 */
export class Ring {
  readonly size: number
  /** Id of each position, ascending. */
  readonly ids: Float64Array
  /** Fingers of position p: fingers[p * levels + i] is the first position at least 2^(51 - i) after p. */
  private readonly fingers: Uint32Array
  /** Fingers of each position. */
  readonly levels: number
  /** First position whose id lies in or after each of equally wide slices of the id space: finds owners in O(1). */
  private readonly slices: Uint32Array
  private readonly sliceWidth: number

  /**
   * @param ids distinct, ascending, at least one
   * @param expected number of nodes that the fingers are to reach far enough for
   */
  constructor(ids: Float64Array, expected = ids.length) {
    this.size = ids.length
    this.ids = ids
    let slices = 1
    while (slices < ids.length) slices *= 2
    this.levels = Math.min(idBits, bitsOf(expected) + spareBits)
    this.slices = new Uint32Array(slices)
    this.sliceWidth = idSpace / this.slices.length
    this.fingers = new Uint32Array(this.size * this.levels)
    this.fillSlices()
    this.fillFingers()
  }

  /** The position responsible for an id: the first at or after it. */
  ownerOf(id: number): number {
    let position = this.slices[Math.floor(id / this.sliceWidth)]!
    while (position < this.size && this.ids[position]! < id) position++
    return position === this.size ? 0 : position
  }

  /** Distance from one position to another, a full circle from a position to itself. */
  distance(from: number, to: number): number {
    const distance = this.ids[to]! - this.ids[from]!
    return distance <= 0 ? distance + idSpace : distance
  }

  /** The finger of a position that spans 2^exponent; undefined where only the successor can be meant. */
  finger(position: number, exponent: number): number | undefined {
    const level = idBits - 1 - exponent
    return level < this.levels ? this.fingers[position * this.levels + level] : undefined
  }

  /** Reads what stands on the way from a position to the finger closest before an id; returns anything. */
  fetch(position: number, id: number): number {
    const { ids, fingers, levels } = this
    const distance = clockwise(ids[position]!, id)
    const level = distance > 1 ? idBits - 1 - exponentBelow(distance) : levels
    return level < levels ? ids[fingers[position * levels + level]!]! : 0
  }

  /** The entry of the successor list that is `step` places after a position. */
  successor(position: number, step = 1): number {
    const next = position + step
    return next < this.size ? next : next % this.size
  }

  private fillSlices(): void {
    let position = 0
    for (let slice = 0; slice < this.slices.length; slice++) {
      while (position < this.size && this.ids[position]! < slice * this.sliceWidth) position++
      this.slices[slice] = position
    }
  }

  /** The finger of a level moves forward with the position: one sweep for all, without searching. */
  private fillFingers(): void {
    const { ids, size, levels, fingers } = this
    for (let level = 0, span = idSpace / 2; level < levels; level++, span /= 2) {
      let target = 0
      let turns = 0
      for (let position = 0; position < size; position++) {
        const wanted = ids[position]! + span
        while (ids[target]! + turns < wanted) {
          if (++target === size) {
            target = 0
            turns += idSpace
          }
        }
        fingers[position * levels + level] = target
      }
    }
  }
}

/** Smallest b with 2^b >= count. */
function bitsOf(count: number): number {
  let bits = 0
  for (let power = 1; power < count; power *= 2) bits++
  return bits
}

/** Largest exponent b with 2^b < distance, for a distance of 2 to idSpace. */
export function exponentBelow(distance: number): number {
  const last = distance - 1
  const high = Math.floor(last / 0x100000)
  return high > 0 ? 51 - Math.clz32(high) : 31 - Math.clz32(last)
}
