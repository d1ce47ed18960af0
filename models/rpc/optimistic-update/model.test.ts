import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'

function run(parameters: Record<string, PlainValue>, seed = '1') {
  return simulate(model, { parameters, seed, replication: 0, warmUp: 0, horizon: Infinity }).responses
}

describe('optimistic updates', () => {
  it('of a single client succeed at once, after four messages', () => {
    expect(run({ clients: 1, delay: '10ms' })).toEqual({ calls: 1, refused: 0, completion: 0.04, meanCompletion: 0.04 })
  })

  it('of two clients in step need a second round for one of them', () => {
    const { calls, completion } = run({ clients: 2, delay: '10ms', backoff: 'none' })
    expect(calls).toBe(3)
    expect(completion).toBeCloseTo(0.08, 12)
  })

  it('are refused less often with jitter than in step', () => {
    const calls = (jitter: string) => run({ clients: 40, delay: '10ms', jitter })['calls']!
    expect(calls('none')).toBe(820)
    for (const jitter of ['full', 'equal', 'decorrelated']) expect(calls(jitter)).toBeLessThan(500)
  })

  it('take the least time without a back-off and the most without jitter', () => {
    const time = (given: Record<string, PlainValue>) => run({ clients: 50, ...given })['completion']!
    expect(time({ backoff: 'none' })).toBeLessThan(time({ jitter: 'full' }))
    expect(time({ jitter: 'full' })).toBeLessThan(time({ jitter: 'equal' }))
    expect(time({ jitter: 'equal' })).toBeLessThan(time({ jitter: 'none' }))
  })

  it('have no result before all are done', () => {
    const { responses } = simulate(model, { parameters: {}, seed: '1', replication: 0, warmUp: 0, horizon: 0.05 })
    expect(Object.values(responses)).toEqual([null, null, null, null])
  })

  it('refuse a cap below the base', () => {
    expect(() => resolveParameters(model, { backoffCap: '1ms' })).toThrow(/backoffCap is below backoffBase/)
  })
})
