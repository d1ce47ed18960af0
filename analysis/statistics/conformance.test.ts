import { describe, expect, it } from 'vitest'
import { meanInterval } from './mean-interval.ts'
import { studentQuantile } from './student-quantile.ts'

// Cases G8 and G9 of docs/conformance.md, whose numbers come from scipy.

describe('an interval', () => {
  it("uses the quantiles of Student's t (G8)", () => {
    const degrees = [1, 2, 4, 9, 19, 29, 99]
    const rounded = (p: number): number[] => degrees.map((df) => Math.round(studentQuantile(p, df) * 1e6) / 1e6)
    expect(rounded(0.975)).toEqual([12.706205, 4.302653, 2.776445, 2.262157, 2.093024, 2.04523, 1.984217])
    expect(rounded(0.95)).toEqual([6.313752, 2.919986, 2.131847, 1.833113, 1.729133, 1.699127, 1.660391])
    const { mean, halfWidth } = meanInterval([1, 2, 3, 4, 5], 0.95)
    expect(mean).toBe(3)
    expect(Math.abs(halfWidth / 1.9632431614775572 - 1)).toBeLessThan(1e-12)
  })

  it('of a paired difference is that of the differences (G9)', () => {
    const a = [1.2, 0.8, 1.5, 0.9, 1.1]
    const b = [1, 0.9, 1.2, 0.7, 1]
    const { mean, halfWidth } = meanInterval(
      a.map((x, i) => x - b[i]!),
      0.95,
    )
    expect(mean).toBeCloseTo(0.14, 14)
    // The case prints .18830766888. By the closed form of the quantile at 4 degrees, in 40 digits, it is this.
    expect(Math.abs(halfWidth / 0.18830766883484384 - 1)).toBeLessThan(1e-12)
    expect(halfWidth).toBeCloseTo(0.18830766888, 9)
  })
})
