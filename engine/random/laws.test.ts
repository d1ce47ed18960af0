import { describe, expect, it } from 'vitest'
import type { Law } from './law.ts'
import { laws } from './laws.ts'
import { math } from './math.ts'
import { RandomStream } from './stream.ts'

const DRAWS = 200_000

function sample(law: Law, count = DRAWS): Float64Array {
  const stream = new RandomStream('laws', law.toString())
  return Float64Array.from({ length: count }, () => law.sample(stream))
}

/** Fourth central moment over the squared variance, from the raw moments m1..m4. */
function kurtosis(m1: number, m2: number, m3: number, m4: number): number {
  const variance = m2 - m1 * m1
  return (m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 ** 4) / variance ** 2
}
const weibullKurtosis = (k: number) =>
  kurtosis(...([1, 2, 3, 4].map((r) => math.gamma(1 + r / k)) as [number, number, number, number]))
const paretoKurtosis = (a: number) =>
  kurtosis(...([1, 2, 3, 4].map((r) => a / (a - r)) as [number, number, number, number]))
const discreteKurtosis = (weights: readonly number[]) => {
  const total = weights.reduce((sum, w) => sum + w, 0)
  const raw = [1, 2, 3, 4].map((r) => weights.reduce((sum, w, i) => sum + (w / total) * (i + 1) ** r, 0))
  return kurtosis(...(raw as [number, number, number, number]))
}
function hyperexponentialKurtosis(cv: number): number {
  const long = (1 - Math.sqrt((cv * cv - 1) / (cv * cv + 1))) / 2
  const raw = [1, 2, 6, 24].map(
    (factorial, i) => factorial * (long * (1 / (2 * long)) ** (i + 1) + (1 - long) * (1 / (2 - 2 * long)) ** (i + 1)),
  )
  return kurtosis(...(raw as [number, number, number, number]))
}
function lognormalKurtosis(cv: number): number {
  const w = 1 + cv * cv
  return w ** 4 + 2 * w ** 3 + 3 * w ** 2 - 3
}

describe('the moments of samples', () => {
  // Bounds of 6 standard errors: sd / sqrt(n) for the mean, variance * sqrt((kurtosis - 1) / n) for the variance.
  it.each<[Law, number]>([
    [laws.exponential(0.01), 9],
    [laws.uniform(1, 3), 1.8],
    [laws.normal(-5, 2), 3],
    [laws.lognormal(10, 0.5), lognormalKurtosis(0.5)],
    [laws.gamma(0.3, 2), 3 + 6 / 0.3],
    [laws.gamma(1, 2), 9],
    [laws.gamma(7.5, 0.1), 3 + 6 / 7.5],
    [laws.erlang(1, 3), 9],
    [laws.erlang(4, 0.01), 4.5],
    [laws.erlang(40, 1), 3.15],
    [laws.hyperexponential(1, 1), 9],
    [laws.hyperexponential(0.01, 2), hyperexponentialKurtosis(2)],
    [laws.pareto(8, 2), paretoKurtosis(8)],
    [laws.weibull(0.8, 3), weibullKurtosis(0.8)],
    [laws.weibull(2.5, 3), weibullKurtosis(2.5)],
    [laws.zipf(1, 1), 1],
    [laws.zipf(100, 1.1), discreteKurtosis(Array.from({ length: 100 }, (_, i) => (i + 1) ** -1.1))],
    [laws.zipf(50, 0), discreteKurtosis(Array.from({ length: 50 }, () => 1))],
    [laws.geometric(0.25), 9 + 0.25 ** 2 / 0.75],
    [laws.geometric(1), 1],
    [laws.poisson(0), 1],
    [laws.poisson(0.4), 3 + 1 / 0.4],
    [laws.poisson(9.9), 3 + 1 / 9.9],
    [laws.poisson(10), 3.1],
    [laws.poisson(1234.5), 3 + 1 / 1234.5],
    [laws.empirical([1, 3], [1, 1]), 1],
    [laws.deterministic(0.1), 1],
  ])('of %s agree with its exact mean and variance', (law, kurtosisOfLaw) => {
    const xs = sample(law)
    const mean = xs.reduce((sum, x) => sum + x, 0) / DRAWS
    const variance = xs.reduce((sum, x) => sum + (x - law.mean) ** 2, 0) / DRAWS
    const rounding = 1e-10 * (1 + law.mean * law.mean)
    expect(Math.abs(mean - law.mean)).toBeLessThanOrEqual(6 * Math.sqrt(law.variance / DRAWS) + rounding)
    const bound = 6 * law.variance * Math.sqrt((kurtosisOfLaw - 1) / DRAWS)
    expect(Math.abs(variance - law.variance)).toBeLessThanOrEqual(bound + rounding)
  })

  it('are infinite where the law has none', () => {
    expect([laws.pareto(1, 1).mean, laws.pareto(1.5, 1).mean, laws.pareto(2, 1).mean]).toEqual([Infinity, 3, 2])
    expect([laws.pareto(1, 1).variance, laws.pareto(2, 1).variance, laws.pareto(3, 1).variance]).toEqual([
      Infinity,
      Infinity,
      0.75,
    ])
  })

  it('of the Weibull law are right at both ends of the shapes', () => {
    // For large shapes the coefficient of variation tends to pi / (sqrt(6) shape); for small ones it overflows.
    expect((Math.sqrt(laws.weibull(1e4, 1).variance) * 1e4) / (Math.PI / Math.sqrt(6))).toBeCloseTo(1, 3)
    expect([laws.weibull(0.01, 1).mean > 1e150, laws.weibull(0.01, 1).variance]).toEqual([true, Infinity])
    expect([laws.weibull(0.005, 1).mean, laws.weibull(0.005, 1).variance]).toEqual([Infinity, Infinity])
  })
})

