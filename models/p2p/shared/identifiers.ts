import type { RandomStream } from '../../../engine/index.ts'

/** Number of identifiers, 2^52: every id, and the sum of two, is an exact double. */
export const idSpace = 4503599627370496
/** Bits of an identifier. */
export const idBits = 52
/** 2^26: half of the bits, as many as the bit operations of the language can take. */
const half = 67_108_864

/** One identifier, uniform. */
export function randomId(stream: RandomStream): number {
  return Math.floor(stream.uniform01() * idSpace)
}

/** `count` distinct ids in ascending order, uniform and independent. */
export function randomIds(count: number, stream: RandomStream): Float64Array {
  const ids = Float64Array.from({ length: count }, () => randomId(stream))
  for (;;) {
    ids.sort()
    let repeated = false
    for (let i = 1; i < count; i++) {
      if (ids[i] !== ids[i - 1]) continue
      ids[i - 1] = randomId(stream)
      repeated = true
    }
    if (!repeated) return ids
  }
}

/** Bitwise exclusive or of two ids: the distance of Kademlia, 0 to idSpace - 1. */
export function xorDistance(a: number, b: number): number {
  const [highA, highB] = [Math.floor(a / half), Math.floor(b / half)]
  return (highA ^ highB) * half + ((a - highA * half) ^ (b - highB * half))
}

/** Leading bits that two ids have in common, 0 to 52. */
export function sharedBits(a: number, b: number): number {
  const [highA, highB] = [Math.floor(a / half), Math.floor(b / half)]
  if (highA !== highB) return Math.clz32(highA ^ highB) - 6
  const low = (a - highA * half) ^ (b - highB * half)
  return low === 0 ? idBits : Math.clz32(low) + 20
}

/** First position in [from, to) of ascending ids whose id is not below the given one; `to` if there is none. */
export function lowerBound(ids: Float64Array, id: number, from: number, to: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ids[middle]! < id) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Draws numbers from 0 to `count - 1` that depend on a seed alone: tables of contacts can be worked out again whenever they
 * are read, so that a million nodes need no memory for them.
 */
export class Redraw {
  private state = 0

  /** Begins the draws that belong to a seed and two numbers. */
  begin(seed: number, a: number, b: number): void {
    this.state = mixed(mixed(seed ^ mixed(a + 0x9e3779b9)) ^ mixed(b + 0x85ebca6b))
  }

  /** The next draw, 0 to count - 1, for a count of at most 2^26: no number is preferred by more than 2^-6 of its share. */
  below(count: number): number {
    this.state = (this.state + 0x9e3779b9) | 0
    return Math.floor(((mixed(this.state) >>> 0) / 4294967296) * count)
  }

  /**
   * Chooses `size` distinct numbers below `count`, all sets equally likely, and puts them into `chosen` from its start; all
   * numbers when there are no more than that. Returns how many.
   * @source Floyd's algorithm, Bentley, Programming pearls: a sample of brilliance, Communications of the ACM 30(9), 1987
   */
  sample(count: number, size: number, chosen: Int32Array): number {
    if (count <= size) {
      for (let i = 0; i < count; i++) chosen[i] = i
      return count
    }
    let found = 0
    for (let last = count - size; last < count; last++) {
      const pick = this.below(last + 1)
      let fresh = true
      for (let i = 0; i < found; i++) if (chosen[i] === pick) fresh = false
      chosen[found++] = fresh ? pick : last
    }
    return size
  }
}

/** @source finaliser of MurmurHash3 (A. Appleby, public domain) */
function mixed(word: number): number {
  let hash = word
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
