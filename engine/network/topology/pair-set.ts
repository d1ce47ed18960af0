/** A set of pairs of hosts, in either order, on one typed array: for generators with millions of connections. */
export class PairSet {
  /** Keys in open addressing with linear probing; -1 where empty. A power of two, at least half of it empty. */
  private keys = new Float64Array(64).fill(-1)
  private count = 0

  /** Adds a pair of ids below 2^26; false when it is there already. */
  add(a: number, b: number): boolean {
    if (this.count * 2 >= this.keys.length) this.grow()
    const key = keyOf(a, b)
    const slot = this.slotOf(key)
    if (this.keys[slot] === key) return false
    this.keys[slot] = key
    this.count++
    return true
  }

  /** Removes a pair that is there. */
  delete(a: number, b: number): void {
    const mask = this.keys.length - 1
    let hole = this.slotOf(keyOf(a, b))
    this.count--
    // Keys behind the hole that would no longer be found move up into it (Knuth, TAOCP 3, 6.4, algorithm R).
    for (let slot = (hole + 1) & mask; this.keys[slot] !== -1; slot = (slot + 1) & mask) {
      const home = this.homeOf(this.keys[slot]!)
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue
      this.keys[hole] = this.keys[slot]!
      hole = slot
    }
    this.keys[hole] = -1
  }

  has(a: number, b: number): boolean {
    const key = keyOf(a, b)
    return this.keys[this.slotOf(key)] === key
  }

  /** Where a key is, or would be put. */
  private slotOf(key: number): number {
    const mask = this.keys.length - 1
    let slot = this.homeOf(key)
    while (this.keys[slot] !== -1 && this.keys[slot] !== key) slot = (slot + 1) & mask
    return slot
  }

  /** Where the search for a key begins. */
  private homeOf(key: number): number {
    const low = key % 0x4000000
    const hash = Math.imul(low ^ Math.imul((key - low) / 0x4000000 + 1, 0x85ebca6b), 0x9e3779b1)
    return (hash ^ (hash >>> 15)) & (this.keys.length - 1)
  }

  private grow(): void {
    const old = this.keys
    this.keys = new Float64Array(old.length * 2).fill(-1)
    for (const key of old) if (key !== -1) this.keys[this.slotOf(key)] = key
  }
}

function keyOf(a: number, b: number): number {
  return a < b ? b * 0x4000000 + a : a * 0x4000000 + b
}
