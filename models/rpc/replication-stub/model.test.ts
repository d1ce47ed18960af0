import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { atLeast, formulas, orderStatistic } from './theory.ts'

type Given = Record<string, PlainValue>

function run(parameters: Given, horizon = 100) {
  return simulate(model, { parameters, seed: '1', replication: 0, warmUp: 0, horizon }).responses
}

describe('a stub', () => {
  it('takes a round trip and the service when there is one replica', () => {
    expect(run({ replicas: 1, latency: '5ms', serviceTime: '3ms' })['meanCall']).toBeCloseTo(0.013, 12)
  })

  it('waits longer the more answers it collects, and takes less time the more replicas it has', () => {
    const time = (replicas: number, pass: string) => run({ replicas, pass })['meanCall']!
    expect(time(5, 'first')).toBeLessThan(time(5, 'majority'))
    expect(time(5, 'majority')).toBeLessThan(time(5, 'all'))
    expect(time(9, 'first')).toBeLessThan(time(3, 'first'))
  })

  it('loads every replica with every call when it calls all, so that queues take back what is gained', () => {
    const busy = { queueing: 'fifo', callRate: 80, serviceTime: 'exponential(10ms)', pass: 'first', timeout: '10s' }
    const all = run({ ...busy, replicas: 3, calling: 'all' })['meanCall']!
    const free = run({ ...busy, queueing: 'none', replicas: 3, calling: 'all' })['meanCall']!
    expect(all).toBeGreaterThan(3 * free)
  })

  it('hides a dead replica behind a live one, at the price of a time-out or of messages', () => {
    const failing = { meanUp: '50s', meanDown: '50s', replicas: 3, pass: 'first', timeout: '100ms', serviceTime: '1ms' }
    const [one, all] = ['one', 'all'].map((calling) => run({ ...failing, calling }, 2000))
    expect(one!['success']).toBeGreaterThan(0.7)
    expect(all!['messages']).toBeCloseTo(3, 12)
    expect(one!['messages']).toBeLessThan(3)
    expect(one!['meanCall']).toBeGreaterThan(all!['meanCall']!)
  })

  it('pays the time-out of a dead replica once when it stays with the one that answered', () => {
    const failing = { meanUp: '300s', meanDown: '300s', replicas: 3, pass: 'first', calling: 'one', timeout: '100ms' }
    const [none, sticky] = ['none', 'sticky'].map((rebinding) => run({ ...failing, rebinding }, 3000)['meanCall']!)
    expect(sticky).toBeLessThan(none! / 2)
  })

  it('passes an answer that it has kept only while that is young', () => {
    const failing = { meanUp: '20s', meanDown: '20s', replicas: 1, pass: 'first' }
    const ages = ['0s', '5s', '1000s'].map((cacheTime) => run({ ...failing, cacheTime }, 2000))
    expect(ages[0]!['success']).toBe(ages[0]!['fresh'])
    expect(ages[1]!['success']).toBeGreaterThan(ages[1]!['fresh']!)
    expect(ages[1]!['cacheAge']).toBeLessThan(5)
    expect(ages[2]!['success']).toBeGreaterThan(ages[1]!['success']!)
  })

  it('finds a replica that has moved', () => {
    const { success, rebindings } = run({ moveRate: 1, callRate: 1, latency: '1ms', replicas: 1 }, 1000)
    expect(success).toBe(1)
    expect(rebindings).toBeGreaterThan(0.4)
    expect(rebindings).toBeLessThan(0.6)
  })
})

describe('the closed forms', () => {
  it('are 1/3, 5/6 and 11/6 for three replicas', () => {
    expect([1, 2, 3].map((k) => orderStatistic(3, k))).toEqual([
      expect.closeTo(1 / 3, 12),
      expect.closeTo(5 / 6, 12),
      expect.closeTo(11 / 6, 12),
    ])
  })

  it('count the majorities of three and five replicas', () => {
    expect(atLeast(3, 2, 0.9)).toBeCloseTo(0.972, 12)
    expect(atLeast(5, 3, 0.9)).toBeCloseTo(0.99144, 12)
    expect(atLeast(2001, 1001, 0.5)).toBeCloseTo(0.5, 9)
    expect([atLeast(3, 1, 0), atLeast(3, 0, 0), atLeast(3, 3, 1)]).toEqual([0, 1, 1])
  })
})

describe('a stub that goes on to the next replica', () => {
  it('still takes the answer of those before it', () => {
    const given = { replicas: 3, pass: 'first', calling: 'one', timeout: '20ms', callRate: 5 }
    const theory = (more: Given) => formulas.success(resolveParameters(model, { ...given, ...more }).resolved)
    // The first has 60 ms, the last 20 ms.
    expect(run({ ...given, serviceTime: '30ms' })['success']).toBe(1)
    expect(theory({ serviceTime: '30ms' })).toBe(1)
    expect(run({ ...given, serviceTime: '70ms' })['success']).toBe(0)
    expect(theory({ serviceTime: '70ms' })).toBe(0)
    expect(theory({ serviceTime: 'exponential(10ms)' })).toBeCloseTo(1 - Math.exp(-12), 12)
    expect(theory({ serviceTime: '60ms' })).toBeUndefined()
  })
})

describe('its parameters', () => {
  it('do not wait for several answers of replicas that are called one at a time', () => {
    expect(() => resolveParameters(model, { calling: 'one', pass: 'majority' })).toThrow(/passes the first answer/)
  })
})
