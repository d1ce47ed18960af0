import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { bound, knee, networkOf, throughput } from './theory.ts'

type Given = Record<string, PlainValue>
const run = (parameters: Given, horizon = 2000) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses
const resolved = (parameters: Given) => resolveParameters(model, parameters).resolved
const fixed = { think: '4s', cpu: '1s', disk: '2s', database: '1s', discipline: 'fcfs' }

describe('a closed network', () => {
  it('takes one customer through all stations and back', () => {
    // Cycles of 8 s.
    expect(run({ ...fixed, population: 1 }, 80.5)).toMatchObject({ throughput: 10 / 80.5, meanResponse: 4, knee: 4 })
  })

  it('serves customers that come together at once or one after the other', () => {
    const only = { ...fixed, disk: '0s', database: '0s', population: 2 }
    // Both at 4 s: done at 5 and 6, or both at 6.
    expect(run(only, 6.5)['meanResponse']).toBe(1.5)
    expect(run({ ...only, discipline: 'processor-sharing' }, 6.5)['meanResponse']).toBe(2)
  })

  it('never answers more than its bounds allow', () => {
    for (const population of [1, 5, 9, 20, 60]) {
      const { throughput: rate, throughputBound: most } = run({ population }, 20_000)
      // Means of a few thousand answers: four standard errors are below 5 %.
      expect(rate).toBeLessThan(most! * 1.05)
    }
  })

  it('spreads requests over the branches', () => {
    const wide = { population: 16, think: '0s', cpu: '0s', disk: '0s', database: '0s', branch: 'exponential(1s)' }
    expect(run({ ...wide, branches: 16 }, 200)['throughput']!).toBeGreaterThan(5)
    expect(run({ ...wide, branches: 1 }, 200)['throughput']!).toBeLessThan(1.3)
  })

  it('needs somebody who serves', () => {
    expect(() => run({ cpu: '0s', disk: '0s', database: '0s' })).toThrow('no station')
  })
})

describe('the theory of a closed network', () => {
  it('divides the demand of a branch by their number', () => {
    const p = resolved({ branch: '4.4ms', branches: 16 })
    expect(networkOf(p).demands.slice(3)).toEqual(Array.from({ length: 16 }, () => 0.0044 / 16))
  })

  it('needs exponential service in order of arrival, and any service that is shared', () => {
    expect(throughput(resolved({ ...fixed }))).toBeUndefined()
    expect(throughput(resolved({ ...fixed, population: 1 }))).toBeCloseTo(1 / 8, 12)
    const shared = { ...fixed, discipline: 'processor-sharing', think: 'uniform(1s, 2s)' }
    expect(throughput(resolved(shared))).toBeGreaterThan(0.4)
  })

  it('says nothing of customers that nothing sets apart, for they go round in step', () => {
    const inStep = { population: 2, think: '0s', cpu: '1s', disk: '1s', database: '0s' }
    // Together they take 2 s at each station: half a request a second, where a product form would give two thirds.
    expect(run(inStep, 4000)['throughput']).toBeCloseTo(0.5, 2)
    expect(throughput(resolved(inStep))).toBeUndefined()
    expect(throughput(resolved({ ...inStep, think: 'uniform(0s, 1s)' }))).toBeDefined()
  })

  it('is bounded, more closely the fewer or the more customers there are', () => {
    const gap = (population: number) => bound(resolved({ population })) / throughput(resolved({ population }))! - 1
    expect(knee(resolved({}))).toBeCloseTo(9.07, 2)
    expect(gap(1)).toBeCloseTo(0, 12)
    expect(gap(9)).toBeGreaterThan(gap(4))
    expect(gap(9)).toBeGreaterThan(gap(40))
  })
})
