/** Whatever knows the simulated time; in practice the simulation. */
export interface Clock {
  /** Current simulated time in seconds; never decreases. */
  readonly now: number
}
