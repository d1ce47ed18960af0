import type { Action, EventHandle, FutureEventList } from '../../engine/index.ts'
import { KEY_STRIDE } from './key-stride.ts'

const HANDLE_STRIDE = 67_108_864

/**
 * Candidate: an implicit 4-ary heap in typed arrays. Times and keys lie in heap order, so that comparing children is a
 * scan of neighbours; a slot knows its place in the heap, so that cancelling is exact and O(log n).
 */
export class Heap4List implements FutureEventList {
  now: number
  key = -1
  size = 0
  private insertions = 0
  private time = new Float64Array(64)
  private keys = new Float64Array(64)
  private slot = new Int32Array(64)
  /** By slot: place in the heap, or the next free slot. */
  private place = new Int32Array(64)
  private generation = new Int32Array(64)
  private readonly actions: (Action | undefined)[] = []
  private firstFree = -1

  constructor(startTime: number) {
    this.now = startTime
  }

  insert(time: number, order: number, action: Action): number {
    const key = order * KEY_STRIDE + this.insertions++
    let slot = this.firstFree
    if (slot >= 0) {
      this.firstFree = this.place[slot]!
      this.actions[slot] = action
    } else {
      slot = this.actions.push(action) - 1
    }
    if (this.size === this.time.length) this.grow()
    this.up(this.size++, time, key, slot)
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
    const hole = this.place[slot]!
    this.free(slot)
    const last = --this.size
    if (hole === last) return
    const time = this.time[last]!
    const key = this.keys[last]!
    const parent = (hole - 1) >> 2
    if (hole > 0 && this.isBefore(time, key, parent)) this.up(hole, time, key, this.slot[last]!)
    else this.down(hole, time, key, this.slot[last]!)
  }

  take(limit: number): Action | undefined {
    if (this.size === 0 || this.time[0]! > limit) return undefined
    const slot = this.slot[0]!
    this.now = this.time[0]!
    this.key = this.keys[0]!
    const action = this.actions[slot]!
    this.free(slot)
    const last = --this.size
    if (last > 0) this.down(0, this.time[last]!, this.keys[last]!, this.slot[last]!)
    return action
  }

  timeOf(): number {
    throw new Error('Not needed to be measured.')
  }

  peekTime(): number {
    return this.size === 0 ? Infinity : this.time[0]!
  }

  advance(time: number): void {
    this.now = time
  }

  private isBefore(time: number, key: number, i: number): boolean {
    const other = this.time[i]!
    return time < other || (time === other && key < this.keys[i]!)
  }

  private up(hole: number, time: number, key: number, slot: number): void {
    while (hole > 0) {
      const parent = (hole - 1) >> 2
      if (!this.isBefore(time, key, parent)) break
      this.put(hole, this.time[parent]!, this.keys[parent]!, this.slot[parent]!)
      hole = parent
    }
    this.put(hole, time, key, slot)
  }

  private down(hole: number, time: number, key: number, slot: number): void {
    const { size, time: times, keys } = this
    for (;;) {
      let child = hole * 4 + 1
      if (child >= size) break
      const end = Math.min(child + 4, size)
      for (let i = child + 1; i < end; i++) {
        const t = times[i]!
        if (t < times[child]! || (t === times[child]! && keys[i]! < keys[child]!)) child = i
      }
      if (this.isBefore(time, key, child)) break
      this.put(hole, times[child]!, keys[child]!, this.slot[child]!)
      hole = child
    }
    this.put(hole, time, key, slot)
  }

  private put(i: number, time: number, key: number, slot: number): void {
    this.time[i] = time
    this.keys[i] = key
    this.slot[i] = slot
    this.place[slot] = i
  }

  private free(slot: number): void {
    this.actions[slot] = undefined
    this.generation[slot]!++
    this.place[slot] = this.firstFree
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
    this.slot = wider(this.slot, new Int32Array(length))
    this.place = wider(this.place, new Int32Array(length))
    this.generation = wider(this.generation, new Int32Array(length))
  }
}
