import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readManifest } from '../../analysis/manifest.ts'
import { serialExecutor } from '../executor/serial.ts'
import { sweep } from '../runner.ts'
import { parseStudy, type Study } from '../study.ts'
import { singleRun } from '../single-run.ts'
import { observeLongRun, observeStart, welchRows } from '../warm-up/observe.ts'
import { extendedStudy } from './extend.ts'
import { type AllocatedStudy, samplerOf, withSpending } from './study-sampler.ts'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'meanwhile-precision-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const study = (run: string, arrivalRate = '[0.3, 0.9]') =>
  parseStudy(
    { name: 'wait', file: 'wait.yaml' },
    `model: queueing/mmc\ntitle: Wait\nfix: { servers: 1, serviceRate: 1 }\nvary: { arrivalRate: ${arrivalRate} }\n` +
      `run: { horizon: 700, seed: 3, ${run} }\nmeasure: [meanWait, throughput]\n`,
  )
const go = (of: AllocatedStudy, folder: string, sampler?: ReturnType<typeof samplerOf>) =>
  sweep(of, { out: join(root, folder), executor: serialExecutor(), command: 'test', ...(sampler && { sampler }) })
const lines = (folder: string): string[] =>
  readFileSync(join(root, folder, 'runs.csv'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)

describe('a study that asks for a precision', () => {
  it('gets more replications where the metric varies more, and the same bytes when it is run again', async () => {
    const of = await study('warmUp: 50, replications: { min: 10, max: 40, until: { meanWait: 40% } }')
    const { points, summary } = await go(of, 'sequential')
    const counts = summary.filter(({ metric, method }) => metric === 'meanWait' && method !== 'theory')
    expect(points).toBe(2)
    expect(counts[0]!.replications).toBeLessThan(counts[1]!.replications)
    const first = lines('sequential')
    expect(first).toHaveLength(counts[0]!.replications + counts[1]!.replications)
    await go(of, 'sequential')
    expect(lines('sequential')).toEqual(first)
  })
})

describe('a study that lets its warm-up be found', () => {
  it('measures every run from there, says so in the manifest, and has no row of a pilot run', async () => {
    const of = await study('warmUp: mser-5, replications: 3')
    const { description } = await go(of, 'mser')
    expect(description.warmUp).toBeGreaterThan(0)
    expect(description.warmUp).toBeLessThanOrEqual(140)
    expect(readManifest(join(root, 'mser')).study.warmUp).toBe(description.warmUp)
    expect(lines('mser')).toHaveLength(6)
  })

  it('gives no number where more arrives than can be done, but of what has a limit', async () => {
    const { summary } = await go(await study('warmUp: mser-5, replications: 3', '[1.2]'), 'overloaded')
    const of = (metric: string) => summary.find((row) => row.metric === metric)!
    expect(of('meanWait')).toMatchObject({ estimate: NaN, low: NaN })
    expect(of('meanWait').flags).toContain('UNSTABLE')
    expect(Math.abs(of('throughput').estimate - 1)).toBeLessThan(0.1)
  })
})

describe('a budget', () => {
  it('is spent where the estimate is least certain, and can be repeated to the byte without a clock', async () => {
    const of = withSpending(await study('warmUp: 50, replications: 4'), { budget: 120 })
    // A clock that moves by ten seconds at each look.
    let now = 0
    await go(
      of,
      'budget',
      samplerOf(of, () => (now += 10_000)),
    )
    await go(withSpending(of, { allocation: join(root, 'budget') }), 'repeated')
    expect(lines('repeated')).toEqual(lines('budget'))
    const counts = Object.values(JSON.parse(readFileSync(join(root, 'budget', 'allocation.json'), 'utf8')) as object)
    expect(counts.reduce((a, b) => a + b, 0)).toBe(lines('budget').length)
    expect(counts[0]).toBeLessThan(counts[1])
  })

  it('is told from a file that is something else', async () => {
    const of = await study('warmUp: 50, replications: 4')
    const file = join(root, 'other.json')
    expect(() => withSpending(of, { allocation: file })).toThrow('can not be read')
    writeFileSync(file, '{"a": "many"}')
    expect(() => withSpending(of, { allocation: file })).toThrow(
      'is no allocation: expected the number of replications',
    )
  })
})

describe('extending results', () => {
  let of: Study
  beforeAll(async () => {
    of = await study('warmUp: 50, replications: 3')
    await go(of, 'extended')
  })

  it('adds replications and leaves those that are there as they are', async () => {
    const before = lines('extended')
    const { reused, total } = await go(extendedStudy(of, join(root, 'extended'), 2), 'extended')
    expect({ reused, total }).toEqual({ reused: 6, total: 10 })
    const after = lines('extended')
    expect(after).toHaveLength(10)
    expect(after.filter((line) => before.includes(line))).toEqual(before)
  })

  it('is refused where the study is not the one that was run', async () => {
    const longer = await study('warmUp: 60, replications: 3')
    expect(() => extendedStudy(longer, join(root, 'extended'), 2)).toThrow('are not runs that this study makes now')
    const wider = await study('warmUp: 50, replications: 3', '[0.3, 0.5, 0.9]')
    expect(() => extendedStudy(wider, join(root, 'extended'), 2)).toThrow('have 2 design points, the study has 3')
  })
})

describe('looking at one setting', () => {
  const setting = (horizon: string) =>
    singleRun('queueing/mmc', { parameters: { servers: '1', arrivalRate: '0.5' }, warmUp: '0', horizon })

  it('averages the start of every metric over replications, with the curves of a Welch plot', async () => {
    const of = await setting('500')
    const starts = await observeStart(of, serialExecutor(), { replications: 4, intervals: 50, atMost: 0.5 })
    expect(starts.map(({ metric }) => metric)).toEqual(Object.keys(of.model.metrics))
    expect(starts[0]?.mean).toHaveLength(50)
    const rows = welchRows(starts.slice(0, 1), 500)
    expect(rows).toHaveLength(50)
    expect(rows[0]!.slice(0, 3)).toEqual(['meanWait', 's', 10])
    expect(rows.at(-1)!.slice(4)).toEqual([NaN, NaN, NaN])
  })

  it('lengthens one run until its batches say something, and gives no quantile from batches', async () => {
    const of = await setting('500')
    const { estimates, done } = await observeLongRun(of, serialExecutor(), { relative: 0.2, doublings: 6 })
    const estimate = (name: string) => estimates.find(({ metric }) => metric === name)!.run
    expect(done).toBe(true)
    expect(Math.max(...estimates.map(({ horizon }) => horizon))).toBeGreaterThan(500)
    // Utilisation is 0.5; three half-widths around it.
    const { mean, halfWidth } = estimate('utilisation')!
    expect(Math.abs(mean - 0.5)).toBeLessThan(3 * halfWidth)
    expect(estimate('p99Wait')).toBeUndefined()
  })
})
