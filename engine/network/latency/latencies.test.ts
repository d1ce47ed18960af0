import { describe, expect, it } from 'vitest'
import { laws } from '../../random/laws.ts'
import { RandomStream } from '../../random/stream.ts'
import { latencies } from './latencies.ts'
import type { LatencyModel } from './latency-model.ts'
import { PairDraws } from './pair-draws.ts'
import { placesInSquare } from './placed.ts'

const stream = (name: string): RandomStream => new RandomStream('latencies', name)

/** Mean and standard deviation over pairs of hosts. */
function moments(model: LatencyModel, hosts: number): { mean: number; sd: number; pairs: number } {
  let [count, sum, squares] = [0, 0, 0]
  for (let a = 0; a < hosts; a++) {
    for (let b = a + 1; b < hosts; b++) {
      const latency = model.latency(a, b)
      count++
      sum += latency
      squares += latency * latency
    }
  }
  const mean = sum / count
  return { mean, sd: Math.sqrt(squares / count - mean * mean), pairs: count }
}

describe('the numbers of pairs', () => {
  it('are the same both ways and each time, and hang on the stream', () => {
    const [pairs, others] = [new PairDraws(stream('a')), new PairDraws(stream('b'))]
    expect(pairs.uniform01(3, 70_000)).toBe(pairs.uniform01(70_000, 3))
    expect(new PairDraws(stream('a')).uniform01(3, 7)).toBe(pairs.uniform01(3, 7))
    expect(others.uniform01(3, 7)).not.toBe(pairs.uniform01(3, 7))
    const directed = new PairDraws(stream('a'), { symmetric: false })
    expect(directed.uniform01(3, 7)).not.toBe(directed.uniform01(7, 3))
  })

  it('are uniform: chi-square over 1000 cells of half a million pairs', () => {
    const cells = new Int32Array(1000)
    const pairs = new PairDraws(stream('chi'))
    for (let a = 0; a < 1000; a++) for (let b = a + 1; b < 1000; b++) cells[Math.floor(pairs.uniform01(a, b) * 1000)]!++
    const expected = (1000 * 999) / 2 / 1000
    const chi = cells.reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0)
    // 999 degrees of freedom: mean 999, standard deviation 44.7; five of them.
    expect(Math.abs(chi - 999)).toBeLessThan(224)
  })

  it('of neighbouring pairs are not correlated', () => {
    const pairs = new PairDraws(stream('correlation'), { symmetric: false })
    const n = 100_000
    const steps: [number, number][] = [
      [0, 1],
      [1, 0],
      [1, 1],
      [0, 1024],
      [65_536, 0],
    ]
    for (const [da, db] of steps) {
      let sum = 0
      for (let i = 0; i < n; i++) {
        const [a, b] = [i % 317, Math.floor(i / 317)]
        sum += (pairs.uniform01(a, b) - 0.5) * (pairs.uniform01(a + da, b + db) - 0.5)
      }
      // Each product has variance 1/144: four and a half standard deviations.
      expect(Math.abs(sum / n)).toBeLessThan(4.5 / 12 / Math.sqrt(n))
    }
    let sum = 0
    for (let i = 0; i < n; i++) sum += (pairs.uniform01(i, i + 1) - 0.5) * (pairs.uniform01(i + 1, i) - 0.5)
    expect(Math.abs(sum / n)).toBeLessThan(4.5 / 12 / Math.sqrt(n))
  })

  it('never are 0 or 1', () => {
    const pairs = new PairDraws(stream('ends'))
    for (let b = 1; b < 100_000; b++) {
      const u = pairs.uniform01(0, b)
      expect(u > 0 && u < 1).toBe(true)
    }
  })
})

