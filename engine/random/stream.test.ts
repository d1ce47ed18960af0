import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RandomStream } from './stream.ts'

const draws = (stream: RandomStream, count: number): number[] => Array.from({ length: count }, () => stream.uniform01())

/** Chi-square statistic of counts against equal probabilities, as a normal score: (chi2 - df) / sqrt(2 df). */
function uniformityScore(counts: ArrayLike<number>): number {
  const cells = Array.from(counts)
  const expected = cells.reduce((sum, count) => sum + count, 0) / cells.length
  const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  return (chiSquare - (cells.length - 1)) / Math.sqrt(2 * (cells.length - 1))
}

/** Correlation of two equally long samples of uniforms times sqrt(n): a standard normal score if independent. */
function correlationScore(a: readonly number[], b: readonly number[]): number {
  const products = a.reduce((sum, x, i) => sum + (x - 0.5) * ((b[i] as number) - 0.5), 0)
  return (12 * products) / Math.sqrt(a.length)
}

describe('the identity of a stream', () => {
  it('is its simulation seed and its name: equal ones give equal numbers', () => {
    expect(draws(new RandomStream('42/0', 'service'), 1000)).toEqual(draws(new RandomStream('42/0', 'service'), 1000))
  })

  it('gives numbers that never change between versions', () => {
    // The same as seedrandom.alea(first 32 hexadecimal digits of `printf %s 42/0/service | sha256sum`).double().
    expect(draws(new RandomStream('42/0', 'service'), 3)).toEqual([
      0.9212985062997529, 0.819792709286901, 0.9030039367271654,
    ])
    expect(new RandomStream('42/0', 'service').exponential(1)).toBe(2.5420931440661194)
  })

  it('does not depend on the order in which streams are created or used', () => {
    const alone = draws(new RandomStream('42/0', 'b'), 100)
    const a = new RandomStream('42/0', 'a')
    const b = new RandomStream('42/0', 'b')
    expect(Array.from({ length: 100 }, () => [a.uniform01(), b.uniform01()][1])).toEqual(alone)
  })

  it('separates seeds, replications and names', () => {
    const first = ['42/0/a', '42/0/b', '42/1/a', '43/0/a', '4/20/a'].map((path) => {
      const [root, replication, name] = path.split('/')
      return new RandomStream(`${root}/${replication}`, name as string).uniform01()
    })
    expect(new Set(first).size).toBe(5)
  })
})

describe('independence', () => {
  // |score| > 5 happens once in 1.7 million tests of independent streams.
  it('holds between streams of two names, and of two replications', () => {
    const reference = draws(new RandomStream('42/0', 'arrivals'), 200_000)
    expect(Math.abs(correlationScore(reference, draws(new RandomStream('42/0', 'service'), 200_000)))).toBeLessThan(5)
    expect(Math.abs(correlationScore(reference, draws(new RandomStream('42/1', 'arrivals'), 200_000)))).toBeLessThan(5)
  })

  it('holds between the first draws of streams whose names are neighbours', () => {
    const first = Array.from({ length: 30_000 }, (_, i) => new RandomStream('42/0', `peer-${i}`).uniform01())
    const pairs = new Uint32Array(16 * 16)
    for (let i = 1; i < first.length; i++) {
      pairs[Math.floor((first[i - 1] as number) * 16) * 16 + Math.floor((first[i] as number) * 16)]!++
    }
    expect(uniformityScore(pairs)).toBeLessThan(5)
    expect(Math.abs(correlationScore(first.slice(1), first.slice(0, -1)))).toBeLessThan(5)
    expect(new Set(first).size).toBe(first.length)
  })

  it('holds between successive draws of one stream', () => {
    const sequence = draws(new RandomStream('42/0', 'service'), 200_000)
    const triples = new Uint32Array(8 * 8 * 8)
    for (let i = 2; i < sequence.length; i += 3) {
      const cell = [0, 1, 2].reduce((index, lag) => index * 8 + Math.floor((sequence[i - lag] as number) * 8), 0)
      triples[cell]!++
    }
    expect(uniformityScore(triples)).toBeLessThan(5)
  })
})

describe('uniform01', () => {
  it('lies in [0, 1) on the grid of 2^-53, with the lowest bits in use', () => {
    const grid = draws(new RandomStream('42/0', 'grid'), 10_000).map((u) => u * 2 ** 53)
    expect(grid.every((cell) => Number.isSafeInteger(cell) && cell >= 0)).toBe(true)
    const lowest = new Uint32Array(16)
    for (const cell of grid) lowest[cell % 16]!++
    expect(uniformityScore(lowest)).toBeLessThan(5)
  })
})

