import { describe, expect, it } from 'vitest'
import { generalisedHarmonic } from './zipf-law.ts'

describe('generalisedHarmonic', () => {
  it.each([-1, 0, 0.3, 1, 1.0000001, 1.8, 3])('agrees with the plain sum for exponent %d', (s) => {
    let sum = 0
    for (let k = 100_000; k >= 1; k--) sum += Math.exp(-s * Math.log(k))
    expect(generalisedHarmonic(100_000, s) / sum).toBeCloseTo(1, 12)
  })

  it('takes no time for huge n: H(1e15) is ln(1e15) plus Euler and Mascheroni', () => {
    expect(generalisedHarmonic(1e15, 1)).toBeCloseTo(15 * Math.LN10 + 0.5772156649015329, 11)
  })
})
