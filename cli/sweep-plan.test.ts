import { describe, expect, it } from 'vitest'
import { parseStudy } from '../experiments/study.ts'
import { describePlan } from './sweep-plan.ts'

const plan = async (text: string) =>
  describePlan(
    await parseStudy({ name: 'p', file: 'p.yaml' }, `model: queueing/mmc\ntitle: t\n${text}`),
    'no/results',
    {
      jobs: 2,
      pilot: false,
    },
  )

describe('a plan', () => {
  it('shows the aliases of a fraction', async () => {
    const text = await plan('vary: { servers: 10..12, arrivalRate: 5..6, serviceRate: 1..2 }\ndesign: 2k-p(1)\n')
    expect(text).toContain(
      'Resolution III: serviceRate = servers * arrivalRate\nA = servers, B = arrivalRate, C = serviceRate\n',
    )
    expect(text).toMatch(/^A +BC\nB +AC\nC +AB$/m)
  })

  it('tells what "where", "skip" and "also" did, and the first points that are left', async () => {
    const text = await plan(
      'vary: { servers: 1..20 step 1 }\nwhere: servers > 2\nskip: [{ servers: 5 }]\nalso: [{ servers: 40 }]\n',
    )
    expect(text).toContain('Design: full, 20 rows, 2 excluded by "where", 1 skipped, 1 added')
    expect(text).toMatch(/^servers +21 +1 to 40$/m)
    expect(text).toMatch(/^servers\n3\n4\n6\n7\n8\n9\n10\n11\n\.\.\. and 10 more points$/m)
  })

  it('names targets, warm-up rule and limits', async () => {
    const text = await plan(
      'run: { warmUp: mser-5, replications: { max: 50, until: { meanWait: 5%, throughput: { relative: 1%, absolute: 0.1 } } }, limits: { time: 60s }, budget: 10min }\n',
    )
    expect(text).toContain(
      'Runs: 1 design points x 10 replications = 10; 0 saved, 10 to do\n' +
        '      then more where needed, up to 50 replications (50 runs), until meanWait ± 5 %, throughput ± 1 % or 0.1\n' +
        'Each run: warm-up by MSER-5, at most 20 % of the horizon, ',
    )
    expect(text).toContain('\nLimits: 1min a run, 10min in all\n')
  })

  it('ends with what lint finds', async () => {
    expect(await plan('run: { replications: 1 }\n')).toMatch(
      /p\.yaml:3:8: error: There is one replication, .+ \[single-replication\]\n.+\nTo accept one, say why in the study file: {2}accept: \{ single-replication: the reason \}$/,
    )
  })
})
