/**
 * Statistics over observations (waits, sizes): count, mean, variance and extremes in one pass, without storing them.
 * `reset()`, which the end of the warm-up calls, forgets every observation.
 * @source Welford, Note on a method for calculating corrected sums of squares and products, Technometrics 4 (1962).
 */
export class Tally {
  readonly name: string
  private total = 0
  private average = 0
  private squares = 0
  private summed = 0
  private lowest = Infinity
  private highest = -Infinity

  constructor(name: string) {
    this.name = name
  }

  /**
   * Takes one observation.
   * @throws RangeError unless x is finite: one NaN would silently poison every statistic.
   */
  record(x: number): void {
    if (x - x !== 0) this.reject(x)
    const count = ++this.total
    const delta = x - this.average
    const mean = this.average + delta / count
    this.average = mean
    this.squares += delta * (x - mean)
    this.summed += x
    if (x < this.lowest) this.lowest = x
    if (x > this.highest) this.highest = x
  }

  /**
   * Adds all observations of another tally, as if they had been recorded here; the other is left as it is.
   * @source Chan, Golub and LeVeque, Algorithms for computing the sample variance, The American Statistician 37 (1983).
   */
  merge(other: Tally): void {
    const added = other.total
    if (added === 0) return
    const count = this.total + added
    const delta = other.average - this.average
    this.squares += other.squares + delta * delta * ((this.total * added) / count)
    this.average += delta * (added / count)
    this.summed += other.summed
    this.total = count
    if (other.lowest < this.lowest) this.lowest = other.lowest
    if (other.highest > this.highest) this.highest = other.highest
  }

  /** Number of observations. */
  get count(): number {
    return this.total
  }

  /** Arithmetic mean; NaN without observations. */
  get mean(): number {
    return this.total === 0 ? NaN : this.average
  }

  /** Unbiased sample variance (divisor n - 1); NaN for fewer than two observations. */
  get variance(): number {
    return this.total < 2 ? NaN : this.squares / (this.total - 1)
  }

  /** Sample standard deviation; NaN for fewer than two observations. */
  get sd(): number {
    return Math.sqrt(this.variance)
  }

  /** Smallest observation; NaN without observations. */
  get min(): number {
    return this.total === 0 ? NaN : this.lowest
  }

  /** Largest observation; NaN without observations. */
  get max(): number {
    return this.total === 0 ? NaN : this.highest
  }

  /** Sum of the observations, 0 without any. */
  get sum(): number {
    return this.summed
  }

  /** Forgets every observation. */
  reset(): void {
    this.total = 0
    this.average = 0
    this.squares = 0
    this.summed = 0
    this.lowest = Infinity
    this.highest = -Infinity
  }

  private reject(x: number): never {
    throw new RangeError(`Tally "${this.name}": record(${x}): expected a finite number.`)
  }
}
