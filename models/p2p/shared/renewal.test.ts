import { describe, expect, it } from 'vitest'
import { RandomStream, laws, math } from '../../../engine/index.ts'
import { deadShareBetweenChecks, laplace } from './renewal.ts'

describe('the Laplace transform', () => {
  it('is that of a sample', () => {
    const stream = new RandomStream('1', 'laplace')
    for (const law of [laws.deterministic(3), laws.uniform(1, 4), laws.exponential(2)]) {
      let sum = 0
      for (let i = 0; i < 50_000; i++) sum += math.exp(-0.4 * law.sample(stream))
      // Standard error below 0.3 / sqrt(50 000) = 0.0013.
      expect(Math.abs(sum / 50_000 - laplace(law, 0.4)!)).toBeLessThan(0.006)
    }
  })

  it('is not known of other laws', () => {
    expect(laplace(laws.weibull(0.5, 10), 1)).toBeUndefined()
    expect(deadShareBetweenChecks(laws.weibull(0.5, 10), 100)).toBeUndefined()
  })
})

describe('the share of dead entries', () => {
  it('is half of the share of nodes that leave in a constant period', () => {
    expect(deadShareBetweenChecks(laws.deterministic(30), 100)).toBeCloseTo((1 - math.exp(-0.3)) / 2, 12)
  })

  it('is the same for a check every third round as for one with three times the period', () => {
    const period = laws.deterministic(10)
    expect(deadShareBetweenChecks(period, 100, 3)).toBeCloseTo(deadShareBetweenChecks(laws.deterministic(30), 100)!, 12)
  })

  it('is that of a direct simulation of owners, checks and named nodes', () => {
    const stream = new RandomStream('1', 'renewal')
    const [period, lifetime] = [laws.uniform(10, 50), 80]
    let [dead, all] = [0, 0]
    for (let owner = 0; owner < 20_000; owner++) {
      const end = stream.exponential(lifetime)
      for (let at = 0; at < end;) {
        const next = Math.min(end, at + period.sample(stream))
        const gone = at + stream.exponential(lifetime)
        dead += Math.max(0, next - gone)
        all += next - at
        at = next
      }
    }
    // Standard error about 0.5 %.
    expect(Math.abs(dead / all / deadShareBetweenChecks(period, lifetime)! - 1)).toBeLessThan(0.025)
  })
})
