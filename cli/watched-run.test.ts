import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { singleRun, type SingleRunStudy } from '../experiments/single-run.ts'
import { simulate } from '../models/simulate.ts'
import { openTraceFile, TraceFileError } from './trace-file.ts'
import { watchRun } from './watched-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'meanwhile-trace-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const shortRun = (parameters: Record<string, string> = {}): Promise<SingleRunStudy> =>
  singleRun('queueing/mmc', { parameters, replications: 1, warmUp: '5s', horizon: '20s', seed: 'x' })

describe('a run under observation', () => {
  it('gives the very results of a run that nobody watches, and a line of its log for each event', async () => {
    const study = await shortRun()
    const trace = join(folder, 'mmc.log')
    const { record, events } = watchRun(study, { trace })
    const spec = study.plan.specs[0]!
    expect(record).toEqual({ ...spec, ...simulate(study.model, spec) })
    const lines = readFileSync(trace, 'utf8').trimEnd().split('\n')
    expect([lines.length, events]).toEqual([record!.events, record!.events])
    expect(lines[0]).toMatch(/^0 #1 process-1 -> delay until t=[\d.]+ s$/)
  })

  it('writes JSON where the name of the file says so', async () => {
    const trace = join(folder, 'mmc.json')
    watchRun(await shortRun(), { trace })
    const records = JSON.parse(readFileSync(trace, 'utf8')) as { name: string; args: object }[]
    expect(records[0]).toMatchObject({ name: 'process_name', args: { name: 'queueing/mmc' } })
    expect(records.some(({ name }) => name === 'resource "servers"')).toBe(true)
  })

  it('stops after the event asked for, in the warm-up too, and tells where it stands', async () => {
    const trace = join(folder, 'stopped.log')
    const { record, whereItStands, events } = watchRun(await shortRun(), { trace, untilEvent: 10 })
    expect([record, events]).toEqual([undefined, 10])
    expect(whereItStands).toMatch(
      /^Stopped after event 10 at t=[\d.]+ s; \d+ pending, the next at t=[\d.]+ s\.\nLast event: [\d.]+ #10 process-\d+.*\nProcesses: \d+\n {2}process-1 +delay until t=[\d.]+ s\n/,
    )
    expect(readFileSync(trace, 'utf8').trimEnd().split('\n')).toHaveLength(10)
  })

  it('ends by itself when it has fewer events', async () => {
    const { record, whereItStands } = watchRun(await shortRun(), { untilEvent: 1e9 })
    expect([record!.stop, whereItStands]).toEqual(['horizon', undefined])
  })
})

describe('a trace file', () => {
  it('must say its form by its extension, and must be writable', () => {
    expect(() => openTraceFile('run.txt', '')).toThrow(/run\.txt: expected a name that ends in \.json .* or \.log/)
    expect(() => openTraceFile(join(folder, 'none', 'run.log'), '')).toThrow(TraceFileError)
  })
})
