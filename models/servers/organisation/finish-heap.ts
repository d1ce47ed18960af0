type Action = () => void

/** Actions in the order of their finish, and of their arrival where finishes are equal: a binary heap. */
export class FinishHeap {
  private readonly finishes: number[] = []
  private readonly numbers: number[] = []
  private readonly actions: Action[] = []
  private added = 0

  get size(): number {
    return this.actions.length
  }

  /** The smallest finish; NaN when empty. */
  get first(): number {
    return this.finishes[0] ?? NaN
  }

  add(finish: number, action: Action): void {
    const number = this.added++
    let hole = this.actions.length
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (this.finishes[parent]! <= finish) break
      this.move(parent, hole)
      hole = parent
    }
    this.put(hole, finish, number, action)
  }

  /** Takes out the first; the heap must not be empty. */
  removeFirst(): Action {
    const first = this.actions[0]!
    const finish = this.finishes.pop()!
    const number = this.numbers.pop()!
    const action = this.actions.pop()!
    const size = this.actions.length
    if (size === 0) return first
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      if (child >= size) break
      if (child + 1 < size && this.isBefore(child + 1, this.finishes[child]!, this.numbers[child]!)) child++
      if (!this.isBefore(child, finish, number)) break
      this.move(child, hole)
      hole = child
    }
    this.put(hole, finish, number, action)
    return first
  }

  private isBefore(place: number, finish: number, number: number): boolean {
    const other = this.finishes[place]!
    return other < finish || (other === finish && this.numbers[place]! < number)
  }

  private move(from: number, to: number): void {
    this.put(to, this.finishes[from]!, this.numbers[from]!, this.actions[from]!)
  }

  private put(place: number, finish: number, number: number, action: Action): void {
    this.finishes[place] = finish
    this.numbers[place] = number
    this.actions[place] = action
  }
}
