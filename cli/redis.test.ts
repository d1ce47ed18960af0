import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFleet, started, until, type Fleet } from './testing/fleet.ts'
import { installedCopy } from './testing/installed-copy.ts'
import { redisProblem, startRedis, type Server } from './testing/servers.ts'

const skipped = redisProblem === undefined ? '' : ` (skipped: ${redisProblem})`

describe.skipIf(redisProblem !== undefined)(`a sweep on a real Redis${skipped}`, () => {
  let fleet: Fleet
  let redis: Server & { url: string }

  beforeAll(async () => {
    fleet = makeFleet()
    redis = await startRedis()
  }, 60_000)

  afterAll(async () => {
    await redis.stop()
    fleet.remove()
  })

  it('is refused by a worker with other code, and both say so', async () => {
    const other = installedCopy()
    const path = join(other.folder, '..', 'dist', 'models', 'faulty', 'moody', 'model.js')
    other.write(path, readFileSync(path, 'utf8').replace('stream.uniform01() }', 'stream.uniform01() + 0 }'))
    const worker = started(other.startWith(redis.env, 'worker', '--jobs', '1'))
    const sweep = fleet.start(redis.env, 'sweep', 'fleet.yaml', '--out', 'refused', '--executor', 'bullmq')
    expect(await sweep.ended).toBe(1)
    expect(await worker.ended).toBe(1)
    for (const { said } of [sweep, worker]) {
      const refusal =
        /error: The worker on \S+ has other code for model "faulty\/moody" than the sweep: .+ Bring both to/
      expect(said()).toMatch(refusal)
    }
    other.remove()
  })

  it('gives the bytes of a local one, though a worker is killed in the middle and the sweep itself, too', async () => {
    const sweep = ['sweep', 'fleet.yaml', '--out', 'redis', '--executor', 'bullmq']
    const doomed = fleet.start(redis.env, 'worker', '--jobs', '1')
    const first = fleet.start(redis.env, ...sweep)
    await until(() => fleet.runsIn('redis', 'journal.ndjson') > 0)
    doomed.child.kill('SIGKILL')
    first.child.kill('SIGKILL')
    await Promise.all([doomed.ended, first.ended])
    expect(fleet.runsIn('redis', 'journal.ndjson')).toBeLessThan(fleet.total)
    const worker = fleet.start(redis.env, 'worker', '--jobs', '1')
    const second = fleet.start(redis.env, ...sweep)
    expect([await second.ended, second.said()]).toEqual([0, expect.stringContaining(`= ${fleet.total} runs`) as string])
    worker.child.kill('SIGTERM')
    expect(await worker.ended).toBe(0)
    expect(fleet.tables('redis')).toEqual(fleet.tables('alone'))
  })

  it('says when there is no Redis, without the password', () => {
    const words = [
      'sweep',
      'fleet.yaml',
      '--out',
      'none',
      '--executor',
      'bullmq',
      '--redis',
      'redis://:secret@127.0.0.1:1',
    ]
    const { code, err } = fleet.run(...words)
    expect(err).toMatch(/^error: There is no Redis at redis:\/\/\*\*\*@127\.0\.0\.1:1: .*ECONNREFUSED.* Start one/m)
    expect(code).toBe(1)
  })
})
