import { describe, expect, it } from 'vitest'
import type { ReplicationRule, RunRecord } from '../../analysis/record.ts'
import type { RunSpec } from '../plan.ts'
import { type Sampling, StudySampler } from './sampler.ts'

const settings = {
  study: 'test',
  model: 'test/test',
  codeHash: 'c0de',
  seed: '1',
  replications: 1,
  warmUp: 0,
  horizon: 100,
}
const points = ['a', 'b'].map((id) => ({ id, parameters: { name: id } }))

function sampling(replications: ReplicationRule, change: Partial<Sampling> = {}): Sampling {
  const metrics = [{ name: 'wait', unit: 's', doc: 'Wait.' }]
  return { settings, points, metrics, confidence: 0.95, replications, warmUp: { rule: 'fixed', time: 0 }, ...change }
}

/** Point a has the responses 9, 10, 11, 9, ...; point b is ten times as uncertain. */
function record(spec: RunSpec, change: Partial<RunRecord> = {}): RunRecord {
  const spread = spec.point === 'a' ? 1 : 10
  const wait = 20 + spread * ((spec.replication % 3) - 1)
  return { ...spec, responses: { wait }, events: 1, stop: 'horizon', fingerprint: 'f', ...change }
}

/** Runs a sampler to its end; the records come in reverse order, a few at a time. */
function finish(sampler: StudySampler, make = record, known: RunRecord[] = []): RunRecord[] {
  const records = [...known]
  for (let round = 0; round < 1000; round++) {
    const wanted = sampler.more(records)
    if (wanted.length === 0) return records
    records.push(
      ...wanted
        .toReversed()
        .slice(0, 4)
        .map((spec) => make(spec)),
    )
  }
  throw new Error('The sampler never ends.')
}

const until = { wait: { relative: 0.1 } }

describe('a sampler with a fixed number', () => {
  it('wants that many replications of every point, in the order of the plan', () => {
    const wanted = new StudySampler(sampling({ min: 3, max: 3, until: {} })).more([])
    expect(wanted.map(({ point, replication }) => `${point}${replication}`)).toEqual([
      'a0',
      'a1',
      'a2',
      'b0',
      'b1',
      'b2',
    ])
  })

  it('wants only what has no record, whatever else was run', () => {
    const earlier = finish(new StudySampler(sampling({ min: 5, max: 5, until: {} })))
    expect(new StudySampler(sampling({ min: 3, max: 3, until: {} })).more(earlier)).toEqual([])
    const more = new StudySampler(sampling({ min: 6, max: 6, until: {} })).more(earlier)
    expect(more.map(({ point, replication }) => `${point}${replication}`)).toEqual(['a5', 'b5'])
  })
})

describe('a sequential sampler', () => {
  const rule = { min: 10, max: 60, until }

  it('stops at the fewest where they are enough, and goes on by fives where not', () => {
    // Standard deviation about 0.85 spreads: point b needs t s / sqrt(n) <= 20 x 0.1 / 1.1, n of about 85 > 60.
    const sampler = new StudySampler(sampling({ ...rule, max: 200 }))
    finish(sampler)
    expect(sampler.allocation['a']).toBe(10)
    const { b } = sampler.allocation
    expect(b! % 5).toBe(0)
    expect(b).toBeGreaterThan(75)
    expect(b).toBeLessThan(100)
  })

  it('gives up at the most', () => {
    const sampler = new StudySampler(sampling(rule))
    finish(sampler)
    expect(sampler.allocation).toEqual({ a: 10, b: 60 })
  })

  it('wants the same runs whatever the order in which they finish, and however often it is started anew', () => {
    const first = new StudySampler(sampling(rule))
    const records = finish(first)
    const resumed = new StudySampler(sampling(rule))
    finish(resumed, record, records.slice(0, 33).reverse())
    expect(resumed.chosen()).toEqual(first.chosen())
    // Runs beyond what the rule asks for, as extend adds them, do not change its mind.
    const extra = new StudySampler(sampling(rule))
    finish(extra, record, finish(new StudySampler(sampling({ min: 40, max: 40, until: {} }))))
    expect(extra.chosen()).toEqual(first.chosen())
  })

  it('looks at a stage only when it is complete', () => {
    const sampler = new StudySampler(sampling(rule))
    const records = sampler.more([]).map((spec) => record(spec))
    expect(sampler.more(records.slice(1))).toHaveLength(1)
    expect(sampler.more(records).every(({ point }) => point === 'b')).toBe(true)
  })

  it('spends nothing more on a point that is overloaded, or all of whose runs fail', () => {
    const overloaded = [{ kind: 'unstable' as const, subject: 'offered load', text: 'Load 2.' }]
    const unstable = new StudySampler(sampling(rule))
    finish(unstable, (spec) => record(spec, { remarks: overloaded }))
    const failing = new StudySampler(sampling(rule))
    finish(failing, (spec) => record(spec, { stop: 'error', responses: {} }))
    expect([unstable.allocation, failing.allocation]).toEqual([
      { a: 10, b: 10 },
      { a: 10, b: 10 },
    ])
  })
})

