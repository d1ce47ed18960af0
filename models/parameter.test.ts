import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Parameter, ValueProblem, boolean, choice, integer, law, real } from './parameter.ts'

const doc = 'Documented.'
const duration = real({ default: '10ms', unit: 's', above: 0, max: 60, doc })
const size = integer({ default: '64KiB', unit: 'B', min: 1, doc })
const servers = integer({ default: 2, unit: 'servers', min: 1, max: 9, doc })
const ratio = real({ default: 0.5, unit: '1', min: 0, below: 1, doc })
const flag = boolean({ default: true, doc })
const policy = choice(['fifo', 'lifo'], { default: 'lifo', doc })
const digits = choice(['1', '4', 'true'], { default: '1', doc })
const service = law({ default: 'exponential(10ms)', unit: 's', doc })

describe('a parameter', () => {
  it.each<[parameter: Parameter, expects: string]>([
    [duration, 'a duration > 0 and <= 60 in s, such as 10ms'],
    [size, 'a size >= 1 in B, such as 64KiB'],
    [servers, 'an integer >= 1 and <= 9 (unit servers)'],
    [ratio, 'a ratio >= 0 and < 1, such as 0.5 or 50%'],
    [flag, 'true or false'],
    [policy, 'one of fifo, lifo'],
    [service, 'a law (unit s), such as exponential(10ms)'],
  ])('says what it expects', (parameter, expects) => {
    expect(parameter.expects).toBe(expects)
  })

  it.each<[parameter: Parameter, input: unknown, value: unknown]>([
    [duration, '250us', 0.00025],
    [duration, 2, 2],
    [size, '1kB', 1000],
    [servers, '1e0', 1],
    [ratio, '25%', 0.25],
    [flag, 'false', false],
    [policy, 'fifo', 'fifo'],
    [digits, 4, '4'],
    [digits, true, 'true'],
    [service, 'erlang(4, 10ms)', 'erlang(4, 0.01)'],
    [service, '10ms', 'deterministic(0.01)'],
    [service, 2, 'deterministic(2)'],
  ])('reads text and plain values', (parameter, input, value) => {
    expect(parameter.parse(input)).toBe(value)
  })

  it.each<[parameter: Parameter, input: unknown]>([
    [duration, 0],
    [duration, '61s'],
    [duration, NaN],
    [duration, true],
    [duration, null],
    [size, '3bit'],
    [servers, 2.5],
    [servers, 10],
    [ratio, '100%'],
    [flag, 1],
    [policy, 'FIFO'],
    [digits, 2],
    [service, true],
    [service, 'expo'],
    [service, 'exponential(10MB)'],
    [service, 'erlang(4ms, 10ms)'],
  ])('rejects what is outside its domain', (parameter, input) => {
    expect(() => parameter.parse(input)).toThrow(ValueProblem)
  })

  it.each([duration, size, servers, ratio, flag, policy, service])(
    'has a canonical default that reads back',
    (parameter) => {
      expect(parameter.parse(parameter.default)).toBe(parameter.default)
      expect(parameter.parse(parameter.format(parameter.default))).toBe(parameter.default)
    },
  )

  it('writes numbers so that they read back to the same number', () => {
    const numbers = fc.double({ min: 1e-9, max: 60, noNaN: true })
    fc.assert(fc.property(numbers, (value) => duration.parse(duration.format(value)) === value))
  })

  it('resolves a law to one that can be sampled', () => {
    expect(service.resolve(service.parse('exponential(20ms)')).mean).toBe(0.02)
  })

  it.each([
    ['erlang(4, 0.01)', 'erlang(4, 10ms)'],
    ['uniform(0, 2.5e-7)', 'uniform(0, 250ns)'],
    ['lognormal(3600, 2)', 'lognormal(1h, 2)'],
    ['empirical(0.001 0.25, 0.005 0.75)', 'empirical(1ms 0.25, 5ms 0.75)'],
  ])('writes the law %s as %s', (canonical, written) => {
    expect(service.format(canonical)).toBe(written)
    expect(service.parse(written)).toBe(canonical)
  })
})

describe('a limit', () => {
  const limit = integer({ default: 'unlimited', unit: 'requests', min: 0, unlimited: true, doc })

  it('may be none, which is a word in files and Infinity to a model', () => {
    expect(limit.expects).toBe('an integer >= 0 (unit requests), or unlimited')
    for (const input of ['unlimited', Infinity]) expect(limit.parse(input)).toBe('unlimited')
    expect(limit.resolve(limit.default)).toBe(Infinity)
    expect(limit.format(limit.default)).toBe('unlimited')
  })

  it('may be a number like any other', () => {
    expect(limit.resolve(limit.parse('12'))).toBe(12)
    expect(limit.format(12)).toBe(servers.format(12))
    expect(() => limit.parse(-1)).toThrow(ValueProblem)
  })

  it('is a number where the parameter does not say otherwise', () => {
    for (const input of ['unlimited', Infinity]) expect(() => servers.parse(input)).toThrow(ValueProblem)
  })
})
