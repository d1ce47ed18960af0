import { describe, expect, it } from 'vitest'
import { antitheticMean } from '../../analysis/statistics/antithetic.ts'
import { controlledMean } from '../../analysis/statistics/control-variates.ts'
import { moments } from '../../analysis/statistics/moments.ts'
import { pairedDifference } from '../../analysis/statistics/paired-difference.ts'
import { ensembleMean } from '../../analysis/statistics/welch.ts'
import { type RandomStream, Simulation } from '../../engine/index.ts'
import { firstWaits } from './processes.ts'

const repetitions = 3000
const customers = 100
/** M/M/1 at load 0.9 that begins empty: arrivals and services a second each but for the factor. */
const times = { count: customers, interarrival: 1, service: 0.9 }

const world = (repetition: number, antithetic = false) =>
  new Simulation({ seed: `reduction/${repetition}`, antithetic })
const mean = (values: readonly number[]): number => moments(values).mean
const each = <T>(make: (repetition: number) => T): T[] => Array.from({ length: repetitions }, (_, r) => make(r))

function waitInMM1(repetition: number, antithetic = false): number {
  const sim = world(repetition, antithetic)
  return mean(firstWaits(sim.stream('arrivals'), sim.stream('services'), times))
}

/** Mean wait of the first customers of two servers of half the speed: of the two the one that is free first. */
function waitInMM2(arrivals: RandomStream, services: RandomStream): number {
  const free: [number, number] = [0, 0]
  let now = 0
  let sum = 0
  for (let k = 0; k < customers; k++) {
    const first = free[0] <= free[1] ? 0 : 1
    const start = Math.max(now, free[first])
    sum += start - now
    free[first] = start + services.exponential(2 * times.service)
    now += arrivals.exponential(times.interarrival)
  }
  return sum / customers
}

const oneServer = each((r) => waitInMM1(r))

describe('common random numbers', () => {
  const shared = each((r) => waitInMM2(world(r).stream('arrivals'), world(r).stream('services')))
  const independent = each((r) => waitInMM2(world(r).stream('other arrivals'), world(r).stream('other services')))

  it('make the comparison of one fast server with two slow ones some 300 times more precise (17.2 to 0.056)', () => {
    const together = pairedDifference(oneServer, shared, 0.95)
    // Means 4.13 and 3.70; a variance of 17.2 over 3000 is a standard error of 0.076.
    expect(Math.abs(mean(oneServer) - 4.13)).toBeLessThan(0.25)
    expect(Math.abs(together.mean - 0.43)).toBeLessThan(0.03)
    const variance = moments(oneServer.map((value, r) => value - shared[r]!)).variance
    const apart = moments(oneServer.map((value, r) => value - independent[r]!)).variance
    expect(Math.abs(variance / 0.056 - 1)).toBeLessThan(0.25)
    expect(Math.abs(apart / 17.2 - 1)).toBeLessThan(0.25)
    expect(Math.abs(together.varianceReduction / (apart / variance) - 1)).toBeLessThan(0.2)
    expect(together.correlation).toBeGreaterThan(0.99)
  })

  it('let the worse system win in 3 % of single comparisons instead of 44 %', () => {
    const wrong = (others: readonly number[]): number =>
      oneServer.filter((value, r) => value < others[r]!).length / repetitions
    expect(Math.abs(wrong(shared) - 0.03)).toBeLessThan(0.015)
    expect(Math.abs(wrong(independent) - 0.44)).toBeLessThan(0.03)
  })
})

describe('variance reduction of one mean', () => {
  it('by antithetic pairs leaves 0.65 of the variance of independent ones', () => {
    const mirrored = each((r) => waitInMM1(r, true))
    const { varianceReduction } = antitheticMean(oneServer, mirrored, 0.95)
    expect(Math.abs(1 / varianceReduction - 0.65)).toBeLessThan(0.06)
  })

  it('by the mean service and interarrival times as controls leaves 0.38 of it', () => {
    const drawn = (name: string, expected: number) => ({
      expected,
      values: each((r) => {
        const stream = world(r).stream(name)
        return mean(Array.from({ length: customers }, () => stream.exponential(expected)))
      }),
    })
    const controls = [drawn('services', times.service), drawn('arrivals', times.interarrival)]
    const { varianceReduction, mean: controlled } = controlledMean(oneServer, controls, 0.95)
    expect(Math.abs(1 / varianceReduction - 0.38)).toBeLessThan(0.06)
    expect(Math.abs(controlled - 4.13)).toBeLessThan(0.16)
  })
})

describe('the average of replications over time', () => {
  it('follows the known start of M/M/1 at load 0.8: 0.444, 1.188, 1.861, 2.786, 3.402, 3.81', () => {
    const series = each((r) =>
      firstWaits(world(r).stream('arrivals'), world(r).stream('services'), { ...times, service: 0.8 }).map(
        (x) => x / 0.8,
      ),
    )
    const average = ensembleMean(series)
    const known: [number, number][] = [
      [2, 0.444],
      [5, 1.188],
      [10, 1.861],
      [25, 2.786],
      [50, 3.402],
      [100, 3.81],
    ]
    for (const [k, expected] of known) {
      const error = Math.sqrt(moments(series.map((one) => one[k - 1]!)).variance / repetitions)
      expect(Math.abs(average[k - 1]! - expected)).toBeLessThan(3 * error + 0.001)
    }
  })
})
