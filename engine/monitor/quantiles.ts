const buffer = new Float64Array(1)
const words = new Int32Array(buffer.buffer)
buffer[0] = 1
/** Index of the word with sign and exponent: 1.0 has a zero low word, so this also tells the byte order. */
const HIGH = words[1] === 0 ? 0 : 1
/** Bits of the mantissa that stand in the high word of a double. */
const MANTISSA_BITS_IN_HIGH_WORD = 20
/** m(d) = ceil(d log2 10) - 1 buckets bits per octave: half a bucket, 2^-(m + 1), is then at most 10^-d. */
const BUCKET_BITS = [0, 3, 6, 9, 13, 16]

/** A range of values that are counted together. */
export interface Bucket {
  /** Smallest value of the bucket. */
  readonly low: number
  /** First value beyond the bucket; equal to `low` for the bucket of exact zeros. */
  readonly high: number
  readonly count: number
}

/**
 * Quantiles of observations >= 0 without storing them: values are counted in buckets of equal width inside each octave
 * [2^k, 2^(k+1)), as an HDR histogram does, but directly on the bits of the double, so that there is no unit to choose,
 * no range to overflow, and the same result on every machine. A quantile is off by at most 10^-significantDigits,
 * relative to the observation of that rank; zeros and the extremes are exact. `reset()`, which the end of the warm-up
 * calls, forgets every observation.
 *
 * Memory grows with the range seen: 4 KB per octave at 3 digits, 512 KB at 5. Below 2.2e-308, where doubles themselves lose digits,
 * the bound does not hold.
 * @source Tene, HdrHistogram (hdrhistogram.org), for the layout of the buckets.
 */
export class Quantiles {
  readonly name: string
  /** Relative error of a quantile is at most 10^-significantDigits. */
  readonly significantDigits: number
  private readonly shift: number
  private counts = new Float64Array(0)
  /** Bucket number of counts[0]. */
  private base = 0
  private zeros = 0
  private total = 0
  private lowest = Infinity
  private highest = -Infinity

  /** @param options.significantDigits 1..5, default 3. @throws RangeError for any other. */
  constructor(name: string, options: { readonly significantDigits?: number } = {}) {
    const digits = options.significantDigits ?? 3
    if (!(digits >= 1 && digits <= 5 && Number.isInteger(digits))) {
      throw new RangeError(`Quantiles "${name}": significantDigits = ${digits}: expected an integer from 1 to 5.`)
    }
    this.name = name
    this.significantDigits = digits
    this.shift = MANTISSA_BITS_IN_HIGH_WORD - (BUCKET_BITS[digits] as number)
  }

  /** Takes one observation. @throws RangeError unless x is finite and >= 0. */
  record(x: number): void {
    if (!(x >= 0 && x < Infinity)) {
      throw new RangeError(`Quantiles "${this.name}": record(${x}): expected a finite number >= 0.`)
    }
    this.total++
    if (x < this.lowest) this.lowest = x
    if (x > this.highest) this.highest = x
    if (x === 0) {
      this.zeros++
      return
    }
    buffer[0] = x
    const bucket = (words[HIGH] as number) >> this.shift
    let index = bucket - this.base
    if (index < 0 || index >= this.counts.length) {
      this.cover(bucket)
      index = bucket - this.base
    }
    this.counts[index] = (this.counts[index] as number) + 1
  }

  /**
   * Smallest observation x such that at least a fraction p of the observations are <= x, within the relative error;
   * quantile(0) is the minimum and quantile(1) the maximum. NaN without observations.
   * @throws RangeError unless 0 <= p <= 1.
   */
  quantile(p: number): number {
    if (!(p >= 0 && p <= 1))
      throw new RangeError(`Quantiles "${this.name}": quantile(${p}): expected a number between 0 and 1.`)
    if (this.total === 0) return NaN
    // Two ulp are taken off first, for 0.07 * 100 must be rank 7 although the product is 7.000000000000001.
    const product = p * this.total
    const rank = Math.max(1, Math.ceil(product - product * 4.440892098500626e-16))
    if (rank <= this.zeros) return 0
    if (rank >= this.total) return this.highest
    let seen = this.zeros
    let index = -1
    while (seen < rank) seen += this.counts[++index] as number
    const middle = (this.lowOf(index) + this.lowOf(index + 1)) / 2
    return Math.min(this.highest, Math.max(this.lowest, middle))
  }

  /** Number of observations. */
  get count(): number {
    return this.total
  }

  /** The non-empty buckets in ascending order; their counts sum to `count`. */
  buckets(): Bucket[] {
    const found: Bucket[] = this.zeros > 0 ? [{ low: 0, high: 0, count: this.zeros }] : []
    this.counts.forEach((count, index) => {
      if (count > 0) found.push({ low: this.lowOf(index), high: this.lowOf(index + 1), count })
    })
    return found
  }

  /**
   * Adds all observations of another, as if they had been recorded here; the other is left as it is.
   * @throws RangeError if its significantDigits differ: the buckets would not match.
   */
  merge(other: Quantiles): void {
    if (other.significantDigits !== this.significantDigits) {
      throw new RangeError(
        `Quantiles "${this.name}" with ${this.significantDigits} significant digits cannot take in "${other.name}" ` +
          `with ${other.significantDigits}: expected equal numbers.`,
      )
    }
    if (other.total === 0) return
    if (other.counts.length > 0) {
      this.cover(other.base)
      this.cover(other.base + other.counts.length - 1)
      const offset = other.base - this.base
      other.counts.forEach((count, i) => (this.counts[offset + i] = (this.counts[offset + i] as number) + count))
    }
    this.zeros += other.zeros
    this.total += other.total
    this.lowest = Math.min(this.lowest, other.lowest)
    this.highest = Math.max(this.highest, other.highest)
  }

  /** Forgets every observation; the memory is kept for the next ones. */
  reset(): void {
    this.counts.fill(0)
    this.zeros = 0
    this.total = 0
    this.lowest = Infinity
    this.highest = -Infinity
  }

  /** Extends the counts so that they hold the given bucket, by whole octaves. */
  private cover(bucket: number): void {
    const octave = 1 << (MANTISSA_BITS_IN_HIGH_WORD - this.shift)
    const empty = this.counts.length === 0
    const wantedLow = Math.floor(bucket / octave) * octave
    const low = empty ? wantedLow : Math.min(this.base, wantedLow)
    const high = empty ? wantedLow + octave : Math.max(this.base + this.counts.length, wantedLow + octave)
    if (high - low === this.counts.length) return
    const counts = new Float64Array(high - low)
    if (!empty) counts.set(this.counts, this.base - low)
    this.counts = counts
    this.base = low
  }

  /** Smallest value of the bucket at the given index of counts. */
  private lowOf(index: number): number {
    words[1 - HIGH] = 0
    words[HIGH] = (this.base + index) << this.shift
    return buffer[0] as number
  }
}
