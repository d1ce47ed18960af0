import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'

type Given = Record<string, PlainValue>
const run = (parameters: Given, horizon = 300) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses
const theory = (metric: keyof typeof model.metrics, parameters: Given) =>
  model.theory![metric]?.(resolveParameters(model, parameters).resolved)
const constant = { firstService: '100ms', secondService: '100ms', thirdService: '100ms' }

describe('stations in a row', () => {
  it('pass a customer on from one to the next', () => {
    expect(run({ ...constant, arrivalRate: 0.01 }, 1000)['meanTimeInSystem']).toBeCloseTo(0.3, 9)
  })

  it('never make anyone wait behind an equally fast single server', () => {
    const { secondCustomers, thirdCustomers, throughput } = run({ ...constant, arrivalRate: 8 })
    expect(secondCustomers).toBeCloseTo(thirdCustomers!, 1)
    // Each of them holds the customer that is served and nobody else.
    expect(secondCustomers).toBeLessThan(throughput! * 0.1 * 1.01)
  })

  it('are passed again with feedback, a geometric number of times', () => {
    const once = run({ ...constant, arrivalRate: 0.5, feedback: 0.5 }, 5000)['meanTimeInSystem']!
    // Two rounds of 0.3 s on average, with hardly any waiting; 2500 customers: three standard errors are 0.05 s.
    expect(once).toBeGreaterThan(0.55)
    expect(once).toBeLessThan(0.72)
  })

  it('have no correlation where nobody came', () => {
    expect(run({ arrivalRate: 1e-9 }, 1)).toMatchObject({ correlation: null, emptyProbability: 1, throughput: 0 })
  })
})

describe('the theory of stations in a row', () => {
  it('is silent behind a station whose output is not known', () => {
    const p = { firstService: '100ms' }
    expect(theory('firstCustomers', p)).toBeCloseTo(0.75, 12)
    expect(theory('secondCustomers', p)).toBeUndefined()
    expect(theory('meanTimeInSystem', p)).toBeUndefined()
    expect(theory('throughput', p)).toBe(5)
  })

  it('is silent about waits where a station is overloaded, and everything behind it', () => {
    const p = { firstService: 'exponential(300ms)' }
    for (const metric of ['firstCustomers', 'secondCustomers', 'throughput', 'emptyProbability'] as const)
      expect(theory(metric, p)).toBeUndefined()
  })

  it('multiplies the empty stations, with one server or several', () => {
    expect(theory('emptyProbability', {})).toBeCloseTo(0.09375, 12)
    // M/M/2 at a = 1 is empty with probability 1/3.
    const twice = {
      arrivalRate: 10,
      firstServers: 2,
      secondService: 'exponential(50ms)',
      thirdService: 'exponential(50ms)',
    }
    expect(theory('emptyProbability', twice)).toBeCloseTo(1 / 3 / 4, 12)
    const idle = { arrivalRate: 0.001, firstServers: 150, secondServers: 150, thirdServers: 150 }
    expect(theory('emptyProbability', idle)).toBeCloseTo(Math.exp(-0.001 * 0.3), 9)
  })

  it('takes the station that is offered most for the bottleneck, not the one that happens to be busiest', () => {
    const equal = { firstService: 'exponential(100ms)', secondService: 'exponential(100ms)', arrivalRate: 6 }
    const alike = { ...equal, thirdService: 'exponential(100ms)' }
    const runs = Array.from({ length: 200 }, (_, replication) =>
      simulate(model, { parameters: alike, seed: 'bias', replication, warmUp: 5, horizon: 15 }),
    )
    const mean = runs.reduce((sum, { responses }) => sum + responses['bottleneckUtilisation']!, 0) / runs.length
    // 60 services a run: the largest of three means would be some 9 % too high, and five standard errors are 5 %.
    expect(Math.abs(mean / 0.6 - 1)).toBeLessThan(0.05)
  })
})
