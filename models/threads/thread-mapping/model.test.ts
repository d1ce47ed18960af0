import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { efficiency, meanCycle, throughput, wastedCores } from './theory.ts'

type Given = Record<string, PlainValue>
const run = (parameters: Given, horizon = 40, warmUp = 0) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp, horizon }).responses
const resolved = (parameters: Given) => resolveParameters(model, parameters).resolved

/** Times that are exact in binary, so that hand-computed results hold to the last bit. */
const fixed = { cpu: '1s', blocking: '3s' }
const manyToMany = { mapping: 'many-to-many', kernelThreads: 2 }

describe('a blocking call', () => {
  it('blocks all threads of a single kernel thread', () => {
    expect(run({ ...fixed, mapping: 'many-to-one', threads: 4, cores: 4 }, 40.5)).toMatchObject({
      throughput: 10 / 40.5,
      coreUtilisation: 10.5 / 40.5 / 4,
    })
  })

  it('blocks its caller only where that has a kernel thread of its own', () => {
    // Four threads, a second of computing each in every four: the core is never idle.
    expect(run({ ...fixed, threads: 4 }, 40)['coreUtilisation']).toBe(1)
    expect(run({ ...fixed, threads: 2 }, 40)['coreUtilisation']).toBeCloseTo(0.5, 1)
  })

  it('leaves ready threads without a kernel thread when all of those block', () => {
    const { coreUtilisation, wastedCores: wasted } = run({ ...fixed, ...manyToMany, threads: 4 }, 400)
    expect(coreUtilisation).toBeCloseTo(0.5, 2)
    expect(wasted).toBeCloseTo(0.5, 2)
  })

  it('blocks its caller only where the user-level scheduler is told', () => {
    const told = { ...fixed, mapping: 'scheduler-activations', threads: 4 }
    expect(run(told, 40)).toMatchObject({ coreUtilisation: 1, wastedCores: 0, switchOverhead: 0 })
    // Each notice costs half a second, in which the core can do nothing else: 1.5 s for a request.
    expect(run({ ...told, threads: 8, upcall: '500ms' }, 4000)['efficiency']).toBeCloseTo(2 / 3, 2)
  })
})

describe('threads', () => {
  it('take turns on a kernel thread, at a price where it is not free', () => {
    const two = { mapping: 'many-to-one', threads: 2, cpu: '1s', blocking: '0s' }
    // A from 0 to 1; B pays before it begins: 1 to 2.5; A again: 2.5 to 4.
    expect(run({ ...two, userSwitch: '500ms' }, 4.25)['throughput']).toBe(3 / 4.25)
    expect(run({ ...two, threads: 1, userSwitch: '500ms' }, 4.25)['throughput']).toBe(4 / 4.25)
  })

  it('share a core by time slices of the kernel, if there are any', () => {
    const two = { threads: 2, cpu: '2s', blocking: '0s', workload: 'barrier', kernelSync: 0 }
    expect(run({ ...two, imbalance: 0 }, 4.5)['meanCycle']).toBe(4)
    expect(run({ ...two, quantum: '1s', kernelSwitch: '250ms' }, 5.25)['meanCycle']).toBe(5)
  })

  it('get the same steps under every mapping', () => {
    const alone = { threads: 1, cores: 1 }
    const rates = ['many-to-one', 'one-to-one', 'many-to-many'].map(
      (mapping) => run({ ...alone, mapping })['throughput'],
    )
    expect(new Set(rates).size).toBe(1)
  })

  it('wait for the slowest at a barrier', () => {
    const eight = { workload: 'barrier', threads: 8, cores: 8, cpu: '1s', blocking: '0s', kernelSync: 0 }
    expect(run({ ...eight, imbalance: 1 }, 10.5)['meanCycle']).toBe(2)
    const spread = ['1s', 'erlang(4, 1s)', 'exponential(1s)'].map((cpu) => run({ ...eight, cpu }, 500)['efficiency']!)
    expect(spread).toEqual(spread.toSorted((a, b) => b - a))
  })

  it('are created one after the other', () => {
    const three = { workload: 'fork-join', threads: 3, cpu: '2s', blocking: '0s', kernelCreation: '500ms' }
    // Created at 0.5, 1 and 1.5 s; the last ends at 3.5 s. On one core: three creations and three steps.
    expect(run({ ...three, cores: 4 }, 3.75)['meanCycle']).toBe(3.5)
    expect(run(three, 7.75)['meanCycle']).toBe(7.5)
  })

  it('need no kernel threads to compute, only to compute at once', () => {
    const work = { threads: 8, cores: 4, cpu: 'exponential(1ms)', blocking: '0s' }
    const shares = [1, 2, 4].map(
      (kernelThreads) => run({ ...work, ...manyToMany, kernelThreads }, 5)['coreUtilisation']!,
    )
    for (const [i, share] of [0.25, 0.5, 1].entries()) expect(shares[i]).toBeCloseTo(share, 9)
  })

  it('do more with activations than without, and never more than with a kernel thread each', () => {
    const each = { threads: 16, cores: 2 }
    const [without, told, own] = [manyToMany, { mapping: 'scheduler-activations' }, {}].map(
      (mapping) => run({ ...each, ...mapping }, 100)['throughput']!,
    )
    expect(told).toBeGreaterThan(2 * without!)
    expect(Math.abs(told! / own! - 1)).toBeLessThan(0.02)
  })

  it.each([
    [{ cpu: '0s', blocking: '0s' }, 'must take some time'],
    [{ blocking: 'normal(1s, 1s)' }, 'blocking can be negative'],
  ])('can not be %j', (parameters, message) => {
    expect(() => run(parameters)).toThrow(message)
  })
})

describe('the theory of mappings', () => {
  it('knows that all mappings are alike for a single thread', () => {
    for (const mapping of ['many-to-one', 'one-to-one', 'many-to-many', 'scheduler-activations'])
      expect(throughput(resolved({ mapping, threads: 1 }))).toBeCloseTo(100, 9)
  })

  it('joins the cases of a barrier where they meet', () => {
    const phases = { workload: 'barrier', cpu: 'exponential(1s)', blocking: '0s', kernelSync: 0 }
    expect(meanCycle(resolved({ ...phases, threads: 5, cores: 1 }))).toBeCloseTo(5, 12)
    const [fits, exceeds] = [4, 5].map((threads) => meanCycle(resolved({ ...phases, threads, cores: 4 }))!)
    expect(exceeds! - fits!).toBeCloseTo(0.25, 12)
    expect(efficiency(resolved({ ...phases, threads: 8, cores: 8 }))).toBeCloseTo(0.36794, 5)
  })

  it('is silent where costs and queues mix', () => {
    expect(throughput(resolved({ kernelSwitch: '1us', cores: 2 }))).toBeUndefined()
    expect(throughput(resolved({ mapping: 'scheduler-activations', upcall: '1us' }))).toBeUndefined()
    expect(meanCycle(resolved({ workload: 'barrier', cores: 2 }))).toBeUndefined()
    expect(wastedCores(resolved(manyToMany))).toBeUndefined()
  })
})
