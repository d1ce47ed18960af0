import type { RandomStream } from '../../../engine/index.ts'

/** Fair coins, thirty from one draw of a stream: for protocols that break many ties. */
export class Coins {
  private readonly stream: RandomStream
  private bits = 1

  constructor(stream: RandomStream) {
    this.stream = stream
  }

  /** 1 or 0, each with probability one half, independent of all others. */
  toss(): number {
    // A one above the coins that are left says how many they are.
    if (this.bits === 1) this.bits = (this.stream.uniform01() * 1_073_741_824) | 1_073_741_824
    const side = this.bits & 1
    this.bits >>>= 1
    return side
  }
}
