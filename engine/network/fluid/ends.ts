import type { Simulation } from '../../simulation.ts'
import { perform, type Action } from '../../time/event-list.ts'
import type { OnFailed } from './activity.ts'

/** Who is told of the ends of activities, by the slot of each, and those that have ended and are still to be told. */
export class Ends {
  private readonly sim: Simulation
  private readonly release: (slot: number) => void
  private readonly onCompleted: (Action | undefined)[] = []
  private readonly onFailed: (OnFailed | undefined)[] = []
  /** Slots in the order of telling, from `first` to before `end`; what is before has been told. */
  private readonly slots: number[] = []
  private first = 0
  private end = 0
  /** By slot: why it failed, undefined when it is completed; units left. */
  private readonly reasons: (string | undefined)[] = []
  private readonly left: number[] = []
  private telling = false
  private readonly onTell = (): void => this.tell()

  /** @param release told of each slot before its own telling: from then on another activity may have it */
  constructor(sim: Simulation, release: (slot: number) => void) {
    this.sim = sim
    this.release = release
  }

  /** How many are to be told, the one that is being told included. */
  get count(): number {
    return this.end
  }

  remember(slot: number, onCompleted: Action | undefined, onFailed: OnFailed | undefined): void {
    this.onCompleted[slot] = onCompleted
    this.onFailed[slot] = onFailed
  }

  forget(slot: number): void {
    this.onCompleted[slot] = undefined
    this.onFailed[slot] = undefined
    this.reasons[slot] = undefined
  }

  /** An activity has ended; with a reason, it failed. */
  add(slot: number, reason: string | undefined, left: number): void {
    this.slots[this.end++] = slot
    this.reasons[slot] = reason
    this.left[slot] = left
  }

  /** Puts those from a place on in the order of their starts: insertion sort, they are few or almost in order. */
  sort(from: number, serial: Float64Array): void {
    const { slots } = this
    for (let i = from + 1; i < this.end; i++) {
      const slot = slots[i]!
      let j = i - 1
      for (; j >= from && serial[slots[j]!]! > serial[slot]!; j--) slots[j + 1] = slots[j]!
      slots[j + 1] = slot
    }
  }

  /** Tells all, those too that end because of what is done when told; does nothing while it does so already. */
  tell(): void {
    if (this.telling) return
    this.telling = true
    try {
      while (this.first < this.end) {
        const slot = this.slots[this.first++]!
        const completed = this.onCompleted[slot]
        const failed = this.onFailed[slot]
        const reason = this.reasons[slot]
        const left = this.left[slot]!
        this.release(slot)
        if (reason !== undefined) failed?.(reason, left)
        else if (completed !== undefined) perform(completed)
      }
      this.first = this.end = 0
    } finally {
      this.telling = false
      // One of them threw: the others hear all the same, should the run go on.
      if (this.first < this.end) this.sim.schedule(0, this.onTell)
    }
  }
}
