import { describe, expect, it } from 'vitest'
import {
  Counter,
  Histogram,
  LevelWithGaps,
  math,
  P2Quantile,
  Quantiles,
  Simulation,
  Tally,
  TimeWeighted,
  type ProcessBody,
} from '../index.ts'

// F4, a whole model bit for bit, and section G of the conformance cases as far as the engine goes: G8 (Student's t) and
// G9 (paired differences) are in analysis/statistics, which works on the records of runs.

/** MRG32k3a of L'Ecuyer, from its recurrence; seeds of stream k lie 2^127 k steps ahead. */
function mrg32k3a(seed: readonly [number, number, number, number, number, number]): () => number {
  let [x0, x1, x2, y0, y1, y2] = seed
  const [m1, m2] = [4_294_967_087, 4_294_944_443]
  return () => {
    // Every product is below 2^53, so doubles are exact.
    const x = (1_403_580 * x1 - 810_728 * x0) % m1
    const y = (527_612 * y2 - 1_370_589 * y0) % m2
    ;[x0, x1, x2] = [x1, x2, x < 0 ? x + m1 : x]
    ;[y0, y1, y2] = [y1, y2, y < 0 ? y + m2 : y]
    return (x2 > y2 ? x2 - y2 : x2 - y2 + m1) * 2.328306549295728e-10
  }
}

const stream0 = (): (() => number) => mrg32k3a([12345, 12345, 12345, 12345, 12345, 12345])
const stream1 = (): (() => number) => mrg32k3a([3692455944, 1366884236, 2968912127, 335948734, 4161675175, 475798818])
const exponential = (uniform: () => number, rate: number) => (): number => -math.log1p(-uniform()) / rate

describe('M/M/1 of SSJ (F4)', () => {
  it('gives the same waits and queue, from events', () => {
    const sim = new Simulation({ seed: 'F4' })
    const interarrival = exponential(stream0(), 1)
    const service = exponential(stream1(), 2)
    const waits = sim.tally('waits')
    const queue = sim.timeWeighted('queue')
    const waiting: { since: number; work: number }[] = []
    let busy = false
    const begin = (since: number, work: number): void => {
      busy = true
      waits.record(sim.now - since)
      sim.schedule(work, depart)
    }
    const depart = (): void => {
      busy = false
      const next = waiting.shift()
      if (next === undefined) return
      queue.add(-1)
      begin(next.since, next.work)
    }
    const arrive = (): void => {
      sim.schedule(interarrival(), arrive)
      const work = service()
      if (!busy) return begin(sim.now, work)
      waiting.push({ since: sim.now, work })
      queue.add(1)
    }
    sim.schedule(interarrival(), arrive)
    sim.run(1000)
    expect([waits.count, waits.min, waits.max, queue.max]).toEqual([1037, 0, 6.261687069403138, 10])
    // Sums are made in another order than in SSJ: equal to the last digits.
    expect(waits.mean).toBeCloseTo(0.4946847826832896, 14)
    expect(waits.variance).toBeCloseTo(0.6968105081253633, 14)
    expect(waits.sd).toBeCloseTo(0.8347517643739145, 14)
    expect(queue.mean).toBeCloseTo(0.5129881196425713, 14)
  })

  it('gives the same waits customer by customer, from Lindley', () => {
    const interarrival = exponential(stream0(), 1)
    const service = exponential(stream1(), 2)
    const means = new Tally('means')
    const shown: number[] = []
    for (let run = 0; run < 100; run++) {
      let wait = 0
      let sum = 0
      // The first customer of a run does not wait, and takes no draw.
      for (let i = 2; i <= 10_000; i++) {
        const work = service()
        wait = Math.max(0, wait + (work - interarrival()))
        sum += wait
        if (run === 0 && i % 5 === 0 && i <= 100) shown.push(wait)
      }
      means.record(sum / 10_000)
    }
    expect(shown).toEqual([
      0.7326681134344923, 0.5885316645668064, 1.043252136439675, 0, 1.1931739005489084, 0.46021574329744774, 0, 0, 0,
      0.252307672226395, 0.07427782294905083, 0.5994090559375538, 0, 0, 0, 0, 0.007945837364173702, 0, 0,
      0.5757258813866157,
    ])
    expect([means.min, means.max]).toEqual([0.42806539833620183, 0.5914947431459074])
    expect(means.mean).toBeCloseTo(0.5063489849242572, 14)
    expect(means.sd).toBeCloseTo(0.027314051357162798, 14)
  })
})

