import type { Action, EventHandle, FutureEventList } from '../../engine/index.ts'
import { KEY_STRIDE } from './key-stride.ts'

const HANDLE_STRIDE = 67_108_864
/** Events sampled to choose the width of a day. */
const SAMPLE = 64

/**
 * Candidate: a calendar queue (Brown, CACM 31(10), 1988) in typed arrays. A year of days, each a sorted linked list of
 * the events of that day in any year; the number of days follows the number of events, and the width of a day the
 * spacing of the next ones.
 */
export class CalendarList implements FutureEventList {
  now: number
  key = -1
  size = 0
  private insertions = 0
  private time = new Float64Array(64)
  private keys = new Float64Array(64)
  private next = new Int32Array(64)
  private generation = new Int32Array(64)
  private readonly actions: (Action | undefined)[] = []
  private firstFree = -1
  private days = new Int32Array(2).fill(-1)
  private width = 1
  /** The day looked at, counted from time 0 without end. */
  private today = 0
  private resizing = false

  constructor(startTime: number) {
    this.now = startTime
    this.today = Math.floor(startTime / this.width)
  }

  insert(time: number, order: number, action: Action): number {
    const key = order * KEY_STRIDE + this.insertions++
    let slot = this.firstFree
    if (slot >= 0) {
      this.firstFree = this.next[slot]!
      this.actions[slot] = action
    } else {
      slot = this.actions.push(action) - 1
      if (slot === this.time.length) this.grow()
    }
    this.time[slot] = time
    this.keys[slot] = key
    this.link(slot)
    if (++this.size > 2 * this.days.length) this.resize(2 * this.days.length)
    return slot
  }

  handle(slot: number): EventHandle {
    return this.generation[slot]! * HANDLE_STRIDE + slot
  }

  insertNow(order: number, action: Action): number {
    return this.insert(this.now, order, action)
  }

  cancel(handle: EventHandle): boolean {
    const slot = handle % HANDLE_STRIDE
    if (this.actions[slot] === undefined || this.handle(slot) !== handle) return false
    this.cancelSlot(slot)
    return true
  }

  cancelSlot(slot: number): void {
    const day = this.indexOf(Math.floor(this.time[slot]! / this.width))
    let before = -1
    for (let i = this.days[day]!; i !== slot; i = this.next[i]!) before = i
    if (before < 0) this.days[day] = this.next[slot]!
    else this.next[before] = this.next[slot]!
    this.free(slot)
  }

  take(limit: number): Action | undefined {
    const slot = this.first()
    if (slot < 0 || this.time[slot]! > limit) return undefined
    this.now = this.time[slot]!
    this.key = this.keys[slot]!
    const action = this.actions[slot]!
    this.days[this.indexOf(this.today)] = this.next[slot]!
    this.free(slot)
    if (this.size < this.days.length / 2 && this.days.length > 2) this.resize(this.days.length / 2)
    return action
  }

  timeOf(): number {
    throw new Error('Not needed to be measured.')
  }

  peekTime(): number {
    const slot = this.first()
    return slot < 0 ? Infinity : this.time[slot]!
  }

  advance(time: number): void {
    this.now = time
    this.today = Math.min(this.today, Math.floor(time / this.width))
  }

  /** The first event; `today` becomes its day. */
  private first(): number {
    if (this.size === 0) return -1
    const { days, time, width } = this
    for (let looked = 0; looked < days.length; looked++) {
      const slot = days[this.indexOf(this.today)]!
      if (slot >= 0 && Math.floor(time[slot]! / width) === this.today) return slot
      this.today++
    }
    // Nothing for a whole year: look for the earliest of all.
    let earliest = -1
    for (const slot of days) {
      if (slot >= 0 && (earliest < 0 || this.isBefore(slot, earliest))) earliest = slot
    }
    this.today = Math.floor(time[earliest]! / width)
    return earliest
  }

  private link(slot: number): void {
    const number = Math.floor(this.time[slot]! / this.width)
    if (number < this.today) this.today = number
    const day = this.indexOf(number)
    let before = -1
    let after = this.days[day]!
    while (after >= 0 && this.isBefore(after, slot)) {
      before = after
      after = this.next[after]!
    }
    this.next[slot] = after
    if (before < 0) this.days[day] = slot
    else this.next[before] = slot
  }

  private isBefore(a: number, b: number): boolean {
    const { time, keys } = this
    return time[a]! < time[b]! || (time[a]! === time[b]! && keys[a]! < keys[b]!)
  }

  private indexOf(day: number): number {
    // The number of days is a power of two; day numbers may exceed 32 bits.
    return day % this.days.length
  }

  private resize(length: number): void {
    if (this.resizing) return
    this.resizing = true
    const width = this.newWidth()
    const old = this.days
    this.days = new Int32Array(length).fill(-1)
    this.width = width
    this.today = Math.floor(this.now / width)
    for (const head of old) {
      for (let slot = head; slot >= 0;) {
        const following = this.next[slot]!
        this.link(slot)
        slot = following
      }
    }
    this.resizing = false
  }

  /** Three times the mean gap between the next events, gaps over twice the mean left out, as Brown proposes. */
  private newWidth(): number {
    const sample = new Float64Array(this.size)
    let count = 0
    for (const head of this.days) {
      for (let slot = head; slot >= 0; slot = this.next[slot]!) sample[count++] = this.time[slot]!
    }
    sample.sort()
    const gaps = Array.from({ length: Math.min(SAMPLE, count - 1) }, (_, i) => sample[i + 1]! - sample[i]!)
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    const near = gaps.filter((gap) => gap <= 2 * mean)
    const width = (3 * near.reduce((sum, gap) => sum + gap, 0)) / near.length
    return width > 0 && width < Infinity ? width : this.width
  }

  private free(slot: number): void {
    this.size--
    this.actions[slot] = undefined
    this.generation[slot]!++
    this.next[slot] = this.firstFree
    this.firstFree = slot
  }

  private grow(): void {
    const wider = <A extends Float64Array | Int32Array>(old: A, fresh: A): A => {
      fresh.set(old)
      return fresh
    }
    const length = this.time.length * 2
    this.time = wider(this.time, new Float64Array(length))
    this.keys = wider(this.keys, new Float64Array(length))
    this.next = wider(this.next, new Int32Array(length))
    this.generation = wider(this.generation, new Int32Array(length))
  }
}
