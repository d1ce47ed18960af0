import { existsSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFleet, until, type Fleet } from './testing/fleet.ts'
import { slurmProblem, startSlurm, type Server } from './testing/servers.ts'

const skipped = slurmProblem === undefined ? '' : ` (skipped: ${slurmProblem})`

describe.skipIf(slurmProblem !== undefined)(`a sweep on a real Slurm${skipped}`, () => {
  let fleet: Fleet
  let slurm: Server

  beforeAll(async () => {
    fleet = makeFleet()
    slurm = await startSlurm()
  }, 60_000)

  afterAll(async () => {
    await slurm.stop()
    fleet.remove()
  })

  it('gives the bytes of a local one, though a task is killed in the middle and the sweep itself, too', async () => {
    const sweep = ['sweep', 'fleet.yaml', '--out', 'slurm', '--executor', 'slurm', '--tasks', '2']
    const first = fleet.start(slurm.env, ...sweep)
    const folder = fleet.file('slurm', 'slurm')
    const results = (): string[] =>
      existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ndjson')) : []
    await until(() => results().some((name) => fleet.runsIn('slurm', 'slurm', name) > 0))
    // The results of a task carry the number of its process.
    const [, pid] = /^results\.\d+\.[\w-]+\.(\d+)\./m.exec(results().join('\n'))!
    process.kill(Number(pid), 'SIGKILL')
    first.child.kill('SIGKILL')
    await first.ended
    expect(existsSync(fleet.file('slurm', 'runs.csv'))).toBe(false)
    const second = fleet.start(slurm.env, ...sweep)
    expect([await second.ended, second.said()]).toEqual([0, expect.stringContaining(`= ${fleet.total} runs`) as string])
    expect(fleet.tables('slurm')).toEqual(fleet.tables('alone'))
  })

  it('says why when Slurm does not take the job', async () => {
    const sweep = ['sweep', 'fleet.yaml', '--out', 'bad', '--executor', 'slurm', '--sbatch=--partition=none']
    const { ended, said } = fleet.start(slurm.env, ...sweep)
    expect([await ended, said()]).toEqual([
      1,
      expect.stringMatching(/error: Slurm refused the job: .*partition/i) as string,
    ])
  })
})
