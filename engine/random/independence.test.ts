import { beforeAll, describe, expect, it } from 'vitest'
import { RandomStream } from './stream.ts'

/*
 * Seeds are fixed, so each test passes always or never. A bound of 5 standard deviations is exceeded by chance once in
 * 1.7 million scores; some 3000 scores are looked at here. docs/random.md has the verdict of a public battery.
 */
const BOUND = 5
const LENGTH = 100_000

const sequence = (seed: string, name: string, length = LENGTH): Float64Array => {
  const stream = new RandomStream(seed, name)
  return Float64Array.from({ length }, () => stream.uniform01())
}

/** Correlation of a[i] and b[i + lag] times the square root of its length: standard normal for independent uniforms. */
function correlation(a: Float64Array, b: Float64Array, lag: number): number {
  const count = a.length - lag
  let sum = 0
  for (let i = 0; i < count; i++) sum += (a[i]! - 0.5) * (b[i + lag]! - 0.5)
  return (12 * sum) / Math.sqrt(count)
}

/** Chi-square of counts of equally likely cells as a normal score. */
function evenness(counts: Uint32Array): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const chiSquare = counts.reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0)
  return (chiSquare - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1))
}

/** Pairs (x[i], y[i]) counted in 32 x 32 cells, which sees dependence that correlation does not. */
function pairs(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const counts = new Uint32Array(32 * 32)
  for (let i = 0; i < x.length; i++) counts[Math.floor(x[i]! * 32) * 32 + Math.floor(y[i]! * 32)]!++
  return evenness(counts)
}

let streams: { label: string; values: Float64Array }[]
beforeAll(() => {
  const identities = [
    ['1/0', 'interarrival'],
    ['1/0', 'service'],
    ['1/0', 'peer-1'],
    ['1/0', 'peer-2'],
    ['1/0', 'peer-10'],
    ['1/1', 'service'],
    ['1/10', 'service'],
    ['2/0', 'service'],
  ] as const
  streams = identities.map(([seed, name]) => ({ label: `${seed}/${name}`, values: sequence(seed, name) }))
})

describe('serially, the draws of one stream', () => {
  it('are uncorrelated at lags 1 to 100', () => {
    for (const { label, values } of streams.slice(0, 4))
      for (let lag = 1; lag <= 100; lag++)
        expect(Math.abs(correlation(values, values, lag)), `${label}, lag ${lag}`).toBeLessThan(BOUND)
  })

  it('fill the unit square evenly with their neighbours, and with draws two and three away', () => {
    for (const { label, values } of streams)
      for (let lag = 1; lag <= 3; lag++)
        expect(pairs(values.subarray(0, -lag), values.subarray(lag)), `${label}, lag ${lag}`).toBeLessThan(BOUND)
  })

  it('rise and fall in runs as long as those of independent draws', () => {
    // The number of turning points among n independent draws: mean 2(n - 2)/3, variance (16 n - 29)/90.
    for (const { label, values } of streams) {
      let turns = 0
      for (let i = 1; i < LENGTH - 1; i++) if (values[i]! > values[i - 1]! !== values[i + 1]! > values[i]!) turns++
      const score = (turns - (2 * (LENGTH - 2)) / 3) / Math.sqrt((16 * LENGTH - 29) / 90)
      expect(Math.abs(score), `${label}, turning points`).toBeLessThan(BOUND)
    }
  })

  it('are neither less nor more even than chance makes them, block after block', () => {
    // Chi-squares of 200 blocks as normal scores: their mean has standard deviation 1/sqrt(200), their variance 0.1.
    for (const name of ['service', 'peer-1']) {
      const stream = new RandomStream('1/0', name)
      const scores = Array.from({ length: 200 }, () => {
        const counts = new Uint32Array(512)
        for (let i = 0; i < 32_768; i++) counts[Math.floor(stream.uniform01() * 512)]!++
        return evenness(counts)
      })
      const mean = scores.reduce((sum, score) => sum + score, 0) / 200
      const variance = scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0) / 199
      expect(Math.abs(mean) * Math.sqrt(200), `${name}, mean`).toBeLessThan(BOUND)
      expect(Math.abs(variance - 1) / 0.1, `${name}, variance`).toBeLessThan(BOUND)
    }
  })

  it('have each of their 53 bits set half of the time, and apart from the bit beside it', () => {
    const values = sequence('1/0', 'bits', 50_000)
    const ones = new Uint32Array(53)
    const agreeing = new Uint32Array(53)
    for (const value of values) {
      let rest = value
      let last = 0
      for (let bit = 0; bit < 53; bit++) {
        rest *= 2
        const digit = rest >= 1 ? 1 : 0
        rest -= digit
        ones[bit]! += digit
        if (bit > 0 && digit === last) agreeing[bit]!++
        last = digit
      }
    }
    const score = (count: number): number => Math.abs(count - 25_000) / Math.sqrt(50_000 / 4)
    for (let bit = 0; bit < 53; bit++) {
      expect(score(ones[bit]!), `bit ${bit}`).toBeLessThan(BOUND)
      if (bit > 0) expect(score(agreeing[bit]!), `bits ${bit - 1} and ${bit}`).toBeLessThan(BOUND)
    }
  })
})

