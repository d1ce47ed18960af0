import { describe, expect, expectTypeOf, it } from 'vitest'
import { type Model, type Resolved, boolean, choice, defineModel, integer, real } from './definition.ts'

const sound = {
  name: 'test/clock',
  title: 'Clock',
  source: 'none',
  parameters: {
    period: real({ default: '10ms', unit: 's', above: 0, doc: 'Time between ticks.' }),
    hands: integer({ default: 2, unit: 'hands', min: 1, doc: 'Number of hands.' }),
    style: choice(['analogue', 'digital'], { default: 'digital', doc: 'Looks.' }),
    loud: boolean({ default: false, doc: 'Whether it ticks aloud.' }),
  },
  metrics: { ticks: { unit: 'ticks', doc: 'Number of ticks.' } },
  run: { horizon: 10, replications: 2 },
  build: () => () => ({ ticks: 1 }),
} as const satisfies Model

/** The declaration with something replaced by what the type system would reject. */
const broken =
  (change: object): (() => unknown) =>
  () =>
    defineModel({ ...sound, ...change } as Model)

describe('defineModel', () => {
  it('returns a sound declaration as it is', () => {
    expect(defineModel(sound)).toBe(sound)
  })

  it('types the parameters that build receives by their declarations', () => {
    expectTypeOf<Resolved<typeof sound.parameters>>().toEqualTypeOf<{
      readonly period: number
      readonly hands: number
      readonly style: 'analogue' | 'digital'
      readonly loud: boolean
    }>()
  })

  it('types the responses by the metrics', () => {
    // @ts-expect-error the metric is called ticks
    expect(() => defineModel({ ...sound, build: () => () => ({ tocks: 1 }) })).not.toThrow()
  })

  it('gives a model that can be used wherever any model can', () => {
    expectTypeOf(defineModel(sound)).toExtend<Model>()
  })

  it.each<[problem: string, change: object, message: string]>([
    ['a name without area', { name: 'clock' }, 'name "clock": expected area/name in lower case'],
    ['an empty title', { title: ' ' }, 'title is empty'],
    ['an empty source', { source: '' }, 'source is empty'],
    [
      'a parameter that is not camelCase',
      { parameters: { tick_period: real({ default: 1, unit: 's', doc: 'Period.' }) } },
      'parameter "tick_period": expected a camelCase name',
    ],
    [
      'a parameter named like a column',
      { parameters: { seed: real({ default: 1, unit: 'seeds', doc: 'Seed.' }) } },
      'parameter "seed": the result files have a column of this name',
    ],
    [
      'a parameter without doc',
      { parameters: { period: real({ default: 1, unit: 's', doc: '' }) } },
      'parameter "period": doc is empty',
    ],
    [
      'a parameter in a unit that is not a base unit',
      { parameters: { period: real({ default: 1, unit: 'ms', doc: 'Period.' }) } },
      'parameter "period": unit "ms" is not a base unit; use "s"',
    ],
    [
      'a default outside its own range',
      { parameters: { hands: integer({ default: 0, unit: 'hands', min: 1, doc: 'Hands.' }) } },
      'parameter "hands": its default is not acceptable: 0: expected an integer >= 1 (unit hands).',
    ],
    ['a metric without unit', { metrics: { ticks: { unit: '', doc: 'Ticks.' } } }, 'metric "ticks": unit is empty'],
    [
      'a metric named like a parameter',
      { metrics: { period: { unit: 's', doc: 'Period.' } } },
      'metric "period": a parameter has this name too',
    ],
    ['no metric at all', { metrics: {} }, 'metrics are empty'],
    ['theory of an unknown metric', { theory: { tocks: () => 1 } }, 'theory "tocks": there is no metric of this name'],
    [
      'a horizon inside the warm-up',
      { run: { warmUp: 10, horizon: 5, replications: 2 } },
      'run: Horizon is 5 s with a warm-up',
    ],
  ])('rejects %s', (_, change, message) => {
    expect(broken(change)).toThrow(message)
  })

  it('lists all problems at once', () => {
    expect(broken({ title: '', source: '' })).toThrow(/title is empty.*\n.*source is empty/)
  })
})
