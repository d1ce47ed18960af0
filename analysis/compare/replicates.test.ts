import { describe, expect, it } from 'vitest'
import { estimateMetric } from '../estimate.ts'
import type { MetricDescription, RunRecord } from '../record.ts'
import { sampleRun, sampleStudy } from '../sample-study.ts'
import { moments } from '../statistics/moments.ts'
import { compareRuns, type ComparisonReport } from './compare.ts'
import { replicates } from './replicates.ts'

/** The text of a sketch of some numbers above 0, as the engine writes it. */
function sketchOf(values: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(8))
  const counts = new Map<number, number>()
  for (const value of values) {
    view.setFloat64(0, value)
    const bucket = view.getInt32(0) >> 13
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  }
  let before = 0
  const tokens = [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([bucket, count]) => {
      const token = `${(bucket - before).toString(36)}:${count.toString(36)}`
      before = bucket
      return token
    })
  return `0;${tokens.join(' ')}`
}

/** Lehmer's generator: the same everywhere. */
function uniforms(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

const p99: MetricDescription = { name: 'p99', unit: 's', doc: '', quantile: 0.99 }
const study = { ...sampleStudy, metrics: [p99] }

/** Runs of 500 exponential numbers each, and what each of them takes its own p99 to be. */
function exponentialRuns(seed: number, by = 1, count = 10): RunRecord[] {
  const next = uniforms(seed)
  return Array.from({ length: count }, (_, replication) => {
    const values = Array.from({ length: 500 }, () => -by * Math.log(next()))
    const own = values.toSorted((a, b) => a - b)[494] ?? NaN
    return sampleRun(1, 0.9, replication, { responses: { p99: own }, sketches: { p99: sketchOf(values) } })
  })
}

const compared = (a: readonly RunRecord[], b: readonly RunRecord[], margin = '2%'): ComparisonReport =>
  compareRuns({ name: 'a', study, runs: a }, { name: 'b', study, runs: b }, { margins: [margin] })

describe('the replicates of a quantile', () => {
  it('have the estimate of the summary as their mean and its interval as theirs', () => {
    const runs = exponentialRuns(7)
    const found = replicates(p99, runs)
    if (typeof found === 'string') throw new Error(found)
    const { mean, variance } = moments(found.values)
    const { estimate, low, high } = estimateMetric(p99, runs, 0.95)
    expect(found.method).toBe('pooled+jackknife-t')
    expect(Math.abs(mean / estimate - 1)).toBeLessThan(1e-9)
    expect((2 * 2.262 * Math.sqrt(variance / 10)) / (high - low)).toBeGreaterThan(0.8)
    expect((2 * 2.262 * Math.sqrt(variance / 10)) / (high - low)).toBeLessThan(1.25)
  })

  it('scale with the observations, so that a change of 0.1 % is not lost in a bucket', () => {
    const report = compared(exponentialRuns(7), exponentialRuns(7, 1.001))
    expect(report.comparisons[0]?.relative).toBeGreaterThan(0)
    expect(report.comparisons[0]?.relative).toBeLessThan(0.004)
    expect(report.verdict).toBe('EQUIVALENT')
  })

  it('show a change of 5 % with an interval that holds it', () => {
    const { verdict, comparisons, notes } = compared(exponentialRuns(7), exponentialRuns(7, 1.05))
    expect(verdict).toBe('CHANGED')
    expect(comparisons[0]).toMatchObject({ method: 'pooled+jackknife-t', paired: true })
    expect(comparisons[0]?.relativeLow).toBeLessThan(0.05)
    expect(comparisons[0]?.relativeHigh).toBeGreaterThan(0.05)
    expect(notes).toEqual(['p99: of the observations of all replications, jackknifed over them.'])
  })

  it('raise a false alarm in at most 7 of 100 comparisons', () => {
    let alarms = 0
    for (let i = 0; i < 100; i++) {
      // Equal seeds in the records, unequal ones here: paired, with nothing in common.
      if (compared(exponentialRuns(1000 + i), exponentialRuns(5000 + i)).verdict === 'CHANGED') alarms++
    }
    expect(alarms).toBeLessThanOrEqual(7)
  })

  it('are the quantiles of single runs where those are all there is, and the report says so', () => {
    const bare = exponentialRuns(7).map(({ sketches: _, ...run }) => run)
    const { comparisons, notes } = compared(bare, exponentialRuns(8))
    expect(comparisons[0]?.method).toBe('replication-t')
    expect(notes.join()).toContain('p99: means of the quantiles of single runs')
    expect(compared(bare, bare)).toMatchObject({ verdict: 'IDENTICAL', notes: [] })
  })

  it('are the quantiles of single runs where the observations are a few whole numbers', () => {
    const hops = exponentialRuns(7).map((run) => ({
      ...run,
      sketches: { p99: sketchOf(Array(400).fill(3) as number[]) },
    }))
    expect(replicates(p99, hops)).toMatchObject({ method: 'replication-t' })
  })

  it('do not exist for fewer observations than the quantile needs', () => {
    const few = (seed: number): RunRecord[] =>
      exponentialRuns(seed).map((run) => ({ ...run, sketches: { p99: '0;1:5' } }))
    expect(compared(few(1), few(2)).comparisons[0]).toMatchObject({
      verdict: 'INCONCLUSIVE',
      reason: 'too few observations for this quantile',
    })
  })
})

describe('the replicates of a ratio', () => {
  it('are those of the totals, not of the ratios of the runs', () => {
    const lost: MetricDescription = { name: 'lost', unit: '1', doc: '', ratio: ['failures', 'calls'] }
    const runs = [
      [1, 10],
      [0, 100],
      [3, 50],
    ].map(([failures = 0, calls = 1], i) =>
      sampleRun(1, 0.9, i, { responses: { failures, calls, lost: failures / calls } }),
    )
    const found = replicates(lost, runs)
    if (typeof found === 'string') throw new Error(found)
    const { estimate, low, high } = estimateMetric(lost, runs, 0.95)
    const { mean, variance } = moments(found.values)
    expect(found.method).toBe('ratio-of-totals')
    expect(mean).toBeCloseTo(4 / 160, 12)
    expect(mean).toBeCloseTo(estimate, 12)
    expect(2 * 4.302652729911275 * Math.sqrt(variance / 3)).toBeCloseTo(high - low, 9)
  })
})
