/**
 * Candidates by the level at which each would stop its variables, lowest first. While variables stop elsewhere a
 * candidate's level only rises, so a key may be out of date on the low side: who finds one at the top renews it there.
 */
export class LevelHeap {
  size = 0
  keys: Float64Array = new Float64Array(64)
  items: Int32Array = new Int32Array(64)

  /** Adds without order; `order` follows when all are in. */
  append(item: number, key: number): void {
    if (this.size === this.keys.length) {
      const { keys, items } = this
      this.keys = new Float64Array(2 * this.size)
      this.keys.set(keys)
      this.items = new Int32Array(2 * this.size)
      this.items.set(items)
    }
    this.keys[this.size] = key
    this.items[this.size++] = item
  }

  order(): void {
    for (let i = (this.size >> 1) - 1; i >= 0; i--) this.down(i)
  }

  /** Gives the first candidate a higher key. */
  renewFirst(key: number): void {
    this.keys[0] = key
    this.down(0)
  }

  dropFirst(): void {
    const last = --this.size
    if (last === 0) return
    this.keys[0] = this.keys[last]!
    this.items[0] = this.items[last]!
    this.down(0)
  }

  private down(i: number): void {
    const { keys, items, size } = this
    const key = keys[i]!
    const item = items[i]!
    for (;;) {
      let child = 2 * i + 1
      if (child >= size) break
      if (child + 1 < size && keys[child + 1]! < keys[child]!) child++
      if (keys[child]! >= key) break
      keys[i] = keys[child]!
      items[i] = items[child]!
      i = child
    }
    keys[i] = key
    items[i] = item
  }
}
