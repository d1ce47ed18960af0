import { describe, expect, it } from 'vitest'
import { autoregressive, batchCases, type CoverageCase, replicationCases, skewedCases } from './cases.ts'
import { coverageOf } from './coverage.ts'

/** Coverage of each case by the name of its method. */
function measured(cases: readonly CoverageCase[]): Map<string, { fraction: number; error: number; refused: number }> {
  return new Map(cases.map(({ method, intervals, truth }) => [method, coverageOf(intervals, truth)]))
}

/** Few repetitions: three standard errors of the coverage that bench/coverage/README.md reports. */
function lowest(fraction: number, repetitions: number): number {
  return fraction - 3 * Math.sqrt((fraction * (1 - fraction)) / repetitions)
}

describe('coverageOf', () => {
  it('counts the intervals that hold the truth among those that were given', () => {
    const intervals = [
      { low: 0, high: 2 },
      { low: 1, high: 2 },
      { low: 2, high: 3 },
      { low: NaN, high: NaN },
    ]
    expect(coverageOf(intervals, 1)).toEqual({ fraction: 2 / 3, error: expect.closeTo(0.272, 3), given: 3, refused: 1 })
  })
})

describe('intervals hold the true value about as often as they say', () => {
  it('over replications of M/M/1: the mean, and the pooled p99 where the averaged one fails', () => {
    const repetitions = 40
    const found = measured(replicationCases(repetitions, { runs: 10, customers: 1500 }))
    expect(found.get('replication-t')!.fraction).toBeGreaterThan(lowest(0.93, repetitions))
    expect(found.get('pooled+jackknife-t')!.fraction).toBeGreaterThan(lowest(0.89, repetitions))
    const averaged = found.get('mean of the p99 of each run (wrong)')!.fraction
    expect(averaged).toBeLessThan(found.get('pooled+jackknife-t')!.fraction - 0.1)
  })

  it('in batches of dependent sequences, as often as the table says', () => {
    const repetitions = 400
    for (const setting of autoregressive.filter(({ count }) => count === 1000)) {
      for (const { method, reference, intervals, truth } of batchCases(repetitions, [setting])) {
        if (reference === undefined) continue
        const { fraction, error } = coverageOf(intervals, truth)
        const isClose = Math.abs(fraction - reference) < 0.01 + 3 * error
        expect({ method, phi: setting.phi, isClose }).toEqual({ method, phi: setting.phi, isClose: true })
      }
    }
  })

  it('in batches that pass the test of their independence; the strongly dependent ones are refused', () => {
    const cases = batchCases(
      200,
      autoregressive.filter(({ count }) => count === 1000),
    )
    const tested = cases.filter(({ method }) => method.endsWith('lag test'))
    const [weak, , strong] = tested.map(({ intervals, truth }) => coverageOf(intervals, truth))
    expect(weak!.fraction).toBeGreaterThan(lowest(0.95, 200))
    expect(strong!.refused).toBe(200)
  })

  it('when the number of replications depends on them, but for the loss that is stated', () => {
    for (const { method, reference, intervals, truth } of skewedCases(250, 400)) {
      const { fraction, error } = coverageOf(intervals, truth)
      const isClose = Math.abs(fraction - reference!) < 0.01 + 3 * error
      expect({ method, isClose }).toEqual({ method, isClose: true })
    }
  })
})
