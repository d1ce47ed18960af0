/** The receiving end of a reliable channel: hands every message over once, in order if so wished. */
export class Receiver<T> {
  /** All messages below this sequence number have come, or were given up by the sender. */
  next = 0
  private readonly inOrder: boolean
  private readonly hand: (payload: T, bytes: number, sequence: number) => void
  /** Messages from `next` on that have come; those of an ordered channel wait here for their turn. */
  private readonly early = new Map<number, { payload: T; bytes: number } | undefined>()

  constructor(inOrder: boolean, hand: (payload: T, bytes: number, sequence: number) => void) {
    this.inOrder = inOrder
    this.hand = hand
  }

  /**
   * Takes a copy of a message.
   * @param base the sender has settled all below, also those that never came
   * @returns false when the message has come before
   */
  accept(sequence: number, base: number, payload: T, bytes: number): boolean {
    while (this.next < base) this.early.delete(this.next++)
    if (sequence < this.next || this.early.has(sequence)) return false
    if (sequence > this.next) {
      this.early.set(sequence, this.inOrder ? { payload, bytes } : undefined)
      if (!this.inOrder) this.hand(payload, bytes, sequence)
      return true
    }
    this.next++
    this.hand(payload, bytes, sequence)
    while (this.early.has(this.next)) {
      const early = this.early.get(this.next)
      this.early.delete(this.next++)
      if (early !== undefined) this.hand(early.payload, early.bytes, this.next - 1)
    }
    return true
  }
}
