import { describe, expect, it } from 'vitest'
import { signedRank } from './signed-rank.ts'

/** Ten log-ratios whose estimate, p-value and interval were computed with another program (scipy). */
const ratios = [0.021, 0.034, -0.005, 0.041, 0.018, 0.027, 0.009, 0.052, 0.013, 0.03]

describe('the signed-rank interval', () => {
  it('reproduces the reference example', () => {
    const { estimate, low, high, p } = signedRank(ratios)
    expect(estimate).toBeCloseTo(0.024, 12)
    expect(low).toBeCloseTo(0.0125, 12)
    expect(high).toBeCloseTo(0.0355, 12)
    expect(p).toBeCloseTo(4 / 1024, 12)
  })

  it('goes from the 9th to the 47th Walsh average for ten pairs at 95 %', () => {
    // With differences 1, 2, 4, ..., 512 all averages differ, and the 55 of them can be put in order by hand.
    const powers = Array.from({ length: 10 }, (_, i) => 2 ** i)
    const averages = powers.flatMap((a, i) => powers.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b)
    expect(signedRank(powers)).toMatchObject({ low: averages[8], high: averages[46] })
  })

  it('turns around when the differences do', () => {
    const { estimate, low, high, p } = signedRank(ratios)
    const mirrored = signedRank(ratios.map((ratio) => -ratio))
    expect(mirrored.estimate).toBeCloseTo(-estimate, 12)
    expect(mirrored.low).toBeCloseTo(-high, 12)
    expect(mirrored.high).toBeCloseTo(-low, 12)
    expect(mirrored.p).toBe(p)
  })

  it('has no end at 95 % for five pairs, the smallest p-value of which is 1/16', () => {
    expect(signedRank([1, 2, 3, 4, 5])).toMatchObject({ estimate: 3, low: -Infinity, high: Infinity, p: 1 / 16 })
    expect(signedRank([1, 2, 3, 4, 5, 6])).toMatchObject({ low: 1, high: 6, p: 1 / 32 })
  })

  it('gives ties their mean rank and drops zeros from the test', () => {
    // Ranks of 1, 1, 2 are 1.5, 1.5, 3; the sums of subsets <= 1.5 are 0, 1.5 and 1.5 of 8.
    expect(signedRank([0, 1, -1, 2]).p).toBe(6 / 8)
    expect(signedRank([0, 0]).p).toBe(1)
  })

  it('is continuous where the exact law hands over to the normal one', () => {
    const differences = (n: number): number[] => Array.from({ length: n }, (_, i) => Math.sin(i * 12.9898) + 0.15)
    const exact = signedRank(differences(100))
    const normal = signedRank(differences(101))
    expect(normal.p).toBeCloseTo(exact.p, 1)
    expect(normal.low).toBeCloseTo(exact.low, 1)
    expect(normal.high).toBeCloseTo(exact.high, 1)
  })

  it('contains the true centre in 95 of 100 samples', () => {
    let state = 1
    const uniform = (): number => (state = (state * 48271) % 2147483647) / 2147483647
    let covered = 0
    for (let sample = 0; sample < 2000; sample++) {
      // Cubing makes the tails heavy: no normal law needed.
      const { low, high } = signedRank(Array.from({ length: 10 }, () => (2 * uniform() - 1) ** 3))
      if (low <= 0 && high >= 0) covered++
    }
    // The exact level is 95.1 %; 2000 samples have a standard error of 0.5 %.
    expect(covered / 2000).toBeGreaterThan(0.935)
    expect(covered / 2000).toBeLessThan(0.967)
  })
})
