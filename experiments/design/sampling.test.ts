import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../engine/index.ts'
import { latinHypercube } from './latin-hypercube.ts'
import { elementaryEffects, morrisTrajectories } from './morris.ts'
import { largestSobolDimension, sobolPoints } from './sobol.ts'

const stream = (name = 'design') => new RandomStream('1/design', name)

describe('a Sobol sequence', () => {
  it('begins with the published points', () => {
    expect(sobolPoints(8, 2)).toEqual([
      [0, 0],
      [0.5, 0.5],
      [0.75, 0.25],
      [0.25, 0.75],
      [0.375, 0.375],
      [0.875, 0.875],
      [0.625, 0.125],
      [0.125, 0.625],
    ])
  })

  it('agrees with SciPy in forty dimensions', () => {
    // scipy.stats.qmc.Sobol(40, scramble=False).random(16)[13], SciPy 1.17.1; in sixteenths.
    const thirteenth =
      '13 11 13 1 7 15 9 9 9 7 13 15 1 13 3 9 3 11 9 15 9 1 13 9 1 7 7 1 1 5 9 7 7 9 11 5 1 11 11 15'.split(' ')
    expect(sobolPoints(14, largestSobolDimension)[13]!.map((x) => x * 16)).toEqual(thirteenth.map(Number))
  })

  it('puts one point into each of 2^n equal parts of every axis, shifted or not', () => {
    for (const points of [sobolPoints(64, 40), sobolPoints(64, 40, stream())]) {
      for (let d = 0; d < 40; d++) {
        expect(new Set(points.map((point) => Math.floor(point[d]! * 64))).size).toBe(64)
      }
    }
  })

  it('is shifted by equal amounts for equal seeds, away from the origin', () => {
    const [first] = sobolPoints(4, 3, stream())
    expect(sobolPoints(4, 3, stream())[0]).toEqual(first)
    expect(first).not.toEqual([0, 0, 0])
    expect(sobolPoints(4, 3, stream('other'))[0]).not.toEqual(first)
  })
})

describe('a Latin hypercube', () => {
  it('has one point in each stratum of each axis', () => {
    const points = latinHypercube(25, 6, stream())
    for (let d = 0; d < 6; d++) {
      expect(new Set(points.map((point) => Math.floor(point[d]! * 25))).size).toBe(25)
    }
  })

  it('is the same for the same seed', () => {
    expect(latinHypercube(10, 2, stream())).toEqual(latinHypercube(10, 2, stream()))
  })
})

describe('a Morris screening', () => {
  it('changes one factor at a time, each once per trajectory, by delta, on the grid', () => {
    const points = morrisTrajectories(10, 5, 4, stream())
    expect(points).toHaveLength(60)
    for (let t = 0; t < 10; t++) {
      const changed = [1, 2, 3, 4, 5].map((step) => {
        const [before, after] = [points[6 * t + step - 1]!, points[6 * t + step]!]
        const factors = after.flatMap((x, d) => (x === before[d] ? [] : [d]))
        expect(Math.abs(after[factors[0]!]! - before[factors[0]!]!)).toBeCloseTo(2 / 3, 12)
        expect(factors).toHaveLength(1)
        return factors[0]
      })
      expect(changed.sort()).toEqual([0, 1, 2, 3, 4])
    }
    expect(points.flat().every((x) => [0, 1 / 3, 2 / 3, 1].includes(x))).toBe(true)
  })

  it('finds the slopes of a plane exactly, with no spread', () => {
    const points = morrisTrajectories(8, 3, 4, stream())
    const effects = elementaryEffects(
      points,
      points.map(([a, b]) => 3 * a! - 2 * b!),
    )
    const rounded = effects.map(({ mu, muStar, sigma }) => [mu, muStar, sigma].map((x) => Math.round(x * 1e9) / 1e9))
    expect(rounded).toEqual([
      [3, 3, 0],
      [-2, 2, 0],
      [0, 0, 0],
    ])
  })

  it('shows an interaction as spread, and effects of both signs in mu* only', () => {
    const points = morrisTrajectories(40, 2, 4, stream())
    const [first] = elementaryEffects(
      points,
      points.map(([a, b]) => a! * (b! - 0.5)),
    )
    expect(first!.sigma).toBeGreaterThan(0.2)
    expect(first!.muStar).toBeGreaterThan(2 * Math.abs(first!.mu))
  })

  it('leaves out steps without a response', () => {
    const points = [
      [0, 0],
      [1, 0],
      [1, 1],
    ]
    expect(elementaryEffects(points, [0, NaN, 2])).toEqual([
      { mu: NaN, muStar: NaN, sigma: NaN },
      { mu: NaN, muStar: NaN, sigma: NaN },
    ])
  })
})
