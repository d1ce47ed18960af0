/**
 * Statistics over observations of which each counts with a weight: a time, a number of bytes, a probability. `reset()`,
 * which belongs at the end of the warm-up, forgets every observation.
 *
 * @example
 * const size = new WeightedTally('size')
 * size.record(2, 10)
 * size.record(6, 10)
 * size.mean // 4
 */
export class WeightedTally {
  readonly name: string
  private total = 0
  private weights = 0
  /** Sum of the squared weights. */
  private weightSquares = 0
  private average = 0
  /** Weighted sum of squared deviations from the mean. */
  private squares = 0
  private lowest = Infinity
  private highest = -Infinity

  constructor(name: string) {
    this.name = name
  }

  /**
   * Takes one observation.
   * @param weight >= 0; with weight 0 it counts for `count`, `min` and `max` alone
   * @throws RangeError unless both are finite and the weight is not negative
   * @source West, Updating mean and variance estimates: an improved method, Communications of the ACM 22 (1979).
   */
  record(x: number, weight: number): void {
    // x - x is 0 for finite numbers and NaN for all others.
    if (x - x !== 0 || !(weight >= 0 && weight < Infinity)) this.reject(x, weight)
    this.total++
    if (x < this.lowest) this.lowest = x
    if (x > this.highest) this.highest = x
    if (weight === 0) return
    this.weights += weight
    this.weightSquares += weight * weight
    const delta = x - this.average
    this.average += delta * (weight / this.weights)
    this.squares += weight * delta * (x - this.average)
  }

  /** Number of observations, those of weight 0 included. */
  get count(): number {
    return this.total
  }

  /** Sum of the weights. */
  get weight(): number {
    return this.weights
  }

  /** Weighted sum of the observations. */
  get sum(): number {
    return this.weights * this.average
  }

  /** Weighted sum of the squares of the observations. */
  get sumOfSquares(): number {
    return this.squares + this.weights * this.average * this.average
  }

  /** Weighted mean; NaN while the weights sum to 0. */
  get mean(): number {
    return this.weights === 0 ? NaN : this.average
  }

  /**
   * Weighted mean of the squared deviations from the mean: the variance of what was seen, which does not change when an
   * observation is split in two of half the weight. NaN while the weights sum to 0.
   */
  get variance(): number {
    return this.weights === 0 ? NaN : this.squares / this.weights
  }

  /**
   * Estimate of the variance of the law the observations were drawn from, where weights say how much each of them is to
   * be relied on; splitting an observation changes it. NaN unless two observations have a weight.
   * @source Reliability weights: divisor W - sum(w^2) / W, with W the sum of the weights.
   */
  get unbiasedVariance(): number {
    const divisor = this.weights - this.weightSquares / this.weights
    return divisor > 0 ? this.squares / divisor : NaN
  }

  /** Smallest observation, of any weight; NaN without observations. */
  get min(): number {
    return this.total === 0 ? NaN : this.lowest
  }

  /** Largest observation, of any weight; NaN without observations. */
  get max(): number {
    return this.total === 0 ? NaN : this.highest
  }

  /** Forgets every observation. */
  reset(): void {
    this.total = 0
    this.weights = 0
    this.weightSquares = 0
    this.average = 0
    this.squares = 0
    this.lowest = Infinity
    this.highest = -Infinity
  }

  /** An independent tally of the same observations. */
  copy(): WeightedTally {
    const copy = new WeightedTally(this.name)
    copy.total = this.total
    copy.weights = this.weights
    copy.weightSquares = this.weightSquares
    copy.average = this.average
    copy.squares = this.squares
    copy.lowest = this.lowest
    copy.highest = this.highest
    return copy
  }

  private reject(x: number, weight: number): never {
    throw new RangeError(
      `Weighted tally "${this.name}": record(${x}, ${weight}): expected finite numbers and a weight >= 0.`,
    )
  }
}
