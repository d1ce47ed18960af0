import { SlotPool } from './slot-pool.ts'

/** Up to this many entries insertion sort wins over anything else. */
const INSERTION_SORT = 48
/** Entries of the arrays at first; a power of two. */
const INITIAL = 256

/**
 * The events that come next, sorted by (time, key). Times and keys are copied here because comparing them side by side
 * costs far less than reading them through their slots. An entry is inserted by moving those before it or those behind
 * it, whichever are fewer by guess; so the next event, the last, and simultaneous ones in order all cost O(1).
 */
export abstract class SortedBatch extends SlotPool {
  protected times = new Float64Array(INITIAL)
  protected keys = new Float64Array(INITIAL)
  protected slots = new Int32Array(INITIAL)
  /** Entries lie in [head, tail); there is always one place before them. */
  protected head = INITIAL >> 2
  protected tail = INITIAL >> 2

  get count(): number {
    return this.tail - this.head
  }

  firstTime(): number {
    return this.times[this.head]!
  }

  lastTime(): number {
    return this.times[this.tail - 1]!
  }

  firstKey(): number {
    return this.keys[this.head]!
  }

  firstSlot(): number {
    return this.slots[this.head]!
  }

  protected takeFirst(): number {
    return this.slots[this.head++]!
  }

  /** Adds an entry out of order; call `sort` before the next read. */
  protected append(time: number, key: number, slot: number): void {
    if (this.tail === this.times.length) this.makeRoom()
    const i = this.tail++
    this.times[i] = time
    this.keys[i] = key
    this.slots[i] = slot
  }

  /** Adds an entry in its place. */
  protected insertSorted(time: number, key: number, slot: number): void {
    if (this.tail === this.times.length || this.head === 1) this.makeRoom()
    const middle = (this.head + this.tail) >> 1
    const before = this.times[middle]!
    const forwards = this.head < this.tail && (before > time || (before === time && this.keys[middle]! > key))
    const i = forwards ? --this.head : this.tail++
    this.times[i] = time
    this.keys[i] = key
    this.slots[i] = slot
    if (forwards) this.moveForwards(i)
    else this.moveBackwards(i, this.head)
  }

  protected sort(): void {
    if (this.count > INSERTION_SORT) {
      // Many events at once are mostly simultaneous ones, in order or in reverse order of insertion.
      if (this.isDescending()) return this.reverse()
      if (!this.isAscending()) return this.sortAny()
      return
    }
    const head = this.head
    for (let i = head + 1; i < this.tail; i++) this.moveBackwards(i, head)
  }

  /** Empties the batch onto the front of a list, keeping its order, and returns the list. */
  protected relink(list: number, link: Int32Array): number {
    for (let i = this.tail - 1; i >= this.head; i--) {
      link[this.slots[i]!] = list
      list = this.slots[i]!
    }
    this.clear()
    return list
  }

  /**
   * Removes the entries later than `now` and links their slots to a list, latest first; -1, and all stay, when no more
   * than `few` are.
   */
  protected takeAfter(now: number, few: number): number {
    let later = this.head
    while (later < this.tail && this.times[later]! <= now) later++
    if (this.tail - later <= few) return -1
    let list = -1
    for (let i = later; i < this.tail; i++) {
      const slot = this.slots[i]!
      // A cancelled one stays marked.
      this.stamp[slot] = this.actions[slot >> 1] === undefined ? NaN : this.times[i]!
      this.stamp[slot + 1] = this.keys[i]!
      this.link[slot] = list
      list = slot
    }
    this.tail = later
    return list
  }

  /** Back to the middle of the arrays, so that there is room on both sides. Only for an empty batch. */
  protected clear(): void {
    this.head = this.tail = this.times.length >> 2
  }

  /** Moves the entry at position i towards the end until the one behind it is later. */
  protected moveForwards(i: number): void {
    const { times, keys, slots } = this
    const time = times[i]!
    const key = keys[i]!
    const slot = slots[i]!
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

  /**
   * Moves the entry at position i towards the front, at `head`, until the one before it is earlier. It is read from the
   * arrays: numbers handed from function to function cost an allocation each where the call is not inlined.
   */
  protected moveBackwards(i: number, head: number): void {
    const { times, keys, slots } = this
    const time = times[i]!
    const key = keys[i]!
    const slot = slots[i]!
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

  protected sortAny(): void {
    const { times: time, keys: key, slots: slot, head, count } = this
    const order = Array.from({ length: count }, (_, i) => head + i)
    order.sort((a, b) => time[a]! - time[b]! || key[a]! - key[b]!)
    this.times = time.slice()
    this.keys = key.slice()
    this.slots = slot.slice()
    for (let i = 0; i < count; i++) {
      this.times[head + i] = time[order[i]!]!
      this.keys[head + i] = key[order[i]!]!
      this.slots[head + i] = slot[order[i]!]!
    }
  }

  protected isAscending(): boolean {
    const { times: time, keys: key } = this
    for (let i = this.head + 1; i < this.tail; i++) {
      if (time[i]! < time[i - 1]! || (time[i] === time[i - 1] && key[i]! < key[i - 1]!)) return false
    }
    return true
  }

  protected isDescending(): boolean {
    const { times: time, keys: key } = this
    for (let i = this.head + 1; i < this.tail; i++) {
      if (time[i]! > time[i - 1]! || (time[i] === time[i - 1] && key[i]! > key[i - 1]!)) return false
    }
    return true
  }

  protected reverse(): void {
    this.times.subarray(this.head, this.tail).reverse()
    this.keys.subarray(this.head, this.tail).reverse()
    this.slots.subarray(this.head, this.tail).reverse()
  }

  /** Centres the entries, in larger arrays when these are more than half full, so that both sides have room. */
  protected makeRoom(): void {
    const { times: time, keys: key, slots: slot, head, count } = this
    const size = count * 2 > time.length ? time.length * 2 : time.length
    const start = (size - count) >> 1
    if (size !== time.length) {
      this.times = new Float64Array(size)
      this.keys = new Float64Array(size)
      this.slots = new Int32Array(size)
    }
    // Views and native copies cost more than a loop over the few entries there are.
    const { times, keys, slots } = this
    if (start <= head) {
      for (let i = 0; i < count; i++) {
        times[start + i] = time[head + i]!
        keys[start + i] = key[head + i]!
        slots[start + i] = slot[head + i]!
      }
    } else {
      for (let i = count - 1; i >= 0; i--) {
        times[start + i] = time[head + i]!
        keys[start + i] = key[head + i]!
        slots[start + i] = slot[head + i]!
      }
    }
    this.head = start
    this.tail = start + count
  }
}
