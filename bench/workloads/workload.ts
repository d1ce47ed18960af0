/** One benchmark. */
export interface Workload {
  /** `<group>/<what>[/<size>]`; the group is the file that declares it. */
  readonly name: string
  /** What is counted. */
  readonly unit: string
  /** Operations of one round. */
  readonly operations: number
  /** How many of the things it is about are alive at once: memory is then given in bytes each. */
  readonly alive?: number
  /**
   * Makes a fresh world; not timed. The function returned is one round: it goes on in that world for `operations`
   * operations, any number of times, and returns a number that must be finite: proof that it ran.
   */
  prepare(): () => number
}
