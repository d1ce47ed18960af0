import { describe, expect, it } from 'vitest'
import mmc from './queueing/mmc/model.ts'
import { simulate } from './simulate.ts'
import { defineModel, real } from './definition.ts'

const declaration = {
  name: 'test/clock',
  title: 'Clock',
  source: 'None',
  parameters: { end: real({ default: 100, unit: 's', above: 0, doc: 'When it stops.' }) },
  run: { horizon: 100, replications: 1 },
}
const clock = defineModel({
  ...declaration,
  metrics: {
    ticks: { unit: '1/s', doc: 'Ticks per second.' },
    level: { unit: 's', doc: 'Time-average of the time.' },
  },
  build(sim, p) {
    const ticks = sim.counter('ticks')
    const level = sim.timeWeighted('level')
    const tick = (): void => {
      ticks.increment()
      level.set(sim.now)
      if (sim.now >= p.end) sim.stop()
      else sim.schedule(1, tick)
    }
    sim.schedule(0.5, tick)
    return () => ({ ticks: ticks.rate, level: level.mean })
  },
})
const common = { seed: 's', replication: 0, warmUp: 0 }

describe('a series', () => {
  it('has the metrics of each equal interval, and no response as a whole', () => {
    const { series, responses, stop } = simulate(clock, { ...common, parameters: {}, horizon: 8, intervals: 4 })
    expect(series).toEqual({ ticks: [1, 1, 1, 1], level: [0.625, 2.5, 4.5, 6.5] })
    expect(responses).toEqual({ ticks: null, level: null })
    expect(stop).toBe('horizon')
  })

  it('has nothing to show of the time after a model has ended by itself', () => {
    const { series, stop } = simulate(clock, { ...common, parameters: { end: 3 }, horizon: 8, intervals: 4 })
    expect(series?.['ticks']).toEqual([1, null, null, null])
    expect(stop).toBe('stopped')
  })

  it('averages to the response of the whole run, and changes nothing of the trajectory', () => {
    const run = { ...common, parameters: {}, warmUp: 50, horizon: 550 }
    const whole = simulate(mmc, run)
    const cut = simulate(mmc, { ...run, intervals: 50 })
    const mean = cut.series!['utilisation']!.reduce((sum: number, value) => sum + value! / 50, 0)
    expect(mean).toBeCloseTo(whole.responses['utilisation']!, 12)
    expect(cut.fingerprint).toBe(whole.fingerprint)
  })

  it('needs a finite horizon and a whole number of intervals', () => {
    expect(() => simulate(clock, { ...common, parameters: {}, horizon: Infinity, intervals: 4 })).toThrow(
      'Model "test/clock": a series needs a finite horizon to divide.',
    )
    expect(() => simulate(clock, { ...common, parameters: {}, horizon: 9, intervals: 1.5 })).toThrow(
      'intervals are 1.5',
    )
  })
})

describe('a metric with a quantile', () => {
  const declared = (quantile: number | undefined, response: 'number' | 'quantiles') =>
    defineModel({
      ...declaration,
      metrics: { wait: { unit: 's', doc: 'Wait.', ...(quantile !== undefined && { quantile }) } },
      build(sim) {
        const waits = sim.quantiles('wait')
        waits.record(1)
        sim.schedule(1, () => sim.stop())
        return () => ({ wait: response === 'number' ? 1 : waits })
      },
    })
  const run = { ...common, parameters: {}, horizon: 8 }

  it('has the quantile of the run as its response, and a sketch to be pooled', () => {
    const { responses, sketches } = simulate(declared(0.9, 'quantiles'), run)
    expect({ responses, sketches }).toEqual({ responses: { wait: 1 }, sketches: { wait: '0;2t1c:1' } })
  })

  it('must return its observations, and no other metric may', () => {
    expect(() => simulate(declared(0.9, 'number'), run)).toThrow('response "wait" is 1; expected the Quantiles')
    expect(() => simulate(declared(undefined, 'quantiles'), run)).toThrow('declares no quantile; expected a number')
  })

  it('has a quantile between 0 and 1, and nothing else', () => {
    expect(() => declared(99, 'quantiles')).toThrow('metric "wait": quantile is 99; expected a number between 0 and 1')
  })
})
