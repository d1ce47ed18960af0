import type { SlotPool } from './slot-pool.ts'

/** Up to this many entries insertion sort wins over anything else. */
const INSERTION_SORT = 48
/** Entries of the arrays at first; a power of two. */
const INITIAL = 256

/**
 * The events that come next, sorted by (time, key). Times and keys are copied here because comparing them side by side
 * costs far less than reading them through their slots. An entry is inserted by moving those before it or those behind
 * it, whichever are fewer by guess; so the next event, the last, and simultaneous ones in order all cost O(1).
 */
export class SortedBatch {
  private time = new Float64Array(INITIAL)
  private key = new Float64Array(INITIAL)
  private slot = new Int32Array(INITIAL)
  /** Entries lie in [head, tail). */
  private head = INITIAL >> 2
  private tail = INITIAL >> 2

  get count(): number {
    return this.tail - this.head
  }

  firstTime(): number {
    return this.time[this.head]!
  }

  lastTime(): number {
    return this.time[this.tail - 1]!
  }

  firstKey(): number {
    return this.key[this.head]!
  }

  firstSlot(): number {
    return this.slot[this.head]!
  }

  take(): number {
    return this.slot[this.head++]!
  }

  /** Adds an entry out of order; call `sort` before the next read. */
  append(time: number, key: number, slot: number): void {
    if (this.tail === this.time.length) this.makeRoom()
    const i = this.tail++
    this.time[i] = time
    this.key[i] = key
    this.slot[i] = slot
  }

  /** Adds an entry in its place. */
  insert(time: number, key: number, slot: number): void {
    if (this.tail === this.time.length || this.head === 0) this.makeRoom()
    const middle = (this.head + this.tail) >> 1
    const before = this.time[middle]!
    if (this.head < this.tail && (before > time || (before === time && this.key[middle]! > key))) {
      this.insertForwards(--this.head, time, key, slot)
    } else {
      this.insertBackwards(this.tail++, time, key, slot)
    }
  }

  sort(): void {
    const { time, key, slot } = this
    if (this.count > INSERTION_SORT) {
      // Many events at once are mostly simultaneous ones, in order or in reverse order of insertion.
      if (this.isDescending()) return this.reverse()
      if (!this.isAscending()) return this.sortAny()
      return
    }
    const head = this.head
    for (let i = head + 1; i < this.tail; i++) this.insertBackwards(i, time[i]!, key[i]!, slot[i]!, head)
  }

  /** Empties the batch onto the front of a list, keeping its order, and returns the list. */
  relink(list: number, link: Int32Array): number {
    for (let i = this.tail - 1; i >= this.head; i--) {
      link[this.slot[i]!] = list
      list = this.slot[i]!
    }
    this.clear()
    return list
  }

  /**
   * Removes the entries later than `now` and links their slots to a list, latest first; -1, and all stay, when no more
   * than `few` are.
   */
  takeAfter(now: number, few: number, pool: SlotPool): number {
    let later = this.head
    while (later < this.tail && this.time[later]! <= now) later++
    if (this.tail - later <= few) return -1
    let list = -1
    for (let i = later; i < this.tail; i++) {
      const slot = this.slot[i]!
      // A cancelled one stays marked.
      pool.stamp[slot] = pool.actions[slot >> 1] === undefined ? NaN : this.time[i]!
      pool.stamp[slot + 1] = this.key[i]!
      pool.link[slot] = list
      list = slot
    }
    this.tail = later
    return list
  }

  /** Back to the middle of the arrays, so that there is room on both sides. Only for an empty batch. */
  clear(): void {
    this.head = this.tail = this.time.length >> 2
  }

  /** Moves an entry from position i, which is free, towards the end until the one behind it is later. */
  private insertForwards(i: number, time: number, key: number, slot: number): void {
    const times = this.time
    const keys = this.key
    const slots = this.slot
    const last = this.tail - 1
    while (i < last) {
      const behind = times[i + 1]!
      if (behind > time || (behind === time && keys[i + 1]! > key)) break
      times[i] = behind
      keys[i] = keys[i + 1]!
      slots[i] = slots[i + 1]!
      i++
    }
    times[i] = time
    keys[i] = key
    slots[i] = slot
  }

  /** Moves an entry from position i, which is free, towards the front until the one before it is earlier. */
  private insertBackwards(i: number, time: number, key: number, slot: number, head = this.head): void {
    const times = this.time
    const keys = this.key
    const slots = this.slot
    while (i > head) {
      const before = times[i - 1]!
      if (before < time || (before === time && keys[i - 1]! < key)) break
      times[i] = before
      keys[i] = keys[i - 1]!
      slots[i] = slots[i - 1]!
      i--
    }
    times[i] = time
    keys[i] = key
    slots[i] = slot
  }

  private sortAny(): void {
    const { time, key, slot, head, count } = this
    const order = Array.from({ length: count }, (_, i) => head + i)
    order.sort((a, b) => time[a]! - time[b]! || key[a]! - key[b]!)
    this.time = time.slice()
    this.key = key.slice()
    this.slot = slot.slice()
    for (let i = 0; i < count; i++) {
      this.time[head + i] = time[order[i]!]!
      this.key[head + i] = key[order[i]!]!
      this.slot[head + i] = slot[order[i]!]!
    }
  }

  private isAscending(): boolean {
    const { time, key } = this
    for (let i = this.head + 1; i < this.tail; i++) {
      if (time[i]! < time[i - 1]! || (time[i] === time[i - 1] && key[i]! < key[i - 1]!)) return false
    }
    return true
  }

  private isDescending(): boolean {
    const { time, key } = this
    for (let i = this.head + 1; i < this.tail; i++) {
      if (time[i]! > time[i - 1]! || (time[i] === time[i - 1] && key[i]! > key[i - 1]!)) return false
    }
    return true
  }

  private reverse(): void {
    this.time.subarray(this.head, this.tail).reverse()
    this.key.subarray(this.head, this.tail).reverse()
    this.slot.subarray(this.head, this.tail).reverse()
  }

  /** Centres the entries, in larger arrays when these are more than half full, so that both sides have room. */
  private makeRoom(): void {
    const { time, key, slot, head, tail, count } = this
    const size = count * 2 > time.length ? time.length * 2 : time.length
    const start = (size - count) >> 1
    if (size !== time.length) {
      this.time = new Float64Array(size)
      this.key = new Float64Array(size)
      this.slot = new Int32Array(size)
    }
    this.time.set(time.subarray(head, tail), start)
    this.key.set(key.subarray(head, tail), start)
    this.slot.set(slot.subarray(head, tail), start)
    this.head = start
    this.tail = start + count
  }
}
