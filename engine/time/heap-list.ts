import { Heap } from 'heap-js'
import type { Action, EventHandle, KeepingEventList } from './event-list.ts'
import { KEY_STRIDE, type Order } from './order.ts'

interface Entry {
  readonly slot: number
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
export class HeapList implements KeepingEventList {
  now: number
  key = -1
  size = 0
  private readonly heap = new Heap<Entry>((a, b) => a.time - b.time || a.key - b.key)
  private readonly entries = new Map<number, Entry>()
  private readonly keepers = new Map<number, Action>()
  private slots = 0
  private insertions = 0
  private readonly tieBreaker: (() => number) | undefined

  /** @param tieBreaker uniform on [0, 1): puts events of one instant and class in random order, not that of insertion */
  constructor(startTime: number, tieBreaker?: () => number) {
    this.now = startTime
    this.tieBreaker = tieBreaker
  }

  insert(time: number, order: Order, action: Action): number {
    const slot = this.slots++
    this.add(slot, time, order, action)
    return slot
  }

  insertNow(order: Order, action: Action): number {
    return this.insert(this.now, order, action)
  }

  keepSlot(action: Action): number {
    const slot = this.slots++
    this.keepers.set(slot, action)
    return slot
  }

  insertKept(time: number, order: Order, slot: number): void {
    this.add(slot, time, order, this.keepers.get(slot)!)
  }

  insertKeptNow(order: Order, slot: number): void {
    this.insertKept(this.now, order, slot)
  }

  cancelKept(slot: number): number {
    this.cancel(slot)
    return slot
  }

  free(slot: number): void {
    this.keepers.delete(slot)
  }

  kept(): Action[] {
    return [...this.keepers.values()]
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
    this.entries.delete(first.slot)
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

  private add(slot: number, time: number, order: Order, action: Action): void {
    const { tieBreaker } = this
    const number = this.insertions++
    const key = tieBreaker === undefined ? order * KEY_STRIDE + number : (order + tieBreaker()) * KEY_STRIDE
    const entry = { slot, time, key, action }
    this.entries.set(slot, entry)
    this.heap.add(entry)
    this.size++
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
