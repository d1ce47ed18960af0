/**
 * Statistics over observations (waits, sizes): count, mean, variance and extremes in one pass, without storing them.
 * `reset()`, which the end of the warm-up calls, forgets every observation.
 * @source Welford, Note on a method for calculating corrected sums of squares and products, Technometrics 4 (1962).
 */
export class Tally {
  readonly name: string
  #count = 0
  #mean = 0
  #squares = 0
  #sum = 0
  #min = Infinity
  #max = -Infinity

  constructor(name: string) {
    this.name = name
  }

  /**
   * Takes one observation.
   * @throws RangeError unless x is finite: one NaN would silently poison every statistic.
   */
  record(x: number): void {
    if (x - x !== 0) throw new RangeError(`Tally "${this.name}": record(${x}): expected a finite number.`)
    const count = ++this.#count
    const delta = x - this.#mean
    const mean = this.#mean + delta / count
    this.#mean = mean
    this.#squares += delta * (x - mean)
    this.#sum += x
    if (x < this.#min) this.#min = x
    if (x > this.#max) this.#max = x
  }

  /**
   * Adds all observations of another tally, as if they had been recorded here; the other is left as it is.
   * @source Chan, Golub and LeVeque, Algorithms for computing the sample variance, The American Statistician 37 (1983).
   */
  merge(other: Tally): void {
    const added = other.#count
    if (added === 0) return
    const count = this.#count + added
    const delta = other.#mean - this.#mean
    this.#squares += other.#squares + delta * delta * ((this.#count * added) / count)
    this.#mean += delta * (added / count)
    this.#sum += other.#sum
    this.#count = count
    if (other.#min < this.#min) this.#min = other.#min
    if (other.#max > this.#max) this.#max = other.#max
  }

  /** Number of observations. */
  get count(): number {
    return this.#count
  }

  /** Arithmetic mean; NaN without observations. */
  get mean(): number {
    return this.#count === 0 ? NaN : this.#mean
  }

  /** Unbiased sample variance (divisor n - 1); NaN for fewer than two observations. */
  get variance(): number {
    return this.#count < 2 ? NaN : this.#squares / (this.#count - 1)
  }

  /** Sample standard deviation; NaN for fewer than two observations. */
  get sd(): number {
    return Math.sqrt(this.variance)
  }

  /** Smallest observation; NaN without observations. */
  get min(): number {
    return this.#count === 0 ? NaN : this.#min
  }

  /** Largest observation; NaN without observations. */
  get max(): number {
    return this.#count === 0 ? NaN : this.#max
  }

  /** Sum of the observations, 0 without any. */
  get sum(): number {
    return this.#sum
  }

  /** Forgets every observation. */
  reset(): void {
    this.#count = 0
    this.#mean = 0
    this.#squares = 0
    this.#sum = 0
    this.#min = Infinity
    this.#max = -Infinity
  }
}
