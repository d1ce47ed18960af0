import { SimulationError } from '../../errors.ts'
import type { ActivityId } from './activity.ts'
import { grownFloats, grownInts } from './grown.ts'

/** Concurrent activities at most: the part of an id that says where it is. */
export const SLOTS = 2_097_152

/** States of an activity. */
export const FREE = 0
export const LATENT = 1
export const RUNNING = 2
export const LATENT_HELD = 3
export const RUNNING_HELD = 4
export const COMPLETED = 5
export const FAILED = 6

/** Where activities have come to, by the slot of each, which is also its variable. */
export class Slots {
  state: Int32Array = new Int32Array(16)
  /** How many had begun before; -1 when the slot is free. */
  serial: Float64Array = new Float64Array(16)
  /** Units, all of the activity. */
  amount: Float64Array = new Float64Array(16)
  /** Units left at `updatedAt`; of a latent activity, all. */
  left: Float64Array = new Float64Array(16)
  /** Seconds; of one held in its latency, the seconds of it that are left. */
  updatedAt: Float64Array = new Float64Array(16)
  private started = 0

  /** A new activity in a slot that is free. */
  open(v: number, amount: number, now: number): ActivityId {
    if (v >= this.state.length) this.grow(v + 1)
    const serial = this.started++
    this.serial[v] = serial
    this.amount[v] = amount
    this.left[v] = amount
    this.updatedAt[v] = now
    return serial * SLOTS + v
  }

  close(v: number): void {
    this.state[v] = FREE
    this.serial[v] = -1
  }

  /** Whether the activity in a slot has not ended. */
  goesOn(v: number): boolean {
    return this.state[v]! >= LATENT && this.state[v]! <= RUNNING_HELD
  }

  /**
   * Slot of an activity that goes on; -1 when it has ended.
   * @throws SimulationError when there never was one of that id
   */
  find(id: ActivityId): number {
    const serial = Math.floor(id / SLOTS)
    if (!(Number.isSafeInteger(id) && id >= 0 && serial < this.started)) {
      throw new SimulationError(`There is no fluid activity ${id}: expected what start returned.`)
    }
    const v = id % SLOTS
    return this.serial[v] === serial && this.goesOn(v) ? v : -1
  }

  /** Units done by `now` of an activity that has had a rate since it was updated. */
  doneBy(v: number, rate: number, now: number): number {
    const span = now - this.updatedAt[v]!
    // An endless rate lasts no time.
    if (rate === 0 || span === 0) return this.amount[v]! - this.left[v]!
    return this.amount[v]! - Math.max(0, this.left[v]! - rate * span)
  }

  private grow(size: number): void {
    this.state = grownInts(this.state, size)
    this.serial = grownFloats(this.serial, size)
    this.amount = grownFloats(this.amount, size)
    this.left = grownFloats(this.left, size)
    this.updatedAt = grownFloats(this.updatedAt, size)
  }
}
