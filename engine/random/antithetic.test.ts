import { describe, expect, it } from 'vitest'
import { Simulation } from '../simulation.ts'
import { laws } from './laws.ts'
import { RandomStream } from './stream.ts'

const plain = (name: string): RandomStream => new RandomStream('42/0', name)
const mirror = (name: string): RandomStream => new RandomStream('42/0', name, { antithetic: true })

describe('an antithetic stream', () => {
  it('mirrors every uniform of the plain stream exactly, on the same grid in [0, 1)', () => {
    const [a, b] = [plain('u'), mirror('u')]
    for (let i = 0; i < 10_000; i++) {
      const u = b.uniform01()
      expect(a.uniform01() + u).toBe(1 - 2 ** -53)
      expect(u >= 0 && u < 1).toBe(true)
    }
  })

  it('gives long waits where the plain stream gives short ones: the correlation is that of theory', () => {
    // Corr(-ln(1 - U), -ln U) = 1 - pi^2 / 6 = -0.645; its standard error over 100 000 pairs is below 0.005.
    const [a, b] = [plain('wait'), mirror('wait')]
    let products = 0
    const pairs = 100_000
    for (let i = 0; i < pairs; i++) products += (a.exponential(1) - 1) * (b.exponential(1) - 1)
    expect(Math.abs(products / pairs - (1 - Math.PI ** 2 / 6))).toBeLessThan(0.025)
  })

  it('gives minus the normal variate of the plain stream, but for the width of one cell of the grid', () => {
    const [a, b] = [plain('z'), mirror('z')]
    for (let i = 0; i < 10_000; i++) expect(a.normal(0, 1) + b.normal(0, 1)).toBeCloseTo(0, 9)
  })

  it.each([
    laws.gamma(0.5, 2),
    laws.gamma(3, 1),
    laws.poisson(40),
    laws.zipf(100, 0.9),
    laws.erlang(3, 2),
    laws.hyperexponential(1, 1.5),
  ])('still follows the law where more than one uniform is spent: %s', (law) => {
    const stream = mirror(`law ${law.name}`)
    const count = 100_000
    let sum = 0
    for (let i = 0; i < count; i++) sum += law.sample(stream)
    // |score| > 5 happens once in 1.7 million tests.
    expect(Math.abs(sum / count - law.mean) / Math.sqrt(law.variance / count)).toBeLessThan(5)
  })
})

describe('an antithetic simulation', () => {
  const first = (antithetic: boolean | readonly string[]): number[] => {
    const sim = new Simulation({ seed: '42/0', antithetic })
    return ['arrivals', 'services'].map((name) => sim.stream(name).uniform01())
  }
  const [a, b] = first(false) as [number, number]

  it('mirrors all streams, or those it is told to', () => {
    expect(first(true)).toEqual([1 - 2 ** -53 - a, 1 - 2 ** -53 - b])
    expect(first(['services'])).toEqual([a, 1 - 2 ** -53 - b])
    expect(first([])).toEqual([a, b])
  })

  it('makes the length of a critical path and its twin vary less than that of two independent runs', () => {
    /** Two chains of three activities in parallel, then one more. */
    const length = (replication: number, antithetic: boolean): number => {
      const activity = new Simulation({ seed: `42/${replication}`, antithetic }).stream('activity')
      const chain = (): number => activity.uniform(1, 3) + activity.exponential(1) + activity.lognormal(2, 0.5)
      return Math.max(chain(), chain()) + activity.weibull(2, 2)
    }
    const variance = (sample: readonly number[]): number => {
      const mean = sample.reduce((sum, x) => sum + x, 0) / sample.length
      return sample.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (sample.length - 1)
    }
    const pairs = Array.from({ length: 500 }, (_, i) => i)
    const twins = pairs.map((i) => (length(i, false) + length(i, true)) / 2)
    const strangers = pairs.map((i) => (length(i, false) + length(1000 + i, false)) / 2)
    // 0.49 over 20 000 pairs; over 500 the ratio has a standard deviation below 0.05.
    expect(variance(twins) / variance(strangers)).toBeLessThan(0.65)
  })
})
