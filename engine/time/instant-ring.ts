import { ORDER_CLASSES, type Order } from './order.ts'

/** First-in first-out queue of slots in a circular typed array, doubled when full. */
class Fifo {
  count = 0
  private slots = new Int32Array(16)
  private head = 0

  push(slot: number): void {
    if (this.count === this.slots.length) this.grow()
    this.slots[(this.head + this.count++) & (this.slots.length - 1)] = slot
  }

  peek(): number {
    return this.slots[this.head]!
  }

  take(): number {
    const slot = this.slots[this.head]!
    this.head = (this.head + 1) & (this.slots.length - 1)
    this.count--
    return slot
  }

  private grow(): void {
    const size = this.slots.length
    const slots = new Int32Array(size * 2)
    slots.set(this.slots.subarray(this.head))
    slots.set(this.slots.subarray(0, this.head), size - this.head)
    this.slots = slots
    this.head = 0
  }
}

/** Events at the current instant, in insertion order for each order class: no comparison, no search. */
export class InstantRing {
  /** Bit c is set while order class c has events; 0 when the ring is empty. */
  occupied = 0
  private readonly classes = Array.from({ length: ORDER_CLASSES }, () => new Fifo())

  /** Lowest order class with an event, -1 when the ring is empty. */
  get first(): number {
    return 31 - Math.clz32(this.occupied & -this.occupied)
  }

  push(slot: number, order: Order): void {
    this.classes[order]!.push(slot)
    this.occupied |= 1 << order
  }

  peek(order: number): number {
    return this.classes[order]!.peek()
  }

  take(order: number): number {
    const fifo = this.classes[order]!
    if (fifo.count === 1) this.occupied &= ~(1 << order)
    return fifo.take()
  }
}
