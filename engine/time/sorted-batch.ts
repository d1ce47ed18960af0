/** Up to this many entries insertion sort wins; the lists that feed a batch come in reverse order or nearly so. */
const INSERTION_SORT = 64

/**
 * The events that come next, sorted by (time, key), latest first, so that the next one is at the end. Times and keys
 * are copied here because comparing them side by side costs far less than reading them through their slots.
 */
export class SortedBatch {
  count = 0
  private time = new Float64Array(256)
  private key = new Float64Array(256)
  private slot = new Int32Array(256)

  firstTime(): number {
    return this.time[this.count - 1]!
  }

  lastTime(): number {
    return this.time[0]!
  }

  firstKey(): number {
    return this.key[this.count - 1]!
  }

  firstSlot(): number {
    return this.slot[this.count - 1]!
  }

  take(): number {
    return this.slot[--this.count]!
  }

  /** Adds an entry out of order; call `sort` before the next read. */
  append(time: number, key: number, slot: number): void {
    const i = this.count++
    if (i === this.time.length) this.grow()
    this.time[i] = time
    this.key[i] = key
    this.slot[i] = slot
  }

  insert(time: number, key: number, slot: number): void {
    if (this.count === this.time.length) this.grow()
    this.sift(this.count++, time, key, slot)
  }

  sort(): void {
    const n = this.count
    // Simultaneous events often come first inserted first.
    if (this.isAscending()) return this.reverse()
    if (n <= INSERTION_SORT || this.isSorted()) {
      for (let i = 1; i < n; i++) this.sift(i, this.time[i]!, this.key[i]!, this.slot[i]!)
      return
    }
    const { time, key, slot } = this
    const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => time[b]! - time[a]! || key[b]! - key[a]!)
    this.time = time.slice()
    this.key = key.slice()
    this.slot = slot.slice()
    for (let i = 0; i < n; i++) {
      this.time[i] = time[order[i]!]!
      this.key[i] = key[order[i]!]!
      this.slot[i] = slot[order[i]!]!
    }
  }

  /** Empties the batch onto the front of a list and returns the list. */
  relink(list: number, next: Int32Array): number {
    for (let i = this.count - 1; i >= 0; i--) {
      next[this.slot[i]!] = list
      list = this.slot[i]!
    }
    this.count = 0
    return list
  }

  /** Removes the entries later than `now` and links their slots to a list; -1, and all stay, when no more than `few` are. */
  takeAfter(now: number, few: number, next: Int32Array): number {
    let later = this.count
    while (later > 0 && this.time[later - 1]! <= now) later--
    if (later <= few) return -1
    let list = -1
    for (let i = later - 1; i >= 0; i--) {
      next[this.slot[i]!] = list
      list = this.slot[i]!
    }
    this.time.copyWithin(0, later, this.count)
    this.key.copyWithin(0, later, this.count)
    this.slot.copyWithin(0, later, this.count)
    this.count -= later
    return list
  }

  /** Moves an entry from position i towards the front until the one before it is later. */
  private sift(i: number, time: number, key: number, slot: number): void {
    const times = this.time
    const keys = this.key
    const slots = this.slot
    while (i > 0) {
      const before = times[i - 1]!
      if (before > time || (before === time && keys[i - 1]! > key)) break
      times[i] = before
      keys[i] = keys[i - 1]!
      slots[i] = slots[i - 1]!
      i--
    }
    times[i] = time
    keys[i] = key
    slots[i] = slot
  }

  private isAscending(): boolean {
    const { time, key } = this
    for (let i = 1; i < this.count; i++) {
      if (time[i]! < time[i - 1]! || (time[i] === time[i - 1] && key[i]! < key[i - 1]!)) return false
    }
    return true
  }

  private reverse(): void {
    this.time.subarray(0, this.count).reverse()
    this.key.subarray(0, this.count).reverse()
    this.slot.subarray(0, this.count).reverse()
  }

  private isSorted(): boolean {
    const { time, key } = this
    for (let i = 1; i < this.count; i++) {
      if (time[i]! > time[i - 1]! || (time[i] === time[i - 1] && key[i]! > key[i - 1]!)) return false
    }
    return true
  }

  private grow(): void {
    const size = this.time.length * 2
    const time = new Float64Array(size)
    time.set(this.time)
    this.time = time
    const key = new Float64Array(size)
    key.set(this.key)
    this.key = key
    const slot = new Int32Array(size)
    slot.set(this.slot)
    this.slot = slot
  }
}
