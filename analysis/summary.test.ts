import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunRecord } from './record.ts'
import { sampleRun, sampleRuns, sampleStudy } from './sample-study.ts'
import { summarise, type SummaryRow } from './summary.ts'

/** The rows of one metric at servers = 1, load = 0.5, made of the given runs. */
function rowsOf(metric: string, records: readonly RunRecord[]): SummaryRow[] {
  return summarise(sampleStudy, records).filter((row) => row.metric === metric)
}

describe('summarise', () => {
  it('has one row per design point and metric, in the order of the levels and of the metrics', () => {
    const rows = summarise(sampleStudy, sampleRuns())
    expect(rows.map((row) => `${row.point} ${row.metric}`)).toEqual([
      's2l0.5 meanWait',
      's2l0.5 utilisation',
      's2l0.9 meanWait',
      's2l0.9 utilisation',
      's1l0.5 meanWait',
      's1l0.5 utilisation',
      's1l0.9 meanWait',
      's1l0.9 utilisation',
    ])
  })

  it('gives the mean of the replications with its Student t interval', () => {
    const [row] = rowsOf(
      'meanWait',
      [0, 1, 2].map((r) => sampleRun(1, 0.5, r)),
    )
    expect(row?.estimate).toBeCloseTo(1.1, 12)
    // t(0.975, 2) * 1 / sqrt(3)
    expect((row?.high ?? 0) - (row?.estimate ?? 0)).toBeCloseTo(4.30265 / Math.sqrt(3), 4)
    expect(row).toMatchObject({
      factors: { servers: 1, load: 0.5 },
      unit: 's',
      confidence: 0.95,
      method: 'replication-t',
      replications: 3,
      flags: ['WIDE'],
    })
  })

  it('does not depend on the order of the records', () => {
    const expected = summarise(sampleStudy, sampleRuns())
    const runs = sampleRuns()
    fc.assert(
      fc.property(fc.shuffledSubarray(runs, { minLength: runs.length }), (shuffled) => {
        expect(summarise(sampleStudy, shuffled)).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })

  it('puts the closed form right after the estimate that it belongs to, and leaves out what is not finite', () => {
    const theory = [
      { point: 's2l0.9', metric: 'meanWait', value: 4.2 },
      { point: 's1l0.5', metric: 'meanWait', value: NaN },
      { point: 'nowhere', metric: 'meanWait', value: 1 },
    ]
    const rows = summarise(sampleStudy, sampleRuns(), theory)
    expect(rows).toHaveLength(9)
    expect(rows[2]).toMatchObject({ point: 's2l0.9', metric: 'meanWait', method: 'replication-t' })
    expect(rows[3]).toMatchObject({ point: 's2l0.9', metric: 'meanWait', method: 'theory', estimate: 4.2, flags: [] })
    expect([rows[3]?.low, rows[3]?.high, rows[3]?.confidence, rows[3]?.replications]).toEqual([NaN, NaN, NaN, NaN])
  })

  it('gives no interval under three replications', () => {
    const [row] = rowsOf('utilisation', [sampleRun(1, 0.5, 0), sampleRun(1, 0.5, 1)])
    expect(row).toMatchObject({ estimate: 0.5, low: NaN, high: NaN, confidence: NaN, replications: 2 })
    expect(row?.flags).toEqual(['FEW-REPLICATIONS', 'UNFINISHED=1'])
  })

  it('counts failed runs and never averages over them as zeros', () => {
    const failed = sampleRun(1, 0.5, 3, { stop: 'error', responses: {}, error: 'boom' })
    const [row] = rowsOf('utilisation', [...[0, 1, 2].map((r) => sampleRun(1, 0.5, r)), failed])
    expect(row).toMatchObject({ estimate: 0.5, replications: 3, flags: ['FAILED=1'] })
  })

  it('keeps the row of a point where every run failed, without a value', () => {
    const runs = [0, 1, 2].map((r) => sampleRun(1, 0.5, r, { stop: 'error', responses: {} }))
    expect(rowsOf('meanWait', runs)).toMatchObject([
      { estimate: NaN, replications: 0, flags: ['FEW-REPLICATIONS', 'FAILED=3'] },
    ])
  })

  it('counts responses that are null, NaN or absent as missing', () => {
    const values = [null, NaN, undefined, 1, 2, 3]
    const runs = values.map((value, r) =>
      sampleRun(1, 0.5, r, { responses: value === undefined ? {} : { meanWait: value } }),
    )
    const [row] = rowsOf('meanWait', runs)
    expect(row).toMatchObject({ estimate: 2, replications: 3 })
    expect(row?.flags).toContain('MISSING=3')
  })

  it('gives no mean when a response is infinite', () => {
    const runs = [1, 2, 3, Infinity].map((value, r) => sampleRun(1, 0.5, r, { responses: { meanWait: value } }))
    expect(rowsOf('meanWait', runs)).toMatchObject([{ estimate: NaN, flags: ['INFINITE=1'] }])
  })

  it('counts runs that left out many waits, for metrics that are times', () => {
    const remarks = [{ kind: 'censored', subject: 'servers.wait', text: 'servers.wait misses 9 waits.' }] as const
    const leaks = [{ kind: 'leak', subject: 'servers', text: '1 server.' }] as const
    const runs = [0, 1, 2].map((r) => sampleRun(1, 0.5, r, r === 2 ? { remarks: leaks } : { remarks }))
    expect(rowsOf('meanWait', runs)[0]?.flags).toEqual(['CENSORED=2', 'WIDE'])
    expect(rowsOf('utilisation', runs)[0]?.flags).toEqual([])
  })

  it('has a half-width of 0 for equal responses', () => {
    const [row] = rowsOf(
      'utilisation',
      [0, 1, 2].map((r) => sampleRun(1, 0.5, r)),
    )
    expect([row?.low, row?.high, row?.flags]).toEqual([0.5, 0.5, []])
  })
})
