/** One benchmark: `prepare` makes a fresh world, the function it returns does `operations` operations in it. */
export interface Workload {
  readonly name: string
  /** What is counted. */
  readonly unit: string
  /** Operations of one round. */
  readonly operations: number
  /** Not timed. The function returned is timed once, and returns a number that must be finite: proof that it ran. */
  prepare(): () => number
}
