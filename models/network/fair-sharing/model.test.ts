import { describe, expect, it } from 'vitest'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import * as theory from './theory.ts'

const run = (parameters: Record<string, number | string | boolean>, horizon = Infinity) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses
const resolved = (parameters: Record<string, number | string | boolean>) =>
  resolveParameters(model, parameters).resolved as never
const batch = { load: 'batch', size: '125kB' } as const

describe('a batch of flows', () => {
  it.each([
    ['single', { flows: 7 }],
    ['single', { flows: 3, rateLimit: 20e6 }],
    ['incast', { width: 12, flows: 2 }],
    ['all-to-all', { width: 6, latency: 0.003 }],
    ['all-to-all', { width: 3, duplex: 'half' }],
    ['dumbbell', { width: 5, otherBandwidth: 30e6 }],
    ['dumbbell', { width: 5, flows: 2, otherBandwidth: 30e6, latency: 0.01 }],
  ])('shares a %s as its closed form says: %o', (pattern, more) => {
    const parameters = { ...batch, pattern, ...more }
    const { shortRate, meanTransferTime, slowdown, fairness } = run(parameters)
    expect(shortRate! / theory.shortRate(resolved(parameters))! - 1).toBeCloseTo(0, 12)
    expect(meanTransferTime! / theory.meanTransferTime(resolved(parameters))! - 1).toBeCloseTo(0, 9)
    expect(slowdown! / theory.slowdown(resolved(parameters))! - 1).toBeCloseTo(0, 9)
    expect(fairness).toBeCloseTo(1, 12)
  })

  it.each([
    { width: 3 },
    { width: 4, otherBandwidth: 250e6 },
    { width: 4, otherBandwidth: 40e6 },
    { width: 2, longFlows: 5, flows: 2, otherBandwidth: 300e6 },
    { width: 3, rateLimit: 30e6, otherBandwidth: 45e6 },
    { width: 1, longFlows: 2 },
  ])('shares a parking lot as its closed form says: %o', (more) => {
    const parameters = { ...batch, pattern: 'parking-lot', latency: 0.001, ...more }
    const { shortRate, longRate } = run(parameters)
    expect(shortRate! / theory.shortRate(resolved(parameters))! - 1).toBeCloseTo(0, 12)
    expect(longRate! / theory.longRate(resolved(parameters))! - 1).toBeCloseTo(0, 12)
  })

  it('uses each link to the full, so that the last bit comes when the scarcest link has carried all', () => {
    // Sizes differ, but nobody leaves bandwidth unused while there is somebody to send.
    const { makespan, utilisation } = run({ load: 'batch', flows: 40, size: 'empirical(100kB 1, 400kB 1)' })
    expect(utilisation).toBeCloseTo(1, 9)
    expect((makespan! * 100e6) / 8 / 100e3).toBeCloseTo(Math.round((makespan! * 100e6) / 8 / 100e3), 6)
  })

  it('depends on the rules: flows with a longer round trip get less under LV08, and the same under max-min', () => {
    const lot = { ...batch, size: '100MB', pattern: 'parking-lot', width: 3, latency: 0.02 }
    expect(run(lot)).toMatchObject({ fairness: 1 })
    const tcp = run({ ...lot, preset: 'tcp-lv08' })
    expect(tcp['longRate']).toBeLessThan(tcp['shortRate']! / 2)
    // Here the short flows are over before the long one has paid its latency.
    expect(run({ ...lot, size: '1kB' })).toMatchObject({ longRate: null, fairness: null })
    expect(theory.longRate(resolved({ ...lot, size: '1kB' }))).toBeUndefined()
    expect(theory.shortRate(resolved({ ...lot, size: '1kB' }))).toBeUndefined()
  })

  it('has no steady state to speak of, and arrivals have no rates at the start', () => {
    expect(run({}, 5)).toMatchObject({ shortRate: null, longRate: null, fairness: null, makespan: null })
  })
})

describe('flows that arrive', () => {
  it('take their time alone when they hardly meet', () => {
    const { slowdown, meanTransferTime } = run({ flowRate: 0.01, size: '125kB', latency: 0.002 }, 5000)
    expect(slowdown).toBeCloseTo(1, 9)
    expect(meanTransferTime).toBeCloseTo(0.012, 12)
  })

  it('obey the law of Little', () => {
    const { meanFlows, meanTransferTime } = run({ flowRate: 60 }, 100)
    // Arrivals are counted, not expected: 6000 of them have a standard error of 1.3 %.
    expect(Math.abs(meanFlows! / (60 * meanTransferTime!) - 1)).toBeLessThan(0.04)
  })

  it('come in the same sizes whatever the limit, so that nobody is faster with a lower one', () => {
    const times = [0, 50e6, 20e6, 10e6].map((rateLimit) => run({ rateLimit, flowRate: 50 }, 50)['meanTransferTime']!)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})

describe('the theory of sharing', () => {
  it.each([
    [80, 10e6, 0.1204590075398222],
    [90, 25e6, 0.11877532642953627],
    [70, 0, 1 / 30],
    [70, 100e6, 1 / 30],
  ])(
    'is that of M/M/c with c = C / r servers: %d flows per second of at most %d bit/s',
    (flowRate, rateLimit, time) => {
      expect(theory.meanTransferTime(resolved({ flowRate, rateLimit }))).toBeCloseTo(time, 12)
    },
  )

  it('goes smoothly from one whole number of servers to the next', () => {
    const times = [20e6, 22e6, 24e6, 25e6].map((rateLimit) =>
      theory.meanTransferTime(resolved({ flowRate: 80, rateLimit }))!,
    )
    expect(times).toEqual(times.toSorted((a, b) => b - a))
  })

  it('is silent without a steady state, under other rules, and where several links hold flows back', () => {
    expect(theory.meanTransferTime(resolved({ flowRate: 100 }))).toBeUndefined()
    expect(theory.utilisation(resolved({ flowRate: 200 }))).toBe(1)
    expect(theory.meanTransferTime(resolved({ preset: 'tcp-lv08' }))).toBeUndefined()
    expect(theory.meanTransferTime(resolved({ pattern: 'all-to-all' }))).toBeUndefined()
    expect(theory.meanTransferTime(resolved({ pattern: 'dumbbell', otherBandwidth: 50e6 }))).toBeUndefined()
  })
})
