import { SimulationError } from '../errors.ts'

/** One step of a schedule: the time, seconds, and the value from then on. */
export type Change = readonly [time: number, value: number]

/** Options of a schedule. */
export interface ScheduleOptions {
  /** Repeats after so many seconds, at least the time of the last change. Default: never. */
  period?: number
  /** Shifts every change, seconds, >= 0; default 0. */
  offset?: number
}

/**
 * A value that changes at known times: the number of clerks over the day, a server that fails, the sizes of service
 * slots. Before its first change it is 0, or the value of the last change when it repeats.
 *
 * @example
 * const clerks = new Schedule([[8, 1], [16, 2], [24, 3]], { period: 24 })
 * clerks.at(5) // 3, the value of the last change of the day before
 * clerks.next(8) // [16, 2]
 */
export class Schedule {
  /** Changes of the first period. */
  readonly changes: readonly Change[]
  /** Seconds; Infinity when it does not repeat. */
  readonly period: number
  private readonly offset: number

  /** @throws SimulationError unless the times ascend from 0 up, fit in the period, and the values are numbers >= 0 */
  constructor(changes: readonly Change[], { period = Infinity, offset = 0 }: ScheduleOptions = {}) {
    checkChanges(changes)
    const [first, last] = [changes[0]![0], changes.at(-1)![0]]
    if (!(period >= last && period > last - first)) {
      throw new SimulationError(
        `Schedule, period = ${period}: expected at least ${last} s, and more than the ${last - first} s between its first and last change.`,
      )
    }
    if (!(offset >= 0 && offset < Infinity)) {
      throw new SimulationError(`Schedule, offset = ${offset}: expected a finite number of seconds >= 0.`)
    }
    this.changes = changes
    this.period = period
    this.offset = offset
  }

  /** The value at a time, seconds; a change at that very time has been made. */
  at(time: number): number {
    let value = this.period < Infinity ? this.changes.at(-1)![1] : 0
    const round = this.roundAt(time)
    // The round before too: its last change may lie at its very end, or have been shifted beyond it.
    for (let r = Math.max(0, round - 1); r <= round; r++) {
      for (const [at, then] of this.changes) if (this.startOf(r) + at <= time) value = then
    }
    return value
  }

  /** The first change after a time, seconds; undefined when there is none. */
  next(time: number): Change | undefined {
    for (let round = Math.max(0, this.roundAt(time) - 1); ; round++) {
      const start = this.startOf(round)
      for (const [at, value] of this.changes) if (start + at > time) return [start + at, value]
      if (this.period === Infinity) return undefined
    }
  }

  private roundAt(time: number): number {
    return this.period === Infinity || !(time > this.offset) ? 0 : Math.floor((time - this.offset) / this.period)
  }

  private startOf(round: number): number {
    // Without a period there is round 0 alone, and 0 * Infinity is not a time.
    return this.offset + (round === 0 ? 0 : round * this.period)
  }
}

function checkChanges(changes: readonly Change[]): void {
  if (changes.length === 0)
    throw new SimulationError('A schedule without changes: expected at least one [time, value].')
  let before = -1
  for (const [time, value] of changes) {
    if (!(time >= 0 && time > before && time < Infinity)) {
      throw new SimulationError(
        `Schedule, change at ${time} s after one at ${before} s: expected ascending times >= 0.`,
      )
    }
    if (!(value >= 0)) throw new SimulationError(`Schedule, value ${value} at ${time} s: expected a number >= 0.`)
    before = time
  }
}
