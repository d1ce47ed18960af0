import alea from 'seedrandom/lib/alea.js'
import { exp, ln } from './elementary.ts'
import { gammaVariate } from './gamma.ts'
import { math } from './math.ts'
import { normalQuantile } from './normal-quantile.ts'
import { poissonVariate } from './poisson.ts'
import { sha256 } from './sha256.ts'
import { ZipfSampler } from './zipf.ts'

const POSITIVE = 'a finite number > 0'

/** How a stream differs from the plain one of its seed and name. */
export interface StreamOptions {
  /**
   * Mirror every uniform, u -> 1 - 2^-53 - u, which maps [0, 1) onto itself exactly: a large draw becomes a small one.
   * The average of a run and its mirrored twin varies less than that of two independent runs wherever the response is
   * monotone in the draws. Default false.
   */
  antithetic?: boolean
  /** Is told of every number taken from the generator, a multiple of 2^-32 in [0, 1). Default: nobody is. */
  onDraw?: (draw: number) => void
}

/**
 * A named source of random numbers. Equal simulation seed and name give equal numbers on every machine, whatever
 * other streams exist and in whatever order they were created.
 *
 * Use one stream per cause of randomness (`'interarrival'`, `'service'`), so that two designs that differ elsewhere
 * meet the same customers (common random numbers). To keep them synchronised most laws spend a fixed number of
 * uniforms per variate: one for uniform, integer, bernoulli, exponential, normal, lognormal, pareto, weibull and
 * geometric (all by inversion: monotone in the uniform), two for hyperexponential, k for
 * erlang. Only gamma, zipf and poisson (mean >= 10) use rejection and spend a varying number.
 *
 * Every argument outside its domain throws a RangeError that names the stream, the law, the value and what was expected.
 */
export class RandomStream {
  /** Name inside the simulation, such as `service`. */
  readonly name: string
  /** What determines the numbers: `${simulationSeed}/${name}`, so a seed or a name with slashes is just a longer path. */
  readonly path: string
  private readonly draw: () => number
  private lognormalCv = NaN
  private lognormalSigma = NaN
  private zipfSampler: ZipfSampler | undefined = undefined

  /**
   * @param simulationSeed seed of the whole simulation, conventionally `root/replication`.
   * @param name name of the stream, unique within the simulation.
   */
  constructor(simulationSeed: string, name: string, { antithetic = false, onDraw }: StreamOptions = {}) {
    this.name = name
    this.path = `${simulationSeed}/${name}`
    // Not alea(path): then the first draws of neighbours such as peer-1 and peer-2 are weakly dependent. 128 of the
    // 256 bits are more than the state of alea holds, and halve the time to seed it.
    let draw = alea(sha256(this.path).slice(0, 32))
    // Wrapped here rather than asked for at each draw: a plain stream pays nothing.
    if (antithetic) draw = mirrored(draw)
    if (onDraw !== undefined) draw = told(draw, onDraw)
    this.draw = draw
  }

  /** Uniform on [0, 1): a multiple of 2^-53, each with equal probability. 0 is possible, 1 is not. */
  uniform01(): number {
    const draw = this.draw
    return draw() + ((draw() * 0x200000) | 0) * 1.1102230246251565e-16
  }

  /**
   * Uniform on [low, high). If high - low is only a few units in the last place of high, rounding may return high.
   * @throws RangeError unless low <= high, both finite, with a finite difference.
   */
  uniform(low: number, high: number): number {
    if (!(low <= high && high - low < Infinity)) {
      this.reject(`uniform(low = ${low}, high = ${high})`, 'finite numbers with low <= high')
    }
    return low + (high - low) * this.uniform01()
  }

