import { describe, expect, it } from 'vitest'
import { laws } from '../../../engine/index.ts'
import type { PlainValue } from '../../definition.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { longest, meanResponse, nelsonTantawi } from './theory.ts'

type Given = Record<string, PlainValue>
const run = (parameters: Given, horizon = 500) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses

describe('fork and join', () => {
  it('goes from barrier to barrier in step when all tasks are alike', () => {
    expect(run({ load: 'barrier', branches: 5, task: '2s' }, 21)).toMatchObject({
      meanResponse: 2,
      meanSyncDelay: 0,
      utilisation: 1,
      throughput: 10 / 21,
    })
  })

  it('is a queue like any other with a single branch', () => {
    const { meanResponse: whole, meanTaskTime: one, meanSyncDelay: delay } = run({ branches: 1 })
    expect(whole).toBe(one)
    expect(delay).toBe(0)
  })

  it('takes longer with more branches', () => {
    const responses = [1, 2, 4, 8, 32].map((branches) => run({ branches }, 2000)['meanResponse']!)
    expect(responses).toEqual(responses.toSorted((a, b) => a - b))
  })

  it('loses more to waiting for the last at a barrier the more the tasks vary', () => {
    const efficiency = ['1s', 'erlang(4, 1s)', 'exponential(1s)', 'hyperexponential(1s, 2)'].map(
      (task) => run({ load: 'barrier', branches: 16, task }, 1000)['utilisation']!,
    )
    expect(efficiency).toEqual(efficiency.toSorted((a, b) => b - a))
  })

  it('needs tasks that take time', () => {
    expect(() => run({ task: '0s' })).toThrow('takes no time')
  })
})

describe('the theory of fork and join', () => {
  const two = { load: 'open', arrivalRate: 0.6, branches: 2, task: laws.exponential(1) } as const

  it('agrees with the approximation where that is exact', () => {
    expect(meanResponse(two)).toBeCloseTo(nelsonTantawi(two), 12)
    expect(meanResponse({ ...two, branches: 1 })).toBeCloseTo(nelsonTantawi({ ...two, branches: 1 }), 12)
  })

  it('tends to the longest of two times when nobody else is there', () => {
    expect(meanResponse({ ...two, arrivalRate: 1e-9 })).toBeCloseTo(1.5, 6)
  })

  it('is silent about many branches and overload', () => {
    expect(meanResponse({ ...two, branches: 3 })).toBeUndefined()
    expect(meanResponse({ ...two, arrivalRate: 1 })).toBeUndefined()
  })

  it('knows the longest of some times', () => {
    expect(longest(laws.uniform(1, 3), 3)).toBeCloseTo(2.5, 12)
    expect(longest(laws.deterministic(2), 7)).toBe(2)
    expect(longest(laws.erlang(2, 1), 2)).toBeUndefined()
  })
})
