import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { meanBusyPeriod, meanQueueLength, meanWait } from './theory.ts'

type Given = Record<string, PlainValue>
const run = (parameters: Given, horizon = 3000) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses
const resolved = (parameters: Given) => resolveParameters(model, parameters).resolved

describe('a queue with general service', () => {
  it('makes nobody wait when there is almost nobody', () => {
    const { meanWait: wait, meanBusyPeriod: period } = run({ arrivalRate: 1e-4, service: '1ms' }, 1e5)
    expect(wait).toBe(0)
    expect(period).toBeCloseTo(0.001, 9)
  })

  it('makes customers wait longer the more variable the service is', () => {
    const waits = ['1s', 'erlang(4, 1s)', 'exponential(1s)', 'hyperexponential(1s, 2)', 'hyperexponential(1s, 4)'].map(
      (service) => run({ service }, 20_000)['meanWait']!,
    )
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  })

  it('adds the service to the wait', () => {
    const { meanWait: wait, meanTimeInSystem: time } = run({ service: '1s' })
    expect(time! - wait!).toBeCloseTo(1, 9)
  })

  it('never idles under overload', () => {
    expect(run({ arrivalRate: 2, service: '1s' })['utilisation']).toBeGreaterThan(0.99)
  })

  it('has no response where nobody arrived', () => {
    expect(run({ arrivalRate: 1e-9 }, 1)).toMatchObject({ meanWait: null, meanBusyPeriod: null, throughput: 0 })
  })

  it.each([
    ['0s', 'takes no time'],
    ['pareto(0.9, 1s)', 'no finite mean'],
  ])('rejects service by %s', (service, message) => {
    expect(() => run({ service })).toThrow(message)
  })
})

describe('the theory of a queue with general service', () => {
  it('obeys the law of Little', () => {
    const p = resolved({ arrivalRate: 0.7 })
    expect(meanQueueLength(p)).toBeCloseTo(0.7 * meanWait(p)!, 12)
  })

  it('knows busy periods whatever the variance, and waits only if it is finite', () => {
    const wild = resolved({ arrivalRate: 0.25, service: 'pareto(1.5, 1s)' })
    expect(meanBusyPeriod(wild)).toBeCloseTo(3 / (1 - 0.75), 12)
    expect(meanWait(wild)).toBeUndefined()
  })
})
