import { Heap } from 'heap-js'
import type { Action, EventHandle, FutureEventList } from './event-list.ts'
import { KEY_STRIDE, type Order } from './order.ts'

interface Entry {
  readonly handle: number
  readonly time: number
  readonly key: number
  /** Undefined once the event has run or was cancelled. */
  action: Action | undefined
}

/** Cancelled entries may make up half of the heap, and this many more, before it is rebuilt without them. */
const SLACK = 64

/**
 * The reference implementation: a binary heap of objects from heap-js, nothing clever. The fast list must order events
 * exactly as this one does; tests and `--event-list heap` hold them against each other.
 *
 * heap-js removes an element in linear time, so cancelled entries are left in place and swept out when they outnumber
 * the live ones: amortised constant cost, and the heap never holds more than twice the pending events.
 */
export class HeapList implements FutureEventList {
  now: number
  key = -1
  size = 0
  private readonly heap = new Heap<Entry>((a, b) => a.time - b.time || a.key - b.key)
  private readonly entries = new Map<number, Entry>()
  private nextHandle = 0
  private readonly tieBreaker: (() => number) | undefined

  /** @param tieBreaker uniform on [0, 1): puts events of one instant and class in random order, not that of insertion */
  constructor(startTime: number, tieBreaker?: () => number) {
    this.now = startTime
    this.tieBreaker = tieBreaker
  }

  insert(time: number, order: Order, action: Action): number {
    const { tieBreaker } = this
    const handle = this.nextHandle++
    const key = tieBreaker === undefined ? order * KEY_STRIDE + handle : (order + tieBreaker()) * KEY_STRIDE
    const entry = { handle, time, key, action }
    this.entries.set(handle, entry)
    this.heap.add(entry)
    this.size++
    return handle
  }

  insertNow(order: Order, action: Action): number {
    return this.insert(this.now, order, action)
  }

  handle(slot: number): EventHandle {
    return slot
  }

  cancelSlot(slot: number): void {
    this.cancel(slot)
  }

  cancel(handle: EventHandle): boolean {
    const entry = this.entries.get(handle)
    if (entry === undefined) return false
    this.entries.delete(handle)
    entry.action = undefined
    this.size--
    if (this.heap.length > 2 * this.size + SLACK) {
      this.heap.init([...this.entries.values()])
    }
    return true
  }

  take(limit: number): Action | undefined {
    const first = this.first()
    if (first === undefined || first.time > limit) return undefined
    this.heap.pop()
    this.entries.delete(first.handle)
    this.size--
    this.now = first.time
    this.key = first.key
    return first.action
  }

  timeOf(slot: number): number {
    return this.entries.get(slot)!.time
  }

  peekTime(): number {
    return this.first()?.time ?? Infinity
  }

  advance(time: number): void {
    this.now = time
  }

  /** The first live entry; cancelled ones before it are dropped on the way. */
  private first(): Entry | undefined {
    let first = this.heap.peek()
    while (first !== undefined && first.action === undefined) {
      this.heap.pop()
      first = this.heap.peek()
    }
    return first
  }
}
