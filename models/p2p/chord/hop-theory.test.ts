import { describe, expect, it } from 'vitest'
import { hopDistribution, hopQuantile, meanHops } from './hop-theory.ts'

describe('the law of the path length', () => {
  it.each([
    [1, 0],
    [2, 1 / 2],
    // By hand: of the two other nodes none, one or two lie before the key, each with 1/3; two take 9/7 hops.
    [3, 16 / 21],
  ])('is exact for %d nodes', (nodes, mean) => {
    expect(meanHops(nodes)).toBeCloseTo(mean, 12)
  })

  it.each([10, 82, 83, 1000, 1e6])('sums to one and leaves one key in N to the origin, N = %d', (nodes) => {
    const law = hopDistribution(nodes)
    expect(law.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 10)
    // The Poisson computation is off by half of 1 / N^2.
    expect(Math.abs(law[0]! - 1 / nodes)).toBeLessThan(0.51 / nodes / nodes)
  })

  it('passes smoothly from the exact to the Poisson computation', () => {
    // The second difference of log2(N) / 2 is 1e-4 there.
    for (const nodes of [81, 82, 83]) {
      expect(Math.abs(meanHops(nodes + 1) - 2 * meanHops(nodes) + meanHops(nodes - 1))).toBeLessThan(2e-4)
    }
  })

  it.each([8, 10, 12, 14, 17])('has the mean 1/2 log2 N - 0.14 for N = 2^%d', (bits) => {
    expect(Math.abs(meanHops(2 ** bits) - (bits / 2 - 0.138))).toBeLessThan(0.003)
  })

  it.each([
    [2 ** 8, 1, 7],
    [2 ** 10, 1, 8],
    [2 ** 12, 2, 10],
    [2 ** 14, 3, 11],
  ])('has the percentiles of an independent simulation for N = %d', (nodes, first, last) => {
    expect([hopQuantile(nodes, 0.01), hopQuantile(nodes, 0.99)]).toEqual([first, last])
  })

  it('needs one hop at most where the successor list holds the whole ring', () => {
    expect(meanHops(10, 9)).toBeCloseTo(0.9, 12)
  })

  it('shortens with the successor list', () => {
    const means = [1, 2, 4, 8].map((reach) => meanHops(100, reach))
    expect(means).toEqual(means.toSorted((a, b) => b - a))
  })
})
