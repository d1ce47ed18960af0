import type { MeanInterval } from './mean-interval.ts'
import { moments } from './moments.ts'
import { studentQuantile } from './student-quantile.ts'

/** Something of each run whose expectation is known, such as the mean of the service times that were drawn. */
export interface Control {
  /** One finite number from each replication. */
  readonly values: readonly number[]
  /** Its expectation. */
  readonly expected: number
}

/** A mean that is corrected by how far the controls of its runs were from their expectations. */
export interface ControlledMean extends MeanInterval {
  /** Weight of each control, by least squares. */
  readonly weights: readonly number[]
  /** Variance of the plain mean over that of the controlled one. */
  readonly varianceReduction: number
}

/**
 * Mean of responses with the part that known inputs explain taken out: the intercept of a regression of the responses
 * on the controls, each less its expectation, with the interval of that regression.
 * @param values One finite number from each replication, at least three more than there are controls.
 * @throws RangeError for too few replications, a control of another length, or controls that depend on one another.
 * @source Lavenberg and Welch, A perspective on the use of control variables, Management Science 27 (1981).
 */
export function controlledMean(
  values: readonly number[],
  controls: readonly Control[],
  confidence: number,
): ControlledMean {
  const count = values.length
  const degrees = count - controls.length - 1
  if (degrees < 2) throw new RangeError(`There are ${count} runs for ${controls.length} controls; expected 3 more.`)
  if (controls.some((control) => control.values.length !== count)) {
    throw new RangeError(`A control has another number of values than the ${count} runs.`)
  }
  const y = moments(values)
  const deviations = controls.map((control) => {
    const { mean } = moments(control.values)
    return control.values.map((value) => value - mean)
  })
  const products = deviations.map((one) => deviations.map((other) => dot(one, other)))
  const withValues = deviations.map((one) =>
    dot(
      one,
      values.map((value) => value - y.mean),
    ),
  )
  const weights = solve(products, withValues)
  const misses = controls.map((control) => moments(control.values).mean - control.expected)
  const mean = y.mean - dot(weights, misses)
  const residuals = values.map(
    (value, r) => value - y.mean - weights.reduce((sum, weight, k) => sum + weight * deviations[k]![r]!, 0),
  )
  const scatter = dot(residuals, residuals) / degrees
  // The intercept is known less well the farther the controls' means lie from their expectations.
  const variance = scatter * (1 / count + dot(misses, solve(products, misses)))
  const halfWidth = studentQuantile((1 + confidence) / 2, degrees) * Math.sqrt(variance)
  return { count, mean, halfWidth, weights, varianceReduction: y.variance / count / variance }
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0)
}

/** Solution of a positive definite system by Cholesky's factors. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length
  const lower: number[][] = []
  for (let i = 0; i < size; i++) {
    const row: number[] = []
    for (let j = 0; j < i; j++) row.push((matrix[i]![j]! - dot(row, lower[j]!.slice(0, j))) / lower[j]![j]!)
    const rest = matrix[i]![i]! - dot(row, row)
    if (!(rest > 1e-12 * matrix[i]![i]!)) {
      throw new RangeError('The controls depend on one another, or one of them never varies; leave one out.')
    }
    lower.push([...row, Math.sqrt(rest)])
  }
  const half: number[] = []
  for (let i = 0; i < size; i++) half.push((right[i]! - dot(half, lower[i]!.slice(0, i))) / lower[i]![i]!)
  const solution: number[] = Array.from({ length: size }, () => 0)
  for (let i = size - 1; i >= 0; i--) {
    let sum = half[i]!
    for (let j = i + 1; j < size; j++) sum -= lower[j]![i]! * solution[j]!
    solution[i] = sum / lower[i]![i]!
  }
  return solution
}
