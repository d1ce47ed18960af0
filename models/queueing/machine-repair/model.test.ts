import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { steadyState } from './theory.ts'

type Given = Record<string, PlainValue>
const run = (parameters: Given, horizon = 200) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses
const theory = (parameters: Given) => steadyState(resolveParameters(model, parameters).resolved)
const fixed = { working: '3s', repair: '1s' }

describe('machines and repairmen', () => {
  it('lets a machine alternate between work and repair', () => {
    expect(run({ ...fixed, machines: 1 }, 40)).toMatchObject({
      meanDownTime: 1,
      meanWorking: 0.75,
      utilisation: 0.25,
    })
  })

  it('repairs machines that fail together one after the other', () => {
    // All fail at 3 s: repaired at 4, 5 and 6 s.
    expect(run({ ...fixed, machines: 3 }, 6.5)).toMatchObject({ meanWait: 1, meanDownTime: 2 })
    expect(run({ ...fixed, machines: 3, repairmen: 3 }, 6.5)).toMatchObject({ meanWait: 0, meanDownTime: 1 })
  })

  it('keeps a single repairman busy once there are many machines', () => {
    expect(run({ machines: 100 }, 100)['utilisation']).toBeGreaterThan(0.98)
  })

  it('repairs more per second with each machine, but never more than the repairman can', () => {
    const throughput = [1, 2, 5, 10, 20, 40].map((machines) => run({ machines })['throughput']!)
    expect(throughput).toEqual(throughput.toSorted((a, b) => a - b))
    // 2000 repairs: three standard errors of their number are 7 %.
    expect(throughput.at(-1)).toBeLessThan(10.7)
  })

  it('rejects repairs without duration', () => {
    expect(() => run({ repair: '0s' })).toThrow('repair takes no time')
  })
})

describe('the theory of machine repair', () => {
  it('is silent about repairs of other laws when repairmen are short', () => {
    expect(theory({ repair: '1s' })).toBeUndefined()
    expect(theory({ ...fixed, machines: 4, repairmen: 4 })).toMatchObject({ throughput: 1, meanWait: 0 })
  })

  it('lets all machines fail at once where they do not work at all', () => {
    expect(theory({ working: '0s', machines: 5 })).toMatchObject({ meanWorking: 0, utilisation: 1 })
  })
})
