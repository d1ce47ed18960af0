import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical.ts'
import { makePlan, runId, type PlanSettings } from './plan.ts'

const settings: PlanSettings = {
  study: 's',
  model: 'queueing/mmc',
  codeHash: '0123456789abcdef',
  seed: '1',
  replications: 3,
  warmUp: 100,
  horizon: 1100,
}
const points = [
  { servers: 1, arrivalRate: 0.5 },
  { servers: 2, arrivalRate: 0.5 },
]

describe('a plan', () => {
  it('lists the design points in order, with their replications inside', () => {
    const { specs } = makePlan(settings, points)
    expect(specs.map(({ parameters, replication }) => [parameters['servers'], replication])).toEqual([
      [1, 0],
      [1, 1],
      [1, 2],
      [2, 0],
      [2, 1],
      [2, 2],
    ])
  })

  it('gives every run an identity of its own', () => {
    const { specs } = makePlan(settings, points)
    expect(new Set(specs.map(({ id }) => id)).size).toBe(specs.length)
    expect(specs.every(({ id }) => /^[0-9a-f]{16}$/.test(id))).toBe(true)
  })

  it('keeps the identity of a run when points and replications are added before and after it', () => {
    const before = makePlan(settings, points).specs
    const after = makePlan({ ...settings, study: 'renamed', replications: 5 }, [
      { servers: 0, arrivalRate: 9 },
      ...points.toReversed(),
    ]).specs
    expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
  })

  it('has the same identities on every machine and in every version', () => {
    // By sha256sum of the canonical JSON, in a shell.
    const { specs, points: designPoints } = makePlan(settings, points)
    expect(specs[0]!.id).toBe('a74e89aed3ddf007')
    expect(designPoints[0]!.id).toBe('7b7341976f30')
  })

  const run = { ...settings, replication: 0, parameters: points[0]! }
  it.each([
    ['model', { model: 'other/model' }],
    ['code', { codeHash: 'ffff' }],
    ['parameters', { parameters: { servers: 3, arrivalRate: 0.5 } }],
    ['seed', { seed: '2' }],
    ['replication', { replication: 1 }],
    ['warm-up', { warmUp: 0 }],
    ['horizon', { horizon: Infinity }],
  ])('gives a run with another %s another identity', (_what, change) => {
    expect(runId({ ...run, ...change })).not.toBe(runId(run))
  })

  it('does not care for the order in which parameters were set', () => {
    expect(runId({ ...run, parameters: { arrivalRate: 0.5, servers: 1 } })).toBe(runId(run))
  })
})

describe('canonical JSON', () => {
  it('sorts keys at every depth and keeps the order of lists', () => {
    expect(canonicalJson({ b: [2, 1], a: { d: 1, c: true } })).toBe('{"a":{"c":true,"d":1},"b":[2,1]}')
  })

  it('writes infinities, for which JSON has no number, as texts', () => {
    expect(canonicalJson([Infinity, -Infinity])).toBe('["Infinity","-Infinity"]')
  })
})
