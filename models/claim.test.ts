import { describe, expect, it } from 'vitest'
import { verdictOf } from './claim.ts'

describe('verdictOf', () => {
  it('agrees when a narrow interval holds the expected value', () => {
    expect(verdictOf({ expected: 4, mean: 4.1, halfWidth: 0.15 })).toBe('agrees')
  })

  it('agrees by the one percent rule when the interval is so narrow that it misses', () => {
    expect(verdictOf({ expected: 4, mean: 4.03, halfWidth: 0.001 })).toBe('agrees')
    expect(verdictOf({ expected: 4, mean: 4.05, halfWidth: 0.001 })).toBe('disagrees')
  })

  it('agrees inside the reading tolerance of a published figure', () => {
    const tolerance = { relative: 0.1, reason: 'read from figure 2' }
    expect(verdictOf({ expected: 4, mean: 4.3, halfWidth: 0.01, tolerance })).toBe('agrees')
    expect(verdictOf({ expected: 4, mean: 4.5, halfWidth: 0.01, tolerance })).toBe('disagrees')
  })

  it('is undecided when the interval holds the expected value but is too wide', () => {
    expect(verdictOf({ expected: 4, mean: 4.1, halfWidth: 0.5 })).toBe('undecided')
    expect(verdictOf({ expected: 4, mean: 4.1, halfWidth: 0.5, precision: 0.2 })).toBe('agrees')
  })

  it('is undecided when the mean is near but too few replications give no interval', () => {
    expect(verdictOf({ expected: 4, mean: 4, halfWidth: NaN })).toBe('undecided')
  })

  it('disagrees when the interval misses, however wide it is', () => {
    expect(verdictOf({ expected: 4, mean: 8, halfWidth: 2 })).toBe('disagrees')
  })

  it('disagrees when there is no mean at all', () => {
    expect(verdictOf({ expected: 4, mean: NaN, halfWidth: NaN })).toBe('disagrees')
  })

  it('demands equality up to rounding when all replications are equal', () => {
    expect(verdictOf({ expected: 0.3, mean: 0.1 + 0.2, halfWidth: 0 })).toBe('agrees')
    expect(verdictOf({ expected: 0.3, mean: 0.3001, halfWidth: 0 })).toBe('disagrees')
    expect(verdictOf({ expected: 0.3, mean: 0.3001, halfWidth: 0, tolerance: { relative: 0.001, reason: '' } })).toBe(
      'agrees',
    )
  })

  it('takes precision as absolute when the expected value is 0', () => {
    expect(verdictOf({ expected: 0, mean: 0, halfWidth: 0 })).toBe('agrees')
    expect(verdictOf({ expected: 0, mean: 0.01, halfWidth: 0.02 })).toBe('agrees')
    expect(verdictOf({ expected: 0, mean: 0.1, halfWidth: 0.2 })).toBe('undecided')
    expect(verdictOf({ expected: 0, mean: 0.009, halfWidth: 0.001 })).toBe('disagrees')
  })
})
