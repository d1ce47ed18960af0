import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromJson, toJson } from './json.ts'
import { buildManifest, codeState, readManifest, writeManifest } from './manifest.ts'
import { sampleRun, sampleStudy } from './sample-study.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-manifest-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const failed = sampleRun(1, 0.5, 1, { stop: 'error', responses: {}, error: 'Cannot schedule -1 s ahead.' })
const manifest = buildManifest({
  command: 'meanwhile run queueing/mmc',
  version: '0.1.0',
  study: { ...sampleStudy, charts: [{ id: 'wait', kind: 'line', x: 'load', y: 'meanWait' }] },
  records: [failed, sampleRun(1, 0.5, 0), sampleRun(2, 0.5, 0)],
  code: { commit: 'abc', dirty: false },
  created: new Date(0),
})

describe('a manifest', () => {
  it('counts points and runs and lists each failure with its parameters and message', () => {
    expect(manifest.design).toEqual({ points: 2, replications: 3, runs: 3, finished: 2, failed: 1 })
    expect(manifest.failures).toEqual([
      {
        id: 's1l0.5r1',
        point: 's1l0.5',
        replication: 1,
        seed: 'root',
        parameters: { servers: 1, load: 0.5, service: 'exponential(1s)' },
        message: 'Cannot schedule -1 s ahead.',
      },
    ])
    expect(manifest.created).toBe('1970-01-01T00:00:00.000Z')
    expect(manifest.charts[0]?.svg).toBe('charts/wait.svg')
  })

  it('reads back as it was written, infinite horizon included, and leaves no temporary file', () => {
    writeManifest(folder, manifest)
    expect(readManifest(folder)).toEqual(manifest)
    expect(readManifest(folder).study.horizon).toBe(Infinity)
    expect(readdirSync(folder)).toEqual(['manifest.json'])
  })

  it('that is absent, broken, foreign or incomplete is refused with the reason', () => {
    const path = join(folder, 'manifest.json')
    expect(() => readManifest(folder)).toThrow(`Cannot read ${path} (is ${folder} a folder of results?)`)
    writeFileSync(path, '{"schema": ')
    expect(() => readManifest(folder)).toThrow(`${path} is not valid JSON`)
    writeFileSync(path, '{"schema":"meanwhile/manifest@9"}')
    expect(() => readManifest(folder)).toThrow('has schema "meanwhile/manifest@9"; expected "meanwhile/manifest@1"')
    writeFileSync(path, '[1]')
    expect(() => readManifest(folder)).toThrow('has no "schema"')
    writeFileSync(path, toJson({ ...manifest, study: { ...manifest.study, metrics: undefined } }))
    expect(() => readManifest(folder)).toThrow('has no valid "metrics"')
  })
})

describe('codeState', () => {
  it('is unknown outside a repository', () => {
    expect(codeState(folder)).toEqual({ commit: null, dirty: null })
  })
})

describe('toJson', () => {
  it('keeps what JSON has no word for', () => {
    const data = { a: Infinity, b: [-Infinity, 1.5], c: { d: null, e: 'text', f: true } }
    expect(fromJson(toJson(data))).toEqual(data)
    expect(fromJson(toJson({ a: NaN }))).toEqual({ a: NaN })
  })
})
