/**
 * One quantile in constant memory, fifteen numbers whatever the range: for a statistic that there are thousands of, one
 * a host say. An estimate without a bound on its error, and far off on a few dozen observations; `Quantiles` knows all
 * quantiles at once to a stated precision.
 * @source Jain and Chlamtac, The P2 algorithm for dynamic calculation of quantiles and histograms without storing
 *   observations, Communications of the ACM 28 (1985).
 *
 * @example
 * const median = new P2Quantile('latency', 0.5)
 * median.record(0.02)
 */
export class P2Quantile {
  readonly name: string
  /** The probability whose quantile is estimated. */
  readonly p: number
  private total = 0
  /** Heights of the markers: estimates of minimum, p/2 quantile, p quantile, (1+p)/2 quantile, maximum. */
  private readonly heights = new Float64Array(5)
  /** How many observations are at or below each marker. */
  private readonly ranks = Float64Array.of(1, 2, 3, 4, 5)
  /** Where the ranks should be, counted in parts of count - 1. */
  private readonly fractions: Float64Array

  /** @param p above 0 and below 1. @throws RangeError otherwise. */
  constructor(name: string, p: number) {
    if (!(p > 0 && p < 1)) {
      throw new RangeError(`P2 quantile "${name}": p = ${p}: expected a number above 0 and below 1.`)
    }
    this.name = name
    this.p = p
    this.fractions = Float64Array.of(0, p / 2, p, (1 + p) / 2, 1)
  }

  /** Takes one observation. @throws RangeError unless x is finite. */
  record(x: number): void {
    if (x - x !== 0) throw new RangeError(`P2 quantile "${this.name}": record(${x}): expected a finite number.`)
    if (this.total < 5) {
      this.heights[this.total++] = x
      // The first observations are kept in order, and are the markers once there are five.
      this.heights.subarray(0, this.total).sort()
      return
    }
    this.total++
    const heights = this.heights
    if (x < heights[0]!) heights[0] = x
    if (x > heights[4]!) heights[4] = x
    let above = 1
    while (above < 4 && x >= heights[above]!) above++
    for (let i = above; i < 5; i++) this.ranks[i]!++
    for (let i = 1; i < 4; i++) this.adjust(i)
  }

  /** Number of observations. */
  get count(): number {
    return this.total
  }

  /** The estimate; exact, by nearest rank, up to five observations, and NaN without any. */
  get value(): number {
    if (this.total > 5) return this.heights[2]!
    return this.total === 0 ? NaN : this.heights[Math.max(0, Math.ceil(this.p * this.total) - 1)]!
  }

  /** The five markers, ascending: minimum, p/2, p and (1+p)/2 quantile, maximum. Empty below five observations. */
  get markers(): number[] {
    return this.total < 5 ? [] : [...this.heights]
  }

  /** Forgets every observation. */
  reset(): void {
    this.total = 0
    for (let i = 0; i < 5; i++) this.ranks[i] = i + 1
  }

  /** Moves an inner marker by one rank towards where it should be, once it is a whole rank away. */
  private adjust(i: number): void {
    const ranks = this.ranks
    const off = 1 + (this.total - 1) * this.fractions[i]! - ranks[i]!
    const step = off >= 1 && ranks[i + 1]! - ranks[i]! > 1 ? 1 : off <= -1 && ranks[i - 1]! - ranks[i]! < -1 ? -1 : 0
    if (step === 0) return
    const height = this.parabolic(i, step)
    const between = this.heights[i - 1]! < height && height < this.heights[i + 1]!
    this.heights[i] = between ? height : this.linear(i, step)
    ranks[i] = ranks[i]! + step
  }

  private parabolic(i: number, step: number): number {
    const [rank, height] = [this.ranks[i]!, this.heights[i]!]
    const [below, above] = [rank - this.ranks[i - 1]!, this.ranks[i + 1]! - rank]
    const rise = ((below + step) * (this.heights[i + 1]! - height)) / above
    const fall = ((above - step) * (height - this.heights[i - 1]!)) / below
    return height + (step / (below + above)) * (rise + fall)
  }

  private linear(i: number, step: number): number {
    const slope = (this.heights[i + step]! - this.heights[i]!) / (this.ranks[i + step]! - this.ranks[i]!)
    return this.heights[i]! + step * slope
  }
}
