import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunRecord } from '../analysis/record.ts'
import type { Executor } from './executor/executor.ts'
import { serialExecutor } from './executor/serial.ts'
import { threadExecutor } from './executor/threads.ts'
import type { RunSpec } from './plan.ts'
import { planOf, sweep, type Progress } from './runner.ts'
import { parseStudy, type Study } from './study.ts'

const text = `
model: queueing/mmc
title: Wait against servers
vary:
  servers: [1, 2]
  arrivalRate: { range: 0.5..0.7, step: 0.1 }
run: { warmUp: 10, horizon: 60, replications: 4, seed: 7 }
measure: [meanWait, utilisation]
`

let root: string
let study: Study

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'meanwhile-runner-'))
  study = await parseStudy({ name: 'wait', file: 'wait.yaml' }, text)
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

const go = (
  folder: string,
  executor: Executor,
  more: { of?: Study; signal?: AbortSignal; onProgress?: (p: Progress) => void } = {},
) => {
  const { of = study, ...options } = more
  return sweep(of, { out: join(root, folder), executor, command: 'test', ...options })
}

const tables = (folder: string): string[] =>
  ['runs.csv', 'summary.csv'].map((file) => readFileSync(join(root, folder, file), 'utf8'))

/** Passes runs on to another executor and remembers which. */
function watched(inner: Executor): Executor & { seen: RunSpec[] } {
  const seen: RunSpec[] = []
  return {
    seen,
    execute(specs, signal) {
      const list = [...specs]
      seen.push(...list)
      return inner.execute(list, signal)
    },
  }
}

/** Does the runs backwards; the model fails where `fails` says so. */
function contrary(fails: (spec: RunSpec) => boolean): Executor {
  return {
    async *execute(specs) {
      for await (const record of serialExecutor().execute([...specs].reverse())) {
        const failed: RunRecord = { ...record, responses: {}, events: 0, stop: 'error', fingerprint: '', error: 'boom' }
        yield fails(record) ? failed : record
      }
    },
  }
}

describe('a sweep', () => {
  it('writes the same bytes whoever does the runs, on whichever event list', async () => {
    await go('serial', serialExecutor())
    const expected = tables('serial')
    await go('one-thread', threadExecutor({ jobs: 1, eventList: 'heap' }))
    await go('two-threads', threadExecutor({ jobs: 2, eventList: 'ladder' }))
    await go(
      'backwards',
      contrary(() => false),
    )
    expect(tables('one-thread')).toEqual(expected)
    expect(tables('two-threads')).toEqual(expected)
    expect(tables('backwards')).toEqual(expected)
    expect(expected[0]!.split('\n')).toHaveLength(1 + 24 + 1)
  })

  it('does only the runs that are missing, and then writes the bytes of an uninterrupted one', async () => {
    const controller = new AbortController()
    const onProgress = ({ done }: Progress): void => {
      if (done === 5) controller.abort()
    }
    const stopped = await go('stopped', serialExecutor(), { signal: controller.signal, onProgress })
    expect(stopped).toMatchObject({ complete: false, saved: 5, total: 24, summary: [] })
    const rest = watched(serialExecutor())
    expect(await go('stopped', rest)).toMatchObject({ complete: true, reused: 5, saved: 24 })
    expect(rest.seen).toHaveLength(19)
    expect(tables('stopped')).toEqual(tables('serial'))
  })

  it('keeps what it has when levels and replications are added', async () => {
    const wider = await parseStudy(
      { name: 'wait', file: 'wait.yaml' },
      text.replace('[1, 2]', '[3, 1, 2]').replace('replications: 4', 'replications: 5'),
    )
    const added = watched(serialExecutor())
    expect(await go('serial', added, { of: wider })).toMatchObject({ reused: 24, total: 45 })
    expect(added.seen).toHaveLength(21)
    await go('wider', serialExecutor(), { of: wider })
    expect(tables('serial')).toEqual(tables('wider'))
  })

  it('goes on when runs fail, tells which, and tries them again the next time', async () => {
    const fails = ({ parameters, replication }: RunSpec): boolean => parameters['servers'] === 2 && replication === 1
    const broken = await go('failing', contrary(fails))
    expect(broken).toMatchObject({ complete: true, total: 24, saved: 21 })
    expect(broken.failures.map(({ error }) => error)).toEqual(['boom', 'boom', 'boom'])
    expect(
      tables('failing')[0]!
        .split('\n')
        .filter((row) => row.endsWith(',,,0,error,')),
    ).toHaveLength(3)
    expect(tables('failing')[1]).toContain('FAILED=1')

    const again = watched(serialExecutor())
    expect(await go('failing', again)).toMatchObject({ reused: 21, saved: 24, failures: [] })
    expect(again.seen.map(({ replication }) => replication)).toEqual([1, 1, 1])
  })

  it('compares estimates with the closed form of its model', async () => {
    const { summary } = await go('theory', serialExecutor())
    const row = summary.find(
      ({ method, metric, factors }) => method === 'theory' && metric === 'meanWait' && factors['servers'] === 1,
    )
    // M/M/1 at half load waits one service time.
    expect(row?.estimate).toBeCloseTo(1, 12)
  })

  it('can be planned without being run', () => {
    expect(planOf(study).points).toHaveLength(6)
    expect(planOf(study).specs).toHaveLength(24)
  })
})
