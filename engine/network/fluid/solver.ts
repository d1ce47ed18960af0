import type { Shares } from './shares.ts'

/** Gives the active variables of a system their rates. */
export interface Solver {
  /** For reports and records. */
  readonly name: string
  /** Variables whose rate the last solution changed: the first `changedCount` entries. */
  readonly changed: Int32Array
  readonly changedCount: number
  /** By variable: the rate found, units per second. What was not looked at keeps the rate it has in the system. */
  readonly found: Float64Array
  /** Finds the rates anew after changes in the system; those that differ from before are listed in `changed`. */
  solve(shares: Shares): void
}
