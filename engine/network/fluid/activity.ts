import { SimulationError } from '../../errors.ts'

/** Names one activity for as long as it lasts, and afterwards no other: later activities have greater numbers. */
export type ActivityId = number & { readonly __activity?: never }

/** What is to be done: an amount, at a rate that is shared with others. */
export interface Activity {
  /** Constraints it uses while it runs, each once. */
  readonly constraints: ArrayLike<number>
  /** Units of each constraint that a unit of the amount takes, > 0; default 1 each. */
  readonly weights?: ArrayLike<number> | undefined
  /** Where a weight sums up several parts, the largest of them; default: one part. For bottleneck max fairness. */
  readonly largestParts?: ArrayLike<number> | undefined
  /** Units to be done, finite, > 0. */
  readonly amount: number
  /** Its rate rises in proportion to this, > 0; default 1. */
  readonly share?: number | undefined
  /** Its rate is at most this, units per second, > 0; default: no bound of its own. */
  readonly bound?: number | undefined
  /** Seconds before it takes part in the sharing, >= 0; default 0. */
  readonly latency?: number | undefined
}

/** Told why an activity failed, and how many units were left. */
export type OnFailed = (reason: string, left: number) => void

/** @throws SimulationError when a number of an activity is out of its range, or a constraint is unknown or there twice */
export function checkActivity(activity: Activity, known: (constraint: number) => void): void {
  const { constraints, weights, largestParts, amount, share = 1, bound = Infinity, latency = 0 } = activity
  requirePositive('amount', amount)
  requirePositive('share', share)
  requireBound(bound)
  if (!(latency >= 0 && latency < Infinity)) {
    throw new SimulationError(`A fluid activity, latency = ${latency}: expected a finite number of seconds >= 0.`)
  }
  if (constraints.length === 0 && bound === Infinity) {
    throw new SimulationError('A fluid activity uses no constraint and has no bound: expected one or the other.')
  }
  for (let i = 0; i < constraints.length; i++) {
    known(constraints[i]!)
    for (let j = 0; j < i; j++) {
      if (constraints[j] !== constraints[i]) continue
      throw new SimulationError(`A fluid activity uses constraint ${constraints[i]} twice: give it one weight.`)
    }
    if (weights !== undefined) requirePositive('weight', weights[i]!)
    if (largestParts !== undefined) requirePositive('largest part', largestParts[i]!)
  }
}

/** @throws SimulationError unless the value is finite and > 0 */
export function requirePositive(option: string, value: number): void {
  if (value > 0 && value < Infinity) return
  throw new SimulationError(`A fluid activity, ${option} = ${value}: expected a finite number > 0.`)
}

/** @throws SimulationError unless the value is > 0, perhaps Infinity */
export function requireBound(bound: number): void {
  if (bound > 0) return
  throw new SimulationError(`A fluid activity, bound = ${bound}: expected a number > 0 or Infinity.`)
}
