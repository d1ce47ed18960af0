import type { Clock } from './clock.ts'

/**
 * A level that changes by steps at instants of simulated time (queue length, busy servers) and its average over time.
 * `reset()`, which the end of the warm-up calls, starts the average and the extremes afresh and keeps the level:
 * the customers in the queue are still there.
 */
export class TimeWeighted {
  readonly name: string
  private readonly clock: Clock
  private current: number
  private area = 0
  private since: number
  private changedAt: number
  private lowest: number
  private highest: number

  /** @param initial level from now on. @throws RangeError unless it is finite. */
  constructor(name: string, clock: Clock, initial = 0) {
    this.name = name
    this.clock = clock
    if (initial - initial !== 0) this.reject(`initial level ${initial}`)
    this.current = initial
    this.lowest = initial
    this.highest = initial
    this.since = clock.now
    this.changedAt = this.since
  }

  /** The level now. */
  get level(): number {
    return this.current
  }

  /** Changes the level from now on. @throws RangeError unless x is finite. */
  set(x: number): void {
    if (x - x !== 0) this.rejectLevel(x)
    if (this.clock.now !== this.changedAt) this.advance()
    this.current = x
    if (x < this.lowest) this.lowest = x
    if (x > this.highest) this.highest = x
  }

  /** The level falls to x and is what it was before within this instant. */
  dip(x: number): void {
    if (this.clock.now !== this.changedAt) this.advance()
    if (x < this.lowest) this.lowest = x
  }

  private advance(): void {
    const now = this.clock.now
    this.area += this.current * (now - this.changedAt)
    this.changedAt = now
  }

  /** Raises the level by dx (lowers it if dx < 0) from now on. @throws RangeError unless the new level is finite. */
  add(dx: number): void {
    this.set(this.current + dx)
  }

  /** Average level over the time from the last reset (or the construction) to now; NaN while no time has passed. */
  get mean(): number {
    return this.integral / (this.clock.now - this.since)
  }

  /** Level times time in seconds, summed from the last reset to now. */
  get integral(): number {
    return this.area + this.current * (this.clock.now - this.changedAt)
  }

  /** Lowest level since the last reset, the level at the reset and levels of zero duration included. */
  get min(): number {
    return this.lowest
  }

  /** Highest level since the last reset, the level at the reset and levels of zero duration included. */
  get max(): number {
    return this.highest
  }

  /** Starts average and extremes afresh at the current time, keeping the level. */
  reset(): void {
    this.since = this.clock.now
    this.changedAt = this.since
    this.area = 0
    this.lowest = this.current
    this.highest = this.current
  }

  private rejectLevel(x: number): never {
    this.reject(`set(${x})`)
  }

  private reject(call: string): never {
    throw new RangeError(
      `Time-weighted statistic "${this.name}" at t=${this.clock.now} s: ${call}: expected a finite number.`,
    )
  }
}
