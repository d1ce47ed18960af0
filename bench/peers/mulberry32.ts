/** The generator of the peer programs, bit for bit (see programs/common.hpp), so that all simulate the same world. */
export class Mulberry32 {
  private state: number

  constructor(seed: number) {
    this.state = seed | 0
  }

  /** Uniform on [0, 1), 32 bits. */
  uniform01(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  exponential(rate: number): number {
    return -Math.log(1 - this.uniform01()) / rate
  }
}