describe('statistics', () => {
  it('weigh by event or by time, where the last value of an instant holds (G1)', () => {
    const sim = new Simulation({ seed: 'G1' })
    const tally = sim.tally('values')
    const level = sim.timeWeighted('level')
    const record = (...values: number[]): void => {
      for (const value of values) {
        tally.record(value)
        level.set(value)
      }
    }
    sim.schedule(0, () => record(10, 11, 12))
    sim.schedule(0.1, () => record(13, 14, 15))
    sim.run()
    expect([tally.count, tally.sum, tally.mean, tally.min, tally.max, level.level]).toEqual([6, 75, 12.5, 10, 15, 15])
    expect(tally.sd).toBeCloseTo(1.8708286933869707, 14)
    expect(tally.variance * 5 + 6 * tally.mean * tally.mean).toBeCloseTo(955, 12)
    expect(level.mean).toBeCloseTo(12, 14)
  })

  it('weigh a level by the time in which it has a value, and leave gaps out (G2)', () => {
    const sim = new Simulation({ seed: 'G2' })
    const level = new LevelWithGaps('level', sim)
    const unweighted = new Tally('values')
    const set = (at: number, ...values: number[]): void => {
      sim.schedule(at, () => {
        for (const x of values) {
          level.set(x)
          if (x === x) unweighted.record(x)
        }
      })
    }
    set(0, 1, 2)
    set(10, NaN)
    set(20, 5, 6)
    sim.run(30)
    const { spans } = level
    expect(level.mean).toBe(4)
    expect([spans.count, spans.weight, spans.sum, spans.sumOfSquares]).toEqual([4, 20, 80, 400])
    // The unbiased variance is the reliability form, the other the average over time.
    expect([spans.unbiasedVariance, spans.variance]).toEqual([8, 4])
    expect(Math.sqrt(spans.unbiasedVariance)).toBeCloseTo(2.8284271247461903, 15)
    expect([spans.min, spans.max]).toEqual([1, 6])
    expect(unweighted.mean).toBe(3.5)
    expect(unweighted.sd).toBeCloseTo(2.3804761428476167, 14)
    // A time-weighted statistic has no gaps: a NaN is refused where it is made.
    expect(() => sim.timeWeighted('queue').set(NaN)).toThrow('expected a finite number')
  })

  it('are exact on few values, and NaN where there is nothing to say (G3)', () => {
    const tally = (...values: number[]): Tally => {
      const result = new Tally('x')
      for (const value of values) result.record(value)
      return result
    }
    const five = tally(5, 4, 3, 2, 1)
    expect([five.mean, five.variance]).toEqual([3, 2.5])
    expect(five.sd).toBeCloseTo(1.5811388300841898, 15)
    expect(tally(7).sd).toBeNaN()
    expect(tally(1, 2).variance).toBe(0.5)
  })

  it('merge as if all had been observed by one (G4)', () => {
    const stream = new Simulation({ seed: 'G4' }).stream('values')
    const [a, b, all] = ['a', 'b', 'all'].map((name) => new Tally(name)) as [Tally, Tally, Tally]
    for (let i = 0; i < 1000; i++) {
      const x = stream.normal(1000, 3)
      all.record(x)
      ;(i % 3 === 0 ? a : b).record(x)
    }
    a.merge(b)
    expect([a.count, a.min, a.max]).toEqual([all.count, all.min, all.max])
    expect(Math.abs(a.mean / all.mean - 1)).toBeLessThan(1e-12)
    expect(Math.abs(a.variance / all.variance - 1)).toBeLessThan(1e-12)
  })

  it('lose nothing outside the edges of a weighted histogram (G5)', () => {
    const histogram = new Histogram('sizes', { edges: [0, 2, 4, 6] })
    for (const [x, weight] of [
      [-1, 0.1],
      [0, 2],
      [1.9, 1.5],
      [4, 3],
      [5.9, 0.2],
      [6, 3.2],
    ] as const) {
      histogram.record(x, weight)
    }
    expect([histogram.below, ...histogram.counts, histogram.above]).toEqual([0.1, 3.5, 0, 3.2, 3.2])
    expect(histogram.count).toBeCloseTo(10, 14)
  })

  it('are kept apart by label with one counter each (G6)', () => {
    const sim = new Simulation({ seed: 'G6' })
    const sums = new Map<string, { sum: Counter; count: number }>()
    const observe = (label: string, x: number): void => {
      const entry = sums.get(label) ?? { sum: sim.counter(label), count: 0 }
      entry.sum.increment(x)
      entry.count++
      sums.set(label, entry)
    }
    for (const [label, ...values] of [
      ['a', 1, 10, 100, 100],
      ['b', 1000, 1000],
      ['c', 10_000, 10_000, 10_000],
      ['d', 100_000, 100_000, 100_000, 100_000],
    ] as const) {
      for (const x of values) observe(label, x)
    }
    expect([...sums.values()].map(({ sum, count }) => [sum.count, count])).toEqual([
      [211, 4],
      [2000, 2],
      [30_000, 3],
      [400_000, 4],
    ])
  })

  it('know quantiles to three digits, or in constant memory by P2, which is far off on few values (G7)', () => {
    const values = [
      0.02, 0.15, 0.74, 3.39, 0.83, 22.37, 10.15, 15.43, 38.62, 15.92, 34.6, 10.28, 1.47, 0.4, 0.05, 11.39, 0.27, 0.42,
      0.09, 11.37,
    ]
    const p2 = new P2Quantile('x', 0.5)
    const quantiles = new Quantiles('x')
    for (const x of values) {
      p2.record(x)
      quantiles.record(x)
    }
    expect(p2.markers.map((height) => Math.round(height * 1e6) / 1e6)).toEqual([
      0.02, 0.493895, 4.440634, 17.203904, 38.62,
    ])
    expect(p2.value.toFixed(2)).toBe('4.44')
    // The median of the values lies between the tenth and the eleventh.
    const sorted = values.toSorted((a, b) => a - b)
    expect([sorted[9], sorted[10], (sorted[9]! + sorted[10]!) / 2]).toEqual([1.47, 3.39, 2.43])
    expect(Math.abs(quantiles.quantile(0.5) / sorted[9]! - 1)).toBeLessThan(1e-3)
    expect([quantiles.count, quantiles.quantile(1)]).toEqual([20, 38.62])
  })
})

describe('the end of a run', () => {
  it('tells of a level held to the end, and of time that has not passed', () => {
    const sim = new Simulation({ seed: 'end' })
    const level = new TimeWeighted('level', sim, 3)
    expect(level.mean).toBeNaN()
    function* change(): ProcessBody {
      yield* sim.delay(1)
      level.set(5)
    }
    sim.spawn(change())
    sim.run(4)
    expect(level.mean).toBe((3 + 3 * 5) / 4)
  })
})
