import { describe, expect, it } from 'vitest'
import type { RunRow } from '../analysis/csv/read-runs.ts'
import { effectsCsv, effectTable } from './effects.ts'
import { pointId } from './plan.ts'
import { parseStudy, type Study } from './study.ts'

const read = (design: string) =>
  parseStudy(
    { name: 's', file: 's.yaml' },
    `model: queueing/mmc\ntitle: t\nvary: { servers: 1..5, arrivalRate: 2..4 }\ndesign: ${design}\nmeasure: [meanWait]\n`,
  )

/** Runs whose response is a function of the point and the replication. */
const runs = (
  study: Study,
  replications: number,
  response: (servers: number, rate: number, r: number) => number,
): RunRow[] =>
  study.points.flatMap((point) =>
    Array.from({ length: replications }, (_, replication) => ({
      id: '',
      point: pointId(point),
      replication,
      factors: {},
      responses: { meanWait: response(Number(point['servers']), Number(point['arrivalRate']), replication) },
      stop: 'horizon',
      fingerprint: '',
    })),
  )

describe('effects', () => {
  it('of a two-level design are exact where all replications agree on them, whatever moves them together', async () => {
    const study = await read('2k')
    // Shared random numbers shift all points of a replication alike; that shifts the mean and no effect.
    const table = effectTable(
      study,
      runs(study, 3, (servers, rate, r) => 10 + 2 * servers + 3 * rate + servers * rate + r),
    )!
    expect(table.rows.map(([, , effect, value, low, high]) => [effect, value, low, high])).toEqual([
      ['mean', 35, expect.closeTo(35 - 2.484, 2) as number, expect.closeTo(35 + 2.484, 2) as number],
      ['servers', 10, 10, 10],
      ['arrivalRate', 6, 6, 6],
      ['servers*arrivalRate', 2, 2, 2],
      ['error', NaN, NaN, NaN],
    ])
    expect(effectsCsv(table).split('\n')[0]).toBe('metric,unit,effect,estimate,ci_low,ci_high,variation')
  })

  it('of a two-level design are left out, with a note, where responses are missing', async () => {
    const study = await read('2k')
    const { rows, notes } = effectTable(
      study,
      runs(study, 2, (servers, _rate, r) => (servers === 1 && r === 1 ? NaN : 1)),
    )!
    expect([rows, notes]).toEqual([[], ['"meanWait" has no effects: not every design point has as many responses']])
  })

  it('of a screening are the change over the whole range of a factor, the largest first', async () => {
    const study = await read('morris(5)')
    const { rows } = effectTable(
      study,
      runs(study, 2, (servers, rate) => servers - 10 * rate),
    )!
    // servers goes from 1 to 5, the rate from 2 to 4; grid values are rounded to whole servers and six digits.
    expect(rows.map(([, , factor, mu]) => [factor, Math.round(mu as number)])).toEqual([
      ['arrivalRate', -20],
      ['servers', expect.toSatisfy((mu: number) => Math.abs(mu - 4) <= 1) as number],
    ])
  })

  it('are none in a design that is not made for them', async () => {
    expect(effectTable(await read('lhs(20)'), [])).toBeUndefined()
  })
})
