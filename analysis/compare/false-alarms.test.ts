import { describe, expect, it } from 'vitest'
import { sampleRun, sampleStudy } from '../sample-study.ts'
import { compareRuns } from './compare.ts'
import type { Side } from './match-points.ts'

/** Lehmer's generator with the multiplier 48271: good enough to put a test to the test, and the same everywhere. */
function uniforms(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

/** Runs of nothing: two metrics at four points, each the mean of five exponential numbers, so skewed as waits are. */
function nullSide(name: string, next: () => number, seed: string, replications: number): Side {
  const draw = (): number => {
    let sum = 0
    for (let i = 0; i < 5; i++) sum -= Math.log(next())
    return sum / 5
  }
  const runs = [1, 2].flatMap((servers) =>
    [0.5, 0.9].flatMap((load) =>
      Array.from({ length: replications }, (_, replication) =>
        sampleRun(servers, load, replication, { seed, responses: { meanWait: draw(), utilisation: draw() } }),
      ),
    ),
  )
  return { name, study: sampleStudy, runs }
}

describe('where nothing has changed', () => {
  it.each([
    ['independent', 'other', 10],
    ['paired', 'root', 10],
    ['paired, four replications', 'root', 4],
  ])('at most 7 of 100 comparisons say CHANGED: %s', (_kind, seed, replications) => {
    const next = uniforms(12345)
    const comparisons = 200
    let alarms = 0
    for (let i = 0; i < comparisons; i++) {
      const report = compareRuns(nullSide('a', next, 'root', replications), nullSide('b', next, seed, replications))
      if (report.verdict === 'CHANGED') alarms++
    }
    // The nominal rate is 5 %; its standard error over 200 comparisons is 1.5 %.
    expect(alarms / comparisons).toBeLessThanOrEqual(0.07)
  })

  it('a change beyond the margin is called EQUIVALENT in at most 7 of 100', () => {
    const next = uniforms(54321)
    let wrong = 0
    for (let i = 0; i < 200; i++) {
      const a = nullSide('a', next, 'root', 10)
      // Exactly the margin apart in the mean, with noise of 1 % of the value.
      const runs = a.runs.map((run) => {
        const meanWait = run.responses['meanWait']! * (1.02 + 0.02 * (next() - 0.5))
        return { ...run, responses: { ...run.responses, meanWait } }
      })
      const [first] = compareRuns(a, { ...a, name: 'b', runs }).comparisons
      if (first!.verdict === 'EQUIVALENT') wrong++
    }
    expect(wrong / 200).toBeLessThanOrEqual(0.07)
    expect(wrong).toBeGreaterThan(0)
  })
})