/** Regularised lower incomplete gamma function by its series (Abramowitz and Stegun 6.5.29). */
function gammaP(a: number, x: number): number {
  if (x <= 0) return 0
  let term = 1 / a
  let sum = term
  for (let n = 1; term > sum * 1e-16; n++) sum += term *= x / (a + n)
  return Math.min(1, sum * Math.exp(-x + a * Math.log(x) - math.gammaln(a)))
}
const normalCdf = (z: number): number => (1 + Math.sign(z) * gammaP(0.5, (z * z) / 2)) / 2
const hyperexponentialCdf = (x: number, cv: number): number => {
  const long = (1 - Math.sqrt((cv * cv - 1) / (cv * cv + 1))) / 2
  return 1 - long * Math.exp(-2 * long * x) - (1 - long) * Math.exp(-2 * (1 - long) * x)
}

describe('the distribution of samples', () => {
  // Kolmogorov: sqrt(n) D > 2.5 has probability 2 exp(-2 * 2.5^2) = 7e-6 under the law.
  it.each<[Law, (x: number) => number]>([
    [laws.exponential(2), (x) => 1 - Math.exp(-x / 2)],
    [laws.uniform(1, 3), (x) => (x - 1) / 2],
    [laws.normal(1, 2), (x) => normalCdf((x - 1) / 2)],
    [laws.lognormal(1, 1.5), (x) => normalCdf(Math.log(x) / Math.sqrt(Math.log(3.25)) + Math.sqrt(Math.log(3.25)) / 2)],
    [laws.gamma(0.3, 1), (x) => gammaP(0.3, x)],
    [laws.gamma(2.5, 2), (x) => gammaP(2.5, x / 2)],
    [laws.erlang(4, 1), (x) => gammaP(4, 4 * x)],
    [laws.hyperexponential(1, 3), (x) => hyperexponentialCdf(x, 3)],
    [laws.pareto(1.5, 2), (x) => 1 - (2 / x) ** 1.5],
    [laws.weibull(0.5, 3), (x) => 1 - Math.exp(-Math.sqrt(x / 3))],
  ])('of %s passes the Kolmogorov-Smirnov test', (law, cdf) => {
    const xs = sample(law, 50_000).sort()
    let distance = 0
    xs.forEach((x, i) => {
      const f = cdf(x)
      distance = Math.max(distance, f - i / xs.length, (i + 1) / xs.length - f)
    })
    expect(distance * Math.sqrt(xs.length)).toBeLessThan(2.5)
  })

  const zipfProbability = (n: number, s: number) => {
    const total = Array.from({ length: n }, (_, i) => (i + 1) ** -s).reduce((sum, w) => sum + w, 0)
    return (rank: number) => (rank < 1 || rank > n ? 0 : rank ** -s / total)
  }
  const poissonProbability = (mean: number) => (k: number) => Math.exp(k * Math.log(mean) - mean - math.gammaln(k + 1))

  // Chi-square with cells of at least 5 expected draws; the score (chi2 - df) / sqrt(2 df) stays below 5.
  it.each<[Law, (k: number) => number]>([
    [laws.zipf(2, 0.5), zipfProbability(2, 0.5)],
    [laws.zipf(30, 0), zipfProbability(30, 0)],
    [laws.zipf(1000, 0.8), zipfProbability(1000, 0.8)],
    [laws.zipf(1000, 1), zipfProbability(1000, 1)],
    [laws.zipf(1000, 1 + 1e-12), zipfProbability(1000, 1)],
    [laws.zipf(1000, 2.5), zipfProbability(1000, 2.5)],
    [laws.zipf(1000, 12), zipfProbability(1000, 12)],
    [laws.geometric(0.2), (k) => (k < 1 ? 0 : 0.2 * 0.8 ** (k - 1))],
    [laws.geometric(0.9), (k) => (k < 1 ? 0 : 0.9 * 0.1 ** (k - 1))],
    [laws.poisson(0.7), poissonProbability(0.7)],
    [laws.poisson(9.99), poissonProbability(9.99)],
    [laws.poisson(10.01), poissonProbability(10.01)],
    [laws.poisson(30), poissonProbability(30)],
    [laws.poisson(500), poissonProbability(500)],
    [laws.empirical([2, 1, 7], [0.2, 0.5, 0.3]), (k) => ({ 1: 0.5, 2: 0.2, 7: 0.3 })[k] ?? 0],
  ])('of %s passes the chi-square test', (law, probability) => {
    const counts = new Map<number, number>()
    for (const x of sample(law)) counts.set(x, (counts.get(x) ?? 0) + 1)
    let chiSquare = 0
    let cells = 0
    let restCount = DRAWS
    let restExpected = DRAWS
    for (let k = 0; k <= 2000; k++) {
      const expected = DRAWS * probability(k)
      if (expected < 5) continue
      const count = counts.get(k) ?? 0
      chiSquare += (count - expected) ** 2 / expected
      restCount -= count
      restExpected -= expected
      cells++
    }
    if (restExpected > 5) {
      chiSquare += (restCount - restExpected) ** 2 / restExpected
      cells++
    } else expect(restCount).toBeLessThan(30)
    expect((chiSquare - (cells - 1)) / Math.sqrt(2 * Math.max(1, cells - 1))).toBeLessThan(5)
  })
})

