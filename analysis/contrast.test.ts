import { describe, expect, it } from 'vitest'
import { contrasts } from './contrast.ts'
import type { RunRow } from './csv/read-runs.ts'
import { sampleStudy } from './sample-study.ts'

/** A wait that is noise, the same at every point of one replication, plus 1 for one server and 10 for the high load. */
function row(servers: number, load: number, replication: number, change: Partial<RunRow> = {}): RunRow {
  const meanWait = (replication % 4) * 5 + (servers === 1 ? 1 : 0) + (load === 0.9 ? 10 : 0)
  return {
    id: `${servers} ${load} ${replication}`,
    point: `${servers} ${load}`,
    replication,
    factors: { servers, load },
    responses: { meanWait, utilisation: load },
    stop: 'horizon',
    fingerprint: 'f',
    ...change,
  }
}
const rows = [2, 1].flatMap((servers) =>
  [0.5, 0.9].flatMap((load) => [0, 1, 2, 3, 4, 5].map((r) => row(servers, load, r))),
)
const asked = { factor: 'servers', baseline: 2, metrics: ['meanWait'] }

describe('a contrast', () => {
  it('is the mean of the differences of runs that share their random numbers, at each setting of the other factors', () => {
    const found = contrasts(sampleStudy, rows, asked)
    expect(
      found.map(({ level, others, mean, halfWidth, count }) => ({ level, others, mean, halfWidth, count })),
    ).toEqual([
      { level: 1, others: { load: 0.5 }, mean: 1, halfWidth: 0, count: 6 },
      { level: 1, others: { load: 0.9 }, mean: 1, halfWidth: 0, count: 6 },
    ])
    expect(found[0]?.varianceReduction).toBe(Infinity)
  })

  it('pairs by replication, whatever the order of the rows, and leaves out what one side lacks', () => {
    const some = rows.toReversed().map((one) => (one.id === '1 0.5 3' ? { ...one, stop: 'error' } : one))
    const atHalf = contrasts(sampleStudy, some, asked).find(({ others }) => others['load'] === 0.5)
    expect(atHalf).toMatchObject({ count: 5, mean: 1, halfWidth: 0 })
  })

  it('has a p that is adjusted for the number of contrasts asked for together', () => {
    const noisy = rows.map((one, i) => ({ ...one, responses: { ...one.responses, meanWait: (i * 7) % 5 } }))
    const found = contrasts(sampleStudy, noisy, asked)
    const smallest = found.toSorted((a, b) => a.p - b.p)[0]!
    expect(smallest.adjusted).toBeCloseTo(Math.min(1, 2 * smallest.p), 12)
  })

  it('is refused for a factor or level that the study does not have', () => {
    expect(() => contrasts(sampleStudy, rows, { ...asked, factor: 'service' })).toThrow(
      'The study does not vary "service"; it varies servers, load.',
    )
    expect(() => contrasts(sampleStudy, rows, { ...asked, baseline: 7 })).toThrow(
      '"servers" has no level 7; it has 2, 1.',
    )
  })
})
