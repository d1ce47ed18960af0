import { describe, expect, it } from 'vitest'
import type { RunRecord } from '../record.ts'
import { sampleRun, sampleStudy } from '../sample-study.ts'
import { compareRuns, type CompareOptions, type ComparisonReport } from './compare.ts'
import { comparisonCsv } from './comparison-text.ts'
import type { Side } from './match-points.ts'

const study = { ...sampleStudy, metrics: sampleStudy.metrics.slice(0, 1) }
/** Waits of one design point that vary as replications do. */
const waits = [1.02, 0.95, 1.1, 1.01, 0.93, 0.99, 1.04, 0.97, 1.06, 0.98]

function side(name: string, values: readonly (number | null)[], change: Partial<RunRecord> = {}): Side {
  const runs = values.map((meanWait, replication) =>
    sampleRun(1, 0.9, replication, { responses: { meanWait }, fingerprint: String(meanWait), ...change }),
  )
  return { name, study, runs }
}

function compared(
  b: readonly (number | null)[],
  options: CompareOptions = {},
  change: Partial<RunRecord> = {},
): ComparisonReport {
  return compareRuns(side('old', waits), side('new', b, change), options)
}

const scaled = (by: number): number[] => waits.map((wait) => wait * by)
/** Noise that has nothing to do with the waits, of about 3 %. */
const noisy = (by: number): number[] => waits.map((wait, i) => wait * by * (1 + 0.03 * Math.sin(7 * i + 1)))

describe('a comparison', () => {
  it('is IDENTICAL when every replication has the same bits', () => {
    const report = compared(waits)
    expect(report).toMatchObject({ verdict: 'IDENTICAL', pairs: 10, equalFingerprints: 10, remarks: [] })
    expect(compared([...waits.slice(1), waits[0]!]).verdict).not.toBe('IDENTICAL')
  })

  it('is CHANGED with an interval that holds the 5 % that were put in', () => {
    const { comparisons, verdict } = compared(noisy(1.05))
    expect(verdict).toBe('CHANGED')
    expect(comparisons[0]!.relativeLow).toBeGreaterThan(0)
    expect(comparisons[0]!.relativeLow).toBeLessThan(0.05)
    expect(comparisons[0]!.relativeHigh).toBeGreaterThan(0.05)
  })

  it('is EQUIVALENT for a sure change of 0.1 % under a margin of 2 %, and CHANGED under one of 0.05 %', () => {
    expect(compared(scaled(1.001)).verdict).toBe('EQUIVALENT')
    expect(compared(scaled(1.001), { margins: ['0.05%'] }).verdict).toBe('CHANGED')
  })

  it('is INCONCLUSIVE with three replications, and tells how many it takes', () => {
    const changes = [1.09, 1.01, 1.05]
    const raised = changes.map((by, i) => waits[i]! * by)
    const report = compareRuns(side('old', waits.slice(0, 3)), side('new', raised))
    expect(report.verdict).toBe('INCONCLUSIVE')
    const { needed } = report.comparisons[0]!
    expect(needed).toBeGreaterThan(3)
    expect(needed).toBeLessThan(50)
    const few = compareRuns(side('old', waits.slice(0, 2)), side('new', raised.slice(0, 2)))
    expect(few.comparisons[0]).toMatchObject({ verdict: 'INCONCLUSIVE', reason: 'needs at least 3 replications' })
  })

  it('pairs replications by number, whatever their order and whatever more there are on one side', () => {
    const shuffled = { ...side('new', [...waits, 7, 8]), runs: side('new', [...waits, 7, 8]).runs.toReversed() }
    expect(compareRuns(side('old', waits), shuffled)).toMatchObject({ verdict: 'IDENTICAL', pairs: 10 })
  })

  it('takes runs of other seeds for independent, and then sees less', () => {
    const report = compared(scaled(1.001), {}, { seed: 'other' })
    expect(report.comparisons[0]).toMatchObject({ paired: false, countA: 10, countB: 10, verdict: 'INCONCLUSIVE' })
    expect(report.pairs).toBe(0)
  })

  it('is CHANGED when a run fails, or has no value, on one side only', () => {
    const broken = side('new', waits)
    const runs = broken.runs.map((run, i) => (i === 4 ? { ...run, stop: 'error' as const, responses: {} } : run))
    expect(compareRuns(side('old', waits), { ...broken, runs }).comparisons[0]).toMatchObject({
      verdict: 'CHANGED',
      reason: 'failed runs: 0 in A, 1 in B',
    })
    expect(compared([null, ...waits.slice(1)]).comparisons[0]).toMatchObject({
      verdict: 'CHANGED',
      reason: 'runs without a value: 0 in A, 1 in B',
    })
    expect(compared([Infinity, ...waits.slice(1)]).comparisons[0]!.reason).toBe('infinite values: 0 in A, 1 in B')
  })

  it('needs no statistics when neither side varies', () => {
    const constant = (value: number): number[] => Array.from({ length: 3 }, () => value)
    const report = (b: number): string => compareRuns(side('old', constant(2)), side('new', constant(b))).verdict
    expect([report(2.01), report(2.1), report(2)]).toEqual(['EQUIVALENT', 'CHANGED', 'IDENTICAL'])
  })

  it('asks for a margin in the unit of the metric around 0', () => {
    const around = waits.map((wait) => wait - 1)
    const other = around.map((x, i) => x + 0.001 * Math.sin(i))
    const [a, b] = [side('old', around), side('new', other)]
    const [relative] = compareRuns(a, b).comparisons
    expect(relative).toMatchObject({ verdict: 'INCONCLUSIVE' })
    expect(compareRuns(a, b, { margins: ['meanWait=0.01'] }).verdict).toBe('EQUIVALENT')
  })

  it('adjusts its p-values to the number of tests', () => {
    const two = { ...sampleStudy, metrics: sampleStudy.metrics }
    const runs = (change: (x: number, i: number) => number): RunRecord[] =>
      waits.map((wait, i) =>
        sampleRun(1, 0.9, i, { responses: { meanWait: change(wait, i), utilisation: change(wait, i + 3) } }),
      )
    const a = { name: 'old', study: two, runs: runs((x) => x) }
    const b = { name: 'new', study: two, runs: runs((x, i) => x * (1 + 0.02 * Math.sin(i))) }
    const [first, second] = compareRuns(a, b).comparisons
    const [low, high] = [first!, second!].sort((x, y) => x.p - y.p)
    expect(low!.adjustedP).toBeCloseTo(Math.min(1, 2 * low!.p), 12)
    expect(high!.adjustedP).toBeCloseTo(Math.max(low!.adjustedP, high!.p), 12)
  })
})