describe('exact moments', () => {
  /** Integral of f over (0, 1) by Simpson's rule after x = t^3 (10 - 15t + 6t^2), which tames the ends. */
  function integrate(f: (u: number) => number, steps = 20_000): number {
    let sum = 0
    for (let i = 0; i < steps; i++) {
      const t = (i + 0.5) / steps
      sum += f(t * t * t * (10 - 15 * t + 6 * t * t)) * 30 * t * t * (1 - t) * (1 - t)
    }
    return sum / steps
  }
  const erfinv = (u: number) => -Math.SQRT2 * math.erfcinv(2 * u)

  // Mean and variance are integrals of the quantile function over (0, 1).
  it.each<[Law, (u: number) => number]>([
    [laws.exponential(2), (u) => -2 * Math.log1p(-u)],
    [laws.weibull(1.7, 3), (u) => 3 * (-Math.log1p(-u)) ** (1 / 1.7)],
    [laws.weibull(0.7, 3), (u) => 3 * (-Math.log1p(-u)) ** (1 / 0.7)],
    [laws.pareto(6, 2), (u) => 2 * (1 - u) ** (-1 / 6)],
    [laws.lognormal(4, 0.8), (u) => (4 / Math.sqrt(1.64)) * Math.exp(Math.sqrt(Math.log(1.64)) * erfinv(u))],
    [laws.uniform(1, 3), (u) => 1 + 2 * u],
  ])('of %s equal the integrals of its quantile function', (law, quantile) => {
    expect(integrate(quantile) / law.mean).toBeCloseTo(1, 5)
    expect(integrate((u) => (quantile(u) - law.mean) ** 2) / law.variance).toBeCloseTo(1, 4)
  })

  it('of the empirical law are those of its weighted values', () => {
    const law = laws.empirical([5, 1, 5], [1, 2, 1])
    expect([law.mean, law.variance, law.toString()]).toEqual([3, 4, 'empirical(1 2, 5 2)'])
  })
})

describe('the canonical text', () => {
  it('names the law and its arguments in base units', () => {
    expect(String(laws.exponential(0.01))).toBe('exponential(0.01)')
    expect(String(laws.erlang(4, 1e-7))).toBe('erlang(4, 1e-7)')
    expect(`${laws.empirical([0.005, 0.001], [0.8, 0.2])}`).toBe('empirical(0.001 0.2, 0.005 0.8)')
  })
})

describe('a factory', () => {
  it('refuses arguments outside the domain and says which', () => {
    expect(() => laws.exponential(0)).toThrow(new RangeError('Law exponential(mean = 0): expected a finite mean > 0.'))
    expect(() => laws.hyperexponential(1, 0.5)).toThrow(
      'Law hyperexponential(mean = 1, cv = 0.5): expected a finite mean > 0 and a finite cv >= 1.',
    )
    expect(() => laws.empirical([])).toThrow(
      'Law empirical(0 values, 0 weights): expected at least one value, all finite.',
    )
    expect(() => laws.empirical([1, 2], [1])).toThrow('expected as many weights as values')
    expect(() => laws.empirical([1, 2], [0, 0])).toThrow('expected weights with a finite sum > 0')
  })

  it.each<[string, (x: number) => Law]>([
    ['exponential', laws.exponential],
    ['deterministic', laws.deterministic],
    ['uniform', (x) => laws.uniform(0, x)],
    ['normal', (x) => laws.normal(0, x)],
    ['lognormal', (x) => laws.lognormal(1, x)],
    ['gamma', (x) => laws.gamma(x, 1)],
    ['erlang', (x) => laws.erlang(x, 1)],
    ['hyperexponential', (x) => laws.hyperexponential(1, x)],
    ['pareto', (x) => laws.pareto(x, 1)],
    ['weibull', (x) => laws.weibull(1, x)],
    ['geometric', laws.geometric],
    ['poisson', laws.poisson],
    ['zipf', (x) => laws.zipf(10, x)],
    ['empirical', (x) => laws.empirical([x])],
  ])('of the %s law refuses NaN and Infinity', (_, make) => {
    expect(() => make(NaN)).toThrow(RangeError)
    expect(() => make(Infinity)).toThrow(RangeError)
  })
})
