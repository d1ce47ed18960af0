import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { steadyState } from './theory.ts'

type Given = Record<string, PlainValue>
const run = (parameters: Given, horizon = 500) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses
const theory = (parameters: Given) => steadyState(resolveParameters(model, parameters).resolved)

describe('a queue with a limit', () => {
  it('lets nobody wait when there is no waiting room', () => {
    const { meanWait, meanTimeInSystem, blocking } = run({ service: '2s', queueLimit: 0 })
    expect(meanWait).toBe(0)
    expect(meanTimeInSystem).toBeCloseTo(2, 12)
    expect(blocking).toBeGreaterThan(0.5)
  })

  it('refuses nobody when the queue has no limit', () => {
    expect(run({ arrivalRate: 3, queueLimit: 'unlimited' })).toMatchObject({ blocking: 0 })
  })

  it('never keeps more than it has room for', () => {
    const { meanCustomers } = run({ arrivalRate: 1000, servers: 2, queueLimit: 3 }, 50)
    expect(meanCustomers).toBeGreaterThan(4.9)
    expect(meanCustomers).toBeLessThanOrEqual(5)
  })

  it('refuses fewer of the same customers with each waiting place', () => {
    const blocking = [0, 1, 2, 4, 8].map((queueLimit) => run({ arrivalRate: 1.2, queueLimit })['blocking']!)
    expect(blocking).toEqual(blocking.toSorted((a, b) => b - a))
  })

  it('has no response where nobody arrived', () => {
    expect(run({ arrivalRate: 1e-9 }, 1)).toMatchObject({ blocking: null, meanWait: null, throughput: 0 })
  })

  it('rejects a service that can be negative', () => {
    expect(() => run({ service: 'normal(1s, 1s)' })).toThrow('service can be negative')
  })
})

describe('the theory of a queue with a limit', () => {
  it('comes close to no limit when the limit is far away', () => {
    const far = theory({ queueLimit: 2000, arrivalRate: 1.6, servers: 2 })
    const none = theory({ queueLimit: 'unlimited', arrivalRate: 1.6, servers: 2 })
    for (const metric of ['meanWait', 'meanCustomers', 'utilisation', 'waitProbability'] as const) {
      expect(far[metric]).toBeCloseTo(none[metric]!, 9)
    }
  })

  it('knows M/G/1 without a limit and is silent about general service with one', () => {
    expect(theory({ queueLimit: 'unlimited', arrivalRate: 0.8, service: '1s' }).meanWait).toBeCloseTo(2, 12)
    expect(theory({ queueLimit: 3, service: '1s' })).toEqual({})
  })

  it('gives an overloaded queue without a limit its capacity and no waits', () => {
    expect(theory({ queueLimit: 'unlimited', arrivalRate: 3, servers: 2 })).toEqual({
      blocking: 0,
      throughput: 2,
      utilisation: 1,
    })
  })
})