  /**
   * Integer from low to high, both included, each equally likely: exactly unbiased.
   * @throws RangeError unless low <= high are safe integers that span at most 2^53 values.
   */
  integer(low: number, high: number): number {
    const count = high - low + 1
    if (!(count >= 1 && count <= 9007199254740992 && Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
      this.reject(`integer(low = ${low}, high = ${high})`, 'integers with low <= high < low + 2^53')
    }
    return low + this.below(count)
  }

  /**
   * True with probability p.
   * @throws RangeError unless 0 <= p <= 1.
   */
  bernoulli(p: number): boolean {
    if (!(p >= 0 && p <= 1)) this.reject(`bernoulli(p = ${p})`, 'a probability between 0 and 1')
    return this.uniform01() < p
  }

  /**
   * Exponential with the given mean. Inversion: -mean ln(1 - u), where 1 - u is exact and never 0, so the tail is
   * resolved up to 36.7 means.
   * @throws RangeError unless the mean is a finite number > 0.
   */
  exponential(mean: number): number {
    if (!(mean > 0 && mean < Infinity)) this.reject(`exponential(mean = ${mean})`, POSITIVE)
    return -mean * ln(1 - this.uniform01())
  }

  /**
   * Normal with the given mean and standard deviation; the variate may be negative. Inversion: one uniform, monotone,
   * and as quick as a ziggurat (see docs/random.md).
   * @throws RangeError unless both are finite and sd >= 0.
   */
  normal(mean: number, sd: number): number {
    if (!(mean - mean === 0 && sd >= 0 && sd < Infinity)) {
      this.reject(`normal(mean = ${mean}, sd = ${sd})`, 'a finite mean and a finite sd >= 0')
    }
    return mean + sd * this.standardNormal()
  }

  /**
   * Lognormal given by the mean and the coefficient of variation (sd / mean) of the variate itself, not of its
   * logarithm: sigma^2 = ln(1 + cv^2), mu = ln(mean) - sigma^2 / 2.
   * @throws RangeError unless mean > 0 and cv >= 0, both finite.
   */
  lognormal(mean: number, cv: number): number {
    if (!(mean > 0 && mean < Infinity && cv >= 0 && cv < Infinity)) {
      this.reject(`lognormal(mean = ${mean}, cv = ${cv})`, 'a finite mean > 0 and a finite cv >= 0')
    }
    // A model draws with one cv again and again: its logarithm is worth remembering.
    if (cv !== this.lognormalCv) {
      this.lognormalCv = cv
      this.lognormalSigma = Math.sqrt(math.log1p(cv * cv))
    }
    const sigma = this.lognormalSigma
    return mean * exp(sigma * (this.standardNormal() - sigma / 2))
  }

  /**
   * Gamma with the given shape and scale: mean shape * scale, variance shape * scale^2. Spends a varying number of uniforms.
   * @throws RangeError unless both are finite numbers > 0.
   */
  gamma(shape: number, scale: number): number {
    if (!(shape > 0 && shape < Infinity && scale > 0 && scale < Infinity)) {
      this.reject(`gamma(shape = ${shape}, scale = ${scale})`, 'two finite numbers > 0')
    }
    return scale * gammaVariate(this, shape)
  }

  /**
   * Erlang: sum of k independent exponentials with the given mean of the sum; variance mean^2 / k. Spends k uniforms.
   * @throws RangeError unless k is an integer >= 1 and mean a finite number > 0.
   */
  erlang(k: number, mean: number): number {
    if (!(k >= 1 && Number.isSafeInteger(k) && mean > 0 && mean < Infinity)) {
      this.reject(`erlang(k = ${k}, mean = ${mean})`, 'an integer k >= 1 and a finite mean > 0')
    }
    let logarithm = 0
    let product = 1
    for (let i = 1; i <= k; i++) {
      product *= 1 - this.uniform01()
      // One logarithm for 16 factors: 16 * 53 bits stay far from underflow.
      if ((i & 15) === 0 || i === k) {
        logarithm += ln(product)
        product = 1
      }
    }
    return (-mean / k) * logarithm
  }

  /**
   * Two-phase hyperexponential with balanced means (each phase carries half of the mean), given by the mean and the
   * coefficient of variation. Spends two uniforms. cv = 1 is the exponential law.
   * @throws RangeError unless mean > 0 and cv >= 1, both finite.
   * @source Whitt, Approximating a point process by a renewal process I, Operations Research 30 (1982), eq. 3.7.
   */
  hyperexponential(mean: number, cv: number): number {
    if (!(mean > 0 && mean < Infinity && cv >= 1 && cv < Infinity)) {
      this.reject(`hyperexponential(mean = ${mean}, cv = ${cv})`, 'a finite mean > 0 and a finite cv >= 1')
    }
    // P(long phase) = (1 - root) / 2 with root^2 = (cv^2 - 1) / (cv^2 + 1), written without cancellation.
    const spread = 2 / (cv * cv + 1)
    const long = spread / (2 * (1 + Math.sqrt(1 - spread)))
    const phaseMean = mean / (2 * (this.uniform01() < long ? long : 1 - long))
    return -phaseMean * ln(1 - this.uniform01())
  }

  /**
   * Pareto on [minimum, Infinity) with P(X > x) = (minimum / x)^shape. The mean is infinite for shape <= 1, the
   * variance for shape <= 2; below shape 0.052 single variates may overflow to Infinity.
   * @throws RangeError unless both are finite numbers > 0.
   */
  pareto(shape: number, minimum: number): number {
    if (!(shape > 0 && shape < Infinity && minimum > 0 && minimum < Infinity)) {
      this.reject(`pareto(shape = ${shape}, minimum = ${minimum})`, 'two finite numbers > 0')
    }
    return minimum * exp(-ln(1 - this.uniform01()) / shape)
  }

  /**
   * Weibull with P(X > x) = exp(-(x / scale)^shape).
   * @throws RangeError unless both are finite numbers > 0.
   */
  weibull(shape: number, scale: number): number {
    if (!(shape > 0 && shape < Infinity && scale > 0 && scale < Infinity)) {
      this.reject(`weibull(shape = ${shape}, scale = ${scale})`, 'two finite numbers > 0')
    }
    return scale * exp(ln(-ln(1 - this.uniform01())) / shape)
  }

  /**
   * Zipf: rank 1..n with P(rank) proportional to rank^-exponent. No table, so n may be huge; exponent 0 is uniform.
   * @throws RangeError unless n is an integer >= 1 and exponent a finite number >= 0.
   */
  zipf(n: number, exponent: number): number {
    if (!(n >= 1 && Number.isSafeInteger(n) && exponent >= 0 && exponent < Infinity)) {
      this.reject(`zipf(n = ${n}, exponent = ${exponent})`, 'an integer n >= 1 and a finite exponent >= 0')
    }
    let sampler = this.zipfSampler
    if (sampler === undefined || sampler.n !== n || sampler.exponent !== exponent) {
      sampler = this.zipfSampler = new ZipfSampler(n, exponent)
    }
    return sampler.sample(this)
  }

  /**
   * Number of independent trials up to and including the first success: 1, 2, ...; mean 1 / p.
   * @throws RangeError unless 0 < p <= 1.
   */
  geometric(p: number): number {
    if (!(p > 0 && p <= 1)) this.reject(`geometric(p = ${p})`, 'a probability with 0 < p <= 1')
    return Math.floor(ln(1 - this.uniform01()) / math.log1p(-p)) + 1
  }

  /**
   * Number of events 0, 1, ... of a Poisson law. Spends one uniform below mean 10, a varying number above.
   * @throws RangeError unless 0 <= mean <= 2^53.
   */
  poisson(mean: number): number {
    if (!(mean >= 0 && mean <= 9007199254740992)) this.reject(`poisson(mean = ${mean})`, 'a number between 0 and 2^53')
    return poissonVariate(this, mean)
  }

  /**
   * One of the items, each equally likely.
   * @throws RangeError if there is none.
   */
  pick<T>(items: ArrayLike<T>): T {
    if (!(items.length >= 1)) this.reject('pick(items of length 0)', 'at least one item')
    return items[this.below(items.length)] as T
  }

  /** Puts the items in random order, in place, and returns them; every order is equally likely (Fisher-Yates). */
  shuffle<T>(items: T[]): T[] {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1)
      const item = items[last] as T
      items[last] = items[other] as T
      items[other] = item
    }
    return items
  }

  /**
   * k distinct integers of 0..n-1 in random order; every ordered choice is equally likely. Takes O(k) time and memory.
   * @throws RangeError unless 0 <= k <= n are integers.
   */
  sampleIndices(n: number, k: number): number[] {
    if (!(Number.isSafeInteger(n) && Number.isSafeInteger(k) && k >= 0 && k <= n)) {
      this.reject(`sampleIndices(n = ${n}, k = ${k})`, 'integers with 0 <= k <= n')
    }
    // Fisher-Yates on the array 0..n-1 of which only the moved entries are stored.
    const moved = new Map<number, number>()
    const chosen: number[] = []
    for (let i = 0; i < k; i++) {
      const other = i + this.below(n - i)
      chosen.push(moved.get(other) ?? other)
      moved.set(other, moved.get(i) ?? i)
    }
    return chosen
  }

  /** Integer in [0, count), count <= 2^53: inversion in equal cells of 53-bit integers; the remainder is drawn again. */
  private below(count: number): number {
    const cell = Math.floor(9007199254740992 / count)
    for (;;) {
      const index = Math.floor((this.uniform01() * 9007199254740992) / cell)
      if (index < count) return index
    }
  }

  private standardNormal(): number {
    const u = this.uniform01()
    // u = 0 would give -Infinity: it stands for the cell [0, 2^-53), represented by its middle.
    return normalQuantile(u === 0 ? 5.551115123125783e-17 : u)
  }

  private reject(call: string, expected: string): never {
    throw new RangeError(`Random stream "${this.path}": ${call}: expected ${expected}.`)
  }
}

/** The complement of each draw in its 32 bits; so the 53 bits of `uniform01` are complemented as well. */
function mirrored(draw: () => number): () => number {
  return () => 0.9999999997671694 - draw()
}

function told(draw: () => number, onDraw: (draw: number) => void): () => number {
  return () => {
    const drawn = draw()
    onDraw(drawn)
    return drawn
  }
}
