import { describe, expect, it } from 'vitest'
import { ParameterError, defineModel, integer, real, resolveParameters } from './definition.ts'

const model = defineModel({
  name: 'test/queue',
  title: 'Queue',
  source: 'none',
  parameters: {
    delay: real({ default: '10ms', unit: 's', min: 0, doc: 'Delay.' }),
    servers: integer({ default: 3, unit: 'servers', min: 1, doc: 'Servers.' }),
    spares: integer({ default: 0, unit: 'servers', min: 0, doc: 'Spare servers.' }),
  },
  metrics: { wait: { unit: 's', doc: 'Wait.' } },
  run: { horizon: 1, replications: 1 },
  check: (p) => (p.spares > p.servers ? 'There can not be more spares than servers.' : undefined),
  build: () => () => ({ wait: 0 }),
})

describe('resolveParameters', () => {
  it('fills in the defaults and keeps the order of the model', () => {
    const { values, resolved } = resolveParameters(model, { servers: '4', delay: '5us' })
    expect(Object.entries(values)).toEqual([
      ['delay', 5e-6],
      ['servers', 4],
      ['spares', 0],
    ])
    expect(resolved).toEqual(values)
  })

  it.each<[given: Record<string, unknown>, message: string]>([
    [
      { sever: 3 },
      'Model "test/queue" has no parameter "sever". Did you mean "servers"? It has: delay, servers, spares.',
    ],
    [{ toString: 3 }, 'Model "test/queue" has no parameter "toString". It has: delay, servers, spares.'],
    [{ servers: 2.5 }, 'Model "test/queue", parameter "servers" = 2.5: expected an integer >= 1 (unit servers).'],
    [
      { delay: '10MB' },
      'Model "test/queue", parameter "delay" = "10MB": expected a duration >= 0 in s, such as 10ms (this is a size).',
    ],
    [
      { spares: 4 },
      'Model "test/queue": There can not be more spares than servers. Given: delay=10ms, servers=3, spares=4.',
    ],
  ])('rejects %j with a message that helps', (given, message) => {
    expect(() => resolveParameters(model, given)).toThrow(new ParameterError(message))
  })
})
