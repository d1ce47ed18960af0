/**
 * A small set of node numbers that is emptied at no cost. It is as large as what it holds, not as the number of nodes, so
 * that it stays in the cache of the processor where a mark for each of a million nodes would not.
 */
export class PeerSet {
  private readonly key: Int32Array
  /** Number of the filling that a place belongs to. */
  private readonly filling: Int32Array
  private readonly mask: number
  private current = 1

  /** @param capacity most numbers that are in the set at a time */
  constructor(capacity: number) {
    let size = 16
    while (size < 3 * capacity) size *= 2
    this.key = new Int32Array(size)
    this.filling = new Int32Array(size)
    this.mask = size - 1
  }

  clear(): void {
    if (++this.current < 2_000_000_000) return
    this.filling.fill(0)
    this.current = 1
  }

  /** Takes a number in. @returns false when it was there */
  add(node: number): boolean {
    const { key, filling, mask, current } = this
    // Golden-ratio hashing; the upper bits are the mixed ones.
    let at = (Math.imul(node, 0x9e3779b1) >>> 15) & mask
    while (filling[at] === current) {
      if (key[at] === node) return false
      at = (at + 1) & mask
    }
    filling[at] = current
    key[at] = node
    return true
  }
}