describe('a sampler with a budget', () => {
  it('adds one replication of every point after the other, then spends on the widest interval', () => {
    let rounds = 0
    const sampler = new StudySampler(sampling({ min: 10, max: 60, until }, { timeIsOver: () => ++rounds > 12 }))
    expect(sampler.more([])).toHaveLength(2)
    finish(sampler)
    const { a, b } = sampler.allocation
    expect(a).toBe(10)
    expect(b).toBeGreaterThan(10)
  })

  it('leaves a rough but whole picture when time is over at once', () => {
    const sampler = new StudySampler(sampling({ min: 10, max: 60, until }, { timeIsOver: () => true }))
    finish(sampler)
    expect(sampler.allocation).toEqual({ a: 1, b: 1 })
  })

  it('ends before the time when everything is known well enough', () => {
    const sampler = new StudySampler(sampling({ min: 10, max: 200, until }, { timeIsOver: () => false }))
    finish(sampler)
    expect(sampler.allocation['a']).toBe(10)
    expect(sampler.allocation['b']).toBeLessThan(100)
  })

  it('can be repeated without a clock from the allocation it has made', () => {
    let rounds = 0
    const first = new StudySampler(sampling({ min: 10, max: 60, until }, { timeIsOver: () => ++rounds > 12 }))
    finish(first)
    const again = new StudySampler(sampling({ min: 10, max: 60, until }, { allocation: first.allocation }))
    finish(again)
    expect(again.chosen()).toEqual(first.chosen())
  })
})

describe('a sampler that finds the warm-up', () => {
  const warmUp = { rule: 'mser-5', atMost: 0.5 } as const
  /** 500 intervals of which the first 45 are too high: a cut of 9 batches, 9 s of 100. */
  const series = { wait: Array.from({ length: 500 }, (_, i) => (i < 45 ? 9 : 1) + (i % 2)) }
  const pilot = (spec: RunSpec): RunRecord =>
    spec.intervals === undefined ? record(spec) : record(spec, { responses: { wait: null }, series })

  it('wants pilot runs first, then runs that are measured from where MSER-5 cuts', () => {
    const sampler = new StudySampler(sampling({ min: 3, max: 3, until: {} }, { warmUp }))
    const pilots = sampler.more([])
    expect(pilots).toHaveLength(20)
    expect(pilots.every(({ warmUp: start, intervals }) => start === 0 && intervals === 500)).toBe(true)
    expect(sampler.choice).toBeUndefined()
    finish(sampler, pilot)
    expect(sampler.choice).toEqual({ warmUp: 9, notes: [] })
    expect(sampler.chosen().map((spec) => spec.warmUp)).toEqual([9, 9, 9, 9, 9, 9])
    expect(sampler.chosen().some(({ intervals }) => intervals !== undefined)).toBe(false)
  })

  it('notes what is too short to tell and what never settles', () => {
    const ramp = { wait: series.wait.map((_, i) => (i < 200 ? 9 : 1)) }
    const growth = { wait: series.wait.map((_, i) => i + (i % 2)) }
    const sampler = new StudySampler(
      sampling({ min: 3, max: 3, until: {} }, { warmUp: { rule: 'mser-5', atMost: 0.2 } }),
    )
    finish(sampler, (spec) => ({
      ...pilot(spec),
      ...(spec.intervals && { series: spec.point === 'a' ? ramp : growth }),
    }))
    expect(sampler.choice).toEqual({
      warmUp: 19,
      notes: [
        { point: 'a', metric: 'wait', flag: 'SHORT' },
        { point: 'b', metric: 'wait', flag: 'UNSTABLE' },
      ],
    })
  })

  it('looks for no warm-up where more arrives than can be done', () => {
    const remarks = [{ kind: 'unstable' as const, subject: 'offered load', text: 'Load 2.' }]
    const sampler = new StudySampler(sampling({ min: 3, max: 3, until: {} }, { warmUp }))
    finish(sampler, (spec) => (spec.point === 'a' ? pilot(spec) : { ...pilot(spec), series: { wait: [] }, remarks }))
    expect(sampler.choice).toEqual({ warmUp: 9, notes: [] })
  })

  it('says that it needs a horizon', () => {
    const endless = sampling({ min: 3, max: 3, until: {} }, { warmUp, settings: { ...settings, horizon: Infinity } })
    expect(() => new StudySampler(endless)).toThrow('can not be found in runs that end by themselves')
  })
})
