import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSeries } from '../../analysis/csv/series-file.ts'
import { serialExecutor } from '../executor/serial.ts'
import { sweep } from '../runner.ts'
import { parseStudy } from '../study.ts'

const text = (more: string) => `
model: queueing/mmc
title: The queue over time
vary:
  servers: [1, 2]
run: { warmUp: 10, horizon: 60, replications: 3${more} }
measure: [meanQueueLength, throughput]
charts:
  - { id: queue, kind: timeseries, x: time, y: meanQueueLength, by: servers }
`

let root: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'meanwhile-series-'))
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

async function go(folder: string, more: string) {
  const study = await parseStudy({ name: 'queue', file: 'queue.yaml' }, text(more))
  return sweep(study, { out: join(root, folder), executor: serialExecutor(), command: 'test' })
}

describe('a study with time series', () => {
  it('makes some runs once more in intervals, and writes and draws them', async () => {
    const result = await go('series', ', series: { intervals: 6, replications: 2 }')
    expect(result).toMatchObject({ complete: true, total: 2 * 3 + 2 * 2 })
    const rows = readSeries(join(root, 'series', 'series.csv'))
    expect(rows).toHaveLength(2 * 2 * 2 * 6)
    expect(rows.slice(0, 6).map(({ time }) => time)).toEqual([10, 20, 30, 40, 50, 60])
    expect(new Set(rows.map(({ series }) => series))).toEqual(new Set(['meanQueueLength', 'throughput']))
    // One server that is overloaded: its queue is longer at the end than at the start.
    const queue = rows.filter((row) => row.series === 'meanQueueLength' && row.factors['servers'] === 1)
    expect(queue[5]!.value).toBeGreaterThan(queue[0]!.value)
    expect(existsSync(join(root, 'series', 'charts', 'queue.svg'))).toBe(true)
  })

  it('has the same estimates as without them, and the same series when it goes on', async () => {
    const first = readFileSync(join(root, 'series', 'series.csv'), 'utf8')
    const again = await go('series', ', series: { intervals: 6, replications: 2 }')
    expect(again.reused).toBe(10)
    expect(readFileSync(join(root, 'series', 'series.csv'), 'utf8')).toBe(first)
  })

  it('refuses runs that end by themselves', async () => {
    const endless = text(', series: { intervals: 6 }').replace('horizon: 60', 'horizon: Infinity')
    await expect(parseStudy({ name: 'queue', file: 'queue.yaml' }, endless)).rejects.toThrow(
      'run.series needs runs with',
    )
  })
})
