import { describe, expect, it } from 'vitest'
import { laws } from '../../../engine/index.ts'
import type { PlainValue } from '../../definition.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { halfinWhitt, serversFor, staff, steadyState } from './theory.ts'

type Given = Record<string, PlainValue>
const run = (parameters: Given, horizon = 50) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses
const load = (arrivalRate: number, grade: number, patience = Infinity) => ({
  arrivalRate,
  service: laws.exponential(1),
  grade,
  patience,
})

describe('a staff by the square-root rule', () => {
  it.each([
    [100, 1, 110],
    [100, 0, 100],
    [100, -1, 90],
    [101, 0.5, 107],
    [0.01, -5, 1],
  ])('for a load of %d with %d square roots to spare has %d servers', (arrivalRate, grade, servers) => {
    expect(staff(load(arrivalRate, grade))).toBe(servers)
  })

  it('makes fewer of the same customers wait the larger it is', () => {
    const waiting = [0, 0.5, 1, 2].map((grade) => run({ grade })['waitProbability']!)
    expect(waiting).toEqual(waiting.toSorted((a, b) => b - a))
  })

  it('serves everybody who does not give up, and lets nobody wait longer than the patience', () => {
    expect(run({ grade: 0.1 })['abandonment']).toBe(0)
    const { abandonment, meanWait } = run({ grade: -5, patience: '10ms' })
    // Half of the load is too much for the staff.
    expect(abandonment).toBeGreaterThan(0.4)
    expect(meanWait).toBeLessThan(0.011)
  })

  it('has its limits', () => {
    expect(() => run({ arrivalRate: 1e9 })).toThrow('more than a million servers')
  })
})

describe('the theory of staffing', () => {
  it.each([
    [0.25, 0.7209],
    [0.5, 0.5045],
    [1, 0.2234],
    [1.5, 0.0847],
    [2, 0.0269],
  ])('gives the published limit for beta = %d', (beta, waiting) => {
    expect(halfinWhitt(beta)).toBeCloseTo(waiting, 4)
  })

  it('comes to the limit as the load grows', () => {
    const gaps = [100, 10_000, 1_000_000].map((rate) => steadyState(load(rate, 1))!.waitProbability - halfinWhitt(1))
    expect(gaps).toEqual(gaps.toSorted((a, b) => b - a))
    expect(gaps.at(-1)).toBeLessThan(1e-3)
  })

  it.each([
    [10, 14],
    [50, 58],
    [100, 111],
  ])('staffs a load of %d with %d servers so that one in five waits', (offered, servers) => {
    expect(serversFor(offered, 0.2)).toBe(servers)
  })

  it('is Erlang C for endless patience and M/M/infinity for patience equal to service', () => {
    expect(steadyState(load(100, 1, 1e7))!.meanWait).toBeCloseTo(steadyState(load(100, 1))!.meanWait, 6)
    // The number inside is Poisson with mean 1: nobody with probability 1/e, so one server is busy in 1 - 1/e.
    expect(steadyState(load(1, 0, 1))!.utilisation).toBeCloseTo(1 - Math.exp(-1), 12)
  })

  it('is known at once however patient customers are, unless their queue has no end', () => {
    // The queue in which as many give up as come too many is (lambda - c) times the patience.
    expect(steadyState(load(100, -1, 1e7))!.abandonment).toBeCloseTo(0.1, 6)
    expect(steadyState(load(100, -1, 1e15))).toBeUndefined()
  })

  it('is silent about an overload that nobody escapes from', () => {
    expect(steadyState(load(100, -1))).toBeUndefined()
  })
})
