import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFleet, until, type Fleet } from './testing/fleet.ts'
import { redisProblem, startRedis, type Server } from './testing/servers.ts'

// MEANWHILE_KILLS=50 npx vitest run cli/kill.test.ts kills at fifty instants; here a few stand for them.
const kills = Number(process.env['MEANWHILE_KILLS'] ?? 3)
const skipped = redisProblem === undefined ? '' : ` (skipped: ${redisProblem})`

let fleet: Fleet
/** Milliseconds that the sweep takes when nothing happens. */
let whole = 0

beforeAll(async () => {
  fleet = makeFleet()
  const began = performance.now()
  await fleet.start({}, 'sweep', 'fleet.yaml', '--out', 'timed', '--jobs', '2').ended
  whole = performance.now() - began
}, 60_000)

afterAll(() => fleet.remove())

/** The n-th of a sequence that fills the time from start to end evenly, in no order. @source multiples of the golden ratio */
const instant = (n: number): number => ((n * 0.6180339887498949) % 1) * whole

describe('a sweep whose runner is killed with -9', () => {
  it(
    `ends with the bytes of an undisturbed one, whenever that was (${kills} instants)`,
    async () => {
      for (let n = 1; n <= kills; n++) {
        const out = `runner-${n}`
        const words = ['sweep', 'fleet.yaml', '--out', out, '--jobs', '2']
        const first = fleet.start({}, ...words)
        await setTimeout(instant(n))
        first.child.kill('SIGKILL')
        await first.ended
        const { code, err } = fleet.run(...words)
        expect([n, code, err]).toEqual([n, 0, ''])
        expect(fleet.tables(out), `killed after ${instant(n)} ms`).toEqual(fleet.tables('alone'))
      }
    },
    20_000 * kills,
  )
})

describe.skipIf(redisProblem !== undefined || kills < 10)(`a sweep on Redis${skipped}, of which with -9`, () => {
  let redis: Server & { url: string }
  beforeAll(async () => {
    redis = await startRedis()
  }, 40_000)
  afterAll(() => redis.stop())

  const sweepTo = (out: string): string[] => ['sweep', 'fleet.yaml', '--out', out, '--fresh', '--executor', 'bullmq']

  it(
    `a worker is killed, ends with the bytes of an undisturbed one (${kills} instants)`,
    async () => {
      const steady = fleet.start(redis.env, 'worker', '--jobs', '1')
      for (let n = 1; n <= kills; n++) {
        const out = `worker-${n}`
        const doomed = fleet.start(redis.env, 'worker', '--jobs', '1')
        const sweep = fleet.start(redis.env, ...sweepTo(out))
        await setTimeout(instant(n))
        doomed.child.kill('SIGKILL')
        expect([n, await sweep.ended, sweep.said()]).toEqual([n, 0, expect.any(String) as string])
        expect(fleet.tables(out), `killed after ${instant(n)} ms`).toEqual(fleet.tables('alone'))
      }
      steady.child.kill('SIGTERM')
      await steady.ended
    },
    60_000 * kills,
  )

  it(
    `the runner is killed, ends with the bytes of an undisturbed one (${kills} instants)`,
    async () => {
      const worker = fleet.start(redis.env, 'worker', '--jobs', '2')
      for (let n = 1; n <= kills; n++) {
        const out = `redis-runner-${n}`
        const first = fleet.start(redis.env, ...sweepTo(out))
        await setTimeout(instant(n))
        first.child.kill('SIGKILL')
        await first.ended
        const words = sweepTo(out).filter((word) => word !== '--fresh')
        const second = fleet.start(redis.env, ...words)
        expect([n, await second.ended, second.said()]).toEqual([n, 0, expect.any(String) as string])
        expect(fleet.tables(out), `killed after ${instant(n)} ms`).toEqual(fleet.tables('alone'))
      }
      worker.child.kill('SIGTERM')
      await worker.ended
    },
    60_000 * kills,
  )
})

describe('two sweeps on one folder', () => {
  it('do not mix: one does the study, the other waits a moment and says who has the folder, or finds all done', async () => {
    const words = ['sweep', 'fleet.yaml', '--out', 'shared', '--jobs', '1']
    const both = [fleet.start({}, ...words), fleet.start({}, ...words)]
    const codes = await Promise.all(both.map(({ ended }) => ended))
    expect(codes).toContain(0)
    const said = both.map((each) => each.said()).join('')
    expect(said).toMatch(/is in use by another sweep \(process \d+ on |\(80 were there already\)/)
    expect(fleet.tables('shared')).toEqual(fleet.tables('alone'))
    await until(() => !existsSync(fleet.file('shared', 'journal.lock')))
  })
})

/** Whether this process may mount a small file system of its own. */
const mayMount = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'meanwhile-mount-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status === 0
  if (mounted) spawnSync('umount', [folder])
  rmSync(folder, { recursive: true })
  return mounted
})()

describe.skipIf(!mayMount)(`a full disk${mayMount ? '' : ' (skipped: this user may not mount a small one)'}`, () => {
  beforeAll(() => {
    mkdirSync(fleet.file('small'))
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20k', 'tmpfs', fleet.file('small')])
  })
  afterAll(() => void spawnSync('umount', [fleet.file('small')]))

  it('ends a sweep with one message, and costs no run that was saved: with room it goes on to the same bytes', () => {
    const words = ['sweep', 'fleet.yaml', '--out', 'small/out', '--jobs', '2']
    const { code, out, err } = fleet.run(...words)
    expect(err).toMatch(/^error: Cannot save a run in small\/out\/journal\.ndjson: the disk is full\. .+\(ENOSPC\)\.$/m)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    const saved = fleet.runsIn('small', 'out', 'journal.ndjson')
    expect(saved).toBeGreaterThan(3)
    spawnSync('mount', ['-o', 'remount,size=10m', fleet.file('small')])
    expect(fleet.run(...words).out).toContain(`= ${fleet.total} runs (${saved} were there already)`)
    expect(fleet.tables('small/out')).toEqual(fleet.tables('alone'))
  })
})