describe('integer', () => {
  it.each([1, 2, 6, 7, 1000])('gives each of %i values equally often', (count) => {
    const stream = new RandomStream('42/0', `integer ${count}`)
    const counts = new Uint32Array(count)
    for (let i = 0; i < 200_000; i++) counts[stream.integer(-3, count - 4) + 3]!++
    if (count > 1) expect(uniformityScore(counts)).toBeLessThan(5)
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(200_000)
  })

  it('is unbiased where a product with a uniform is not: 3 * 2^51 values', () => {
    // floor(u * n) with n = 3/4 * 2^53 hits every third value twice as often; cells of whole numbers do not.
    const stream = new RandomStream('42/0', 'large range')
    const residues = new Uint32Array(3)
    for (let i = 0; i < 100_000; i++) residues[stream.integer(0, 3 * 2 ** 51 - 1) % 3]!++
    expect(uniformityScore(residues)).toBeLessThan(5)
  })

  it('stays inside its bounds for every range', () => {
    const stream = new RandomStream('42/0', 'bounds')
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(), (low, width) => {
        const high = Math.min(low + width, Number.MAX_SAFE_INTEGER)
        const x = stream.integer(low, high)
        return Number.isSafeInteger(x) && x >= low && x <= high
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})

describe('order', () => {
  it('makes each of the 24 orders of four items equally likely in shuffle', () => {
    const stream = new RandomStream('42/0', 'shuffle')
    const counts = new Map<string, number>()
    for (let i = 0; i < 48_000; i++) {
      const order = stream.shuffle([0, 1, 2, 3]).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    expect(uniformityScore([...counts.values()])).toBeLessThan(5)
  })

  it('makes each ordered choice of 2 out of 5 equally likely in sampleIndices', () => {
    const stream = new RandomStream('42/0', 'sample')
    const counts = new Uint32Array(25)
    for (let i = 0; i < 40_000; i++) {
      const [a, b] = stream.sampleIndices(5, 2) as [number, number]
      counts[a * 5 + b]!++
    }
    expect([0, 6, 12, 18, 24].map((same) => counts[same])).toEqual([0, 0, 0, 0, 0])
    expect(uniformityScore(counts.filter((_, cell) => cell % 6 !== 0))).toBeLessThan(5)
  })

  it('gives k distinct indices below n in sampleIndices, whatever n and k', () => {
    const stream = new RandomStream('42/0', 'sample any')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.nat(40), (n, surplus) => {
        const k = Math.max(0, n - surplus)
        const chosen = stream.sampleIndices(n, k)
        return new Set(chosen).size === k && chosen.every((index) => index >= 0 && index < n)
      }),
      { seed: 1, numRuns: 300 },
    )
    expect(stream.sampleIndices(2 ** 50, 3)).toHaveLength(3)
  })

  it('picks each item equally often, from typed arrays and texts too', () => {
    const stream = new RandomStream('42/0', 'pick')
    const counts = new Uint32Array(5)
    for (let i = 0; i < 50_000; i++) counts[stream.pick([0, 1, 2, 3, 4])]!++
    expect(uniformityScore(counts)).toBeLessThan(5)
    expect(stream.pick(Float64Array.of(7))).toBe(7)
    expect(stream.pick('x')).toBe('x')
  })
})

describe('common random numbers', () => {
  const spent = (variate: (stream: RandomStream) => unknown): number => {
    const stream = new RandomStream('42/0', 'spent')
    const reference = draws(new RandomStream('42/0', 'spent'), 20)
    variate(stream)
    return reference.indexOf(stream.uniform01())
  }

  it('stay synchronised, because these laws spend a fixed number of uniforms per variate', () => {
    expect(spent((s) => s.uniform(1, 2))).toBe(1)
    expect(spent((s) => s.integer(1, 6))).toBe(1)
    expect(spent((s) => s.bernoulli(0.5))).toBe(1)
    expect(spent((s) => s.exponential(2))).toBe(1)
    expect(spent((s) => s.normal(1, 2))).toBe(1)
    expect(spent((s) => s.lognormal(1, 2))).toBe(1)
    expect(spent((s) => s.pareto(1.5, 2))).toBe(1)
    expect(spent((s) => s.weibull(0.5, 2))).toBe(1)
    expect(spent((s) => s.geometric(0.1))).toBe(1)
    expect(spent((s) => s.poisson(3))).toBe(1)
    expect(spent((s) => s.hyperexponential(1, 2))).toBe(2)
    expect(spent((s) => s.erlang(4, 1))).toBe(4)
    expect(spent((s) => s.sampleIndices(100, 3))).toBe(3)
  })

  it('scale: the same stream with twice the mean gives twice the variate', () => {
    const pair = (variate: (stream: RandomStream, mean: number) => number) =>
      [1, 2].map((mean) => variate(new RandomStream('42/0', 'scale'), mean)) as [number, number]
    for (const law of [
      (s: RandomStream, mean: number) => s.exponential(mean),
      (s: RandomStream, mean: number) => s.lognormal(mean, 1.5),
      (s: RandomStream, mean: number) => s.erlang(3, mean),
      (s: RandomStream, mean: number) => s.hyperexponential(mean, 2),
    ]) {
      const [one, two] = pair(law)
      expect(two).toBe(2 * one)
    }
  })
})

describe('an argument outside its domain', () => {
  const stream = new RandomStream('42/0', 'service')

  it('is refused with the stream, the law, what was given and what was expected', () => {
    expect(() => stream.exponential(-3)).toThrow(
      new RangeError('Random stream "42/0/service": exponential(mean = -3): expected a finite number > 0.'),
    )
    expect(() => stream.pick([])).toThrow(
      'Random stream "42/0/service": pick(items of length 0): expected at least one item.',
    )
  })

  const calls: [string, (x: number) => unknown, number[]][] = [
    ['uniform low', (x) => stream.uniform(x, 1), [2, -Infinity]],
    ['uniform high', (x) => stream.uniform(0, x), [-1, Infinity]],
    ['integer low', (x) => stream.integer(x, 10), [0.5, 11, -Infinity]],
    ['integer high', (x) => stream.integer(0, x), [0.5, -1, 2 ** 53, Infinity]],
    ['bernoulli', (x) => stream.bernoulli(x), [-0.1, 1.1]],
    ['exponential', (x) => stream.exponential(x), [0, -1, Infinity]],
    ['normal mean', (x) => stream.normal(x, 1), [Infinity]],
    ['normal sd', (x) => stream.normal(0, x), [-1, Infinity]],
    ['lognormal mean', (x) => stream.lognormal(x, 1), [0, -1, Infinity]],
    ['lognormal cv', (x) => stream.lognormal(1, x), [-1, Infinity]],
    ['gamma shape', (x) => stream.gamma(x, 1), [0, -1, Infinity]],
    ['gamma scale', (x) => stream.gamma(1, x), [0, -1, Infinity]],
    ['erlang k', (x) => stream.erlang(x, 1), [0, 1.5, Infinity]],
    ['erlang mean', (x) => stream.erlang(1, x), [0, -1, Infinity]],
    ['hyperexponential mean', (x) => stream.hyperexponential(x, 2), [0, -1, Infinity]],
    ['hyperexponential cv', (x) => stream.hyperexponential(1, x), [0.9, Infinity]],
    ['pareto shape', (x) => stream.pareto(x, 1), [0, -1, Infinity]],
    ['pareto minimum', (x) => stream.pareto(1, x), [0, -1, Infinity]],
    ['weibull shape', (x) => stream.weibull(x, 1), [0, -1, Infinity]],
    ['weibull scale', (x) => stream.weibull(1, x), [0, -1, Infinity]],
    ['zipf n', (x) => stream.zipf(x, 1), [0, 1.5, Infinity]],
    ['zipf exponent', (x) => stream.zipf(10, x), [-1, Infinity]],
    ['geometric', (x) => stream.geometric(x), [0, -0.1, 1.1]],
    ['poisson', (x) => stream.poisson(x), [-1, Infinity]],
    ['sampleIndices n', (x) => stream.sampleIndices(x, 1), [0, 1.5, Infinity]],
    ['sampleIndices k', (x) => stream.sampleIndices(3, x), [-1, 1.5, 4]],
  ]
  it.each(calls)('is refused by %s', (_, call, wrong) => {
    for (const x of [NaN, ...wrong]) expect(() => call(x)).toThrow(RangeError)
  })
})
