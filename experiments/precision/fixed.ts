import type { Allocation } from './sampler.ts'

/** Numbers of replications that are known beforehand. */
export class FixedAllocation implements Allocation {
  readonly #counts: readonly number[]

  /** @param counts of each design point */
  constructor(counts: readonly number[]) {
    this.#counts = counts
  }

  next(): number[] {
    return [...this.#counts]
  }
}
