/**
 * A count for each node, in bytes and what they carry over: the bytes of a million nodes stay in the second cache, where
 * counts of four bytes miss it with each message of a flood. Carrying is rare, so that the processor foresees the branch.
 */
export class Counters {
  private readonly low: Uint8Array
  /** Multiples of 256; its memory is touched where something is carried and nowhere else. */
  private readonly high: Int32Array

  constructor(nodes: number) {
    this.low = new Uint8Array(nodes)
    this.high = new Int32Array(nodes)
  }

  increment(node: number): void {
    const { low } = this
    const count = low[node]!
    low[node] = count + 1
    if (count === 255) this.high[node]!++
  }

  get(node: number): number {
    return 256 * this.high[node]! + this.low[node]!
  }

  max(): number {
    let most = 0
    for (let node = 0; node < this.low.length; node++) most = Math.max(most, this.get(node))
    return most
  }

  sum(): number {
    let sum = 0
    for (let node = 0; node < this.low.length; node++) sum += this.get(node)
    return sum
  }

  clear(): void {
    this.low.fill(0)
    this.high.fill(0)
  }
}
