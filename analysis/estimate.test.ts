import { describe, expect, it } from 'vitest'
import type { MetricDescription, RunRecord, RunRemark, StudyDescription } from './record.ts'
import { sampleRun, sampleStudy } from './sample-study.ts'
import { summarise } from './summary.ts'

const wait = sampleStudy.metrics[0]!
const one = { ...sampleStudy, factors: [], metrics: [wait] }
const study = (metric: Partial<MetricDescription>, change: Partial<StudyDescription> = {}): StudyDescription => ({
  ...one,
  metrics: [{ ...wait, ...metric }],
  ...change,
})
const runs = (...changes: Partial<RunRecord>[]): RunRecord[] => changes.map((change, r) => sampleRun(2, 0.5, r, change))
const values = (...all: (number | null)[]): RunRecord[] => runs(...all.map((meanWait) => ({ responses: { meanWait } })))
const remark = (kind: RunRemark['kind']): Partial<RunRecord> => ({ remarks: [{ kind, subject: 's', text: 't' }] })

describe('the estimate of a quantile', () => {
  /** 1000 observations in the bucket of 1, 20 in that of 2. */
  const sketch = `0;2t1c:${(1000).toString(36)} 3k:k`
  const sketched = runs(...[1, 2, 3].map(() => ({ responses: { meanWait: 7 }, sketches: { meanWait: sketch } })))

  it('pools the observations of all runs, whatever the quantiles of the runs are', () => {
    const [row] = summarise(study({ quantile: 0.99 }), sketched)
    expect(row).toMatchObject({ method: 'pooled+jackknife-t', replications: 3, flags: [] })
    expect(row?.estimate).toBeCloseTo(2, 1)
    // Nothing varies, but the bucket from 2 ends at 2 + 1/64.
    expect([row?.low, row?.high]).toEqual([2, 2.015625])
  })

  it('is refused where there are too few observations for it', () => {
    const [row] = summarise(study({ quantile: 0.9999 }), sketched)
    expect(row).toMatchObject({ estimate: NaN, low: NaN, high: NaN, confidence: NaN, flags: ['FEWTAIL=3060'] })
  })

  it('is the mean of the runs where they kept no observations', () => {
    expect(summarise(study({ quantile: 0.99 }), values(1, 2, 3))[0]).toMatchObject({
      estimate: 2,
      method: 'replication-t',
    })
  })
})

describe('the estimate of a proportion', () => {
  it("has Wilson's interval over the runs", () => {
    const [row] = summarise(study({ proportion: true }, { replications: 10 }), values(0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    // Wide, for no interval is narrow beside an estimate of 0.
    expect(row).toMatchObject({ estimate: 0, low: 0, method: 'wilson', flags: ['WIDE'] })
    expect(row?.high).toBeCloseTo(0.27753, 5)
  })
})

describe('the estimate of a ratio', () => {
  it('is the total over the total', () => {
    const records = runs(
      ...[
        [1, 1],
        [0, 1],
        [30, 98],
      ].map(([failed, made]) => ({ responses: { meanWait: 9, failed: failed!, made: made! } })),
    )
    const [row] = summarise(study({ ratio: ['failed', 'made'] }), records)
    expect(row).toMatchObject({ method: 'ratio-of-totals', replications: 3 })
    expect(row?.estimate).toBeCloseTo(0.31, 12)
  })
})

describe('a design point where nothing settles', () => {
  const overloaded = runs(...[1, 2, 3].map((r) => ({ responses: { meanWait: r }, ...remark('unstable') })))

  it('has no number', () => {
    expect(summarise(one, overloaded)[0]).toMatchObject({ estimate: NaN, low: NaN, high: NaN, flags: ['UNSTABLE'] })
  })

  it('keeps the number of a metric that has a limit all the same, which its closed form says', () => {
    const point = overloaded[0]!.point
    const [row] = summarise(one, overloaded, [{ point, metric: 'meanWait', value: 2 }])
    expect(row).toMatchObject({ estimate: 2, method: 'replication-t' })
  })

  it('has none for a metric that still grew in the pilot runs, closed form or not', () => {
    const [{ point } = { point: '' }, ...rest] = values(1, 2, 3)
    const records = values(1, 2, 3)
    const rows = summarise(
      one,
      records,
      [{ point, metric: 'meanWait', value: 2 }],
      [{ point, metric: 'meanWait', flag: 'UNSTABLE' }],
    )
    expect(rest).toHaveLength(2)
    expect(rows[0]).toMatchObject({ estimate: NaN, flags: ['UNSTABLE'] })
  })
})

describe('a flag says', () => {
  const flagsOf = (
    records: RunRecord[],
    change: Partial<StudyDescription> = {},
    notes: Parameters<typeof summarise>[3] = [],
  ) => summarise({ ...one, ...change }, records, [], notes)[0]?.flags

  it('that runs break a law of the model', () => {
    const records = values(2, 2, 2).map((run, r) => (r < 2 ? { ...run, ...remark('law') } : run))
    expect(flagsOf(records)).toEqual(['LAW=2'])
  })

  it('that the runs are too short to tell where the warm-up ends', () => {
    const records = values(2, 2, 2)
    expect(flagsOf(records, {}, [{ point: records[0]!.point, metric: 'meanWait', flag: 'SHORT' }])).toEqual(['SHORT'])
  })

  it('that the precision asked for was not reached', () => {
    const until = { meanWait: { absolute: 0.1 } }
    expect(flagsOf(values(1.9, 2, 2.1), { replicationRule: { min: 3, max: 3, until } })).toContain('TARGET-MISSED')
    expect(flagsOf(values(2, 2, 2), { replicationRule: { min: 3, max: 3, until } })).toEqual([])
  })
})
