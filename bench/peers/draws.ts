import { Mulberry32 } from './mulberry32.ts'

/**
 * Exponential draws, made beforehand: random numbers are no engine's work, so all programs, SimPy's and those in C++ too,
 * make theirs before the clock starts.
 */
export class Draws {
  private readonly made: Float64Array
  private taken = 0

  /** @param count the most that will be asked for */
  constructor(seed: number, count: number) {
    const random = new Mulberry32(seed)
    this.made = Float64Array.from({ length: count }, () => random.exponential(1))
  }

  exponential(rate: number): number {
    return this.made[this.taken++]! / rate
  }
}
