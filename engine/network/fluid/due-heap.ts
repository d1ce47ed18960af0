import { grownFloats, grownInts } from './grown.ts'

/** Between a change of single places and putting all in order anew, what is quicker for this many changes in n. */
const REBUILD = 8

/** Numbers with the time at which each is due, earliest first; any of them can be moved or taken out. */
export class DueHeap {
  size = 0
  /** By number: seconds. */
  due: Float64Array = new Float64Array(16)
  private items: Int32Array = new Int32Array(16)
  /** By number: its place, -1 when it is not in. */
  private place: Int32Array = new Int32Array(16).fill(-1)

  /** The number that is due first; only while `size` > 0. */
  get first(): number {
    return this.items[0]!
  }

  /** Makes room for numbers below `limit`. */
  reserve(limit: number): void {
    const before = this.place.length
    if (limit <= before) return
    this.due = grownFloats(this.due, limit)
    this.items = grownInts(this.items, limit)
    this.place = grownInts(this.place, limit)
    this.place.fill(-1, before)
  }

  /** Puts a number in, or moves it. */
  set(item: number, due: number): void {
    const at = this.place[item]!
    if (at < 0) {
      this.due[item] = due
      this.up(this.size++, item)
      return
    }
    const before = this.due[item]!
    this.due[item] = due
    if (due < before) this.up(at, item)
    else this.down(at, item)
  }

  /** True when so many changes at once are better made with `setLater` and `order`. */
  isMuch(changes: number): boolean {
    return changes * REBUILD > this.size
  }

  /** Puts a number in or moves it without order; `order` must follow. */
  setLater(item: number, due: number): void {
    this.due[item] = due
    if (this.place[item]! >= 0) return
    this.items[this.size] = item
    this.place[item] = this.size++
  }

  order(): void {
    for (let i = (this.size >> 1) - 1; i >= 0; i--) this.down(i, this.items[i]!)
  }

  /** Takes a number out; does nothing when it is not in. */
  remove(item: number): void {
    const at = this.place[item]!
    if (at < 0) return
    this.place[item] = -1
    const last = this.items[--this.size]!
    if (last === item) return
    if (at > 0 && this.due[last]! < this.due[this.items[(at - 1) >> 1]!]!) this.up(at, last)
    else this.down(at, last)
  }

  private up(i: number, item: number): void {
    const { items, place, due } = this
    const time = due[item]!
    while (i > 0) {
      const parent = (i - 1) >> 1
      const above = items[parent]!
      if (due[above]! <= time) break
      items[i] = above
      place[above] = i
      i = parent
    }
    items[i] = item
    place[item] = i
  }

  private down(i: number, item: number): void {
    const { items, place, due, size } = this
    const time = due[item]!
    for (;;) {
      let child = 2 * i + 1
      if (child >= size) break
      if (child + 1 < size && due[items[child + 1]!]! < due[items[child]!]!) child++
      const below = items[child]!
      if (due[below]! >= time) break
      items[i] = below
      place[below] = i
      i = child
    }
    items[i] = item
    place[item] = i
  }
}
