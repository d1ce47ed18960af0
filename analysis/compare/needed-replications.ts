import { normalQuantile } from '../statistics/normal-quantile.ts'
import { studentQuantile } from '../statistics/student-quantile.ts'

/** Probability with which the planned comparison shall decide. */
const power = 0.8
/** Beyond this no one waits. */
const most = 10_000_000

/**
 * Fewest replications after which a t-test rejects with a probability of 80 %, if mean and spread stay as they are.
 * @param spread Standard deviation of one replication's difference, >= 0.
 * @param distance How far the mean is from the hypothesis, in the same unit.
 * @param tail Probability of a wrong rejection on the side that counts.
 * @returns An integer >= 3, or undefined when more than ten millions would be needed.
 */
export function neededReplications(spread: number, distance: number, tail: number): number | undefined {
  if (!(distance > 0)) return undefined
  const share = spread / distance
  // With the normal quantiles, which are below those of Student's t: never too many, and only a few too few.
  const normal = -normalQuantile(tail) + normalQuantile(power)
  const least = Math.max(3, Math.ceil(normal * normal * share * share))
  if (least > most) return undefined
  for (let n = least; ; n++) {
    const quantiles = studentQuantile(1 - tail, n - 1) + studentQuantile(power, n - 1)
    if (quantiles * share <= Math.sqrt(n)) return n
  }
}