describe('points', () => {
  const slow = (servers: number, load = 0.9): RunRecord[] => waits.map((_, i) => sampleRun(servers, load, i))

  it('belong together when all parameters that both sides have are equal', () => {
    const a = { name: 'old', study: sampleStudy, runs: [...slow(1), ...slow(2)] }
    const more = { ...sampleStudy, parameters: [...sampleStudy.parameters, { name: 'cores', unit: '1' }] }
    const runs = slow(2).map((run) => ({ ...run, point: 'new', parameters: { ...run.parameters, cores: 1 } }))
    const report = compareRuns(a, { name: 'new', study: more, runs })
    expect(report.comparisons.map(({ factors, verdict }) => [factors['servers'], verdict])).toEqual([
      [2, 'IDENTICAL'],
      [2, 'IDENTICAL'],
    ])
    expect(report.remarks).toEqual(['1 design points only in old', 'parameter "cores" only in new'])
    expect(report.verdict).toBe('INCONCLUSIVE')
  })

  it('may differ in a parameter that is ignored, which the message suggests', () => {
    const [a, b] = [1, 2].map((servers) => ({ name: `s${servers}`, study: sampleStudy, runs: slow(servers) }))
    expect(() => compareRuns(a!, b!)).toThrow(
      's1 and s2 have no design point in common. "servers" is 1 in s1 and 2 in s2. To compare across it: --ignore servers',
    )
    expect(compareRuns(a!, b!, { ignore: ['servers'] }).verdict).toBe('IDENTICAL')
    expect(() => compareRuns(a!, b!, { ignore: ['server'] })).toThrow('--ignore server: there is no parameter "server"')
  })

  it('must stay apart when a parameter is ignored', () => {
    const both = { name: 'both', study: sampleStudy, runs: [...slow(1), ...slow(2)] }
    expect(() => compareRuns(both, both, { ignore: ['servers'] })).toThrow('differ in ignored parameters only')
  })
})

describe('margins', () => {
  it.each(['2', '0%', '-1%', 'two', 'meanWait='])('refuse %s', (margin) => {
    expect(() => compared(waits, { margins: [margin] })).toThrow(`--margin ${margin}: expected a percentage above 0`)
  })

  it('name a metric of both sides', () => {
    expect(() => compared(waits, { margins: ['wait=5%'] })).toThrow('there is no metric "wait" on both sides')
  })
})

describe('the CSV', () => {
  it('has a row for each comparison, and empty cells where nothing was tested', () => {
    const [header, row] = comparisonCsv(compared(waits)).split('\n')
    expect(header).toMatch(/^servers,load,metric,unit,verdict,a,b,difference,ci_low,/)
    expect(row).toMatch(/^1,0\.9,meanWait,s,IDENTICAL,1\.005\d*,1\.005\d*,0,,,0,,,,,,true,10,10,,,replication-t$/)
  })
})