describe('latency models', () => {
  it('constant: the same for all', () => {
    expect(latencies.constant(0.05).latency(1, 2)).toBe(0.05)
  })

  it('uniform: mean and standard deviation of the law, symmetric', () => {
    const model = latencies.uniform(0.01, 0.09, stream('uniform'))
    const { mean, sd, pairs } = moments(model, 600)
    expect(Math.abs(mean - 0.05)).toBeLessThan((4 * 0.08) / Math.sqrt(12 * pairs))
    expect(sd).toBeCloseTo(0.08 / Math.sqrt(12), 4)
    expect(model.latency(5, 9)).toBe(model.latency(9, 5))
  })

  it('lognormal: mean and coefficient of variation as given', () => {
    const { mean, sd, pairs } = moments(latencies.lognormal(0.08, 0.5, stream('lognormal')), 600)
    expect(Math.abs(mean - 0.08)).toBeLessThan((4 * 0.04) / Math.sqrt(pairs))
    // The kurtosis of this law is 8.9: the standard deviation of sd is sd sqrt(7.9 / 4n).
    expect(Math.abs(sd - 0.04)).toBeLessThan(4 * 0.04 * Math.sqrt(7.9 / (4 * pairs)))
    expect(latencies.lognormal(0.08, 0, stream('flat')).latency(1, 2)).toBe(0.08)
  })

  it('per message: drawn anew each time', () => {
    const model = latencies.perMessage(laws.uniform(1, 2), stream('message'))
    const draws = stream('message')
    expect([model.latency(0, 1), model.latency(0, 1)]).toEqual([draws.uniform(1, 2), draws.uniform(1, 2)])
  })

  it('coordinates: in proportion to the distance, round the edges where they are joined', () => {
    const places = { x: Float64Array.of(1, 9, 1), y: Float64Array.of(0, 0, 6) }
    const plane = latencies.coordinates(places, { secondsPerUnit: 0.5, base: 1 })
    expect([plane.latency(0, 1), plane.latency(1, 2), plane.latency(2, 0)]).toEqual([5, 6, 4])
    const wrapped = latencies.coordinates(places, { secondsPerUnit: 0.5, wrap: 10 })
    expect([wrapped.latency(0, 1), wrapped.latency(0, 2), wrapped.latency(2, 0)]).toEqual([1, 2, 2])
    expect(plane.hosts).toBe(3)
  })

  it('coordinates: the mean distance in a unit square is 0.5214, on a torus 0.3826', () => {
    // (2 + sqrt 2 + 5 ln(1 + sqrt 2)) / 15 (Ghosh 1951); (sqrt 2 + ln(1 + sqrt 2)) / 6 from the centre of the square.
    const places = placesInSquare(1500, 1, stream('square'))
    expect(moments(latencies.coordinates(places, { secondsPerUnit: 1 }), 1500).mean).toBeCloseTo(0.5214054, 1.5)
    expect(moments(latencies.coordinates(places, { secondsPerUnit: 1, wrap: 1 }), 1500).mean).toBeCloseTo(0.3825978, 2)
  })

  it('transit-stub classes: by how far apart the domains are', () => {
    const seconds = { sameStub: 1, sameTransit: 2, otherTransit: 3 }
    const regular = latencies.transitStubClasses({
      ...seconds,
      domains: { hosts: 12, hostsPerStub: 2, stubsPerTransit: 3 },
    })
    expect([regular.latency(0, 1), regular.latency(0, 5), regular.latency(5, 6)]).toEqual([1, 2, 3])
    const listed = latencies.transitStubClasses({
      ...seconds,
      domains: { stubOf: [0, 0, 1, 2], transitOf: [0, 0, 1] },
    })
    expect([listed.latency(0, 1), listed.latency(1, 2), listed.latency(3, 0), listed.hosts]).toEqual([1, 2, 3, 4])
  })

  it('matrix: as measured, which may differ by direction', () => {
    const model = latencies.matrix([
      [undefined, 1, 2],
      [3, 0, 4],
      [5, 6, NaN],
    ])
    expect([model.latency(0, 1), model.latency(1, 0), model.latency(2, 1), model.hosts]).toEqual([1, 3, 6, 3])
  })

  it('matrix: several hosts at one measured place', () => {
    const model = latencies.matrix(
      [
        [0.5, 1],
        [2, 0.25],
      ],
      { rowOf: [0, 0, 1, 1, 1] },
    )
    expect([model.latency(0, 1), model.latency(1, 3), model.latency(3, 4), model.hosts]).toEqual([0.5, 1, 0.25, 5])
  })

  const names = ['fra', 'nyc']
  it.each([
    [
      () => latencies.constant(NaN),
      'Latency model "constant", seconds = NaN: expected a finite number of seconds >= 0.',
    ],
    [() => latencies.uniform(2, 1, stream('x')), 'low = 2, high = 1: expected low <= high'],
    [() => latencies.uniform(-1, 1, stream('x')), 'low = -1'],
    [() => latencies.lognormal(0, 1, stream('x')), 'mean = 0, cv = 1'],
    [() => latencies.coordinates(placesInSquare(2, 1, stream('x')), { secondsPerUnit: -1 }), 'secondsPerUnit = -1'],
    [
      () =>
        latencies.coordinates({ x: Float64Array.of(0, 11), y: Float64Array.of(0, 0) }, { secondsPerUnit: 1, wrap: 10 }),
      'host 1 at (11, 0): expected coordinates from 0 to 10',
    ],
    [
      () => latencies.coordinates({ x: Float64Array.of(0, NaN), y: Float64Array.of(0, 0) }, { secondsPerUnit: 1 }),
      'host 1 at (NaN, 0): expected finite coordinates',
    ],
    [
      () => latencies.coordinates({ x: Float64Array.of(0), y: Float64Array.of() }, { secondsPerUnit: 1 }),
      '1 x and 0 y',
    ],
    [() => placesInSquare(0, 1, stream('x')), 'hosts = 0'],
    [
      () =>
        latencies.matrix(
          [
            [0, 1],
            [undefined, 0],
          ],
          { names },
        ),
      'Latency matrix, row "nyc", column "fra": the entry is missing',
    ],
    [
      () =>
        latencies.matrix(
          [
            [0, -1],
            [1, 0],
          ],
          { names },
        ),
      'row "fra", column "nyc" = -1: expected a finite number of seconds',
    ],
    [() => latencies.matrix([[0, 1], [1]]), 'row "1": 1 entries, expected one for each of 2 columns'],
    [
      () =>
        latencies.matrix(
          [
            [NaN, 1],
            [1, 0],
          ],
          { rowOf: [0, 0] },
        ),
      'row "0", column "0": the entry is missing',
    ],
    [
      () =>
        latencies.matrix(
          [
            [0, 1],
            [1, 0],
          ],
          { rowOf: [0, 2] },
        ),
      'rowOf[1] = 2: expected an integer from 0 to 1',
    ],
    [() => latencies.matrix([[0]], { names }), '1 rows and 2 names'],
    [
      () =>
        latencies.transitStubClasses({
          sameStub: 1,
          sameTransit: 1,
          otherTransit: 1,
          domains: { stubOf: [3], transitOf: [0] },
        }),
      'stubOf[0] = 3: expected a stub with a transit domain, an integer from 0 to 0',
    ],
    [
      () =>
        latencies.transitStubClasses({
          sameStub: 1,
          sameTransit: NaN,
          otherTransit: 1,
          domains: { stubOf: [0], transitOf: [0] },
        }),
      'sameTransit = NaN',
    ],
  ])('refuse what makes no sense (%#)', (attempt, message) => {
    expect(attempt).toThrow(message)
  })
})
