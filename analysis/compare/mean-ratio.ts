import { moments } from '../statistics/moments.ts'
import { studentQuantile } from '../statistics/student-quantile.ts'
import { studentTail } from '../statistics/student-tail.ts'

/** An estimate of `mean(b) - ratio * mean(a) - shift`, which is 0 under some hypothesis. */
interface Contrast {
  readonly value: number
  /** Standard error, >= 0. */
  readonly error: number
  readonly degrees: number
}

/**
 * Two samples of replications, and what can be said of their means. Paired: value i of both comes from the same random
 * numbers, which is what makes small changes visible. Otherwise the samples are independent (Welch).
 */
export class MeanRatio {
  readonly meanA: number
  readonly meanB: number
  readonly paired: boolean
  readonly #a: readonly number[]
  readonly #b: readonly number[]

  /**
   * @param a At least 2 finite numbers.
   * @param b At least 2 finite numbers; as many as `a` when paired.
   */
  constructor(a: readonly number[], b: readonly number[], paired: boolean) {
    this.#a = a
    this.#b = b
    this.paired = paired
    this.meanA = moments(a).mean
    this.meanB = moments(b).mean
  }

  /** Mean of b less mean of a. */
  get difference(): number {
    return this.meanB - this.meanA
  }

  /** Standard error of the difference. */
  get error(): number {
    return this.#contrast(1).error
  }

  /** Two-sided p-value of equal means. */
  get p(): number {
    const { value, error, degrees } = this.#contrast(1)
    return error === 0 ? (value === 0 ? 1 : 0) : 2 * studentTail(Math.abs(value) / error, degrees)
  }

  /** Student's interval of the difference. */
  differenceInterval(confidence: number): [low: number, high: number] {
    const { value, error, degrees } = this.#contrast(1)
    const half = error === 0 ? 0 : studentQuantile((1 + confidence) / 2, degrees) * error
    return [value - half, value + half]
  }

  /**
   * Fieller's interval of mean(b) / mean(a) - 1: the changes that the t-test does not reject. It excludes 0 exactly when
   * `p` is below 1 - confidence. Infinite when the mean of a is too near to 0 for its own spread, or 0.
   * @source Fieller, Some problems in interval estimation, J. R. Statist. Soc. B 16 (1954).
   */
  relativeInterval(confidence: number): [low: number, high: number] {
    const ratio = this.meanB / this.meanA
    if (!Number.isFinite(ratio)) return [-Infinity, Infinity]
    const { error, degrees } = this.#contrast(ratio)
    const t = error === 0 ? 0 : studentQuantile((1 + confidence) / 2, degrees)
    const { varianceOfA, covariance } = this.#denominator(ratio)
    const leading = this.meanA * this.meanA - t * t * varianceOfA
    if (!(leading > 0)) return [-Infinity, Infinity]
    const middle = -t * t * covariance
    const root = Math.sqrt(Math.max(0, middle * middle + leading * t * t * error * error))
    return [ratio - 1 + (middle - root) / leading, ratio - 1 + (middle + root) / leading]
  }

  /**
   * p-value of two one-sided tests: small when the means are shown to differ by less than the margin.
   * @param margin Above 0; relative to the mean of a, or in the unit of the metric.
   * @source Schuirmann, A comparison of the two one-sided tests procedure, J. Pharmacokin. Biopharm. 15 (1987).
   */
  equivalenceP(margin: number, relative: boolean): number {
    const sign = this.meanA < 0 ? -1 : 1
    const low = relative ? this.#contrast(1 - sign * margin) : this.#contrast(1, -margin)
    const high = relative ? this.#contrast(1 + sign * margin) : this.#contrast(1, margin)
    return Math.max(above(low), above({ ...high, value: -high.value }))
  }

  #contrast(ratio: number, shift = 0): Contrast {
    if (this.paired) {
      const { count, mean, variance } = moments(this.#a.map((x, i) => this.#b[i]! - ratio * x))
      return { value: mean - shift, error: standardError(variance / count, this.#scale(ratio)), degrees: count - 1 }
    }
    const a = moments(this.#a)
    const b = moments(this.#b)
    const ofA = (ratio * ratio * a.variance) / a.count
    const ofB = b.variance / b.count
    const total = ofA + ofB
    const degrees = (total * total) / ((ofA * ofA) / (a.count - 1) + (ofB * ofB) / (b.count - 1))
    return { value: b.mean - ratio * a.mean - shift, error: standardError(total, this.#scale(ratio)), degrees }
  }

  /** Size of the numbers that are subtracted from one another. */
  #scale(ratio: number): number {
    return Math.max(Math.abs(this.meanB), Math.abs(ratio * this.meanA))
  }

  /** Variance of the mean of a, and its covariance with the mean of `b - ratio * a`. */
  #denominator(ratio: number): { varianceOfA: number; covariance: number } {
    const a = moments(this.#a)
    const varianceOfA = a.variance / a.count
    if (!this.paired) return { varianceOfA, covariance: -ratio * varianceOfA }
    const rest = this.#a.map((x, i) => this.#b[i]! - ratio * x)
    const centre = moments(rest).mean
    const sum = this.#a.reduce((total, x, i) => total + (x - a.mean) * (rest[i]! - centre), 0)
    return { varianceOfA, covariance: sum / (a.count - 1) / a.count }
  }
}

/** What rounding leaves of equal numbers is no spread. */
function standardError(variance: number, scale: number): number {
  const error = Math.sqrt(variance)
  return error <= 1e-14 * scale ? 0 : error
}

function above({ value, error, degrees }: Contrast): number {
  return error === 0 ? (value > 0 ? 0 : 1) : studentTail(value / error, degrees)
}
