import { describe, expect, it } from 'vitest'
import type { Claim } from '../models/claim.ts'
import { loadClaims } from '../models/registry.ts'
import type { Executor } from './executor/executor.ts'
import { failedRun } from './executor/execute-run.ts'
import { validate } from './validate.ts'

/** Answers every run with the value that `responses` gives, without simulating. */
function answering(responses: (replication: number) => Record<string, number>): Executor {
  return {
    async *execute(specs) {
      for (const spec of specs)
        yield { ...spec, responses: responses(spec.replication), events: 1, stop: 'horizon', fingerprint: '' }
    },
  }
}

describe('validation', () => {
  it('judges every expected value of every claim, in order', async () => {
    const claims = await loadClaims('queueing/mmc')
    const results = (await validate(['queueing/mmc'], { executor: answering(() => ({ meanWait: 1 })) }))!
    expect(results.map(({ claim, metric, expected }) => [claim, metric, expected])).toEqual(
      claims.flatMap(({ claim, expected }) =>
        Object.entries(expected).map(([metric, value]) => [claim, metric, value]),
      ),
    )
  })

  it('agrees with a mean whose interval is narrow and holds the expected value, and disagrees with another', async () => {
    const near = (centre: number) =>
      answering((replication) => ({ meanWait: centre + (replication % 2 === 0 ? 0.001 : -0.001) }))
    const verdict = async (centre: number) => {
      const results = await validate(['queueing/mmc'], { executor: near(centre) })
      return results!.find(({ metric }) => metric === 'meanWait')
    }
    const { expected } = (await verdict(1))!
    expect(await verdict(expected)).toMatchObject({ verdict: 'agrees', mean: expect.closeTo(expected, 12) as number })
    expect(await verdict(2 * expected)).toMatchObject({ verdict: 'disagrees' })
  })

  it('runs all claims from another seed when it is given one', async () => {
    const seeds = new Set<string>()
    const executor: Executor = {
      async *execute(specs) {
        for (const spec of specs) {
          seeds.add(spec.seed)
          yield failedRun(spec, 'not run')
        }
      },
    }
    await validate(['queueing/mmc'], { executor, seed: 'other' })
    expect([...seeds]).toEqual(['other'])
  })

  it('gives a claim whose interval is too wide more replications, six times as many at most', async () => {
    const [{ expected, run }] = (await loadClaims('queueing/mmc')) as [Claim, ...Claim[]]
    const centre = expected['meanWait']!
    const judged = async (spread: number) => {
      const results = await validate(['queueing/mmc'], {
        executor: answering((replication) => ({ meanWait: centre * (1 + (replication % 2 === 0 ? spread : -spread)) })),
      })
      return results!.find(({ metric }) => metric === 'meanWait')
    }
    expect(await judged(0.01)).toMatchObject({ verdict: 'agrees', replications: run.replications })
    const wider = (await judged(0.1))!
    expect(wider.verdict).toBe('agrees')
    expect(wider.replications).toBeGreaterThan(run.replications)
    expect(await judged(1)).toMatchObject({ verdict: 'undecided', replications: 6 * run.replications })
  })

  it('leaves a claim undecided when one of its runs fails, and says why', async () => {
    const failing: Executor = {
      async *execute(specs) {
        for (const spec of specs) yield failedRun(spec, 'boom')
      },
    }
    const [first] = (await validate(['queueing/mmc'], { executor: failing }))!
    expect(first).toMatchObject({ verdict: 'undecided', error: 'boom', mean: null, halfWidth: null })
  })

  it('gives nothing when it was stopped', async () => {
    const idle: Executor = { async *execute() {} }
    expect(await validate(['queueing/mmc'], { executor: idle })).toBeUndefined()
  })
})
