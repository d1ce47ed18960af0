import { describe, expect, it } from 'vitest'
import { Resource, Stalled, type ProcessBody } from '../engine/index.ts'
import { type Model, ParameterError, defineModel, real } from './definition.ts'
import { type Run, RunFailed, simulate } from './simulate.ts'

/** Ticks at a fixed period and counts; the most predictable model there is. */
const clock = defineModel({
  name: 'test/clock',
  title: 'Clock',
  source: 'none',
  parameters: { period: real({ default: 1, unit: 's', above: 0, doc: 'Time between ticks.' }) },
  metrics: {
    ticks: { unit: 'ticks', doc: 'Ticks counted.' },
    noise: { unit: '1', doc: 'A random number.' },
    nothing: { unit: 's', doc: 'Never has a value.' },
  },
  run: { horizon: 10, replications: 2 },
  build(sim, p) {
    const ticks = sim.counter('ticks')
    const tick = (): void => {
      ticks.increment()
      sim.schedule(p.period, tick)
    }
    sim.schedule(p.period / 2, tick)
    return () => ({ ticks: ticks.count, noise: sim.stream('noise').uniform01(), nothing: NaN })
  },
})

const run: Run = { parameters: {}, seed: 's', replication: 0, warmUp: 0, horizon: 10 }

/** The clock with another inside. */
const withBuild = (build: Model['build']): Model => ({ ...(clock as Model), build })
const responding = (responses: Record<string, number | undefined>): Model => withBuild(() => () => responses)

describe('simulate', () => {
  it('returns the responses by metric, null where the run has no value', () => {
    const { responses, events, stop } = simulate(clock, run)
    expect(responses).toEqual({ ticks: 10, noise: expect.any(Number), nothing: null })
    expect(Object.keys(responses)).toEqual(['ticks', 'noise', 'nothing'])
    expect([events, stop]).toEqual([10, 'horizon'])
  })

  it('remarks on servers that the model has lost, and has nothing to say of a sound one', () => {
    const model = withBuild((sim) => {
      const disk = new Resource(sim, { name: 'disk', capacity: 1 })
      function* careless(): ProcessBody {
        yield* disk.acquire()
      }
      sim.spawn(careless())
      return () => ({ ticks: 0, noise: 0, nothing: 0 })
    })
    expect(simulate(model, run).remarks).toMatchObject([{ kind: 'leak', subject: 'disk' }])
    expect(Object.hasOwn(simulate(clock, run), 'remarks')).toBe(false)
  })

  it('reads text with units', () => {
    expect(simulate(clock, { ...run, parameters: { period: '500ms' } }).responses['ticks']).toBe(20)
  })

  it('counts what happens between warm-up and horizon only', () => {
    expect(simulate(clock, { ...run, warmUp: 4 }).responses['ticks']).toBe(6)
  })

  it('counts what happens at time 0 when there is no warm-up', () => {
    const model = withBuild((sim) => {
      const ticks = sim.counter('ticks')
      sim.schedule(0, () => ticks.increment())
      return () => ({ ticks: ticks.count, noise: 0, nothing: 0 })
    })
    expect(simulate(model, run)).toMatchObject({ responses: { ticks: 1 }, stop: 'empty' })
  })

  it('gives equal results for equal arguments and other random numbers to every replication and seed', () => {
    expect(simulate(clock, run)).toEqual(simulate(clock, run))
    const noise = [run, { ...run, replication: 1 }, { ...run, seed: 't' }].map(
      (each) => simulate(clock, each).responses['noise'],
    )
    expect(new Set(noise).size).toBe(3)
  })

  it('gives the trajectory one fingerprint on every event list', () => {
    const { fingerprint } = simulate(clock, run)
    expect(fingerprint).not.toBe('')
    expect(simulate(clock, { ...run, eventList: 'heap' }).fingerprint).toBe(fingerprint)
    expect(simulate(clock, { ...run, parameters: { period: 2 } }).fingerprint).not.toBe(fingerprint)
  })

  it.each<[change: Partial<Run>, message: string]>([
    [{ horizon: 0 }, 'Model "test/clock": Horizon is 0 s with a warm-up of 0 s: expected a horizon after the warm-up'],
    [{ warmUp: 20 }, 'Horizon is 10 s with a warm-up of 20 s'],
    [{ warmUp: -1 }, 'Warm-up is -1 s: expected a finite time >= 0.'],
    [{ warmUp: NaN }, 'Warm-up is NaN s'],
    [{ horizon: NaN }, 'Horizon is NaN s'],
    [{ replication: 0.5 }, 'replication is 0.5; expected an integer >= 0'],
    [{ seed: '' }, 'the seed is empty'],
  ])('rejects the run %j', (change, message) => {
    expect(() => simulate(clock, { ...run, ...change })).toThrow(message)
  })

  it('rejects parameters that the model does not have', () => {
    expect(() => simulate(clock, { ...run, parameters: { peroid: 2 } })).toThrow(ParameterError)
  })

  it.each<[responses: Record<string, number | undefined>, message: string]>([
    [{ ticks: 1, noise: 1 }, 'build returned no response "nothing"'],
    [
      { ticks: 1, noise: 1, nothing: 1, tick: 1 },
      'build returned a response "tick", which is not a metric. Did you mean "ticks"? Metrics: ticks, noise, nothing.',
    ],
    [{ ticks: Infinity, noise: 1, nothing: 1 }, 'response "ticks" is Infinity; expected a finite number'],
  ])('rejects the responses %j', (responses, message) => {
    expect(() => simulate(responding(responses), run)).toThrow(message)
  })

  it('says which run broke off, when and why', () => {
    const model = withBuild((sim) => {
      sim.schedule(3, () => {
        throw new Error('the spring is broken')
      })
      return () => ({})
    })
    const breaking = (): unknown => simulate(model, { ...run, replication: 7 })
    expect(breaking).toThrow(RunFailed)
    expect(breaking).toThrow(
      'Model "test/clock" (period=1s; seed "s", replication 7) at t=3 s failed: the spring is broken',
    )
  })

  it('adds the name of the model to a stall', () => {
    const model = withBuild((sim) => {
      const never = sim.signal('never')
      sim.spawn(
        (function* () {
          yield* never
        })(),
        'waiter',
      )
      return () => ({})
    })
    expect(() => simulate(model, run)).toThrow(Stalled)
    expect(() => simulate(model, run)).toThrow(/^Model "test\/clock" .* waiter/)
  })

  it('refuses to measure a model that ended within the warm-up', () => {
    const model = withBuild((sim) => {
      sim.schedule(1, () => sim.stop())
      return () => ({})
    })
    expect(() => simulate(model, { ...run, warmUp: 5 })).toThrow('ended by itself within the warm-up of 5 s')
    expect(() => simulate(model, run)).toThrow('build returned no response')
  })
})
