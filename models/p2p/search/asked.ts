import type { RandomStream } from '../../../engine/index.ts'

/** Objects that are asked for, one at a time, each with its popularity. */
export abstract class Asked {
  /** The object that the current query is about. */
  protected object = 0
  /** Copies of each object that searches can find. */
  abstract readonly count: Int32Array
  private readonly cumulated: Float64Array

  /** @param q fraction of the queries that ask for each object */
  constructor(q: Float64Array) {
    let sum = 0
    this.cumulated = q.map((each) => (sum += each))
  }

  /** Begins a query for a random object by popularity. */
  ask(stream: RandomStream): void {
    const u = stream.uniform01()
    let low = 0
    let high = this.cumulated.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.cumulated[middle]! > u) high = middle
      else low = middle + 1
    }
    this.object = low
  }

  /** Whether a node has a copy of the object asked for. */
  abstract holds(node: number): boolean

  /** The search found the object with so many messages; fixed copies take no notice. */
  found(_messages: number): void {}
}