describe('crosswise, streams of two names, replications or seeds', () => {
  it('are uncorrelated at lags -20 to 20', () => {
    for (const a of streams)
      for (const b of streams)
        if (a !== b)
          for (let lag = 0; lag <= 20; lag++)
            expect(
              Math.abs(correlation(a.values, b.values, lag)),
              `${a.label} and ${b.label}, lag ${lag}`,
            ).toBeLessThan(BOUND)
  })

  it('fill the unit square evenly', () => {
    for (const [i, a] of streams.entries())
      for (const b of streams.slice(i + 1))
        expect(pairs(a.values, b.values), `${a.label} and ${b.label}`).toBeLessThan(BOUND)
  })
})

describe('across many streams', () => {
  // 4000 peers with 5 draws each: what a model of many peers sees at its start.
  const PEERS = 4000
  const draws = 5
  let table: Float64Array[]
  beforeAll(() => {
    table = Array.from({ length: PEERS }, (_, i) => sequence('1/0', `peer-${i}`, draws))
  })

  it('the k-th draws are even, and independent of those of the next peer', () => {
    for (let k = 0; k < draws; k++) {
      const column = Float64Array.from(table, (row) => row[k]!)
      const cells = new Uint32Array(64)
      for (const value of column) cells[Math.floor(value * 64)]!++
      expect(evenness(cells), `draw ${k}`).toBeLessThan(BOUND)
      for (const lag of [1, 2, 10, 100])
        expect(Math.abs(correlation(column, column, lag)), `draw ${k}, lag ${lag}`).toBeLessThan(BOUND)
    }
  })

  it('the mean of the draws of each peer varies as for independent draws: no stream is stuck high or low', () => {
    // The mean of 5 uniforms has variance 1/60; the sample variance of 4000 such means has relative sd sqrt(2/4000)
    // to within a few percent.
    const means = table.map((row) => row.reduce((sum, x) => sum + x, 0) / draws)
    const variance = means.reduce((sum, mean) => sum + (mean - 0.5) * (mean - 0.5), 0) / PEERS
    expect(Math.abs(variance * 60 - 1) / Math.sqrt(2 / PEERS)).toBeLessThan(BOUND)
  })

  it('no two streams meet: no 53-bit number comes twice in 160 000 draws', () => {
    // The birthday bound for 2^53 numbers is 1.4e-6.
    const seen = new Set<number>()
    for (const { values } of streams) for (const value of values.subarray(0, 20_000)) seen.add(value)
    expect(seen.size).toBe(160_000)
  })
})
