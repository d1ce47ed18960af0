import type { RandomStream } from '../../random/stream.ts'

/** Options of `PairDraws`. */
export interface PairDrawsOptions {
  /** One number for both directions of a pair. Default true. */
  symmetric?: boolean
}

/**
 * One uniform number for each pair of hosts, which is computed when asked for and stored nowhere: a hash of the pair
 * and of a seed.
 */
export class PairDraws {
  private readonly low: number
  private readonly high: number
  private readonly symmetric: boolean

  /** @param stream two numbers are drawn from it for the seed, so that pairs hang on its name */
  constructor(stream: RandomStream, { symmetric = true }: PairDrawsOptions = {}) {
    this.low = stream.integer(0, 0xffffffff) | 0
    this.high = stream.integer(0, 0xffffffff) | 0
    this.symmetric = symmetric
  }

  /** The number of a pair, in (0, 1): an odd multiple of 2^-54. Host ids are integers from 0 to 2^32 - 1. */
  uniform01(from: number, to: number): number {
    const swap = this.symmetric && from > to
    const a = swap ? to : from
    const b = swap ? from : to
    // Murmur3 over the two ids, twice with different seeds: 32 and 21 bits.
    const first = finalised(absorbed(absorbed(this.low, a), b))
    const second = finalised(absorbed(absorbed(this.high, b), a))
    return ((first >>> 0) * 0x200000 + (second >>> 11) + 0.5) * 1.1102230246251565e-16
  }
}

/** @source Appleby, MurmurHash3_x86_32: one round. */
function absorbed(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  const mixed = hash ^ k
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

/** @source Appleby, MurmurHash3_x86_32: fmix32. */
function finalised(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
