import type { Clock } from './clock.ts'
import { WeightedTally } from './weighted-tally.ts'

/**
 * A level that at times is not defined, such as the signal of a station that is out of range or the load of a host that
 * is down, and its statistics over the time in which it is. A level that always has a value is a `TimeWeighted`, which
 * costs less and refuses NaN. `reset()`, which belongs at the end of the warm-up, keeps the level:
 * `sim.onWarmUpEnd(() => level.reset())`.
 *
 * @example
 * const signal = new LevelWithGaps('signal', sim, -60)
 * signal.set(NaN) // out of range
 */
export class LevelWithGaps {
  readonly name: string
  private readonly clock: Clock
  private readonly ended: WeightedTally
  private current: number
  private changedAt: number

  /** @param initial level from now on, NaN for none, which is the default. @throws RangeError when it is infinite. */
  constructor(name: string, clock: Clock, initial = NaN) {
    this.name = name
    this.clock = clock
    this.ended = new WeightedTally(name)
    this.current = this.checked(initial)
    this.changedAt = clock.now
  }

  /** The level now, NaN in a gap. */
  get level(): number {
    return this.current
  }

  /** Changes the level from now on; NaN begins a gap. @throws RangeError when x is infinite. */
  set(x: number): void {
    const level = this.checked(x)
    this.endSpan(this.ended)
    this.current = level
    this.changedAt = this.clock.now
  }

  /** Average level over the time in which it had a value; NaN while that is none. */
  get mean(): number {
    return this.spans.mean
  }

  /**
   * The levels so far, the present one included, each weighed by the time it lasted, seconds; `weight` is the time in
   * which there was a level. Its `variance` is that of the level over time; its `unbiasedVariance` takes every call of
   * `set` for an observation of its own.
   */
  get spans(): WeightedTally {
    const spans = this.ended.copy()
    this.endSpan(spans)
    return spans
  }

  /** Starts the statistics afresh at the current time, keeping the level. */
  reset(): void {
    this.ended.reset()
    this.changedAt = this.clock.now
  }

  private endSpan(spans: WeightedTally): void {
    if (this.current === this.current) spans.record(this.current, this.clock.now - this.changedAt)
  }

  private checked(x: number): number {
    if (x !== Infinity && x !== -Infinity) return x
    throw new RangeError(
      `Level with gaps "${this.name}" at t=${this.clock.now} s: ${x}: expected a finite number, or NaN for a gap.`,
    )
  }
}
