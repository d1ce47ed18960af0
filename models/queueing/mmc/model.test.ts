import { describe, expect, it } from 'vitest'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { meanWait, timeInSystemQuantile, waitProbability, waitQuantile } from './theory.ts'

const run = (parameters: Record<string, number>, horizon = 2000) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses

describe('an M/M/c queue', () => {
  it('never makes anyone wait when there are far more servers than customers', () => {
    expect(run({ arrivalRate: 1, serviceRate: 1, servers: 1000 })).toMatchObject({
      meanWait: 0,
      p99Wait: 0,
      waitProbability: 0,
      meanQueueLength: 0,
    })
  })

  it('serves the same customers whatever the number of servers, so that nobody waits longer with one server more', () => {
    const waits = [9, 10, 11, 12].map((servers) => run({ arrivalRate: 8, servers })['meanWait']!)
    expect(waits).toEqual(waits.toSorted((a, b) => b - a))
    expect(new Set(waits).size).toBe(4)
  })

  it('is the same system at another time scale when both rates change by a factor of two', () => {
    const slow = run({ arrivalRate: 8, serviceRate: 1, servers: 10 }, 2000)
    const fast = run({ arrivalRate: 16, serviceRate: 2, servers: 10 }, 1000)
    // Halving is exact in binary floating point, so the trajectories agree bit for bit.
    expect(fast['meanWait']).toBe(slow['meanWait']! / 2)
    expect(fast['utilisation']).toBe(slow['utilisation'])
  })

  it('adds the service time to the wait', () => {
    const { meanWait: wait, meanTimeInSystem } = run({ arrivalRate: 0.001, serviceRate: 1, servers: 1 }, 1e6)
    expect(wait).toBeLessThan(0.02)
    // About 1000 service times of mean 1 s and standard deviation 1 s: three standard errors are 0.1 s.
    expect(meanTimeInSystem).toBeGreaterThan(0.9)
    expect(meanTimeInSystem).toBeLessThan(1.1)
  })

  it('keeps all servers busy and delivers their full rate when it is overloaded', () => {
    const { utilisation, throughput, waitProbability: waiting } = run({ arrivalRate: 20, serviceRate: 1, servers: 10 })
    expect(utilisation).toBeGreaterThan(0.99)
    // About 20 000 departures: three standard errors are 2 %.
    expect(Math.abs(throughput! - 10)).toBeLessThan(0.2)
    expect(waiting).toBeGreaterThan(0.99)
  })

  it('has no response where nobody arrived', () => {
    expect(run({ arrivalRate: 1e-9 }, 1)).toMatchObject({ meanWait: null, utilisation: 0, throughput: 0 })
  })
})

describe('the theory of the M/M/c queue', () => {
  it.each([
    [0.8, 1, 0.8, 4],
    [1.6, 2, 0.711111, 1.777778],
    [3.2, 4, 0.596432, 0.745541],
    [3.6, 4, 0.78775, 1.96938],
    [14.4, 16, 0.591343, 0.36959],
    [95, 100, 0.50646, 0.10129],
  ])('gives the published values for a=%d and c=%d', (arrivalRate, servers, waiting, wait) => {
    const p = { arrivalRate, serviceRate: 1, servers }
    expect(waitProbability(p)).toBeCloseTo(waiting, 5)
    expect(meanWait(p)).toBeCloseTo(wait, 5)
  })

  it('is stable for thousands of servers', () => {
    // Halfin and Whitt (1981): with c = a + beta sqrt(a) servers the probability tends to 0.5045 for beta = 0.5.
    expect(waitProbability({ arrivalRate: 1e6, serviceRate: 1, servers: 1e6 + 500 })).toBeCloseTo(0.5045, 3)
  })

  it('gives the quantile of the exponential tail, and 0 where fewer customers wait than the quantile leaves out', () => {
    expect(waitQuantile(0.99, { arrivalRate: 0.8, serviceRate: 1, servers: 1 })).toBeCloseTo(21.9101, 4)
    expect(waitQuantile(0.5, { arrivalRate: 0.4, serviceRate: 1, servers: 1 })).toBe(0)
  })

  it('gives the quantile of the time in system, exponential for one server', () => {
    const one = { arrivalRate: 0.8, serviceRate: 1, servers: 1 }
    expect(timeInSystemQuantile(1 - 0.1353353, one)).toBeCloseTo(10, 4)
    expect(timeInSystemQuantile(0.99, one)).toBeCloseTo(23.02585, 4)
    // c mu - lambda = mu, where wait and service have the same rate, and hardly any wait at all.
    const equal = timeInSystemQuantile(0.9, { arrivalRate: 1, serviceRate: 1, servers: 2 })!
    const near = timeInSystemQuantile(0.9, { arrivalRate: 1.0001, serviceRate: 1, servers: 2 })!
    expect(equal).toBeCloseTo(near, 3)
    expect(timeInSystemQuantile(0.5, { arrivalRate: 1, serviceRate: 1, servers: 100 })).toBeCloseTo(Math.LN2, 9)
  })

  it('says nothing about an overloaded queue', () => {
    const p = { arrivalRate: 2, serviceRate: 1, servers: 2 }
    expect([waitProbability(p), meanWait(p), waitQuantile(0.99, p)]).toEqual([undefined, undefined, undefined])
  })
})
