import type { Clock } from './clock.ts'

/** A count of occurrences (arrivals, losses) and its rate in simulated time. `reset()`, at the end of the warm-up, starts at 0. */
export class Counter {
  readonly name: string
  private readonly clock: Clock
  private total = 0
  private since: number

  constructor(name: string, clock: Clock) {
    this.name = name
    this.clock = clock
    this.since = clock.now
  }

  /** Occurrences since the last reset. */
  get count(): number {
    return this.total
  }

  /** Adds n occurrences. @throws RangeError unless n is finite and >= 0: a counter never goes down. */
  increment(n = 1): void {
    if (!(n >= 0 && n < Infinity)) {
      throw new RangeError(
        `Counter "${this.name}" at t=${this.clock.now} s: increment(${n}): expected a finite number >= 0.`,
      )
    }
    this.total += n
  }

  /** Occurrences per second since the last reset; NaN while no time has passed. */
  get rate(): number {
    return this.total / (this.clock.now - this.since)
  }

  /** Forgets the occurrences; the rate is measured from now on. */
  reset(): void {
    this.total = 0
    this.since = this.clock.now
  }
}
