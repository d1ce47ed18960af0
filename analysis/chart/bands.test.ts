import { describe, expect, it } from 'vitest'
import { bandsOf, overAxis } from './bands.ts'
import type { ChartPoint } from './chart-data.ts'

const point = (x: number, half: number | undefined, segment = 0): ChartPoint => {
  const ends = { low: 5 - (half ?? 0), high: 5 + (half ?? 0), hasInterval: half !== undefined }
  return { x, y: 5, ...ends, series: '', segment, alone: false }
}
const drawn = (...points: ChartPoint[]): { bands: (number | string)[][]; bars: (number | string)[] } => {
  const { bands, bars } = bandsOf(points)
  const numbers = [...new Set(bands.map(({ band }) => band))]
  return {
    bands: numbers.map((band) => bands.filter((one) => one.band === band).map(({ x }) => x)),
    bars: bars.map(({ x }) => x),
  }
}

describe('a band', () => {
  it('narrows to a point where all replications are equal', () => {
    expect(drawn(point(1, 1), point(2, 0), point(3, 1))).toEqual({ bands: [[1, 2, 3]], bars: [] })
  })

  it('does not span a point that has no interval', () => {
    expect(drawn(point(1, 1), point(2, 1), point(3, undefined), point(4, 1), point(5, 1))).toEqual({
      bands: [
        [1, 2],
        [4, 5],
      ],
      bars: [],
    })
  })

  it('does not span a gap', () => {
    expect(drawn(point(1, 1), point(2, 1), point(4, 1, 1), point(5, 1, 1)).bands).toEqual([
      [1, 2],
      [4, 5],
    ])
  })

  it('is a bar where its point is alone, and nothing where it has no width at all', () => {
    expect(drawn(point(1, undefined), point(2, 1), point(3, undefined))).toEqual({ bands: [], bars: [2] })
    expect(drawn(point(1, 0), point(2, 0))).toEqual({ bands: [], bars: [] })
  })
})

describe('a distribution function', () => {
  it('is 0 before its first step and keeps its last value to the end of the axis', () => {
    const steps = [
      { ...point(3, 0.2), y: 0 },
      { ...point(4, 0.2), y: 1 },
    ]
    expect(overAxis(steps, { low: 2, high: 9 }).map(({ x, y }) => [x, y])).toEqual([
      [2, 0],
      [3, 0],
      [4, 1],
      [9, 1],
    ])
    expect(overAxis([], { low: 2, high: 9 })).toEqual([])
  })
})
